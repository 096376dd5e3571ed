/** What the pointer says about a place: the figures of the answer that colors it. Pure. */
import type { DecidedItem, Measure, NotRanked, RankItem } from '../api/types';
import { measureUnit, probability, range, rate } from '../text/format';
import type { Tip } from './scene';

export function rankTip(item: RankItem, measure: Measure, k: number): Tip {
  return {
    title: item.name,
    lines: [
      `${rate(item.score ?? Number.NaN)} ${measureUnit(measure)}`,
      `90% interval ${rate(item.score_low ?? Number.NaN)}–${rate(item.score_high ?? Number.NaN)}`,
      `Rank ${item.rank}, plausibly ${range(item.rank_low, item.rank_high)} · top ${k}: ${probability(item.p_top)}`,
    ],
  };
}

export function decidedTip(item: DecidedItem, k: number): Tip {
  const [counts, weights] = [item.p_top_counts_only, item.p_top_weights_only].map(probability);
  return {
    title: item.name,
    lines: [
      `Chance of top ${k}: ${probability(item.p_top)}`,
      `counts alone ${counts}, weights alone ${weights}`,
      `Place ${item.rank}, plausibly ${range(item.rank_low, item.rank_high)}`,
    ],
  };
}

export function notRankedTip(item: NotRanked): Tip {
  return { title: item.name, lines: [`Not ranked: ${item.why}`] };
}
