/** What the chance of being chosen says, in plain words. Pure; never surer than the draws. */

import type { Chance, ChanceArea, StableCatchment } from '../../api/types';
import { count, hundredths, percent, probability, rate } from '../../text/format';

/** What is drawn: counts as they might have been, or next year's harm as it may come. */
type ByBasis = Pick<Chance, 'basis'>;
const expected = (a: ByBasis) => a.basis === 'expected';

/** The one sentence that must stand beside every such map. */
export function chanceCovers(a: ByBasis): string {
  return expected(a)
    ? 'It covers few counts, places that rise and fall from year to year, and expectations as wrong as those of past years: not wrong or missing places, late reports, neighbors that rise together, years unlike those seen, or other weights, sizes or constraints. True doubt is larger.'
    : 'It covers doubt in the counts only: not wrong or missing places, late reports, change over time, or other weights, sizes or constraints. True doubt is larger.';
}

/** What the draws are draws of. */
export function drawnWhat(a: ByBasis): string {
  return expected(a) ? 'of next year’s harm' : 'of the counts';
}

/** How sure what is expected is, by the years that were seen. */
export function learnedSentence(a: Pick<Chance, 'expected'>): string | null {
  if (!a.expected) return null;
  const { years, worth_years } = a.expected;
  const seen = years === 1 ? 'one past year' : `${count(years)} past years`;
  return `How far next year may lie from what is expected was learned from ${seen}, each held against what would have been said before it: what is said of a cell is worth ${rate(worth_years)} years of counting it.`;
}

const some = ['seldom', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'] as const;

/** A share of draws in tenths, as it is said. Limits are compared with this: the words and the count agree. */
function tenths(p: number): number {
  return Math.round(p * 10);
}

/** In 8 of 10 draws; the ends are said as what they are. */
export function drawsWords(p: number): string {
  const tens = tenths(p);
  if (tens === 10) return 'in nearly every draw';
  if (hundredths(p) < 5) return 'in fewer than 1 of 20 draws';
  return tens < 1 ? 'in about 1 of 20 draws' : `in about ${tens} of 10 draws`;
}

/** What a cell says when it is pointed at. */
export function cellWords(p: number, standardError: number): { main: string; more: string } {
  const points = Math.max(1, Math.round(100 * standardError));
  return {
    main: `Chosen ${drawsWords(p)}`,
    more: `${probability(p)}, give or take ${points} ${points === 1 ? 'point' : 'points'} of drawing`,
  };
}

/** How much of a choice comes back when the counts are drawn again. */
export function stableWords(c: Pick<StableCatchment, 'share' | 'mostly'>): string {
  const ground = `${percent(c.share)} of its ground is chosen again`;
  if (tenths(c.mostly) === 10) return `${ground}; it comes back, at least half of it, in nearly every draw`;
  if (hundredths(c.mostly) < 5) return `${ground}; in nearly every draw another place is better`;
  return `${ground}; at least half of it comes back ${drawsWords(c.mostly)}`;
}

/** Whether another choice would have been much better. */
export function holdsSentence(a: Pick<Chance, 'basis' | 'holds' | 'holds_low'>): string | null {
  if (a.holds == null || a.holds_low == null) return null;
  return `What is lost if ${expected(a) ? 'the year comes otherwise' : 'the counts misled'}: on average the choice holds ${percent(a.holds)} of what the best choice for a draw would hold, and at least ${percent(Math.floor(a.holds_low * 100) / 100)} in 9 of 10 draws.`;
}

/** How many of the chosen come back, for the top of the panel. */
export function chanceFinding(a: Pick<Chance, 'basis' | 'catchments' | 'draws'>): string {
  const all = a.catchments.length;
  const firm = a.catchments.filter((c) => tenths(c.mostly) >= 9).length;
  const word = (n: number) => (n > 0 ? (some[n] ?? count(n)) : 'none');
  const drawn = `Chosen again on ${count(a.draws)} draws ${drawnWhat(a)},`;
  if (all === 1) {
    return firm === 1
      ? `${drawn} the catchment stays mostly where it is in about 9 of 10 draws or more.`
      : `${drawn} the catchment does not stay where it is often enough to call it sure.`;
  }
  if (firm === all)
    return `${drawn} all ${word(all)} catchments stay mostly where they are in about 9 of 10 draws or more.`;
  return `${drawn} ${word(firm)} of the ${word(all)} catchments ${firm === 1 ? 'stays' : 'stay'} mostly where ${firm === 1 ? 'it is' : 'they are'} in about 9 of 10 draws or more.`;
}

interface ChanceList {
  title: string;
  text: string;
}

/** The map in words: which areas hold ground that is sure, likely or possible. */
export function chanceLists(areas: ChanceArea[], most = 12): ChanceList[] {
  const list = (title: string, of: (a: ChanceArea) => number): ChanceList => {
    // Less than a hundredth of a square kilometer is less than the smallest cell.
    const some = areas.filter((a) => of(a) > 0.009).sort((a, b) => of(b) - of(a));
    const named = some.slice(0, most).map((a) => `${a.name} (${rate(of(a))} km²)`);
    const left = some.length - named.length;
    const rest = left > 0 ? `, and ${count(left)} more` : '';
    return { title, text: named.length > 0 ? `${named.join(', ')}${rest}` : 'nowhere' };
  };
  return [
    list('Sure (9 of 10 draws or more)', (a) => a.sure_km2),
    list('Likely (5 to 9 of 10)', (a) => a.likely_km2),
    list('Possible (1 to 5 of 10)', (a) => a.possible_km2),
  ];
}
