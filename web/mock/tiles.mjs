// Vector and raster tiles of the invented city.
import { deflateSync } from 'node:zlib';
import { GeoJSONVT } from '@maplibre/geojson-vt';
import * as vtpbf from '@maplibre/vt-pbf';
import { cells, center } from './city.mjs';

export function feature(ring, properties) {
  return { type: 'Feature', properties, geometry: { type: 'Polygon', coordinates: [ring] } };
}

export function vectorTile(layer, features, z, x, y) {
  const index = new GeoJSONVT({ type: 'FeatureCollection', features }, { maxZoom: 16, indexMaxZoom: 0, tolerance: 2 });
  const tile = index.getTile(z, x, y);
  return tile ? Buffer.from(vtpbf.fromGeojsonVt({ [layer]: tile })) : null;
}

const table = new Uint32Array(256).map((_, n) => {
  let c = n;
  for (let k = 0; k < 8; k++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type), data]);
  let crc = 0xffffffff;
  for (const byte of body) crc = table[(crc ^ byte) & 255] ^ (crc >>> 8);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE((crc ^ 0xffffffff) >>> 0, body.length + 4);
  return out;
}

export const surfaceLegend = ['#fff7bc', '#fee391', '#fec44f', '#fe9929', '#d95f0e', '#993404'].map((color, i) => ({
  from: i * 25,
  to: (i + 1) * 25,
  color,
}));

function rgba(tileX, tileY, z) {
  const n = 2 ** z;
  const longitude = (tileX / n) * 360 - 180;
  const latitude = (Math.atan(Math.sinh(Math.PI * (1 - (2 * tileY) / n))) * 180) / Math.PI;
  const x = (longitude - center[0]) * 87.1;
  const y = (latitude - center[1]) * 111.2;
  if ((x / 6.2) ** 2 + (y / 13) ** 2 > 1) return [0, 0, 0, 0];
  const heat = Math.exp(-((x + 1.5) ** 2 + (y - 6) ** 2) / 12) + 0.6 * Math.exp(-((x - 2) ** 2 + (y + 4) ** 2) / 5);
  const step = Math.min(5, Math.floor(heat * 6));
  const hex = surfaceLegend[step].color;
  return [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)).concat(200);
}

export function surfaceTile(z, x, y) {
  const raw = Buffer.alloc(256 * (256 * 4 + 1));
  for (let row = 0; row < 256; row++) {
    for (let col = 0; col < 256; col++) raw.set(rgba(x + col / 256, y + row / 256, z), row * 1025 + 1 + col * 4);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(256, 0);
  header.writeUInt32BE(256, 4);
  header.set([8, 6, 0, 0, 0], 8);
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(raw)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

export function cellFeatures(list) {
  const byId = new Map(cells.map((c) => [c.id, c]));
  return list.map((c) => feature(byId.get(c.id).ring, c));
}
