/** What the screen for drawing keeps in the address. Pure. */
import type { Fields, Pairs } from '../../state/fields';
import { formatPoints, type Point, parsePoints } from './polygon';

export interface DrawState {
  /** Corners of the catchment drawn by hand, and whether it is finished. */
  draft: Point[];
  drawn: boolean;
}

export const drawStart: DrawState = { draft: [], drawn: false };

export function readDraw(fields: Fields): DrawState {
  const draft = parsePoints(fields.text('draft'));
  return { draft, drawn: fields.flag('drawn', '1') && draft.length >= 3 };
}

export function drawPairs(state: DrawState): Pairs {
  return [
    ['draft', formatPoints(state.draft) || null],
    ['drawn', state.drawn ? '1' : null],
  ];
}
