import { describe, expect, it } from 'vitest';
import type { OffenseInfo } from '../api/types';
import { compact, defaultOffenses, expand, selectionLabel, toggle } from './offenses';

const group = (id: string, label: string): OffenseInfo => ({
  id,
  label,
  weight: 1,
  reported_by: 'victim',
  finest: 'cell',
  default: id === 'a',
});
const known = {
  offenses: [group('a', 'Alpha'), group('b', 'Beta'), group('c', 'Gamma')],
  aliases: { both: ['a', 'b'], harm: ['a', 'b'], all_three: ['a', 'b', 'c'] },
};

describe('a choice of offenses', () => {
  it('expands names of several, each group once and in order', () => {
    expect(expand(['c', 'both', 'a', 'nothing'], known)).toEqual(['a', 'b', 'c']);
  });

  it('is written shortest', () => {
    expect(compact(['a', 'b'], known)).toEqual(['harm']);
    expect(compact(['a', 'c'], known)).toEqual(['a', 'c']);
    expect(compact(['a'], known)).toEqual(['a']);
  });

  it('cannot become empty', () => {
    expect(toggle(['a'], 'a', known)).toEqual(['a']);
    expect(toggle(['a', 'b'], 'a', known)).toEqual(['b']);
    expect(toggle(['b'], 'a', known)).toEqual(['a', 'b']);
  });

  it('reads as words', () => {
    expect(selectionLabel(['both'], known)).toBe('Serious harm');
    expect(selectionLabel(['a', 'c'], known)).toBe('Alpha and Gamma');
    expect(selectionLabel(['all_three'], known)).toBe('All three');
  });

  it('defaults to what the city names', () => {
    const defaults = { offense: 'both' } as never;
    expect(defaultOffenses({ ...known, defaults })).toEqual(['harm']);
    expect(defaultOffenses({ ...known, defaults: { offense: [] } as never })).toEqual(['a']);
  });
});
