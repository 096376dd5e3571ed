/** Parts of a specification curve. Pure. */
import type { Spec } from '../../api/types';

export interface Group {
  outcome: string;
  method: string;
  estimates: number;
  least: number;
  middle: number;
  greatest: number;
  beyond: number;
}

/** Of these, those of a ground and an outcome; an empty name stands for all. */
export function chosen(specs: Spec[], ground: string, outcome: string): Spec[] {
  return specs.filter((s) => (ground === '' || s.boundary === ground) && (outcome === '' || s.outcome === outcome));
}

/** Whether an estimate lies farther from no change than 95 of 100 places without a program, as the answer counts it. */
export function beyond(s: Spec): boolean {
  return s.p != null && s.p <= 0.05;
}

/** Estimates by outcome and method, in the order in which they are given. */
export function grouped(specs: Spec[]): Group[] {
  const names = [...new Set(specs.map((s) => `${s.outcome}|${s.method}`))].sort();
  return names.flatMap((name) => {
    const own = specs.filter((s) => `${s.outcome}|${s.method}` === name).sort((a, b) => a.ratio - b.ratio);
    const [first, last] = [own[0], own.at(-1)];
    const half = own[Math.floor((own.length - 1) / 2)]?.ratio ?? 1;
    const other = own[Math.ceil((own.length - 1) / 2)]?.ratio ?? 1;
    if (!first || !last) return [];
    const { outcome, method } = first;
    const middle = (half + other) / 2;
    const count = own.filter(beyond).length;
    return [
      { outcome, method, estimates: own.length, least: first.ratio, middle, greatest: last.ratio, beyond: count },
    ];
  });
}
