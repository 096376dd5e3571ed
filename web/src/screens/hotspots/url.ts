/** What the screen of hot spots keeps in the address. Pure. */
import type { Baseline, Periods } from '../../api/types';
import type { Fields, Pairs } from '../../state/fields';

/** Ways of looking for hot spots. */
export const methods = ['gi', 'moran', 'emerging', 'scan', 'scan-space', 'knox', 'spread'] as const;
export type Method = (typeof methods)[number];
/** What a scan expects of a place: its own total (only over time), its residents, its area. */
const baselines: readonly Baseline[] = ['permutation', 'residents', 'area'];
/** Which periods' hottest cells are compared. */
const periods: readonly Periods[] = ['halves', 'years'];

export interface HotSpotsState {
  /** How hot spots are looked for; step (months) and baseline are null where the method's own default holds. */
  method: Method;
  step: number | null;
  baseline: Baseline | null;
  periods: Periods;
}

export const hotSpotsStart: HotSpotsState = { method: 'gi', step: null, baseline: null, periods: 'halves' };

export function readHotSpots(fields: Fields): HotSpotsState {
  return {
    method: fields.oneOf('method', methods, hotSpotsStart.method),
    step: fields.parameter('step', '/api/v1/clusters', 'step_months', true),
    baseline: fields.oneOf('expects', baselines, null),
    periods: fields.oneOf('periods', periods, hotSpotsStart.periods),
  };
}

export function hotSpotsPairs(state: HotSpotsState): Pairs {
  return [
    ['method', state.method === hotSpotsStart.method ? null : state.method],
    ['step', state.step],
    ['expects', state.baseline],
    ['periods', state.periods === hotSpotsStart.periods ? null : state.periods],
  ];
}
