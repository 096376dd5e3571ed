import { describe, expect, it } from 'vitest';
import type {
  Category,
  Cells,
  ClusterCell,
  Clusters,
  Concentration,
  ScanCluster,
  Stability,
  WindowMeta,
} from '../../api/types';
import { dark, light, luminance } from '../../map/palette';
import { categoryClass, clusterLegend, hotLegend, paintedCells } from './legend';
import { methods } from './url';
import {
  against,
  breakSentence,
  categoryText,
  emergingFinding,
  expectedSentence,
  gapSentence,
  hottestSentence,
  methodTexts,
  moranFinding,
  nearFinding,
  overlap,
  scanFinding,
  stabilitySentence,
  told,
} from './words';

const window: WindowMeta = {
  from: '2018-01',
  to: '2026-04',
  months: 100,
  covered_months: 60,
  missing: ['2021-01'],
  systems: ['UCR/SRS'],
};
const figure = { observed: 0.15, null: { mean: 0.43, low: 0.42, high: 0.44 } };
const answer = {
  meta: { unit_label: 'distinct incidents', window, warnings: [], params: {} },
  method: 'emerging',
  about: '',
  resolution: 9,
  null: {
    cells_with_half: figure,
    cells_with_quarter: figure,
    in_hottest_5_percent: figure,
    gini: figure,
    generalized_gini: figure,
  },
} as unknown as Clusters;
const category = (name: string, cells: number, low: number, high: number): Category => ({
  category: name,
  cells,
  count: 10,
  if_unchanged: { mean: (low + high) / 2, low, high },
});
const cell = (more: Partial<ClusterCell>): ClusterCell => ({ id: '89', count: 1200, z: 3, p: 0.001, ...more });
const cluster = (p: number): ScanCluster => ({
  cluster: 1,
  cells: ['a', 'b'],
  from: '2018-01',
  to: '2018-03',
  count: 40,
  expected: 10,
  relative_risk: 4.2,
  llr: 25,
  p,
});

const forms = [
  'new',
  'consecutive',
  'intensifying',
  'persistent',
  'diminishing',
  'historical',
  'sporadic',
  'oscillating',
];
const all = forms.flatMap((f) => [`${f}_hot`, `${f}_cold`]).concat('none');

describe('the methods', () => {
  it('each ask a question and say what they do not', () => {
    for (const m of methods) {
      expect(methodTexts[m].asks).toMatch(/\?$/);
      expect(methodTexts[m].not).toMatch(/^It (does|is no)/);
    }
  });
});

describe('categories of emerging hot spots', () => {
  it('have a name and a sentence each, no two alike', () => {
    const texts = all.map((c) => categoryText(c));
    expect(new Set(texts.map((t) => t.name)).size).toBe(17);
    for (const t of texts) expect(t.says).toMatch(/^[A-Z].+\.$/);
    expect(categoryText('oscillating_cold').says).toBe('Cold in the last step, hot in an earlier one.');
    expect(categoryText('intensifying_cold').says).toContain('getting colder');
  });

  it('differ in print: no two share both shade and pattern', () => {
    for (const p of [light, dark]) {
      const looks = all.map((c) => categoryClass(c, p));
      for (const [i, a] of looks.entries())
        for (const b of looks.slice(0, i)) {
          if (a.pattern !== b.pattern) continue;
          const [x, y] = [luminance(a.color), luminance(b.color)];
          const hues = a.color !== b.color;
          expect(hues, `${a.label} and ${b.label}`).toBe(true);
          // Within one side, gray alone tells them apart.
          if (/hot/.test(a.label) === /hot/.test(b.label)) expect(Math.abs(x - y)).toBeGreaterThan(0.03);
        }
    }
  });

  it('are named where there are more or fewer than chance gives, and only there', () => {
    expect(against(5, { mean: 2, low: 0, high: 4 })).toBe('more');
    expect(against(4, { mean: 2, low: 0, high: 4 })).toBe('as chance');
    expect(against(1, { mean: 4, low: 2, high: 6 })).toBe('fewer');
    const as = emergingFinding([category('new_hot', 3, 1, 5), category('none', 90, 95, 99)]);
    expect(as).toMatch(/Nothing here needs more than chance/);
    const more = emergingFinding([category('new_hot', 9, 1, 5), category('persistent_hot', 2, 4, 8)]);
    expect(more).toContain('more new hot spots, and fewer persistent hot spots');
    expect(emergingFinding([category('none', 90, 95, 99)])).toBe('No cell was hot or cold in any step.');
  });

  it('are in the legend only where a cell has them, with the number and what chance would give', () => {
    const list = [category('new_hot', 0, 0, 3), category('sporadic_hot', 1200, 1, 5), category('none', 7, 1, 9)];
    const legend = clusterLegend({ ...answer, categories: list, cells: [] }, light);
    expect(legend.swatches.map((s) => s.label)).toEqual(['Sporadic hot spot: 1,200', 'No pattern: 7']);
    expect(legend.note).toContain('chance alone would need 43.0%');
  });
});

