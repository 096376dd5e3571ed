/** Polygons drawn by hand: written into the address, checked, simplified. Pure. */
export type Point = [number, number];

/** `-90.25,38.61;-90.24,38.62` → points; what cannot be read is left out. */
export function parsePoints(text: string | null): Point[] {
  if (!text) return [];
  return text.split(';').flatMap((part): Point[] => {
    const [lng, lat] = part.split(',').map((s) => (s.trim() === '' ? Number.NaN : Number(s)));
    return isPoint(lng, lat) ? [[lng as number, lat as number]] : [];
  });
}

function isPoint(lng: number | undefined, lat: number | undefined): boolean {
  return lng !== undefined && lat !== undefined && Math.abs(lng) <= 180 && Math.abs(lat) <= 90;
}

export function formatPoints(points: Point[]): string {
  return points.map(([lng, lat]) => `${Number(lng.toFixed(5))},${Number(lat.toFixed(5))}`).join(';');
}

/**
 * What a person types: "38.63, -90.22" (latitude first, as maps write it) or "-90.22 38.63"; null where it is neither.
 */
export function readPoint(text: string, near: Point): Point | null {
  const numbers = text.match(/-?\d+(\.\d+)?/g)?.map(Number) ?? [];
  const [a, b] = numbers;
  if (numbers.length !== 2 || a === undefined || b === undefined) return null;
  const away = ([lng, lat]: Point) => Math.hypot(lng - near[0], lat - near[1]);
  const options: Point[] = [
    [b, a],
    [a, b],
  ];
  const fits = options.filter(([lng, lat]) => isPoint(lng, lat)).sort((p, q) => away(p) - away(q));
  return fits[0] ?? null;
}

/** A closed GeoJSON polygon; null under three points. */
export function toPolygon(points: Point[]): GeoJSON.Polygon | null {
  const [first] = points;
  if (!first || points.length < 3) return null;
  return { type: 'Polygon', coordinates: [[...points, first]] };
}

/** Area, km², on a sphere flattened at the polygon's own latitude: good to well under 1% within a city. */
export function areaKm2(points: Point[]): number {
  const lat = points.reduce((sum, p) => sum + p[1], 0) / Math.max(1, points.length);
  const [kx, ky] = [111.32 * Math.cos((lat * Math.PI) / 180), 110.95];
  const twice = points.reduce((sum, [x, y], i) => {
    const [u, v] = points[(i + 1) % points.length] ?? [x, y];
    return sum + (x * v - u * y);
  }, 0);
  return (Math.abs(twice) / 2) * kx * ky;
}

const turn = (a: Point, b: Point, c: Point) => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

function cross(a: Point, b: Point, c: Point, d: Point): boolean {
  return turn(a, b, c) * turn(a, b, d) < 0 && turn(c, d, a) * turn(c, d, b) < 0;
}

/** Whether two sides of the closed ring cross each other. */
export function crossesItself(points: Point[]): boolean {
  const sides = points.map((p, i): [Point, Point] => [p, points[(i + 1) % points.length] ?? p]);
  return sides.some(([a, b], i) => sides.slice(i + 2).some(([c, d]) => cross(a, b, c, d)));
}

function distance([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const [dx, dy] = [bx - ax, by - ay];
  const size = dx * dx + dy * dy;
  const t = size === 0 ? 0 : Math.min(1, Math.max(0, ((x - ax) * dx + (y - ay) * dy) / size));
  return Math.hypot(x - ax - t * dx, y - ay - t * dy);
}

/**
 * Douglas & Peucker (1973), doi 10.3138/FM57-6770-U75U-7727: the line with fewer points, nowhere farther off than the
 * tolerance.
 */
function thin(line: Point[], tolerance: number): Point[] {
  const [first, last] = [line[0], line.at(-1)];
  if (!first || !last || line.length < 3) return line;
  const far = line.map((p) => distance(p, first, last));
  const worst = Math.max(...far);
  if (worst <= tolerance) return [first, last];
  const at = far.indexOf(worst);
  return [...thin(line.slice(0, at + 1), tolerance).slice(0, -1), ...thin(line.slice(at), tolerance)];
}

/** At most `most` points of a ring, as close to it as that allows. The closing point is left out. */
export function simplified(ring: Point[], most: number): Point[] {
  const [first, last] = [ring[0], ring.at(-1)];
  const open = first && last && first[0] === last[0] && first[1] === last[1] ? ring.slice(0, -1) : ring;
  const half = Math.floor(open.length / 2);
  const [start, middle] = [open[0], open[half]];
  if (open.length <= most || !start || !middle) return open;
  for (let tolerance = 1e-5; ; tolerance *= 1.5) {
    const sides = [thin(open.slice(0, half + 1), tolerance), thin([...open.slice(half), start], tolerance)];
    const points = sides.flatMap((s) => s.slice(0, -1));
    if (points.length <= most) return points;
  }
}
