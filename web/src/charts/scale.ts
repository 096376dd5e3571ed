/** Scales of the small charts. Pure. */

/** Round ticks from 0 to at most `max`, about `n` steps. */
export function axisTicks(max: number, n: number): number[] {
  if (!(max > 0)) return [0];
  const raw = max / n;
  const unit = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((m) => m * unit).find((s) => s >= raw) ?? raw;
  return Array.from({ length: Math.floor(max / step + 1e-9) + 1 }, (_, i) => Number((i * step).toPrecision(12)));
}

/** Positions of a polyline as `x,y x,y …`. */
export function polyline(points: [number, number][]): string {
  return points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
}
