/** Classes of a map: breaks fixed for one query over the whole city, never for what is in view. Pure. */

/** Rounds to two significant digits, so that a legend can be read aloud. */
export function nice(value: number): number {
  if (value === 0) return 0;
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 1);
  return Number((Math.round(value / unit) * unit).toPrecision(12));
}

function quantile(sorted: number[], q: number): number {
  const at = (sorted.length - 1) * q;
  const low = sorted[Math.floor(at)] ?? 0;
  const high = sorted[Math.ceil(at)] ?? low;
  return low + (high - low) * (at - Math.floor(at));
}

/** Inner breaks, ascending and distinct, of at most `classes` classes with about as many values in each. */
export function breaks(values: number[], classes: number): number[] {
  const sorted = values.filter((v) => Number.isFinite(v)).sort((a, b) => a - b);
  const out: number[] = [];
  for (let i = 1; i < classes; i++) {
    const b = nice(quantile(sorted, i / classes));
    if (b > (out.at(-1) ?? Number.NEGATIVE_INFINITY) && b > (sorted[0] ?? 0)) out.push(b);
  }
  return out;
}

/** The class of a value: the number of breaks at or under it. */
export function classOf(value: number, inner: number[]): number {
  return inner.filter((b) => value >= b).length;
}

/** Spreads fewer classes than colors over the whole ramp, so that the highest class is always the strongest color. */
export function rampIndex(cls: number, classes: number, colors: number): number {
  return classes <= 1 ? 0 : Math.round((cls * (colors - 1)) / (classes - 1));
}
