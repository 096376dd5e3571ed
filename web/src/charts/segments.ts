/** A monthly series cut where it must not be joined: at gaps, at changes of system, at another kind of count. Pure. */

import type { SeriesMonth } from '../api/types';
import { stretches } from '../text/months';

interface Segment {
  /** `incidents`, `area-counts` or `missing`. */
  kind: string;
  system: string | null;
  /** Positions in the series, both included. */
  from: number;
  to: number;
}

export function segments(series: SeriesMonth[]): Segment[] {
  const keys = series.map((m) =>
    m.status === 'missing' || m.count === null ? 'missing' : `${m.status} ${m.system ?? ''}`,
  );
  return stretches(keys).map(({ from, to, value }) => {
    const missing = value === 'missing';
    const first = series[from];
    return {
      from,
      to,
      kind: missing ? 'missing' : (first?.status ?? 'missing'),
      system: missing ? null : (first?.system ?? null),
    };
  });
}

/** Positions where the reporting system changes, gaps passed over. */
export function systemBreaks(parts: Segment[]): { at: number; from: string; to: string }[] {
  const known = parts.filter((p) => p.system !== null);
  return known.slice(1).flatMap((p, i) => {
    const before = known[i]?.system;
    return before && p.system && before !== p.system ? [{ at: p.from, from: before, to: p.system }] : [];
  });
}

/** Trailing twelve-month means: only where all twelve months lie in one stretch. */
export function yearMeans(series: SeriesMonth[], part: Segment): { at: number; mean: number }[] {
  const out: { at: number; mean: number }[] = [];
  for (let i = part.from + 11; i <= part.to; i++) {
    const year = series.slice(i - 11, i + 1);
    out.push({ at: i, mean: year.reduce((sum, m) => sum + (m.count ?? 0), 0) / 12 });
  }
  return out;
}
