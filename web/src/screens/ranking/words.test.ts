import { describe, expect, it } from 'vitest';
import type { RankItem } from '../../api/types';
import { tiedWithFirst } from './words';

const item = (p_top: number, low = 0, high = 1): RankItem => ({ p_top, score_low: low, score_high: high }) as RankItem;

describe('a ranking', () => {
  it('counts areas that cannot be told from the first', () => {
    expect(tiedWithFirst([item(1, 10, 20), item(1, 9, 12), item(0, 1, 9)])).toBe(2);
    expect(tiedWithFirst([])).toBe(0);
  });
});
