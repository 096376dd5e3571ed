/**
 * Hot spots by several methods, in plain words: what each asks and does not say, its classes, and chance beside it.
 * Pure.
 */
import type {
  AgainstChance,
  Category,
  ChanceOf,
  ClusterCell,
  Clusters,
  NearRepeat,
  ScanCluster,
  Stability,
  WindowMeta,
} from '../../api/types';
import { count, hundredths, percent, rate, windowLabel } from '../../text/format';
import type { Method } from './url';

interface MethodText {
  name: string;
  /** The question it answers. */
  asks: string;
  /** What it does not say. */
  not: string;
}

export const methodTexts: Record<Method, MethodText> = {
  gi: {
    name: 'Hot and cold spots (Gi*)',
    asks: 'Which cells, with the cells around them, hold more or fewer than the city as a whole would lead to expect?',
    not: 'It does not say when, why, or whether the same cells will be hot next year.',
  },
  moran: {
    name: 'Clusters and outliers (local Moran)',
    asks: 'Which busy cells lie among busy cells, and which stand alone among quiet ones?',
    not: 'It does not rank places: it compares each cell with the average cell and with its neighbors.',
  },
  emerging: {
    name: 'New, lasting and fading (emerging hot spots)',
    asks: 'What became of the hot spots over the period: which are new, lasting, growing or fading?',
    not: 'It is no forecast, and chance alone makes new and fading spots every year: compare with the column “by chance”.',
  },
  scan: {
    name: 'Flare-ups (scan of space and time)',
    asks: 'Where and when did more happen than that place and that time lead to expect?',
    not: 'It does not find places that are always high, unless residents or area set what is expected; a circle is not the true outline.',
  },
  'scan-space': {
    name: 'More than residents explain (scan of space)',
    asks: 'Which circles of cells hold more, over the whole period, than the people who live there would lead to expect?',
    not: 'It does not count people who only work, shop or pass through, and a circle is not the true outline.',
  },
  knox: {
    name: 'Near repeats (Knox)',
    asks: 'After an incident, are others close by and soon after more frequent than chance would give?',
    not: 'It does not say that one incident caused another, nor where; crime that moves over the years raises it too.',
  },
  spread: {
    name: 'Concentration and stability',
    asks: 'How few cells hold how much, compared with pure chance, and do the hottest cells stay the same?',
    not: 'It does not say which cells, nor that concentration makes them the right place for a program.',
  },
};

/** What may become of a cell, the strongest first. */
const forms: Record<string, { name: string; says: string }> = {
  intensifying: { name: 'Intensifying', says: 'at least 90% of the time, and rising' },
  persistent: { name: 'Persistent', says: 'at least 90% of the time, no trend' },
  diminishing: { name: 'Diminishing', says: 'at least 90% of the time, and falling' },
  historical: { name: 'Historical', says: 'at least 90% of the time, but not in the last step' },
  consecutive: { name: 'Consecutive', says: 'in one unbroken run up to the last step, never before' },
  new: { name: 'New', says: 'in the last step only' },
  sporadic: { name: 'Sporadic', says: 'on and off' },
  oscillating: { name: 'Oscillating', says: 'in the last step, the opposite in an earlier one' },
};

const order = Object.keys(forms);

/** `new_hot` as people read it, with a sentence and its place in the list. */
export function categoryText(category: string): { name: string; says: string; rank: number } {
  const [form = '', side = ''] = category.split('_');
  const look = forms[form];
  if (!look) {
    return { name: 'No pattern', says: 'Never significantly hot or cold, or in no lasting way.', rank: 99 };
  }
  const heat = side === 'cold' ? 'cold' : 'hot';
  const says =
    form === 'oscillating'
      ? `${heat === 'hot' ? 'Hot' : 'Cold'} in the last step, ${heat === 'hot' ? 'cold' : 'hot'} in an earlier one.`
      : `${heat === 'hot' ? 'Hot' : 'Cold'} ${look.says.replace('rising', heat === 'hot' ? 'rising' : 'getting colder').replace('falling', heat === 'hot' ? 'falling' : 'getting less cold')}.`;
  return { name: `${look.name} ${heat} spot`, says, rank: order.indexOf(form) + (heat === 'cold' ? 20 : 0) };
}

