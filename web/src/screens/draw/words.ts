/** What the screen for drawing says about a score. Pure. */
import { percent } from '../../text/format';

/** How a drawn catchment compares with the best of its size. */
export function scoreSentence(share: number): string {
  if (share >= 0.995) return 'It reaches as much as the best catchment found of the same size.';
  return `It reaches ${percent(share)} of what the best catchment found of the same size would.`;
}
