import { describe, expect, it } from 'vitest';
import type { Category, Cells, ClusterCell, Clusters, Concentration, ScanCluster } from '../../api/types';
import { dark, light, luminance } from '../../map/palette';
import { categoryClass, clusterLegend, hotLegend, paintedCells } from './legend';
import { methods } from './url';
import { methodTexts, overlap, told } from './words';

const figure = { observed: 0.15, null: { mean: 0.43, low: 0.42, high: 0.44 } };
const answer = {
  meta: { unit_label: 'distinct incidents', warnings: [], params: {} },
  method: 'emerging',
  finding: '',
  notes: ['What each step is.', 'What chance alone would need.'],
  about: '',
  resolution: 9,
  null: { cells_with_half: figure },
} as unknown as Clusters;
const category = (of: Category['category'], name: string, cells: number) => ({ category: of, name, cells }) as Category;
const cell = (more: Partial<ClusterCell>): ClusterCell => ({ id: '89', count: 1200, z: 3, p: 0.001, ...more });
const cluster = (p: number) => ({ cluster: 1, cells: ['a', 'b'], p, says: `Cluster with p ${p}.` }) as ScanCluster;

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
  it('differ in print: no two share both shade and pattern', () => {
    for (const p of [light, dark]) {
      const looks = all.map((c) => ({ label: c, ...categoryClass(c, p) }));
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

  it('are in the legend only where a cell has them, with the number and what chance would give', () => {
    const categories = [
      category('new_hot', 'new hot spot', 0),
      category('sporadic_hot', 'sporadic hot spot', 1200),
      category('none', 'no pattern', 7),
    ];
    const legend = clusterLegend({ ...answer, categories, cells: [] }, light);
    expect(legend.swatches.map((s) => s.label)).toEqual(['sporadic hot spot: 1,200', 'no pattern: 7']);
    expect(legend.note).toContain('What chance alone would need.');
    expect(clusterLegend({ ...answer, null: null, categories, cells: [] }, light).note).toBe('Numbers of cells.');
  });
});

describe('other methods', () => {
  it('color only what stands after the correction, by the names of the answer', () => {
    const cells = [cell({ quadrant: 'HH', significant: true }), cell({ quadrant: 'HH', significant: false })];
    const quadrants = [{ quadrant: 'HH' as const, name: 'busy among busy', says: '', cells: 1, count: 1200 }];
    const a: Clusters = { ...answer, method: 'moran', cells, quadrants };
    expect(paintedCells(a, light).map((c) => c.color)).toEqual([light.hot, light.quiet]);
    expect(paintedCells(a, light).map((c) => c.words)).toEqual([
      '1,200 counted: busy among busy',
      '1,200 counted: cannot be told from chance',
    ]);
    expect(clusterLegend(a, light).swatches.map((s) => s.label)).toEqual([
      'busy among busy: 1',
      'cannot be told from chance: 1',
    ]);
  });

  it('tell clusters of the scan from those that could be chance', () => {
    const a: Clusters = { ...answer, method: 'scan', clusters: [cluster(0.01), cluster(0.4)] };
    const [first, , third] = paintedCells(a, light);
    expect(first?.pattern).toBeUndefined();
    expect(third?.pattern).toBe('hatch');
    expect(third?.words).toBe('Cluster with p 0.4.');
    expect(clusterLegend(a, light).swatches.map((s) => s.label)).toEqual([
      'more than chance explains: 1',
      'could be chance: 1',
    ]);
  });

  it('judge by the p that is shown', () => {
    expect([0.05, 0.0504, 0.0506].map(told)).toEqual([true, true, false]);
  });

  it('show shared cells as a share of each period', () => {
    expect(overlap(1)).toBe(1);
    expect(overlap(1 / 3)).toBeCloseTo(0.5);
  });
});

it('the legend of hot spots carries what was found and what chance alone would give', () => {
  const cells = { finding: ['194 of 1,550 cells stand out.', 'More.'], resolution: 9 } as Cells;
  expect(hotLegend(cells, null, light).note).toBe('194 of 1,550 cells stand out.');
  const concentration = { finding: 'Chance would give less.' } as Concentration;
  expect(hotLegend(cells, concentration, light).note).toContain('Chance would give less.');
});
