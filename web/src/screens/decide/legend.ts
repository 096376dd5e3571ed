/** Classes of places by their chance of being in the top. Pure. */
import type { Decision } from '../../api/types';
import { classOf } from '../../map/classes';
import type { Legend } from '../../map/legend';
import { classColor, type Palette } from '../../map/palette';
import { percent } from '../../text/format';

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
      note:
        'Classes are the same for every question. A chance is not a forecast: ' +
        'it says how often the draws put a place there.',
    },
  };
}
