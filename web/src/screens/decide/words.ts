/** What the screen of decisions says about places and weights. Pure; never surer than the data. */
import type { CriterionInfo, DecidedItem, WouldChange } from '../../api/types';
import { count, hundredths, percent, range, rate } from '../../text/format';
import { shareBand } from './weights';

/** How much of the top k is settled under both kinds of doubt, and which doubt weighs more. */
export function decisionFinding(items: DecidedItem[], k: number): string {
  const sure = items.filter((i) => hundredths(i.p_top) >= 90).length;
  const open = items.filter((i) => hundredths(i.p_top) >= 10 && hundredths(i.p_top) < 90).length;
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
  if (observed == null || expected == null) return 'What to expect with no program cannot be said for this question.';
  const counted = `The last year of the period counted ${rate(observed)}; the level to expect is ${rate(expected)} a year.`;
  if (share == null) return counted;
  if (hundredths(Math.abs(share)) < 1) return `${counted} The last year was about typical for this place.`;
  return share > 0
    ? `${counted} A fall of about ${percent(share)} is therefore to be expected with no program at all.`
    : `${counted} A rise of about ${percent(-share)} is therefore to be expected even if nothing gets worse.`;
}

export function detectSentence(d: DecidedItem['detectable']): string {
  if (d.events_per_year == null) return 'When a fall would be visible cannot be said for this question.';
  const base = `With about ${rate(d.events_per_year)} offenses a year expected here,`;
  if (d.year_visible == null) return `${base} a fall of 20% could not be told from chance within 30 years.`;
  return `${base} a fall of 20% would be visible by ${d.year_visible} at the earliest (80% power, 5% error).`;
}

export function rankSetSentence(item: DecidedItem): string {
  const drawn = `90% of draws put it at ${item.rank_low === item.rank_high ? 'rank' : 'ranks'} ${range(item.rank_low, item.rank_high)}.`;
  const alone = item.rank_set_low === item.rank_set_high;
  const possible = alone ? `only rank ${item.rank_set_low}` : `ranks ${range(item.rank_set_low, item.rank_set_high)}`;
  return `${drawn} By the burden as counted, ${possible} cannot be ruled out (90% confidence for all places together).`;
}
