/** Months as text `YYYY-MM`, counted as numbers where arithmetic is needed. Pure. */
import type { Month } from '../api/types';

export function monthIndex(month: Month): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1;
}

export function monthAt(index: number): Month {
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

export function addMonths(month: Month, n: number): Month {
  return monthAt(monthIndex(month) + n);
}

interface Stretch<T> {
  from: number;
  /** Included. */
  to: number;
  value: T;
}

/** Neighbors of equal value as one stretch of positions. */
export function stretches<T>(values: T[]): Stretch<T>[] {
  const out: Stretch<T>[] = [];
  values.forEach((value, i) => {
    const last = out.at(-1);
    if (last && last.value === value) last.to = i;
    else out.push({ from: i, to: i, value });
  });
  return out;
}
