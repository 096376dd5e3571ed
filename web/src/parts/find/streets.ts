/** What the crossings of streets tell of an area: the streets that bound it, and how long its streets are. Pure. */
import type { Gazetteer } from '../../api/basemap';

type LngLat = [number, number];
type Ring = number[][];
export type Outline = GeoJSON.Polygon | GeoJSON.MultiPolygon;

/** Meters of a degree of latitude. */
const degree = 111_320;
/** Crossings of one street farther apart than this are not joined: a park or a highway may lie between, m. */
const longest = 420;
/** How near to the outline a street that bounds an area runs, m. */
const near = 130;

const ringsOf = (shape: Outline): Ring[] => (shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat());

/** Meters east and north of a point; a city is small enough for a plane. */
function plane(origin: LngLat): (at: LngLat) => LngLat {
  const east = degree * Math.cos((origin[1] * Math.PI) / 180);
  return ([lng, lat]) => [(lng - origin[0]) * east, (lat - origin[1]) * degree];
}

function holds(rings: Ring[], [x, y]: LngLat): boolean {
  let inside = false;
  for (const ring of rings) {
    ring.forEach((p, i) => {
      const q = ring[(i + 1) % ring.length] ?? p;
      const [x1 = 0, y1 = 0] = p;
      const [x2 = 0, y2 = 0] = q;
      if (y1 > y !== y2 > y && x < x1 + ((y - y1) / (y2 - y1)) * (x2 - x1)) inside = !inside;
    });
  }
  return inside;
}

function toSegment([x, y]: LngLat, [x1, y1]: LngLat, [x2, y2]: LngLat): number {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const along = dx || dy ? Math.max(0, Math.min(1, ((x - x1) * dx + (y - y1) * dy) / (dx * dx + dy * dy))) : 0;
  return Math.hypot(x - x1 - along * dx, y - y1 - along * dy);
}

function toOutline(rings: Ring[], at: LngLat): number {
  let best = Number.POSITIVE_INFINITY;
  for (const ring of rings) {
    for (let i = 0; i + 1 < ring.length; i++) {
      best = Math.min(best, toSegment(at, ring[i] as LngLat, ring[i + 1] as LngLat));
    }
  }
  return best;
}

interface Laid {
  rings: Ring[];
  middle: LngLat;
  /** The half of its height and of its width, m. */
  reach: LngLat;
  to: (at: LngLat) => LngLat;
}

function laid(shape: Outline): Laid | null {
  const all = ringsOf(shape).flat();
  if (all.length < 3) return null;
  const [x, y] = [all.map((p) => p[0] ?? 0), all.map((p) => p[1] ?? 0)];
  const middle: LngLat = [(Math.min(...x) + Math.max(...x)) / 2, (Math.min(...y) + Math.max(...y)) / 2];
  const to = plane(middle);
  const rings = ringsOf(shape).map((ring) => ring.map((p) => to(p as LngLat)));
  const [e, n] = to([Math.max(...x), Math.max(...y)]);
  return { rings, middle, reach: [Math.max(1, e), Math.max(1, n)], to };
}

const larger = 'arterial';

/**
 * The streets along the outline, one a side (north, east, south, west) where there is one that follows it; larger
 * streets before smaller ones.
 */
export function boundingStreets(shape: Outline, { streets, crossings }: Gazetteer): string[] {
  const area = laid(shape);
  if (!area) return [];
  const sides: Map<string, number>[] = [new Map(), new Map(), new Map(), new Map()];
  for (const [first, second, lng, lat] of crossings) {
    const at = area.to([lng, lat]);
    if (Math.abs(at[0]) > area.reach[0] + near || Math.abs(at[1]) > area.reach[1] + near) continue;
    if (toOutline(area.rings, at) > near) continue;
    const [e, n] = [at[0] / area.reach[0], at[1] / area.reach[1]];
    const side = Math.abs(n) >= Math.abs(e) ? (n > 0 ? 0 : 2) : e > 0 ? 1 : 3;
    for (const i of [first, second]) {
      const street = streets[i];
      if (!street) continue;
      const worth = street.class === larger ? 1.6 : 1;
      sides[side]?.set(street.name, (sides[side]?.get(street.name) ?? 0) + worth);
    }
  }
  const named: string[] = [];
  for (const side of sides) {
    const [best] = [...side].filter(([name, n]) => n >= 2 && !named.includes(name)).sort((a, b) => b[1] - a[1]);
    if (best) named.push(best[0]);
  }
  return named;
}

/** `between Page Blvd, Union Blvd, Natural Bridge Ave and Kingshighway Blvd`; null where fewer than three are known. */
export function between(names: string[]): string | null {
  if (names.length < 3) return null;
  return `between ${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/**
 * Length of the named streets inside an area, km, from crossing to crossing: dead ends and unnamed ways are left out, so
 * that it is too short rather than too long.
 */
export function streetKm(shape: Outline, { streets, crossings }: Gazetteer): number {
  const area = laid(shape);
  if (!area) return 0;
  const along = new Map<number, LngLat[]>();
  for (const [first, second, lng, lat] of crossings) {
    const at = area.to([lng, lat]);
    const outside = Math.abs(at[0]) > area.reach[0] + longest || Math.abs(at[1]) > area.reach[1] + longest;
    if (outside) continue;
    for (const i of [first, second]) along.set(i, [...(along.get(i) ?? []), at]);
  }
  let meters = 0;
  for (const [i, points] of along) {
    if (streets[i]?.class === 'highway') continue;
    meters += lengthInside(area.rings, points);
  }
  return meters / 1000;
}

/** Crossings of one street in the order of its longer extent, joined where they are near; the part that lies inside. */
function lengthInside(rings: Ring[], points: LngLat[]): number {
  const [x, y] = [points.map((p) => p[0]), points.map((p) => p[1])];
  const wide = Math.max(...x) - Math.min(...x) >= Math.max(...y) - Math.min(...y) ? 0 : 1;
  const sorted = [...points].sort((a, b) => a[wide] - b[wide]);
  let sum = 0;
  sorted.forEach((p, i) => {
    const q = sorted[i + 1];
    if (!q) return;
    const length = Math.hypot(q[0] - p[0], q[1] - p[1]);
    if (length > longest) return;
    const steps = Math.max(1, Math.ceil(length / 20));
    for (let s = 0; s < steps; s++) {
      const t = (s + 0.5) / steps;
      if (holds(rings, [p[0] + t * (q[0] - p[0]), p[1] + t * (q[1] - p[1])])) sum += length / steps;
    }
  });
  return sum;
}
