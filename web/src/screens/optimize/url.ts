/** What the screen of catchments keeps in the address. Pure. */
import type { Basis, Shape } from '../../api/types';
import type { Fields, Pairs } from '../../state/fields';

export interface OptimizeState {
  /** Meters from the sites that are open; 0: only out of them; null: they play no part. */
  spacing: number | null;
  /** Meters between the centers of two new sites; null: they may touch. */
  apart: number | null;
  /** Residents who must live about a new site; null: any number. */
  residents: number | null;
  /** Longest outline of a catchment, in circumferences of a circle of its area; null: any. */
  outline: number | null;
  /** Which shapes catchments may have. A team walks its ground: walkable, unless free ground is asked for. */
  shape: Shape;
  /** Areas left out, and dollars; empty or null: none. */
  exclude: string[];
  budget: number | null;
  /** What the optimizer maximizes: harm to expect after the period, or its counts. */
  basis: Basis;
  /** Work for the optimizer's proof; null: the server's own. */
  effort: number | null;
}

export const optimizeStart: OptimizeState = {
  /** What is asked is the next site: the ground that has one is served. */
  spacing: 0,
  apart: null,
  residents: null,
  outline: null,
  shape: 'walkable',
  exclude: [],
  budget: null,
  basis: 'expected',
  effort: null,
};

/** How the address says that existing sites play no part. */
const noMatter = 'any';

const shapes = ['walkable', 'free'] as const;
const bases = ['expected', 'counted'] as const;

export function readOptimize(fields: Fields): OptimizeState {
  const number = (name: string, parameter: string, whole = false) =>
    fields.parameter(name, '/api/v1/optimize', parameter, whole);
  const outline = number('outline', 'outline');
  return {
    spacing: fields.text('spacing') === noMatter ? null : (number('spacing', 'spacing_m') ?? optimizeStart.spacing),
    apart: number('apart', 'apart_m'),
    residents: number('residents', 'least_residents', true),
    outline,
    // A bound on the outline is one on free ground: walkable ground is round by its own rule.
    shape: outline === null ? fields.oneOf('shape', shapes, optimizeStart.shape) : 'free',
    exclude: fields.list('exclude'),
    budget: number('budget', 'budget_usd'),
    basis: fields.oneOf('basis', bases, optimizeStart.basis),
    effort: number('effort', 'effort', true),
  };
}

export function optimizePairs(state: OptimizeState): Pairs {
  return [
    ['spacing', state.spacing === null ? noMatter : state.spacing || null],
    ['apart', state.apart],
    ['residents', state.residents],
    ['outline', state.outline],
    ['shape', state.outline !== null || state.shape === optimizeStart.shape ? null : state.shape],
    ['exclude', state.exclude.join(',') || null],
    ['budget', state.budget],
    ['basis', state.basis === optimizeStart.basis ? null : state.basis],
    ['effort', state.effort],
  ];
}
