/** What the pointer says of a cell's chance of being chosen. Pure; never surer than the draws. */
import { percent, probability } from '../../text/format';

/** What a cell says when it is pointed at. */
export function cellWords(p: number, standardError: number): { main: string; more: string } {
  const points = Math.max(1, Math.round(100 * standardError));
  return {
    main: `Chance of being chosen again: ${probability(p)}`,
    more: `give or take ${points} ${points === 1 ? 'point' : 'points'} of drawing`,
  };
}

/** What the ground says whose cells are not listed, for their chance is below the floor. */
export function belowWords(floor: number): string {
  return `Chance of being chosen again: less than ${percent(floor)}`;
}
