/** Frames of the first answer: names and figures come from the answers. Pure. */
/** A chance as a frequency in tens; its ends never claim certainty. */
export function ofTen(p: number): string {
  const n = Math.round(10 * p);
  if (n === 10) return 'over 9 of 10';
  return n === 0 ? 'under 1 of 10' : `about ${n} of 10`;
}

export type Dot = 'full' | 'half' | 'empty';

/** Ten dots for a chance; what rounds to all or to none has a half one, as its words say. */
export function dots(p: number): Dot[] {
  const n = Math.round(10 * p);
  const half = n === 10 ? 9 : n === 0 ? 0 : -1;
  return Array.from({ length: 10 }, (_, i) => (i === half ? 'half' : i < n ? 'full' : 'empty'));
}

/** A part as one in so many; null where it would say little. */
export function oneIn(part: number, whole: number): string | null {
  return part > 0 && whole / part >= 2 ? `about 1 in ${Math.round(whole / part)}` : null;
}
