/** Outlines of sets of H3 cells. The library is loaded with the first screen that needs it. */
import type { Shapes } from '../api/types';

/** Cells joined into one outline, longitude first; null without cells. */
export async function cellOutline(cells: string[]): Promise<GeoJSON.MultiPolygon | null> {
  if (cells.length === 0) return null;
  const { cellsToMultiPolygon } = await import('h3-js');
  return { type: 'MultiPolygon', coordinates: cellsToMultiPolygon(cells, true) };
}

/** Each cell as a polygon of its own, with what is said of it. */
export async function cellPolygons<T extends { id: string }>(cells: T[]): Promise<GeoJSON.FeatureCollection> {
  const { cellToBoundary } = await import('h3-js');
  const features = cells.map(
    (properties): GeoJSON.Feature => ({
      type: 'Feature',
      properties,
      geometry: { type: 'Polygon', coordinates: [cellToBoundary(properties.id, true)] },
    }),
  );
  return { type: 'FeatureCollection', features };
}

/** Each cell with its chance, one shape for each. */
export async function chanceShapes(cells: { id: string; p: number }[]): Promise<GeoJSON.FeatureCollection> {
  const { cellToBoundary } = await import('h3-js');
  const features = cells.map(({ id, p }): GeoJSON.Feature => {
    const ring = cellToBoundary(id, true);
    return { type: 'Feature', properties: { id, p }, geometry: { type: 'Polygon', coordinates: [ring] } };
  });
  return { type: 'FeatureCollection', features };
}

/** Outlines of several sets, with the id and the name of each. */
export async function cellShapes(sets: { id: string; name: string; cells: string[] }[]): Promise<Shapes> {
  const outlines = await Promise.all(sets.map((s) => cellOutline(s.cells)));
  const features = sets.flatMap(({ id, name }, i): Shapes['features'] => {
    const geometry = outlines[i];
    return geometry ? [{ type: 'Feature', id, properties: { id, name }, geometry }] : [];
  });
  return { type: 'FeatureCollection', features };
}
