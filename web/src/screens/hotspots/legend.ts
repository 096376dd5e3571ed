/** Classes of hot spots by each method: colors, patterns, and how many there are. Pure. */
import type { Cells, ClusterCell, Clusters, Concentration, ScanCluster } from '../../api/types';
import type { Legend, Swatch } from '../../map/legend';
import { mix, type Palette } from '../../map/palette';
import type { PatternName } from '../../map/patterns';
import { chanceSentence } from '../../text/chance';
import { count, percent } from '../../text/format';
import { categoryText, quadrantOrder, quadrantText, scanWords, standing, told } from './words';

interface Look {
  /** How strong, 0 to 1, from the quiet color to hot or cold; more goes on toward black or white. */
  strength: number;
  pattern: PatternName | null;
}

const looks: Record<string, Look> = {
  intensifying: { strength: 1.25, pattern: null },
  persistent: { strength: 1, pattern: null },
  diminishing: { strength: 1, pattern: 'hatch' },
  historical: { strength: 0.75, pattern: 'back' },
  consecutive: { strength: 0.75, pattern: 'bars' },
  new: { strength: 1, pattern: 'spots' },
  sporadic: { strength: 0.38, pattern: null },
  oscillating: { strength: 0.6, pattern: 'grid' },
};

/**
 * Strength above 1 goes on toward black (light theme) or white (dark), so that the strongest class is the darkest or
 * brightest.
 */
function shade(p: Palette, cold: boolean, strength: number): string {
  const full = cold ? p.cold : p.hot;
  return strength > 1 ? mix(full, p.strong, (strength - 1) * 2) : mix(p.quiet, full, strength);
}

interface CellClass {
  color: string;
  pattern: PatternName | null;
  label: string;
}

export function categoryClass(category: string, p: Palette): CellClass {
  const [form = '', side = ''] = category.split('_');
  const look = looks[form];
  const { name } = categoryText(category);
  if (!look) return { color: p.quiet, pattern: null, label: name };
  return { color: shade(p, side === 'cold', look.strength), pattern: look.pattern, label: name };
}

function quadrantLabel(quadrant: string | null): string {
  return quadrant ? quadrantText(quadrant).label : 'cannot be told from chance';
}

export function quadrantClass(quadrant: string | null, p: Palette): CellClass {
  const label = quadrantLabel(quadrant);
  if (quadrant === 'HH') return { color: p.hot, pattern: null, label };
  if (quadrant === 'HL') return { color: shade(p, false, 0.75), pattern: 'spots', label };
  if (quadrant === 'LH') return { color: shade(p, true, 0.6), pattern: 'grid', label };
  if (quadrant === 'LL') return { color: p.cold, pattern: 'hatch', label };
  return { color: p.quiet, pattern: null, label };
}

function scanClass(c: ScanCluster, p: Palette): CellClass {
  if (told(c.p)) return { color: shade(p, false, 0.8), pattern: null, label: 'more than chance explains' };
  return { color: shade(p, false, 0.3), pattern: 'hatch', label: 'could be chance' };
}

interface PaintedCell {
  id: string;
  color: string;
  pattern?: PatternName;
  /** What the pointer over it says. */
  words: string;
}

const painted = (id: string, c: CellClass, words: string): PaintedCell => ({
  id,
  color: c.color,
  ...(c.pattern && { pattern: c.pattern }),
  words,
});

function cellWords(c: ClusterCell, a: Clusters): string {
  if (c.category == null) return `${count(c.count)} counted: ${quadrantLabel(standing(c))}`;
  const steps = a.steps?.length ?? 0;
  return `${categoryText(c.category).name}: hot in ${c.hot_steps ?? 0}, cold in ${c.cold_steps ?? 0} of ${steps} steps; ${count(c.count)} counted`;
}

/** The cells of an answer in their classes; of scans, those of clusters. */
export function paintedCells(a: Clusters, p: Palette): PaintedCell[] {
  if (a.clusters) {
    return a.clusters.flatMap((c) => c.cells.map((id) => painted(id, scanClass(c, p), scanWords(c))));
  }
  return (a.cells ?? []).map((c) => {
    const of = c.category ? categoryClass(c.category, p) : quadrantClass(standing(c), p);
    return painted(c.id, of, cellWords(c, a));
  });
}

const swatch = (c: CellClass, label: string): Swatch => ({
  color: c.color,
  label,
  ...(c.pattern && { pattern: c.pattern }),
});

/**
 * The legend of an answer: only classes that are there, each with its number of cells, and what chance alone would
 * draw.
 */
export function clusterLegend(a: Clusters, p: Palette): Legend {
  const unit = `${a.meta.unit_label}, cells of resolution ${a.resolution}`;
  const chance = a.null ? ` ${chanceSentence('half of the count', a.null.cells_with_half)}` : '';
  if (a.clusters) {
    const found = a.clusters;
    const of = (clear: boolean) => found.filter((c) => told(c.p) === clear);
    const both = [of(true), of(false)].flatMap((list, i): Swatch[] => {
      const [first] = list;
      return first
        ? [swatch(scanClass(first, p), `${i === 0 ? 'more than chance explains' : 'could be chance'}: ${list.length}`)]
        : [];
    });
    return {
      title: 'Clusters of the scan',
      unit,
      ramp: false,
      swatches: both,
      note: `Numbers are those of the table.${chance}`,
    };
  }
  if (a.categories) {
    const there = [...a.categories].filter((c) => c.cells > 0);
    there.sort((x, y) => categoryText(x.category).rank - categoryText(y.category).rank);
    const swatches = there.map((c) =>
      swatch(categoryClass(c.category, p), `${categoryText(c.category).name}: ${count(c.cells)}`),
    );
    return { title: 'What became of each cell', unit, ramp: false, swatches, note: `Numbers of cells.${chance}` };
  }
  const cells = a.cells ?? [];
  const n = (q: string | null) => cells.filter((c) => standing(c) === q).length;
  const swatches = [...quadrantOrder, null]
    .filter((q) => n(q) > 0)
    .map((q) => swatch(quadrantClass(q, p), `${quadrantClass(q, p).label}: ${count(n(q))}`));
  return { title: 'Clusters and outliers', unit, ramp: false, swatches, note: `Numbers of cells.${chance}` };
}

/** What is hot, and how concentrated it would be by chance alone: a map of pure chance has dense spots too. */
export function hotLegend(cells: Cells, concentration: Concentration | null, p: Palette): Legend {
  const { alpha, before, after, cells: all } = cells.fdr;
  const chance = concentration?.concentration;
  return {
    title: 'Hot and cold spots (Gi*)',
    unit: `against the city as a whole, cells of resolution ${cells.resolution}`,
    ramp: false,
    swatches: [
      { color: p.hot, label: 'hot: more than chance explains' },
      { color: p.cold, label: 'cold: less than chance explains', pattern: 'hatch' },
      { color: p.quiet, label: 'cannot be told from chance' },
    ],
    note: `${after} of ${all} cells stand out with a false discovery rate of ${percent(alpha)}; ${before} would without correcting for testing many.${chance ? ` ${chanceSentence('half of the count', chance.cells_with_half)}` : ''}`,
  };
}
