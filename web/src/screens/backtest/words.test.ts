import { describe, expect, it } from 'vitest';
import { pairedText, signedPoints, yearsLabel } from './words';

describe('the backtest', () => {
  it('writes years in sequence as spans', () => {
    expect(yearsLabel([2012, 2013, 2014, 2025])).toBe('2012–2014, 2025');
    expect(yearsLabel([])).toBe('');
  });

  it('writes a paired mean with its interval, where it has one', () => {
    const p = { mean: 0.035, low: -0.01, high: 0.08, above: 6, years: 9, verdict: 'open' } as const;
    expect(pairedText(p)).toBe('+3.5 (−1.0 to +8.0)');
    expect(pairedText({ ...p, low: null, high: null })).toBe('+3.5');
  });

  it('signs differences', () => {
    expect([signedPoints(-0.042), signedPoints(0.006), signedPoints(-0.0001)]).toEqual(['−4.2', '+0.6', '0.0']);
  });
});
