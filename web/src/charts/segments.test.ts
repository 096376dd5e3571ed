import { describe, expect, it } from 'vitest';
import type { SeriesMonth } from '../api/types';
import { segments, systemBreaks, yearMeans } from './segments';

const month = (status: SeriesMonth['status'], system: string | null, count: number | null = 1): SeriesMonth => ({
  month: '2020-01',
  status,
  system,
  count: status === 'missing' ? null : count,
});
const series = [
  month('incidents', 'UCR'),
  month('incidents', 'UCR'),
  month('area-counts', 'NIBRS'),
  month('missing', null),
  month('missing', null),
  month('incidents', 'NIBRS', 0),
];

describe('a series', () => {
  it('is cut at gaps and where the kind of count changes', () => {
    expect(segments(series).map((s) => [s.kind, s.from, s.to])).toEqual([
      ['incidents', 0, 1],
      ['area-counts', 2, 2],
      ['missing', 3, 4],
      ['incidents', 5, 5],
    ]);
  });

  it('keeps a true zero apart from a gap', () => {
    expect(segments(series).at(-1)?.kind).toBe('incidents');
  });

  it('marks the change of system once, and not the gap', () => {
    expect(systemBreaks(segments(series))).toEqual([{ at: 2, from: 'UCR', to: 'NIBRS' }]);
  });

  it('has yearly means only over twelve joined months', () => {
    const long = Array.from({ length: 14 }, (_, i) => month('incidents', 'UCR', i));
    const [part] = segments(long);
    expect(part && yearMeans(long, part).map((m) => m.mean)).toEqual([5.5, 6.5, 7.5]);
    const [short] = segments(series);
    expect(short && yearMeans(series, short)).toEqual([]);
  });
});
