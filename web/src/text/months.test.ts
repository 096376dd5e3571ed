import { describe, expect, it } from 'vitest';
import { addMonths, monthAt, monthIndex, presets, stretches } from './months';

describe('months', () => {
  it('count across the turn of the year', () => {
    expect(addMonths('2018-12', 1)).toBe('2019-01');
    expect(addMonths('2019-01', -13)).toBe('2017-12');
    expect(monthAt(monthIndex('2024-05'))).toBe('2024-05');
  });
});

describe('presets', () => {
  const span = { from: '2008-01', to: '2026-04' };

  it('are inclusive: twelve months are twelve', () => {
    const last = presets(span, { from: '2009-01', to: '2018-12' }).find((p) => p.label === 'Last 12 months');
    expect(last).toEqual({ label: 'Last 12 months', from: '2025-05', to: '2026-04' });
  });

  it('never reach before the data and never repeat', () => {
    const short = presets({ from: '2024-01', to: '2024-06' }, { from: '2024-01', to: '2024-06' });
    expect(short).toHaveLength(1);
  });
});

describe('stretches', () => {
  it('join equal neighbors only', () => {
    expect(stretches(['a', 'a', 'b', 'a'])).toEqual([
      { from: 0, to: 1, value: 'a' },
      { from: 2, to: 2, value: 'b' },
      { from: 3, to: 3, value: 'a' },
    ]);
    expect(stretches([])).toEqual([]);
  });
});
