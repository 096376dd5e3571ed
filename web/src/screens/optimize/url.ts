/** What the screen of catchments keeps in the address. Pure. */
import type { Basis } from '../../api/types';
import type { Fields, Pairs } from '../../state/fields';

export interface OptimizeState {
  /** Constraints of the optimizer: meters from existing sites, areas left out, dollars; null or empty: none. */
  spacing: number | null;
  /** Longest outline of a catchment, in circumferences of a circle of its area; null: any. */
  outline: number | null;
  exclude: string[];
  budget: number | null;
  /** What the optimizer maximizes: harm to expect after the period, or its counts. */
  basis: Basis;
  /** Work for the optimizer's proof; null: the server's own. */
  effort: number | null;
}

export const optimizeStart: OptimizeState = {
  spacing: null,
  outline: null,
  exclude: [],
  budget: null,
  basis: 'expected',
  effort: null,
};

const bases = ['expected', 'counted'] as const;

export function readOptimize(fields: Fields): OptimizeState {
  const number = (name: string, parameter: string, whole = false) =>
    fields.parameter(name, '/api/v1/optimize', parameter, whole);
  return {
    spacing: number('spacing', 'spacing_m'),
    outline: number('outline', 'outline'),
    exclude: fields.list('exclude'),
    budget: number('budget', 'budget_usd'),
    basis: fields.oneOf('basis', bases, optimizeStart.basis),
    effort: number('effort', 'effort', true),
  };
}

export function optimizePairs(state: OptimizeState): Pairs {
  return [
    ['spacing', state.spacing],
    ['outline', state.outline],
    ['exclude', state.exclude.join(',') || null],
    ['budget', state.budget],
    ['basis', state.basis === optimizeStart.basis ? null : state.basis],
    ['effort', state.effort],
  ];
}
