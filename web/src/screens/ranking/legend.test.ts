import { describe, expect, it } from 'vitest';
import type { Ranking } from '../../api/types';
import { light } from '../../map/palette';
import { areaClasses } from './legend';

describe('classes of areas', () => {
  const items = Array.from({ length: 12 }, (_, i) => ({ id: String(i), score: i + 1 }));
  const ranking = { items, not_ranked: [{}], meta: { unit_label: 'net counts' } } as unknown as Ranking;
  const { colors, legend } = areaClasses(ranking, 'per_km2', light);

  it('give the lowest and the highest area the ends of the ramp', () => {
    expect(colors.get('0')).toBe(0);
    expect(colors.get('11')).toBe(5);
  });

  it('are explained with unit, and with what is not ranked', () => {
    expect(legend.unit).toBe('net counts, per km² per year');
    expect(legend.swatches.at(-1)?.label).toBe('not ranked');
  });
});
