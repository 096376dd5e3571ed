/** Numbers and dates as people read them (US English). Never more digits than the data carries. */
import type { Measure, Month } from '../api/types';

const names = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
export const monthNames = names;
export const weekdays = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

export function monthLabel(month: Month): string {
  return `${names[Number(month.slice(5, 7)) - 1] ?? '?'} ${month.slice(0, 4)}`;
}

export function windowLabel(from: Month, to: Month): string {
  return from === to ? monthLabel(from) : `${monthLabel(from)} – ${monthLabel(to)}`;
}

/** Where there is no number, a dash says so. */
type Figure = number | null | undefined;

export function count(n: Figure): string {
  return n == null ? '–' : Math.round(n).toLocaleString('en-US');
}

/** About three significant digits: 1,240 · 37.4 · 0.82. */
export function rate(n: Figure): string {
  if (n == null || !Number.isFinite(n)) return '–';
  const size = Math.abs(n);
  if (size === 0) return '0';
  if (size >= 100) return count(n);
  return n.toFixed(size >= 10 ? 1 : size >= 0.095 ? 2 : 3);
}

export function percent(share: Figure, digits = 0): string {
  return share == null ? '–' : `${(share * 100).toFixed(digits)}%`;
}

/**
 * A share in hundredths, as it is shown. Limits are compared with this, so that a figure and what is said of it agree.
 */
export function hundredths(share: number): number {
  return Math.round(share * 100);
}

/** A probability from draws: never 0% or 100%, which would claim certainty. */
export function probability(p: number): string {
  if (p >= 0.995) return '>99%';
  if (p < 0.005) return '<1%';
  return percent(p);
}

export function range(low: number, high: number): string {
  return low === high ? String(low) : `${low}–${high}`;
}

/** What a score is measured in, per covered year. */
export function measureUnit(measure: Measure): string {
  if (measure === 'per_resident') return 'per 1,000 residents per year';
  if (measure === 'per_km2') return 'per km² per year';
  return 'per year';
}

export const measureNames: Record<Measure, string> = {
  count: 'Count',
  per_resident: 'Per resident',
  per_km2: 'Per km²',
};

/** 24-hour clock to the words on a rota: 13 → 1 p.m. */
export function hourLabel(hour: number): string {
  const h = hour % 24;
  if (h === 0) return 'midnight';
  if (h === 12) return 'noon';
  return h < 12 ? `${h} a.m.` : `${h - 12} p.m.`;
}

/** Days as a range where they are neighbors: Tue–Sat. */
export function daysLabel(days: number[]): string {
  const sorted = [...days].sort((a, b) => a - b);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) return 'no day';
  const name = (d: number) => weekdays[d] ?? '?';
  if (sorted.length > 2 && last - first === sorted.length - 1) return `${name(first)}–${name(last)}`;
  return sorted.map(name).join(', ');
}
