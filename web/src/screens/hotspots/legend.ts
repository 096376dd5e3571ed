/** Classes of hot spots by each method: colors, patterns, and how many there are. Pure. */
import type { Cells, ClusterCell, Clusters, Concentration, ScanCluster } from '../../api/types';
import type { Legend, Swatch } from '../../map/legend';
import { mix, type Palette } from '../../map/palette';
import type { PatternName } from '../../map/patterns';
import { count } from '../../text/format';
import { classNames, standing, told, untold } from './words';

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
}

export function categoryClass(category: string, p: Palette): CellClass {
  const [form = '', side = ''] = category.split('_');
  const look = looks[form];
  if (!look) return { color: p.quiet, pattern: null };
  return { color: shade(p, side === 'cold', look.strength), pattern: look.pattern };
}

export function quadrantClass(quadrant: string | null, p: Palette): CellClass {
  if (quadrant === 'HH') return { color: p.hot, pattern: null };
  if (quadrant === 'HL') return { color: shade(p, false, 0.75), pattern: 'spots' };
  if (quadrant === 'LH') return { color: shade(p, true, 0.6), pattern: 'grid' };
  if (quadrant === 'LL') return { color: p.cold, pattern: 'hatch' };
  return { color: p.quiet, pattern: null };
}

function scanClass(c: ScanCluster, p: Palette): CellClass {
  if (told(c.p)) return { color: shade(p, false, 0.8), pattern: null };
  return { color: shade(p, false, 0.3), pattern: 'hatch' };
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

function cellWords(c: ClusterCell, a: Clusters, names: Map<string, string>): string {
  if (c.category == null) return `${count(c.count)} counted: ${names.get(standing(c) ?? '') ?? untold}`;
  const steps = a.steps?.length ?? 0;
  const name = names.get(c.category) ?? c.category;
  const [hot, cold] = [c.hot_steps ?? 0, c.cold_steps ?? 0];
  return `${name}: hot in ${hot}, cold in ${cold} of ${steps} steps; ${count(c.count)} counted`;
}

/** The cells of an answer in their classes; of scans, those of clusters. */
export function paintedCells(a: Clusters, p: Palette): PaintedCell[] {
  if (a.clusters) return a.clusters.flatMap((c) => c.cells.map((id) => painted(id, scanClass(c, p), c.says)));
  const names = classNames(a);
  return (a.cells ?? []).map((c) => {
    const of = c.category ? categoryClass(c.category, p) : quadrantClass(standing(c), p);
    return painted(c.id, of, cellWords(c, a, names));
  });
}

const swatch = (c: CellClass, label: string): Swatch => ({
  color: c.color,
  label,
  ...(c.pattern && { pattern: c.pattern }),
});

function scanSwatches(clusters: ScanCluster[], p: Palette): Swatch[] {
  const of = (clear: boolean, label: string): Swatch[] => {
    const list = clusters.filter((c) => told(c.p) === clear);
    return list[0] ? [swatch(scanClass(list[0], p), `${label}: ${list.length}`)] : [];
  };
  return [...of(true, 'more than chance explains'), ...of(false, 'could be chance')];
}

/**
 * The legend of an answer: only classes that are there, each with its number of cells, and what chance alone would
 * draw.
 */
export function clusterLegend(a: Clusters, p: Palette): Legend {
  const unit = `${a.meta.unit_label}, cells of resolution ${a.resolution}`;
  // The last of the notes, where there is something to count.
  const chance = a.null ? (a.notes.at(-1) ?? '') : '';
  const legend = (title: string, swatches: Swatch[], numbers: string): Legend => ({
    title,
    unit,
    ramp: false,
    swatches,
    note: [numbers, chance].filter(Boolean).join(' '),
  });
  if (a.clusters) return legend('Clusters of the scan', scanSwatches(a.clusters, p), 'Numbers are those of the table.');
  if (a.categories) {
    const there = a.categories.filter((c) => c.cells > 0);
    const swatches = there.map((c) => swatch(categoryClass(c.category, p), `${c.name}: ${count(c.cells)}`));
    return legend('What became of each cell', swatches, 'Numbers of cells.');
  }
  const there = (a.quadrants ?? []).filter((q) => q.cells > 0);
  const rest = (a.cells ?? []).filter((c) => !standing(c)).length;
  const swatches = [
    ...there.map((q) => swatch(quadrantClass(q.quadrant, p), `${q.name}: ${count(q.cells)}`)),
    ...(rest > 0 ? [swatch(quadrantClass(null, p), `${untold}: ${count(rest)}`)] : []),
  ];
  return legend('Clusters and outliers', swatches, 'Numbers of cells.');
}

/** What is hot, and how concentrated it would be by chance alone: a map of pure chance has dense spots too. */
export function hotLegend(cells: Cells, concentration: Concentration | null, p: Palette): Legend {
  return {
    title: 'Hot and cold spots (Gi*)',
    unit: `against the city as a whole, cells of resolution ${cells.resolution}`,
    ramp: false,
    swatches: [
      { color: p.hot, label: 'hot: more than chance explains' },
      { color: p.cold, label: 'cold: less than chance explains', pattern: 'hatch' },
      { color: p.quiet, label: untold },
    ],
    note: [cells.finding[0], concentration?.finding].filter(Boolean).join(' '),
  };
}
