/** What the siting screens say about answers, in plain words. Pure; never surer than the data. */
import { count, percent, range, rate } from './format';
import type { AgainstChance, BacktestSummary, CriterionInfo, DecidedItem, Optimized, WouldChange } from './types';
import { shareBand } from './weights';

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
export function certaintySentence(criteria: CriterionInfo[], concentration: number | null): string {
  const sum = criteria.reduce((s, c) => s + c.weight, 0);
  const weighed = criteria.filter((c) => c.weight > 0);
  const [top] = [...weighed].sort((a, b) => b.weight - a.weight);
  if (!top || weighed.length < 2) return 'With one criterion there is nothing to weigh: its share is always 100%.';
  if (concentration === null) return 'The weights are taken as certain: only chance in the counts is left.';
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
  const counted = `The last year of the period counted ${rate(observed)}; the level to expect is ${rate(expected)} a year.`;
  if (share === null) return counted;
  if (Math.abs(share) < 0.01) return `${counted} The last year was about typical for this place.`;
  return share > 0
    ? `${counted} A fall of about ${percent(share)} is therefore to be expected with no program at all.`
    : `${counted} A rise of about ${percent(-share)} is therefore to be expected even if nothing gets worse.`;
}

export function detectSentence(d: DecidedItem['detectable']): string {
  const base = `With about ${rate(d.events_per_year)} offenses a year expected here,`;
  if (d.year_visible === null) return `${base} a fall of 20% could not be told from chance within 30 years.`;
  return `${base} a fall of 20% would be visible by ${d.year_visible} at the earliest (80% power, 5% error).`;
}

export function rankSetSentence(item: DecidedItem): string {
  const drawn = `90% of draws put it at ${item.rank_low === item.rank_high ? 'rank' : 'ranks'} ${range(item.rank_low, item.rank_high)}.`;
  const { rank_set_low: low, rank_set_high: high } = item;
  if (low === null || high === null) return drawn;
  return `${drawn} By the counts alone, tested pair by pair, ranks ${range(low, high)} cannot be ruled out (at 5% error over all areas at once).`;
}

/** How much more another choice could hold, at most. */
export function gapSentence(o: Pick<Optimized, 'harm' | 'bound' | 'gap'>, k: number): string {
  const more = o.harm > 0 ? o.bound / o.harm - 1 : 0;
  const what = k === 1 ? 'No other catchment' : `No other choice of ${k}`;
  if (more <= 5e-5) return `${what} under these constraints holds more: this is proven.`;
  return `${what} under these constraints could hold more than ${percent(more, more < 0.0995 ? 1 : 0)} more: this is proven.`;
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

/** Whether a way of choosing did better or worse than the engine over the years. */
export function paired(s: BacktestSummary): 'itself' | 'worse' | 'better' | 'open' {
  if (s.difference_to_engine === null || s.low === null || s.high === null) return 'itself';
  if (s.high < 0) return 'worse';
  return s.low > 0 ? 'better' : 'open';
}

/** A label within a sentence: its first letter small, unless it is a name such as KDE or Gi*. */
function within(label: string): string {
  return /^[A-Z][a-z]+ /.test(label) ? label.charAt(0).toLowerCase() + label.slice(1) : label;
}

const isEngine = (s: BacktestSummary) => s.method === 'engine';
const isOracle = (s: BacktestSummary) => s.method === 'oracle';

/** The engine against the other ways, in one sentence: what it beats, and what it does not. */
export function backtestFinding(summary: BacktestSummary[]): string {
  const engine = summary.find(isEngine);
  const others = summary.filter((s) => !isEngine(s) && !isOracle(s));
  if (!engine || others.length === 0) return 'There is nothing to compare yet.';
  const [worse, open, better] = (['worse', 'open', 'better'] as const).map((p) =>
    others.filter((s) => paired(s) === p),
  );
  const names = (list: BacktestSummary[] = []) => list.map((s) => within(s.label)).join(', ');
  const parts = [
    worse?.length
      ? `It did clearly better than ${worse.length} of ${others.length} other ways`
      : 'It did clearly better than none of the other ways',
    ...(open?.length ? [`against ${names(open)} the difference is within chance`] : []),
    ...(better?.length ? [`${names(better)} did clearly better`] : []),
  ];
  return `The engine reached ${percent(engine.mean_ratio)} of what a perfect choice would have held. ${parts.join('; ')}.`;
}

/** A share beside what chance alone would give. */
export function chanceSentence(what: string, c: AgainstChance): string {
  const between = `${percent(c.null_low, 1)}–${percent(c.null_high, 1)}`;
  return `${percent(c.observed, 1)} of the cells hold ${what}; chance alone would put it in ${percent(c.null_mean, 1)} (95% of draws: ${between}).`;
}

/** A difference of shares in percentage points, with its sign: −4.2 · +0.6. */
export function signedPoints(difference: number): string {
  const points = (Math.abs(difference) * 100).toFixed(1);
  if (points === '0.0') return '0.0';
  return `${difference < 0 ? '−' : '+'}${points}`;
}
