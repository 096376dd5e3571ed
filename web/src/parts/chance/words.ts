/** What the pointer says of a cell's chance of being chosen. Pure; never surer than the draws. */
import type { Chance } from '../../api/types';
import { percent, probability } from '../../text/format';

/** What a cell says when it is pointed at. */
export function cellWords(p: number, standardError: number): { main: string; more: string } {
  const points = Math.max(1, Math.round(100 * standardError));
  return {
    main: `Chosen in ${probability(p)} of the draws`,
    more: `give or take ${points} ${points === 1 ? 'point' : 'points'} of drawing`,
  };
}

/** What the ground says whose cells are not listed, for their chance is below the floor. */
export function belowWords(floor: number): string {
  return `Chosen in fewer than ${percent(floor)} of the draws`;
}

/** Of the notes, the one that says what the chances cover: it must stand beside every such map. */
export function covers({ notes }: Pick<Chance, 'notes'>): string {
  return notes.find((n) => n.startsWith('The chance covers')) ?? notes.join(' ');
}
