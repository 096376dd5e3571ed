import { describe, expect, it } from 'vitest';
import type { BacktestSummary, CriterionInfo, DecidedItem } from '../api/types';
import {
  backtestFinding,
  basisSentence,
  budgetSentence,
  certaintySentence,
  changeSentences,
  decisionFinding,
  detectSentence,
  doubtSentence,
  fallSentence,
  gapSentence,
  paired,
  pairedText,
  rankSetSentence,
  scoreSentence,
  signedPoints,
  yearsLabel,
} from './siting-sentences';

const item = (p_top: number, counts = p_top, weights = p_top) =>
  ({ p_top, p_top_counts_only: counts, p_top_weights_only: weights }) as DecidedItem;

describe('the decision', () => {
  it('says what is settled and what could go either way', () => {
    expect(decisionFinding([item(0.97), item(0.92), item(0.5), item(0.02)], 3)).toBe(
      '2 of 3 are clearly in the top 3 (a chance of 90% or more); for 1 more place, it could go either way.',
    );
    expect(decisionFinding([item(0.5), item(0.4)], 1)).toBe(
      'No place is clearly first; for 2 places, it could go either way.',
    );
  });

  it('says where the doubt comes from', () => {
    expect(doubtSentence([item(0.5, 0.5, 1)])).toMatch(/chance in the counts; the weights matter little/);
    expect(doubtSentence([item(0.5, 1, 0.5)])).toMatch(/about the weights; the counts are clear/);
    expect(doubtSentence([item(1)])).toBeNull();
  });

  it('says what doubt about the weights means', () => {
    const criteria = [
      { label: 'Burden', weight: 3 },
      { label: 'Trend', weight: 1 },
    ] as CriterionInfo[];
    expect(certaintySentence(criteria, 50)).toBe(
      'Burden has 75% of the weight; the draws vary it between about 65% and 85%.',
    );
    expect(certaintySentence(criteria.slice(0, 1), 50)).toMatch(/always 100%/);
    expect(certaintySentence(criteria, Number.POSITIVE_INFINITY)).toMatch(/taken as certain/);
  });

  it('says what would move a place, and when nothing would', () => {
    const label = (id: string) => id;
    const change = { weight: { criterion: 'recency', from: 1, to: 2.437 }, incidents: { n: 12, direction: 'more' } };
    expect(changeSentences(change, false, 3, label)).toEqual([
      'Raising the weight of recency from 1 to 2.44 would bring it into the top 3.',
      '12 more offenses in the period, with all else equal, would bring it into the top 3.',
    ]);
    const none = changeSentences({ weight: null, incidents: null }, true, 3, label);
    expect(none[0]).toBe('No change of a single weight would move it out of the top 3.');
    expect(none[1]).toMatch(/^Even without a single offense/);
  });

  it('says the fall to expect without a program, also where it is a rise', () => {
    expect(fallSentence({ observed: 60, expected: 48, share: 0.2 })).toMatch(/fall of about 20% .* with no program/);
    expect(fallSentence({ observed: 40, expected: 48, share: -0.2 })).toMatch(/rise of about 20%/);
    expect(fallSentence({ observed: 0, expected: 2, share: null })).not.toMatch(/%/);
  });

  it('never promises that an effect could be seen', () => {
    expect(detectSentence({ events_per_year: 4, year_visible: null })).toMatch(/could not be told from chance/);
    expect(detectSentence({ events_per_year: 90, year_visible: 2031 })).toMatch(/by 2031 at the earliest/);
  });

  it('sets rank sets beside the interval of the draws', () => {
    const ranks = { rank_low: 2, rank_high: 5, rank_set_low: 1, rank_set_high: 9 } as DecidedItem;
    expect(rankSetSentence(ranks)).toMatch(/ranks 2–5\..* ranks 1–9 cannot be ruled out \(90% confidence/);
    expect(rankSetSentence({ ...ranks, rank_set_low: 1, rank_set_high: 1 })).toContain(
      'only rank 1 cannot be ruled out',
    );
  });
});

describe('the optimizer', () => {
  it('says the gap as what another choice could hold more', () => {
    expect(gapSentence({ harm: 100, bound: 104.2, gap: 0.04, basis: 'counted' }, 3)).toBe(
      'No other choice of 3 under these constraints could hold more than 4.2% more: this is proven.',
    );
    expect(gapSentence({ harm: 100, bound: 100, gap: 0, basis: 'counted' }, 1)).toMatch(
      /No other catchment .* holds more:/,
    );
    expect(gapSentence({ harm: 100, bound: 104.2, gap: 0.04, basis: 'expected' }, 3)).toMatch(
      /4\.2% more expected harm: /,
    );
  });

  it('says what the catchments were chosen by', () => {
    expect(basisSentence({ basis: 'counted', expected: null, harm: 1 })).toMatch(/counts of the period/);
    const expected = {
      half_life_months: 60,
      predictors: [
        { offense: 'a', label: 'Simple assault', weight: 0.5 },
        { offense: 'b', label: 'Theft', weight: 0 },
      ],
    };
    const words = basisSentence({ basis: 'expected', expected, harm: 1 });
    expect(words).toMatch(/harm to expect per year .* simple assault count too/);
    expect(words).not.toContain('theft');
    expect(basisSentence({ basis: 'expected', expected: { ...expected, predictors: [] }, harm: 1 })).toMatch(
      /count more\.$/,
    );
  });

  it('says when the budget is too small', () => {
    const budget = { launch_usd: 750_000, staff_per_site: 8, affordable_k: 2 };
    expect(budgetSentence(budget, 3)).toMatch(/covers 2 sites: fewer than the 3 asked for/);
    expect(budgetSentence(budget, 2)).toMatch(/covers 2 sites\.$/);
  });

  it('compares a drawn catchment with the best of its size', () => {
    expect(scoreSentence(0.625)).toMatch(/63% of what the best/);
    expect(scoreSentence(1.01)).toMatch(/as much as the best/);
  });
});

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