const quadrants: Record<string, { label: string; says: string }> = {
  HH: {
    label: 'busy among busy',
    says: 'More than the average cell, and so are its neighbors: the core of a hot area.',
  },
  HL: {
    label: 'busy among quiet',
    says: 'More than the average cell, in quiet surroundings: often one corner or one address.',
  },
  LH: { label: 'quiet among busy', says: 'Fewer than the average cell, in busy surroundings.' },
  LL: { label: 'quiet among quiet', says: 'Fewer than the average cell, and so are its neighbors.' },
};

export const quadrantOrder = ['HH', 'HL', 'LH', 'LL'] as const;

export function quadrantText(quadrant: string): { label: string; says: string } {
  return quadrants[quadrant] ?? { label: quadrant, says: '' };
}

/** A cluster up to this p is told from chance. */
const level = 0.05;

/** What is hot, cold or quiet in a cell of local Moran: only what stands after the correction has a class. */
export const standing = (c: ClusterCell): string | null => (c.significant && c.quadrant ? c.quadrant : null);

/** Observed beside chance, by the figures as they are shown: more, fewer, or as chance has it. */
export function against(
  observed: number,
  chance: ChanceOf,
  shown: (figure: number) => number = Math.round,
): 'more' | 'fewer' | 'as chance' {
  if (shown(observed) > shown(chance.high)) return 'more';
  return shown(observed) < shown(chance.low) ? 'fewer' : 'as chance';
}

/** Periods beside chance: the shared cells in whole percents. */
export function steadiness(s: Stability): 'more' | 'fewer' | 'as chance' {
  return against(s.jaccard, s.if_unchanged, (jaccard) => hundredths(overlap(jaccard)));
}

/** Whether a cluster can be told from chance, by its p as it is shown. */
export function told(p: number): boolean {
  return Number(p3(p)) <= level;
}

const list = new Intl.ListFormat('en-US', { type: 'conjunction' });

/** What the categories say that chance does not. */
export function emergingFinding(categories: Category[]): string {
  const real = categories.filter((c) => c.category !== 'none');
  const by = (word: 'more' | 'fewer') =>
    real
      .filter((c) => against(c.cells, c.if_unchanged) === word)
      .map((c) => `${categoryText(c.category).name.toLowerCase()}s`);
  const [more, fewer] = [by('more'), by('fewer')];
  if (real.every((c) => c.cells === 0)) return 'No cell was hot or cold in any step.';
  if (more.length === 0 && fewer.length === 0)
    return 'Nothing here needs more than chance: had every cell kept its share of the city, the map would have about as many cells of each kind.';
  const parts = [
    ...(more.length > 0 ? [`more ${list.format(more)}`] : []),
    ...(fewer.length > 0 ? [`fewer ${list.format(fewer)}`] : []),
  ];
  return `Had every cell kept its share of the city, chance alone would not explain this: there are ${parts.join(', and ')} than it gives.`;
}

/** What local Moran found, beside what untested chance would give. */
export function moranFinding(a: Clusters): string {
  if (!a.fdr) return '';
  const { alpha, before, after, cells } = a.fdr;
  if (after === 0) return `No cell of ${count(cells)} can be told from chance.`;
  return `${count(after)} of ${count(cells)} cells can be told from chance. Without correcting for so many tests it would be ${count(before)}, of which chance alone would give about ${count(alpha * cells)}.`;
}

export function scanWords(c: ScanCluster): string {
  const times = c.relative_risk == null ? '' : `, ${rate(c.relative_risk)} times the rest of the city`;
  return `Cluster ${c.cluster}: ${count(c.count)} counted, ${rate(c.expected)} expected${times}, ${windowLabel(c.from, c.to)}`;
}

export function scanFinding(a: Clusters): string {
  const all = a.clusters ?? [];
  const clear = all.filter((c) => told(c.p)).length;
  const runs = a.permutations ?? 0;
  const [first] = all;
  if (!first) return 'No place or period holds more than expected.';
  const tried = a.chance_llr
    ? ` In one of twenty simulations of pure chance, the best cluster would score ${rate(a.chance_llr)}; the best one here scores ${rate(first.llr)}.`
    : '';
  if (clear === 0) return `No cluster can be told from chance (${count(runs)} simulations).${tried}`;
  return `${clear === 1 ? 'One cluster' : `${count(clear)} clusters`} can be told from chance (p up to ${level}, ${count(runs)} simulations).${tried}`;
}

