import { describe, expect, it } from 'vitest';
import { addMonths, monthAt, monthIndex, stretches } from './months';

describe('months', () => {
  it('count across the turn of the year', () => {
    expect(addMonths('2018-12', 1)).toBe('2019-01');
    expect(addMonths('2019-01', -13)).toBe('2017-12');
    expect(monthAt(monthIndex('2024-05'))).toBe('2024-05');
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
