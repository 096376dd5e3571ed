/** The legend as data: what each swatch means, in the unit of the answer. Pure. */
import type { Cells, Surface } from '../api/types';
import { breaks } from './classes';
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

export const classes = 6;

export const fixedNote =
  'Classes are set for the whole city and this period: zooming does not change them, another period does.';

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

export function ramp(inner: number[], p: Palette): Swatch[] {
  return classLabels(inner).map((label, i) => ({ color: classColor(p, i, inner.length + 1), label }));
}

export function cellClasses(cells: Cells, p: Palette): { inner: number[]; legend: Legend } {
  const counts = cells.cells.map((c) => c.count).filter((c) => c > 0);
  const inner = cells.legend.length > 0 ? cells.legend.slice(1).map((c) => c.from) : breaks(counts, classes);
  const legend = {
    title: 'Counts in H3 cells',
    unit: `${cells.meta.unit_label}, in the period; cells of resolution ${cells.resolution}`,
    ramp: true,
    swatches: [...ramp(inner, p), { color: p.quiet, label: 'none', apart: true }],
    note: `${fixedNote} Rows without a position are not in any cell.`,
  };
  return { inner, legend };
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
      label: to == null ? `${short(from)}+` : from === 0 ? `under ${short(to)}` : `${short(from)}–${short(to)}`,
    })),
    note: [fixedNote, ...surface.notes].join(' '),
  };
}
