/** What the screen of the backtest says: ways of choosing, and how they compare. Pure; never surer than the data. */
import type { BacktestSummary, PairedMean } from '../../api/types';
import { percent, range } from '../../text/format';
import { stretches } from '../../text/months';

const ways: Record<string, string> = {
  engine: 'Engine',
  greedy: 'Plain greedy growth on ten years’ counts',
  neighborhoods: 'Top neighborhoods by ten years’ counts',
  'hottest-cells': 'Last year’s hottest cells',
  'kde-peaks': 'KDE peaks of ten years',
  'gi-cells': 'Gi* cells of ten years',
  'engine-cells': 'The engine’s hottest cells',
  random: 'A random draw',
  oracle: 'Oracle (hindsight)',
};

/** A way of choosing as people read it. */
export function wayLabel(method: string): string {
  return ways[method] ?? method.replaceAll('-', ' ');
}

/** A label within a sentence: its first letter small, unless it is a name such as KDE or Gi*. */
function within(method: string): string {
  const label = wayLabel(method);
  return /^[A-Z]([a-z]+)? /.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

/**
 * Whether the engine is ahead of another way over the years, beyond what chance explains: judged by the figures as
 * shown.
 */
export function paired(p: PairedMean | null | undefined): 'itself' | 'ahead' | 'behind' | 'open' {
  if (!p) return 'itself';
  const shown = (share: number | null | undefined) => Math.round((share ?? 0) * 1000);
  if (shown(p.low) > 0) return 'ahead';
  return shown(p.high) < 0 ? 'behind' : 'open';
}

function against(list: BacktestSummary[], what: string): string {
  const of = (p: ReturnType<typeof paired>) => list.filter((s) => paired(s.engine_less) === p);
  const [ahead, open, behind] = [of('ahead'), of('open'), of('behind')];
  const names = (l: BacktestSummary[]) => l.map((s) => within(s.method)).join(', ');
  const some =
    ahead.length === 0
      ? 'none of the'
      : ahead.length === list.length
        ? `all ${list.length}`
        : `${ahead.length} of the ${list.length}`;
  return [
    `It did clearly better than ${some} ${what}`,
    ...(open.length > 0 ? [`against ${names(open)} the difference is within chance`] : []),
    ...(behind.length > 0 ? [`${names(behind)} did clearly better`] : []),
  ].join('; ');
}

/** The engine against the other ways, in words: what it beats, and what it does not. */
export function backtestFinding(summary: BacktestSummary[]): string[] {
  const engine = summary.find((s) => s.method === 'engine');
  const others = summary.filter((s) => s.method !== 'engine' && s.method !== 'oracle');
  if (!engine || others.length === 0) return ['There is nothing to compare yet.'];
  const [sites, loose] = [others.filter((s) => s.connected), others.filter((s) => !s.connected)];
  return [
    `The engine reached ${percent(engine.capture_ratio)} of what a choice with hindsight would have held.`,
    ...(sites.length > 0 ? [`${against(sites, 'other ways of choosing sites')}.`] : []),
    ...(loose.length > 0 ? [`${against(loose, 'ways of picking loose cells, which no team could walk')}.`] : []),
  ];
}

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
