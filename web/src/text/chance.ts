/** A figure beside what chance alone would give. Pure. */
import type { AgainstChance } from '../api/types';
import { percent } from './format';

/** A share beside what chance alone would give. */
export function chanceSentence(what: string, c: AgainstChance): string {
  const between = `${percent(c.null.low, 1)}–${percent(c.null.high, 1)}`;
  return `${percent(c.observed, 1)} of the cells hold ${what}; if all cells were alike, chance alone would need ${percent(c.null.mean, 1)} (95% of draws: ${between}).`;
}
