/** Classes of areas by their estimated level. Pure. */
import type { Measure, Ranking } from '../../api/types';
import { breaks, classOf, rampIndex } from '../../map/classes';
import { classes, fixedNote, type Legend, ramp, type Swatch } from '../../map/legend';
import type { Palette } from '../../map/palette';
import { measureUnit } from '../../text/format';

/** Position in the ramp by area id, and the legend that explains it. */
export function areaClasses(
  ranking: Ranking,
  measure: Measure,
  p: Palette,
): { colors: Map<string, number>; legend: Legend } {
  const inner = breaks(
    ranking.items.map((i) => i.score ?? 0),
    classes,
  );
  const position = (score: number) => rampIndex(classOf(score, inner), inner.length + 1, p.ramp.length);
  // Parks show the ground of the map; the service says why a place has no rank, not what it is.
  const parks = ranking.not_ranked.filter((n) => n.why?.startsWith('a park'));
  const others = ranking.not_ranked.length > parks.length;
  const none: Swatch[] = others
    ? [{ color: p.none, label: 'not ranked', apart: true }]
    : parks.length > 0
      ? [{ color: p.park, label: 'parks, not ranked', apart: true }]
      : [];
  return {
    colors: new Map(ranking.items.map((i) => [i.id, position(i.score ?? 0)])),
    legend: {
      title: 'Estimated level',
      unit: `${ranking.meta.unit_label}, ${measureUnit(measure)}`,
      ramp: true,
      swatches: [...ramp(inner, p), ...none],
      note: fixedNote,
    },
  };
}
