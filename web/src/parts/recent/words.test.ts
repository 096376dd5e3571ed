import { expect, test } from 'vitest';
import type { Recent, RecentBeside, RecentItem, RecentStretch } from '../../api/types';
import { rowsOf, spanLabel } from './words';

const stretch = (from: string, to: string) => ({ from, to }) as RecentStretch;
const beside = (incidents: number) => ({ incidents }) as RecentBeside;
const item = (name: string, toDate: number | null, newest: number | null) =>
  ({
    name,
    year_to_date: toDate === null ? null : beside(toDate),
    last_28_days: newest === null ? null : beside(newest),
  }) as RecentItem;
const answer = (places: RecentStretch) =>
  ({
    year_to_date: stretch('2026-01-01', '2026-04-30'),
    places_year_to_date: places,
    last_28_days: stretch('2026-04-03', '2026-04-30'),
    items: [item('Gridville', 100, 20), item('Baden', 10, null)],
  }) as Recent;
const whole = answer(stretch('2026-01-01', '2026-04-30'));

test('days are told with their year, and with both where there are two', () => {
  expect(spanLabel({ from: '2026-01-01', to: '2026-04-30' })).toBe('Jan 1 to Apr 30, 2026');
  expect(spanLabel({ from: '2025-12-20', to: '2026-01-16' })).toBe('Dec 20, 2025 to Jan 16, 2026');
});

test('a place stands above the city, and alone is left out of days that are not told of it', () => {
  const [toDate, newest] = rowsOf(whole, whole.items[1] ?? null);
  expect(toDate?.rows.map((r) => [r.name, r.own, r.of.incidents])).toEqual([
    ['Baden', true, 10],
    ['City', false, 100],
  ]);
  expect(newest?.rows.map((r) => r.name)).toEqual(['City']);
});

test('the city alone has a row a period, and one that does not compare has none', () => {
  expect(rowsOf(whole, null).map((p) => p.rows.length)).toEqual([1, 1]);
  const none = { ...whole, items: [item('Gridville', null, 20)] };
  expect(rowsOf(none, null).map((p) => p.rows.length)).toEqual([0, 1]);
});

test('a place that is told of whole months has a head of its own', () => {
  const days = answer(stretch('2026-01-01', '2026-03-31'));
  const heads = rowsOf(days, days.items[1] ?? null).map((p) => [p.name, p.rows.length]);
  expect(heads).toEqual([
    ['Year to date, whole months', 1],
    ['Year to date', 1],
    ['Last 28 days', 1],
  ]);
});
