/** Where labels go: a point inside an outline. Pure. */
import type { Shapes } from '../api/types';

export type LngLat = [number, number];
type Ring = number[][];

function ringArea(ring: Ring): number {
  return ring.reduce((sum, p, i) => {
    const q = ring[(i + 1) % ring.length] ?? p;
    return sum + ((p[0] ?? 0) * (q[1] ?? 0) - (q[0] ?? 0) * (p[1] ?? 0)) / 2;
  }, 0);
}

function outerRing(geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon): Ring {
  const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  const outer = polygons.map((p) => p[0] ?? []);
  return outer.reduce((a, b) => (Math.abs(ringArea(b)) > Math.abs(ringArea(a)) ? b : a), outer[0] ?? []);
}

/** Longitudes where the ring crosses a latitude, ascending. */
function crossings(ring: Ring, lat: number): number[] {
  return ring
    .flatMap((p, i) => {
      const q = ring[(i + 1) % ring.length] ?? p;
      const [x1 = 0, y1 = 0] = p;
      const [x2 = 0, y2 = 0] = q;
      return y1 > lat === y2 > lat ? [] : [x1 + ((lat - y1) / (y2 - y1)) * (x2 - x1)];
    })
    .sort((a, b) => a - b);
}

/**
 * A point well inside the largest part of an outline: of several horizontal lines through it, the middle of the
 * widest stretch inside, preferring lines near the middle.
 */
export function labelPoint(geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon): LngLat | null {
  const ring = outerRing(geometry);
  if (ring.length < 3) return null;
  const lats = ring.map((p) => p[1] ?? 0);
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  let best: { at: LngLat; score: number } | null = null;
  for (let i = 1; i < 12; i++) {
    const lat = south + ((north - south) * i) / 12;
    const xs = crossings(ring, lat);
    for (let j = 0; j + 1 < xs.length; j += 2) {
      const [a = 0, b = 0] = [xs[j], xs[j + 1]];
      const score = (b - a) * (1 - Math.abs(i / 6 - 1) * 0.7);
      if (!best || score > best.score) best = { at: [(a + b) / 2, lat], score };
    }
  }
  return best?.at ?? null;
}

/** Label points by feature id. */
export function labelPoints(shapes: Shapes): Map<string, LngLat> {
  const out = new Map<string, LngLat>();
  for (const f of shapes.features) {
    const id = f.properties.id ?? f.id;
    const at = f.geometry && labelPoint(f.geometry);
    if (id !== undefined && at) out.set(String(id), at);
  }
  return out;
}

/** The box around some outlines; west, south, east, north. */
export function boxOf(shapes: (GeoJSON.Polygon | GeoJSON.MultiPolygon)[]): [number, number, number, number] | null {
  const box: [number, number, number, number] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const shape of shapes) {
    const rings = shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat();
    for (const [x = 0, y = 0] of rings.flat()) {
      box[0] = Math.min(box[0], x);
      box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x);
      box[3] = Math.max(box[3], y);
    }
  }
  return box[0] <= box[2] ? box : null;
}
