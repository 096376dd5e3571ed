import { describe, expect, it } from 'vitest';
import { paired, pairedText, signedPoints, yearsLabel } from './words';

describe('the backtest', () => {
  it('claims to be better only where the paired interval says so', () => {
    const of = (low: number, high: number) => ({ mean: 0, low, high, above: 5, years: 9 });
    const rows = [null, of(-0.01, 0.08), of(0.5, 0.7), of(-0.2, -0.1)];
    expect(rows.map(paired)).toEqual(['itself', 'open', 'ahead', 'behind']);
    expect(paired({ mean: 0.3, low: null, high: null, above: 1, years: 1 })).toBe('open');
  });

  it('judges by the figures as they are shown', () => {
    const p = { mean: 0.03, low: 0.0004, high: 0.06, above: 6, years: 9 };
    expect([pairedText(p), paired(p)]).toEqual(['+3.0 (0.0 to +6.0)', 'open']);
  });

  it('writes years in sequence as spans', () => {
    expect(yearsLabel([2012, 2013, 2014, 2025])).toBe('2012–2014, 2025');
    expect(yearsLabel([])).toBe('');
  });

  it('writes a paired mean with its interval, where it has one', () => {
    const p = { mean: 0.035, low: -0.01, high: 0.08, above: 6, years: 9 };
    expect(pairedText(p)).toBe('+3.5 (−1.0 to +8.0)');
    expect(pairedText({ ...p, low: null, high: null })).toBe('+3.5');
  });

  it('signs differences', () => {
    expect([signedPoints(-0.042), signedPoints(0.006), signedPoints(-0.0001)]).toEqual(['−4.2', '+0.6', '0.0']);
  });
});
