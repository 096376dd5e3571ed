/** Classes of cells by how often they were chosen. Pure. */
import type { Chance } from '../../api/types';
import type { Legend } from '../../map/legend';
import { classColor, type Palette } from '../../map/palette';

/** What is drawn: counts as they might have been, or next year's harm as it may come. */
function drawn({ basis }: Chance): string {
  return basis === 'expected' ? 'of next year’s harm' : 'of the counts';
}

/** Breaks of the chance of being chosen: tenths, as they are said. */
export const drawBreaks = [0.1, 0.3, 0.5, 0.7, 0.9];

/** How often a cell was chosen: in how many of 10 draws. */
export function chosenLegend(chance: Chance, k: number, km2: number, p: Palette): Legend {
  const labels = ['under 1', '1–3', '3–5', '5–7', '7–9', '9 or more'];
  const what = k === 1 ? 'the best catchment' : `one of the best ${k} catchments`;
  return {
    title: 'Chance of being chosen',
    unit: [
      `in how many of 10 draws ${drawn(chance)} a cell lies in ${what} of ${km2} km²;`,
      `cells of resolution ${chance.resolution}`,
    ].join(' '),
    ramp: true,
    swatches: [
      ...labels.map((label, i) => ({ color: classColor(p, i, labels.length), label })),
      { color: p.quiet, label: `under 1 of ${Math.round(1 / chance.floor)}`, apart: true },
    ],
    note: chance.covers,
  };
}
