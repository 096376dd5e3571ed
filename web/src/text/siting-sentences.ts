/** What the siting screens say about answers, in plain words. Pure; never surer than the data. */

import type {
  AgainstChance,
  BacktestSummary,
  CriterionInfo,
  DecidedItem,
  Optimized,
  PairedMean,
  WouldChange,
} from '../api/types';
import { shareBand } from '../screens/decide/weights';
import { count, percent, range, rate } from './format';
import { stretches } from './months';

/** How much of the top k is settled under both kinds of doubt, and which doubt weighs more. */
export function decisionFinding(items: DecidedItem[], k: number): string {
  const sure = items.filter((i) => i.p_top >= 0.9).length;
  const open = items.filter((i) => i.p_top >= 0.1 && i.p_top < 0.9).length;
  const places = k === 1 ? 'first' : `in the top ${k}`;
  const first =
    sure === 0
      ? `No place is clearly ${places}`
      : `${count(sure)} of ${count(k)} ${sure === 1 ? 'is' : 'are'} clearly ${places} (a chance of 90% or more)`;
  if (open === 0) return `${first}.`;
  return `${first}; for ${count(open)} ${sure === 0 ? '' : 'more '}${open === 1 ? 'place' : 'places'}, it could go either way.`;
}

/** Where the doubt comes from: mean distance of the open places' chances from certainty, by each kind alone. */
export function doubtSentence(items: DecidedItem[]): string | null {
  const open = items.filter((i) => i.p_top >= 0.02 && i.p_top < 0.98);
  if (open.length === 0) return null;
  const doubt = (p: (i: DecidedItem) => number) => open.reduce((s, i) => s + p(i) * (1 - p(i)), 0) / open.length;
  const [counts, weights] = [doubt((i) => i.p_top_counts_only), doubt((i) => i.p_top_weights_only)];
  if (weights < 0.01 && counts < 0.01) return null;
  if (weights < 0.2 * counts)
    return 'Nearly all of this doubt is chance in the counts; the weights matter little here.';
  if (counts < 0.2 * weights) return 'Nearly all of this doubt is about the weights; the counts are clear.';
  return counts > weights
    ? 'More of this doubt is chance in the counts than doubt about the weights.'
    : 'More of this doubt is about the weights than chance in the counts.';
}

/** What the doubt about the weights means for the heaviest of them. */
export function certaintySentence(criteria: CriterionInfo[], concentration: number): string {
  const sum = criteria.reduce((s, c) => s + c.weight, 0);
  const weighed = criteria.filter((c) => c.weight > 0);
  const [top] = [...weighed].sort((a, b) => b.weight - a.weight);
  if (!top || weighed.length < 2) return 'With one criterion there is nothing to weigh: its share is always 100%.';
  if (concentration === Number.POSITIVE_INFINITY)
    return 'The weights are taken as certain: only chance in the counts is left.';
  const share = top.weight / sum;
  const [low, high] = shareBand(share, concentration);
  return `${top.label} has ${percent(share)} of the weight; the draws vary it between about ${percent(low)} and ${percent(high)}.`;
}

const withUnit = (n: number) => Number(n.toFixed(2)).toString();

/** The smallest changes that would move a place into or out of the top k. */
export function changeSentences(
  change: WouldChange,
  inside: boolean,
  k: number,
  label: (id: string) => string,
): string[] {
  const moved = inside ? `move it out of the top ${k}` : `bring it into the top ${k}`;
  const { weight, incidents } = change;
  return [
    weight
      ? `${weight.to > weight.from ? 'Raising' : 'Lowering'} the weight of ${label(weight.criterion).toLowerCase()} from ${withUnit(weight.from)} to ${withUnit(weight.to)} would ${moved}.`
      : `No change of a single weight would ${moved}.`,
    incidents
      ? `${count(incidents.n)} ${inside ? 'fewer' : 'more'} ${incidents.n === 1 ? 'offense' : 'offenses'} in the period, with all else equal, would ${moved}.`
      : inside
        ? `Even without a single offense it would stay in the top ${k} with these weights.`
        : `No number of offenses alone would ${moved} with these weights.`,
  ];
}

/** Regression to the mean. */
export function fallSentence(fall: DecidedItem['expected_fall']): string {
  const { observed, expected, share } = fall;
  if (observed === null || expected === null) return 'What to expect with no program cannot be said for this question.';
  const counted = `The last year of the period counted ${rate(observed)}; the level to expect is ${rate(expected)} a year.`;
  if (share === null) return counted;
  if (Math.abs(share) < 0.01) return `${counted} The last year was about typical for this place.`;
  return share > 0
    ? `${counted} A fall of about ${percent(share)} is therefore to be expected with no program at all.`
    : `${counted} A rise of about ${percent(-share)} is therefore to be expected even if nothing gets worse.`;
}

