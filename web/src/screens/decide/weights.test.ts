import { describe, expect, it } from 'vitest';
import { Fields } from '../../state/fields';
import {
  certaintyStep,
  formatConcentration,
  formatWeights,
  isWeighing,
  mostWeight,
  parseWeights,
  readConcentration,
  shareOf,
} from './weights';

describe('weights in the address', () => {
  it('are read and written, those of 0 left out', () => {
    expect(parseWeights('burden:3,shift_hours:0.5')).toEqual({ burden: 3, shift_hours: 0.5 });
    expect(formatWeights({ burden: 3, trend: 0, shift_hours: 0.5 })).toBe('burden:3,shift_hours:0.5');
  });

  it('leave out what cannot be a weight, and tell it', () => {
    const told: string[] = [];
    const tell = (value: string, _: string, instead: string) => told.push(`${value}: ${instead}`);
    expect(parseWeights('burden:1,Equity!:1,recency:x,severity', tell)).toEqual({ burden: 1 });
    expect(told).toEqual(['Equity!:1: no weight', 'recency:x: no weight', 'severity: no weight']);
    expect(parseWeights('')).toBeNull();
  });

  it('are taken as far as the server takes them, and no weight is dropped in silence', () => {
    const told: string[] = [];
    const tell = (value: string, _: string, instead: string) => told.push(`${value}: ${instead}`);
    expect(parseWeights('burden:10,recency:1', tell)).toEqual({ burden: 10, recency: 1 });
    expect(told).toEqual([]);
    expect(parseWeights('burden:5000,trend:-1', tell)).toEqual({ burden: mostWeight, trend: 0 });
    expect(told).toEqual([`burden:5000: ${mostWeight}`, 'trend:-1: 0']);
  });
});

describe('shares', () => {
  it('are parts of all weight, and 0 where nothing weighs', () => {
    expect(shareOf({ burden: 3, trend: 1 }, 'burden')).toBe(0.75);
    expect(shareOf({ burden: 0 }, 'burden')).toBe(0);
    expect(isWeighing({ burden: 0 })).toBe(false);
  });

  it('find the nearest step of the slider', () => {
    expect(certaintyStep(50)).toBe(2);
    expect(certaintyStep(100_000)).toBe(4);
    expect(certaintyStep(1)).toBe(0);
    expect(certaintyStep(Number.POSITIVE_INFINITY)).toBe(5);
  });

  it('write certainty as the server reads it', () => {
    expect([50, Number.POSITIVE_INFINITY].map(formatConcentration)).toEqual(['50', 'inf']);
    const fields = (sure: string) => new Fields(`sure=${sure}`);
    expect(['50', 'inf', '0', ''].map((t) => readConcentration(fields(t)))).toEqual([
      50,
      Number.POSITIVE_INFINITY,
      null,
      null,
    ]);
  });
});
