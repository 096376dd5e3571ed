import { describe, expect, it } from 'vitest';
import type { RankItem } from '../../api/types';
import { tiedWithFirst, topSentence } from './words';

const item = (p_top: number, low = 0, high = 1): RankItem => ({ p_top, score_low: low, score_high: high }) as RankItem;

describe('a ranking', () => {
  it('says how much of the top is settled', () => {
    expect(topSentence([item(0.99), item(0.95), item(0.6), item(0.4), item(0.01)], 3)).toBe(
      '2 of 3 are clearly in the top 3 (a chance of 90% or more); for 2 more areas, it could go either way.',
    );
    expect(topSentence([item(0.5), item(0.5)], 1)).toBe(
      'No area is clearly first; for 2 areas, it could go either way.',
    );
    expect(topSentence([item(1), item(0)], 1)).toBe('1 area is clearly first.');
  });

  it('counts areas that cannot be told from the first', () => {
    expect(tiedWithFirst([item(1, 10, 20), item(1, 9, 12), item(0, 1, 9)])).toBe(2);
    expect(tiedWithFirst([])).toBe(0);
  });
});
