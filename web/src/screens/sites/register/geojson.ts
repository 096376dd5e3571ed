/** Outlines out of a GeoJSON file, as the server takes them: all polygons together, points and lines left out. Pure. */

type Outline = GeoJSON.Polygon | GeoJSON.MultiPolygon;

/** A file that cannot be an outline, in words for whoever chose it. */
export class NoOutline extends Error {}

/** The polygons of a file as one outline. */
export function readOutline(text: string): Outline {
  let given: unknown;
  try {
    given = JSON.parse(text);
  } catch {
    throw new NoOutline('This file is no GeoJSON: it cannot be read as JSON.');
  }
  const coordinates = gather(given);
  const [first] = coordinates;
  if (!first) throw new NoOutline('This file holds no Polygon and no MultiPolygon.');
  const off = coordinates.flat(2).find((p) => !isDegrees(p));
  if (off)
    throw new NoOutline(
      `Positions must be longitude and latitude in degrees; this file holds ${JSON.stringify(off).slice(0, 60)}.`,
    );
  return coordinates.length === 1 ? { type: 'Polygon', coordinates: first } : { type: 'MultiPolygon', coordinates };
}

type Rings = GeoJSON.Position[][];

function gather(given: unknown): Rings[] {
  if (typeof given !== 'object' || given === null) return [];
  const { type, features, geometry, geometries, coordinates } = given as Record<string, unknown>;
  const all = (list: unknown) => (Array.isArray(list) ? list.flatMap(gather) : []);
  switch (type) {
    case 'FeatureCollection':
      return all(features);
    case 'Feature':
      return gather(geometry);
    case 'GeometryCollection':
      return all(geometries);
    case 'Polygon':
      return isRings(coordinates) ? [coordinates] : [];
    case 'MultiPolygon':
      return Array.isArray(coordinates) ? coordinates.filter(isRings) : [];
    default:
      return [];
  }
}

function isRings(given: unknown): given is Rings {
  return Array.isArray(given) && given.length > 0 && given.every((r) => Array.isArray(r) && r.every(Array.isArray));
}

function isDegrees([lng, lat]: GeoJSON.Position): boolean {
  const within = (n: unknown, most: number) => typeof n === 'number' && Math.abs(n) <= most;
  return within(lng, 180) && within(lat, 90);
}