export function detectSentence(d: DecidedItem['detectable']): string {
  if (d.events_per_year === null) return 'When a fall would be visible cannot be said for this question.';
  const base = `With about ${rate(d.events_per_year)} offenses a year expected here,`;
  if (d.year_visible === null) return `${base} a fall of 20% could not be told from chance within 30 years.`;
  return `${base} a fall of 20% would be visible by ${d.year_visible} at the earliest (80% power, 5% error).`;
}

export function rankSetSentence(item: DecidedItem): string {
  const drawn = `90% of draws put it at ${item.rank_low === item.rank_high ? 'rank' : 'ranks'} ${range(item.rank_low, item.rank_high)}.`;
  const alone = item.rank_set_low === item.rank_set_high;
  const possible = alone ? `only rank ${item.rank_set_low}` : `ranks ${range(item.rank_set_low, item.rank_set_high)}`;
  return `${drawn} By the burden as counted, ${possible} cannot be ruled out (90% confidence for all places together).`;
}

/** What the catchments were chosen by. */
export function basisSentence(o: Pick<Optimized, 'basis' | 'expected' | 'harm'>): string {
  if (o.basis !== 'expected' || !o.expected) return 'Chosen by the counts of the period, every month alike.';
  const others = o.expected.predictors.filter((p) => p.weight > 0).map((p) => p.label.toLowerCase());
  const recent = 'Chosen by the harm to expect per year after the period: recent months count more';
  return others.length > 0
    ? `${recent}, and ${others.join(' and ')} count too, by what the years before teach.`
    : `${recent}.`;
}

/** How much more another choice could hold, at most. */
export function gapSentence(o: Pick<Optimized, 'harm' | 'bound' | 'gap' | 'basis'>, k: number): string {
  const harm = o.basis === 'expected' ? ' expected harm' : '';
  const more = o.harm > 0 ? o.bound / o.harm - 1 : 0;
  const what = k === 1 ? 'No other catchment' : `No other choice of ${k}`;
  if (more <= 5e-5) return `${what} under these constraints holds more${harm}: this is proven.`;
  return `${what} under these constraints could hold more than ${percent(more, more < 0.0995 ? 1 : 0)} more${harm}: this is proven.`;
}

export function budgetSentence(b: NonNullable<Optimized['budget']>, k: number): string {
  const usd = (n: number) => `$${count(n)}`;
  const each = `At ${usd(b.launch_usd)} to launch and ${count(b.staff_per_site)} staff per site`;
  const afford = `the budget covers ${count(b.affordable_k)} ${b.affordable_k === 1 ? 'site' : 'sites'}`;
  if (b.affordable_k < k) return `${each}, ${afford}: fewer than the ${count(k)} asked for.`;
  return `${each}, ${afford}.`;
}

/** How a drawn catchment compares with the best of its size. */
export function scoreSentence(share: number): string {
  if (share >= 0.995) return 'It reaches as much as the best catchment found of the same size.';
  return `It reaches ${percent(share)} of what the best catchment found of the same size would.`;
}

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

/** Whether the engine is ahead of another way over the years, beyond what chance explains. */
export function paired(p: PairedMean | null): 'itself' | 'ahead' | 'behind' | 'open' {
  if (!p) return 'itself';
  if (p.low !== null && p.low > 0) return 'ahead';
  return p.high !== null && p.high < 0 ? 'behind' : 'open';
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

/** A share beside what chance alone would give. */
export function chanceSentence(what: string, c: AgainstChance): string {
  const between = `${percent(c.null.low, 1)}–${percent(c.null.high, 1)}`;
  return `${percent(c.observed, 1)} of the cells hold ${what}; if all cells were alike, chance alone would need ${percent(c.null.mean, 1)} (95% of draws: ${between}).`;
}

/** A difference of shares in percentage points, with its sign: −4.2 · +0.6. */
export function signedPoints(difference: number): string {
  const points = (Math.abs(difference) * 100).toFixed(1);
  if (points === '0.0') return '0.0';
  return `${difference < 0 ? '−' : '+'}${points}`;
}

/** A mean difference with its interval, in percentage points. */
export function pairedText(p: PairedMean | null): string {
  if (!p) return '–';
  const mean = signedPoints(p.mean);
  return p.low === null || p.high === null ? mean : `${mean} (${signedPoints(p.low)} to ${signedPoints(p.high)})`;
}

/** Years in sequence as spans: 2012–2019, 2025. */
export function yearsLabel(years: number[]): string {
  return stretches(years.map((y, i) => y - i))
    .map(({ from, to }) => range(years[from] ?? 0, years[to] ?? 0))
    .join(', ');
}
