import { describe, expect, it } from 'vitest';
import { basisSentence, budgetSentence, gapSentence } from './words';

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

  it('rounds a bound up, never down, and claims a proof only without a gap', () => {
    const said = (more: number) => gapSentence({ harm: 100, bound: 100 * (1 + more), gap: more, basis: 'counted' }, 3);
    expect(said(0.022012)).toContain('more than 2.3% more');
    expect(said(0.000129)).toContain('more than 0.1% more');
    expect(said(0.121)).toContain('more than 13% more');
  });

  it('says what the catchments were chosen by', () => {
    expect(basisSentence({ basis: 'counted', expected: null, harm: 1 })).toMatch(/counts of the period/);
    const expected = {
      half_life_months: 60,
      burst: 1,
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
});
