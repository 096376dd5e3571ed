/** Figures of the backtest as its table shows them. Pure; never surer than the data. */
import type { PairedMean } from '../../api/types';
import { range } from '../../text/format';
import { stretches } from '../../text/months';

/** A difference of shares in percentage points, with its sign: −4.2 · +0.6. */
export function signedPoints(difference: number): string {
  const points = (Math.abs(difference) * 100).toFixed(1);
  if (points === '0.0') return '0.0';
  return `${difference < 0 ? '−' : '+'}${points}`;
}

/** A mean difference with its interval, in percentage points. */
export function pairedText(p: PairedMean | null | undefined): string {
  if (!p) return '–';
  const mean = signedPoints(p.mean);
  return p.low == null || p.high == null ? mean : `${mean} (${signedPoints(p.low)} to ${signedPoints(p.high)})`;
}

/** Years in sequence as spans: 2012–2019, 2025. */
export function yearsLabel(years: number[]): string {
  return stretches(years.map((y, i) => y - i))
    .map(({ from, to }) => range(years[from] ?? 0, years[to] ?? 0))
    .join(', ');
}
