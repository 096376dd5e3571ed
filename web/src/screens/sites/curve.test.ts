import { expect, it } from 'vitest';
import type { Spec } from '../../api/types';
import { beyond, chosen, grouped } from './curve';

const spec = (ratio: number, more: Partial<Spec> = {}): Spec => ({
  boundary: 'All',
  outcome: 'homicide',
  method: 'matched',
  before_from: 2019,
  before_to: 2019,
  after: 2021,
  before_count: 10,
  after_count: 9,
  ratio,
  placebo_low: 0.5,
  placebo_high: 1.5,
  p: 0.5,
  record_year: false,
  crosses_break: false,
  ...more,
});

it('never tells a group by one number: least, middle and greatest stand together', () => {
  const [group] = grouped([spec(0.4, { p: 0.01 }), spec(0.8), spec(1.2), spec(1.6, { p: 0.05 })]);
  expect(group).toMatchObject({ estimates: 4, least: 0.4, middle: 1, greatest: 1.6, beyond: 2 });
});

it('counts as beyond only what has placebos', () => {
  expect([spec(0.4, { p: 0.05 }), spec(0.4, { p: null })].map(beyond)).toEqual([true, false]);
});

it('chooses by ground and outcome, or all', () => {
  const all = [spec(1), spec(1, { boundary: 'Dutchtown' }), spec(1, { outcome: 'robbery' })];
  expect([chosen(all, '', ''), chosen(all, 'All', ''), chosen(all, 'All', 'robbery')].map((l) => l.length)).toEqual([
    3, 2, 1,
  ]);
});