/** What is expected, in words. */
export function expectedSentence(baseline: unknown, overTime: boolean): string {
  const each = overTime ? ', each time step with its own total' : '';
  if (baseline === 'residents') return `Expected: in proportion to residents${each}.`;
  if (baseline === 'area') return `Expected: in proportion to area${each}.`;
  return 'Expected: from each place’s own total and each time step’s own total, so that places that are always high and seasons of the whole city are no cluster.';
}

export function nearFinding(bands: NearRepeat[]): string {
  const [first] = bands;
  if (!first?.ratio) return 'There are too few incidents close together to compare.';
  const within = `within ${count(first.distance_m)} m and ${count(first.days)} ${first.days === 1 ? 'day' : 'days'}`;
  const counted = `${count(first.pairs)} pairs ${within}; shuffled dates would give ${count(first.expected)}`;
  if (!told(first.p)) return `${counted}: no more than chance explains (p = ${p3(first.p)}).`;
  return `${counted}: ${rate(first.ratio)} times as many (p = ${p3(first.p)}).`;
}

/** A p by simulation: never below what the simulations can show. */
export function p3(p: number): string {
  return p < 0.001 ? p.toPrecision(1) : p.toFixed(3);
}

/** Two periods' hottest cells, in words. */
export function stabilitySentence(s: Stability): string {
  const shared = (2 * s.jaccard) / (1 + s.jaccard);
  const same = `Of the ${count(s.top_cells)} hottest cells of each period, ${percent(shared)} are the same`;
  const between = `${percent(overlap(s.if_unchanged.low))}–${percent(overlap(s.if_unchanged.high))}`;
  const chance = `had nothing changed but chance it would be ${between}; were the periods unrelated, ${percent(overlap(s.if_unrelated))}`;
  const verdict = steadiness(s);
  const says =
    verdict === 'fewer' ? 'Hot cells moved more than chance explains.' : 'Chance alone explains the difference.';
  return `${same}; ${chance}. ${says}`;
}

/** Share of the one period's top cells that are in the other's: Jaccard J of equal sets is n ÷ (2 k − n). */
export function overlap(jaccard: number): number {
  return (2 * jaccard) / (1 + jaccard);
}

/** The share of the count in the hottest cells, beside chance. */
export function hottestSentence(f: AgainstChance): string {
  const between = `${percent(f.null.low, 1)}–${percent(f.null.high, 1)}`;
  return `The hottest 5% of cells hold ${percent(f.observed, 1)} of the count; were all cells alike, chance alone would give them ${percent(f.null.mean, 1)} (95% of draws: ${between}).`;
}

/** How a gap in the data is treated, per method; null without a gap. */
export function gapSentence(w: WindowMeta, method: Method): string | null {
  if (w.missing.length === 0) return null;
  const months = `${w.missing.length} of ${w.months} months have no public data and are a gap, not zero`;
  if (method === 'emerging' || method === 'scan')
    return `${months}: a time step with such a month is left out, and no cluster spans it.`;
  if (method === 'knox') return `${months}: dates are shuffled among the days that have data.`;
  return `${months}: counts are those of the ${w.covered_months} months with data.`;
}

/** What the way of counting before and after means for a method; null where only one is in the window. */
export function breakSentence(w: WindowMeta, method: Method): string | null {
  if (w.systems.length < 2) return null;
  const systems = w.systems.join(', then ');
  if (method === 'emerging' || method === 'scan')
    return `The police changed their way of counting (${systems}). Each step is compared within itself or has its own total, so that a change of the whole city’s level is no finding; a change that differs from place to place still would be.`;
  if (method === 'spread')
    return `The police changed their way of counting (${systems}): periods on both sides of the change differ by that too.`;
  return `The police changed their way of counting (${systems}): months after it weigh more or less than those before.`;
}
