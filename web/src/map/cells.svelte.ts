/** Outlines of H3 cells and of sets of them. The library is loaded when the first cell has to be drawn. */
import type { Shapes } from '../api/types';

type Library = typeof import('h3-js');
let library = $state.raw<Library | null>(null);
let asked = false;

function load(): void {
  if (asked) return;
  asked = true;
  void import('h3-js').then((found) => {
    library = found;
  });
}

/** The library, or null while it is on its way; who reads this is told when it comes. */
function arrived(): Library | null {
  if (!library) load();
  return library;
}

/** Each cell as a polygon of its own, with what is said of it; null while that cannot be drawn. */
export function cellPolygons<T extends { id: string }>(cells: readonly T[]): GeoJSON.FeatureCollection | null {
  if (cells.length === 0) return null;
  const h3 = arrived();
  if (!h3) return null;
  const features = cells.map(
    (properties): GeoJSON.Feature => ({
      type: 'Feature',
      properties,
      geometry: { type: 'Polygon', coordinates: [h3.cellToBoundary(properties.id, true)] },
    }),
  );
  return { type: 'FeatureCollection', features };
}

export interface CellSet {
  id: string;
  name: string;
  cells: string[];
  /** The same ground with its edge along streets, where streets are known. */
  along?: { outline: unknown } | null | undefined;
}

/** The outline along streets of a set, if it has one. */
export function outlineAlong(set: Pick<CellSet, 'along'>): GeoJSON.MultiPolygon | null {
  return (set.along?.outline as GeoJSON.MultiPolygon | undefined) ?? null;
}

function joined(h3: Library, sets: readonly CellSet[]): Shapes {
  const features = sets.flatMap((set): Shapes['features'] => {
    const { id, name, cells } = set;
    if (cells.length === 0) return [];
    const coordinates = outlineAlong(set)?.coordinates ?? h3.cellsToMultiPolygon(cells, true);
    return [{ type: 'Feature', id, properties: { id, name }, geometry: { type: 'MultiPolygon', coordinates } }];
  });
  return { type: 'FeatureCollection', features };
}

/** Outlines of several sets, longitude first, with the id and the name of each; null while there is nothing to draw. */
export function cellShapes(sets: readonly CellSet[]): Shapes | null {
  if (sets.every((s) => s.cells.length === 0)) return null;
  const h3 = arrived();
  return h3 && joined(h3, sets);
}
