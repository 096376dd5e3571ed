/** The legend as data: what each swatch means, in the unit and period of the question. Pure. */
import type { Question } from '../api/client';
import type { Cells, Chance, Concentration, Decision, Ranking, Surface } from '../api/types';
import { chanceCovers, drawnWhat } from '../parts/chance/words';
import { measureUnit, percent } from '../text/format';
import { chanceSentence } from '../text/siting-sentences';
import { breaks, classOf, rampIndex } from './classes';
import { classColor, mix, type Palette } from './palette';
import type { PatternName } from './patterns';

export interface Swatch {
  color: string;
  label: string;
  pattern?: PatternName;
  /** Not part of the ramp. */
  apart?: boolean;
}

export interface Legend {
  title: string;
  unit: string;
  /** Whether the swatches are steps of one scale. */
  ramp: boolean;
  swatches: Swatch[];
  note: string;
}

const classes = 6;
const fixedNote = 'Classes are set once for the whole city; zooming does not change them.';

/** Breaks are round already: no digits are added. */
function short(n: number): string {
  return n.toLocaleString('en-US', { maximumFractionDigits: 4 });
}

/** Labels of classes: under 5, 5–10, …, 80+. */
export function classLabels(inner: number[]): string[] {
  const [first] = inner;
  const last = inner.at(-1);
  if (first === undefined || last === undefined) return ['all values'];
  const middle = inner.slice(1).map((b, i) => `${short(inner[i] ?? 0)}–${short(b)}`);
  return [`under ${short(first)}`, ...middle, `${short(last)}+`];
}

function ramp(inner: number[], p: Palette): Swatch[] {
  return classLabels(inner).map((label, i) => ({ color: classColor(p, i, inner.length + 1), label }));
}

/** Position in the ramp by area id, and the legend that explains it. */
export function areaClasses(
  ranking: Ranking,
  q: Question,
  p: Palette,
): { colors: Map<string, number>; legend: Legend } {
  const inner = breaks(
    ranking.items.map((i) => i.score),
    classes,
  );
  const position = (score: number) => rampIndex(classOf(score, inner), inner.length + 1, p.ramp.length);
  const none: Swatch[] = ranking.not_ranked.length > 0 ? [{ color: p.none, label: 'not ranked', apart: true }] : [];
  return {
    colors: new Map(ranking.items.map((i) => [i.id, position(i.score)])),
    legend: {
      title: 'Estimated level',
      unit: `${ranking.meta.unit_label}, ${measureUnit(q.measure)}`,
      ramp: true,
      swatches: [...ramp(inner, p), ...none],
      note: fixedNote,
    },
  };
}

/** Breaks of chances: fixed for every question, so that two decision maps can be compared. */
const chances = [0.05, 0.25, 0.5, 0.75, 0.95];

/** Position in the ramp by place id from the chance of being in the top, and the legend that explains it. */
export function chanceClasses(
  decision: Decision,
  k: number,
  p: Palette,
): { colors: Map<string, number>; legend: Legend } {
  const labels = chances.map((c, i) =>
    i === 0 ? `under ${percent(c)}` : `${percent(chances[i - 1] ?? 0)}–${percent(c)}`,
  );
  return {
    colors: new Map(decision.items.map((i) => [i.id, classOf(i.p_top, chances)])),
    legend: {
      title: `Chance of being in the top ${k}`,
      unit: 'with the counts and the weights both in doubt',
      ramp: true,
      swatches: [...labels, '95% or more'].map((label, i) => ({ color: classColor(p, i, chances.length + 1), label })),
      note: 'Classes are the same for every question. A chance is not a forecast: it says how often the draws put a place there.',
    },
  };
}

/** Breaks of the chance of being chosen: tenths, as they are said. */
export const drawBreaks = [0.1, 0.3, 0.5, 0.7, 0.9];

/** How often a cell was chosen: in how many of 10 draws. */
export function chosenLegend(chance: Chance, k: number, km2: number, p: Palette): Legend {
  const labels = ['under 1', '1–3', '3–5', '5–7', '7–9', '9 or more'];
  const what = k === 1 ? 'the best catchment' : `one of the best ${k} catchments`;
  return {
    title: 'Chance of being chosen',
    unit: `in how many of 10 draws ${drawnWhat(chance)} a cell lies in ${what} of ${km2} km²; cells of resolution ${chance.resolution}`,
    ramp: true,
    swatches: [
      ...labels.map((label, i) => ({ color: classColor(p, i, labels.length), label })),
      { color: p.quiet, label: `under 1 of ${Math.round(1 / chance.floor)}`, apart: true },
    ],
    note: chanceCovers(chance),
  };
}

export function cellClasses(cells: Cells, p: Palette): { inner: number[]; legend: Legend } {
  const counts = cells.cells.map((c) => c.count).filter((c) => c > 0);
  const inner = cells.legend ? cells.legend.slice(1).map((c) => c.from) : breaks(counts, classes);
  const legend = {
    title: 'Counts in H3 cells',
    unit: `${cells.meta.unit_label}, in the period; cells of resolution ${cells.resolution}`,
    ramp: true,
    swatches: [...ramp(inner, p), { color: p.quiet, label: 'none', apart: true }],
    note: `${fixedNote} Rows without a position are not in any cell.`,
  };
  return { inner, legend };
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

/** The server's pictures of a surface let the ground through: opacity 200 of 255. */
const surfaceOpacity = 200 / 255;

export function surfaceLegend(surface: Surface, bandwidth_m: number, p: Palette): Legend {
  return {
    title: 'Density surface',
    unit: `${surface.meta.unit_label}, ${surface.unit}, smoothed over ${bandwidth_m} m`,
    ramp: true,
    swatches: surface.legend.map(({ from, to, color }) => ({
      color: mix(p.ground, color, surfaceOpacity),
      label: to === null ? `${short(from)}+` : from === 0 ? `under ${short(to)}` : `${short(from)}–${short(to)}`,
    })),
    note: `${fixedNote} A smoothed surface spreads each incident; it is no prediction for an address. Along the city’s border it is scaled up for what lies beyond.`,
  };
}
