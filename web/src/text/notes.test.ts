import { describe, expect, it } from 'vitest';
import { coverageSentence, siteSentence } from './notes';

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
