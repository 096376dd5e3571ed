/** What the bars of the ranking show. Pure. */
import type { RankItem } from '../../api/types';

/** The ranks whose intervals cannot be told apart from the first place's, if any. */
export function tiedWithFirst(items: RankItem[]): number {
  const first = items[0];
  return first ? items.filter((i) => (i.score_high ?? 0) >= (first.score_low ?? 0)).length : 0;
}
