import { expect, it } from 'vitest';
import { readOutline } from './geojson';

const ring = [
  [
    [-90.2, 38.6],
    [-90.1, 38.6],
    [-90.1, 38.7],
    [-90.2, 38.6],
  ],
];
const polygon = { type: 'Polygon', coordinates: ring };
const feature = (geometry: object) => ({ type: 'Feature', properties: {}, geometry });
const read = (given: unknown) => readOutline(JSON.stringify(given));

it('takes all polygons of a file together, and leaves points out', () => {
  expect(read(polygon)).toEqual(polygon);
  const point = { type: 'Point', coordinates: [0, 0] };
  const several = { type: 'MultiPolygon', coordinates: [ring, ring] };
  const all = { type: 'FeatureCollection', features: [feature(polygon), feature(several), feature(point)] };
  expect(read(all).coordinates).toHaveLength(3);
  expect(read({ type: 'GeometryCollection', geometries: [point, polygon] })).toEqual(polygon);
});

it('says why a file is no outline', () => {
  expect(() => readOutline('id,name')).toThrow('no GeoJSON');
  for (const empty of [null, 3, {}, feature({ type: 'Point', coordinates: [0, 0] }), { type: 'Polygon' }])
    expect(() => read(empty)).toThrow('no Polygon');
  const feet = {
    type: 'Polygon',
    coordinates: [
      [
        [900000, 1010000],
        [900001, 1010000],
        [900000, 1010001],
      ],
    ],
  };
  expect(() => read(feet)).toThrow('degrees; this file holds [900000,1010000]');
  expect(() => read({ type: 'Polygon', coordinates: [[['a', 'b']]] })).toThrow('degrees');
});
