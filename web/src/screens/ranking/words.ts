/** What the ranking says about its order. Pure; never surer than the data. */
import type { RankItem } from '../../api/types';
import { count, hundredths } from '../../text/format';

/** How much of the top k is settled. */
export function topSentence(items: RankItem[], k: number): string {
  const sure = items.filter((i) => hundredths(i.p_top) >= 90).length;
  const open = items.filter((i) => hundredths(i.p_top) >= 10 && hundredths(i.p_top) < 90).length;
  const places = k === 1 ? 'first' : `in the top ${k}`;
  if (open === 0) return `${count(sure)} ${sure === 1 ? 'area is' : 'areas are'} clearly ${places}.`;
  const first =
    sure === 0
      ? `No area is clearly ${places}`
      : `${sure} of ${k} ${sure === 1 ? 'is' : 'are'} clearly ${places} (a chance of 90% or more)`;
  return `${first}; for ${open} ${sure === 0 ? '' : 'more '}${open === 1 ? 'area' : 'areas'}, it could go either way.`;
}

/** The ranks whose intervals cannot be told apart from the first place's, if any. */
export function tiedWithFirst(items: RankItem[]): number {
  const first = items[0];
  return first ? items.filter((i) => (i.score_high ?? 0) >= (first.score_low ?? 0)).length : 0;
}
