import { describe, expect, it } from 'vitest';
import type { Cells, Concentration, Ranking } from '../api/types';
import { areaClasses, classLabels, hotLegend } from './legend';
import { light } from './palette';

describe('class labels', () => {
  it('cover every value once', () => {
    expect(classLabels([5, 10, 80])).toEqual(['under 5', '5–10', '10–80', '80+']);
    expect(classLabels([])).toEqual(['all values']);
  });
});

describe('classes of areas', () => {
  const items = Array.from({ length: 12 }, (_, i) => ({ id: String(i), score: i + 1 }));
  const ranking = { items, not_ranked: [{}], meta: { unit_label: 'net counts' } } as unknown as Ranking;
  const { colors, legend } = areaClasses(ranking, { measure: 'per_km2' } as never, light);

  it('give the lowest and the highest area the ends of the ramp', () => {
    expect(colors.get('0')).toBe(0);
    expect(colors.get('11')).toBe(5);
  });

  it('are explained with unit, and with what is not ranked', () => {
    expect(legend.unit).toBe('net counts, per km² per year');
    expect(legend.swatches.at(-1)?.label).toBe('not ranked');
  });
});

describe('the hot spot legend', () => {
  it('says what correcting for many tests changes', () => {
    const cells = { fdr: { alpha: 0.05, before: 301, after: 194, cells: 1550 }, resolution: 9 } as Cells;
    expect(hotLegend(cells, null, light).note).toContain('194 of 1550');
    expect(hotLegend(cells, null, light).note).toContain('301 would');
    const cells_with_half = { observed: 0.112, null: { mean: 0.37, low: 0.361, high: 0.384 } };
    const note = hotLegend(cells, { concentration: { cells_with_half } } as Concentration, light).note;
    expect(note).toContain(
      '11.2% of the cells hold half of the count; if all cells were alike, chance alone would need 37.0%',
    );
  });
});
