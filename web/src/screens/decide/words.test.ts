import { describe, expect, it } from 'vitest';
import type { CriterionInfo, DecidedItem } from '../../api/types';
import {
  certaintySentence,
  changeSentences,
  decisionFinding,
  detectSentence,
  doubtSentence,
  fallSentence,
  rankSetSentence,
} from './words';

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

  it('calls clear what is shown as 90%, and open what is shown as less', () => {
    expect(decisionFinding([item(0.896), item(0.894)], 1)).toBe(
      '1 of 1 is clearly first (a chance of 90% or more); for 1 more place, it could go either way.',
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
