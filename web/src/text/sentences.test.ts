import { describe, expect, it } from 'vitest';
import { ApiError } from '../api/client';
import type { RankItem } from '../api/types';
import { coverageSentence, siteSentence, tiedWithFirst, topSentence, trouble } from './sentences';

const item = (p_top: number, low = 0, high = 1): RankItem => ({ p_top, score_low: low, score_high: high }) as RankItem;
const problem = (p: object) => new ApiError({ status: 400, ...p }, 'x');

describe('a refused write', () => {
  const refused = (status: number) => trouble(new ApiError({ status, detail: 'not open here' }, 'refused'));
  it('offers the address instead', () => {
    expect(refused(403)).toEqual({
      what: 'Not open here.',
      todo: 'The address of this page holds every choice and can be kept instead.',
    });
  });
  it('says that nobody’s work was written over', () => {
    expect(refused(412).what).toMatch(/Somebody saved this scenario/);
  });
});

describe('trouble', () => {
  it('names the parameter and what is accepted', () => {
    const t = trouble(problem({ parameter: 'k', accepted: '1 to 20', detail: 'k is 99; expected 1 to 20' }));
    expect(t).toEqual({ what: 'K is 99; expected 1 to 20.', todo: 'Change the number of areas (accepted: 1 to 20).' });
  });

  it('tells silence from refusal', () => {
    expect(trouble(new ApiError(null, 'x')).what).toContain('does not answer');
    expect(trouble(problem({ status: 503 })).todo).toContain('in a moment');
    expect(trouble(problem({ status: 500, detail: 'secret' })).what).not.toContain('secret');
    expect(trouble(new Error('bug')).todo).toBe('Reload the page.');
  });
});

describe('a ranking', () => {
  it('says how much of the top is settled', () => {
    expect(topSentence([item(0.99), item(0.95), item(0.6), item(0.4), item(0.01)], 3)).toBe(
      '2 of 3 are clearly in the top 3 (a chance of 90% or more); for 2 more areas, it could go either way.',
    );
    expect(topSentence([item(0.5), item(0.5)], 1)).toBe(
      'No area is clearly first; for 2 areas, it could go either way.',
    );
    expect(topSentence([item(1), item(0)], 1)).toBe('1 area is clearly first.');
  });

  it('counts areas that cannot be told from the first', () => {
    expect(tiedWithFirst([item(1, 10, 20), item(1, 9, 12), item(0, 1, 9)])).toBe(2);
    expect(tiedWithFirst([])).toBe(0);
  });
});

describe('a window', () => {
  it('calls a gap missing', () => {
    const w = { from: '2020-01', to: '2024-12', months: 60, covered_months: 35, missing: [], systems: [] };
    expect(coverageSentence(w)).toBe('35 of 60 months have incident data; 25 are missing, not zero.');
    expect(coverageSentence({ ...w, covered_months: 0 })).toBe('No public incident data in this window.');
  });
});

describe('a site', () => {
  it('is never drawn as a stand-in without saying so', () => {
    const site = { id: 's', name: 'S', from: '2020-06', to: null, shape: 'stand-in' as const, area_ids: [], note: '' };
    expect(siteSentence(site, (m) => m)).toBe('since 2020-06; outline not published: whole neighborhoods stand in');
    expect(siteSentence({ ...site, shape: 'published', to: '2023-08' }, (m) => m)).toBe('2020-06 to 2023-08');
  });
});
