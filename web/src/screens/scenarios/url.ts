/** What the screen of scenarios keeps in the address. Pure. */
import type { Asked } from '../../api/types';
import type { Fields, Pairs } from '../../state/fields';

export interface ScenariosState {
  /** Scenarios compared side by side. */
  compare: [string | null, string | null];
  /** The question that the reader acted on before coming here: what would be saved. */
  acted: Asked;
}

export const scenariosStart: ScenariosState = { compare: [null, null], acted: 'rankings' };

const questions = ['rankings', 'decision', 'optimize'] as const;

export function readScenarios(fields: Fields): ScenariosState {
  return {
    compare: [fields.text('a'), fields.text('b')],
    acted: fields.oneOf('acted', questions, scenariosStart.acted),
  };
}

export function scenariosPairs({ compare: [a, b], acted }: ScenariosState): Pairs {
  return [
    ['a', a],
    ['b', b],
    ['acted', acted === scenariosStart.acted ? null : acted],
  ];
}
