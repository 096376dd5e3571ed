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

interface Preset {
  label: string;
  from: Month;
  to: Month;
}

/** What the offices ask for: the city's own default first, then windows that end with the data. */
export function presets(span: { from: Month; to: Month }, home: { from: Month; to: Month }): Preset[] {
  const back = (months: number): Month => {
    const from = addMonths(span.to, 1 - months);
    return from < span.from ? span.from : from;
  };
  const list: Preset[] = [
    { label: yearsLabel(home), ...home },
    { label: 'Last 12 months', from: back(12), to: span.to },
    { label: 'Last 3 years', from: back(36), to: span.to },
    { label: 'Last 10 years', from: back(120), to: span.to },
    { label: 'All years', from: span.from, to: span.to },
  ];
  return list.filter((p, i) => list.findIndex((q) => q.from === p.from && q.to === p.to) === i);
}

function yearsLabel(w: { from: Month; to: Month }): string {
  const whole = w.from.endsWith('-01') && w.to.endsWith('-12');
  return whole ? `${w.from.slice(0, 4)}–${w.to.slice(0, 4)}` : 'City default';
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