describe('other methods', () => {
  it('color only what stands after the correction', () => {
    const cells = [cell({ quadrant: 'HH', significant: true }), cell({ quadrant: 'HH', significant: false })];
    const fdr = { alpha: 0.05, before: 30, after: 1, cells: 200 };
    const a = { ...answer, method: 'moran', cells, fdr };
    expect(paintedCells(a, light).map((c) => c.color)).toEqual([light.hot, light.quiet]);
    expect(paintedCells(a, light)[0]?.words).toBe('1,200 counted: busy among busy');
    expect(clusterLegend(a, light).swatches.map((s) => s.label)).toEqual([
      'busy among busy: 1',
      'cannot be told from chance: 1',
    ]);
    expect(moranFinding(a)).toContain('it would be 30, of which chance alone would give about 10');
    expect(moranFinding({ ...a, fdr: { ...fdr, after: 0 } })).toBe('No cell of 200 can be told from chance.');
  });

  it('tell clusters of the scan from those that could be chance', () => {
    const a = { ...answer, method: 'scan', permutations: 99, chance_llr: 11, clusters: [cluster(0.01), cluster(0.4)] };
    const [first, , third] = paintedCells(a, light);
    expect(first?.pattern).toBeUndefined();
    expect(third?.pattern).toBe('hatch');
    expect(scanFinding(a)).toBe(
      'One cluster can be told from chance (p up to 0.05, 99 simulations). In one of twenty simulations of pure chance, the best cluster would score 11.0; the best one here scores 25.0.',
    );
    expect(scanFinding({ ...a, clusters: [cluster(0.4)] })).toMatch(/^No cluster can be told from chance/);
    expect(scanFinding({ ...a, clusters: [] })).toBe('No place or period holds more than expected.');
    expect(expectedSentence('residents', false)).toBe('Expected: in proportion to residents.');
    expect(expectedSentence('residents', true)).toContain('each time step with its own total');
  });

  it('judge by the p that is shown', () => {
    expect([0.05, 0.0504, 0.0506].map(told)).toEqual([true, true, false]);
  });

  it('say how many near repeats are beyond chance, and when they are not', () => {
    const band = { distance_m: 100, days: 7, pairs: 2059, expected: 1686, ratio: 1.221, p: 0.005 };
    expect(nearFinding([band])).toBe(
      '2,059 pairs within 100 m and 7 days; shuffled dates would give 1,686: 1.22 times as many (p = 0.005).',
    );
    expect(nearFinding([{ ...band, p: 0.3 }])).toContain('no more than chance explains');
    expect(nearFinding([])).toMatch(/too few/);
  });

  it('compare the hottest cells with what chance alone would change', () => {
    expect(overlap(1)).toBe(1);
    expect(overlap(1 / 3)).toBeCloseTo(0.5);
    const s = {
      top_cells: 79,
      jaccard: 0.2,
      if_unchanged: { mean: 0.4, low: 0.33, high: 0.45 },
      if_unrelated: 0.026,
    } as Stability;
    expect(stabilitySentence(s)).toBe(
      'Of the 79 hottest cells of each period, 33% are the same; had nothing changed but chance it would be 50%–62%; were the periods unrelated, 5%. Hot cells moved more than chance explains.',
    );
    expect(stabilitySentence({ ...s, jaccard: 0.4 })).toContain('Chance alone explains the difference.');
  });
});

describe('concentration', () => {
  it('stands beside chance in one sentence', () => {
    expect(hottestSentence({ observed: 0.231, null: { mean: 0.0812, low: 0.08, high: 0.082 } })).toBe(
      'The hottest 5% of cells hold 23.1% of the count; were all cells alike, chance alone would give them 8.1% (95% of draws: 8.0%–8.2%).',
    );
  });
});

describe('limits of the data', () => {
  it('say what each method does with a gap and with another way of counting', () => {
    for (const m of methods) {
      expect(gapSentence(window, m)).toMatch(/^1 of 100 months have no public data and are a gap, not zero: .+\.$/);
      expect(gapSentence({ ...window, missing: [] }, m)).toBeNull();
      expect(breakSentence(window, m)).toBeNull();
      expect(breakSentence({ ...window, systems: ['UCR/SRS', 'NIBRS'] }, m)).toContain('UCR/SRS, then NIBRS');
    }
    expect(gapSentence(window, 'scan')).toContain('no cluster spans it');
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
