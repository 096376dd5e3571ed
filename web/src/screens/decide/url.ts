/** What the screen of decisions keeps in the address. Pure. */
import type { Fields, Pairs } from '../../state/fields';
import { formatConcentration, formatWeights, parseWeights, readConcentration, type Weights } from './weights';

export interface DecideState {
  /** The planner's weights, how sure they are (concentration), and the half-life; null: the server's own. */
  weights: Weights | null;
  concentration: number | null;
  halfLife: number | null;
}

export const decideStart: DecideState = { weights: null, concentration: null, halfLife: null };

export function readDecide(fields: Fields): DecideState {
  return {
    weights: parseWeights(fields.text('weights'), (value, accepted, instead) =>
      fields.refuse('weights', value, accepted, instead),
    ),
    concentration: readConcentration(fields),
    halfLife: fields.parameter('half', '/api/v1/decision', 'half_life_months'),
  };
}

export function decidePairs(state: DecideState): Pairs {
  return [
    ['weights', state.weights && (formatWeights(state.weights) || '0')],
    ['sure', state.concentration && formatConcentration(state.concentration)],
    ['half', state.halfLife],
  ];
}
