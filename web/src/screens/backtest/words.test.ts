import { describe, expect, it } from 'vitest';
import type { BacktestSummary } from '../../api/types';
import { backtestFinding, paired, pairedText, signedPoints, yearsLabel } from './words';

describe('the backtest', () => {
  const row = (method: string, connected: boolean, low: number | null, high: number | null) =>
    ({
      method,
      connected,
      capture_ratio: 0.7,
      engine_less: low === null ? null : { mean: 0, low, high, above: 5, years: 9 },
    }) as BacktestSummary;
  const rows = [
    row('engine', true, null, null),
    row('kde-peaks', true, -0.01, 0.08),
    row('random', true, 0.5, 0.7),
    row('gi-cells', false, -0.2, -0.1),
  ];

  it('claims to be better only where the paired interval says so', () => {
    expect(rows.map((r) => paired(r.engine_less))).toEqual(['itself', 'open', 'ahead', 'behind']);
    expect(paired({ mean: 0.3, low: null, high: null, above: 1, years: 1 })).toBe('open');
    expect(backtestFinding(rows)).toEqual([
      'The engine reached 70% of what a choice with hindsight would have held.',
      'It did clearly better than 1 of the 2 other ways of choosing sites; against KDE peaks of ten years the difference is within chance.',
      'It did clearly better than none of the ways of picking loose cells, which no team could walk; Gi* cells of ten years did clearly better.',
    ]);
  });

  it('judges by the figures as they are shown', () => {
    const p = { mean: 0.03, low: 0.0004, high: 0.06, above: 6, years: 9 };
    expect([pairedText(p), paired(p)]).toEqual(['+3.0 (0.0 to +6.0)', 'open']);
  });

  it('says so where nothing can be compared', () => {
    expect(backtestFinding([])[0]).toMatch(/nothing to compare/);
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
