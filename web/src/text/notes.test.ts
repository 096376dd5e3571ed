import { describe, expect, it } from 'vitest';
import { coverageSentence, openSites, siteSentence, standInLabel } from './notes';

describe('a window', () => {
  it('calls a gap missing', () => {
    const w = { from: '2020-01', to: '2024-12', months: 60, covered_months: 35, missing: [], systems: [] };
    expect(coverageSentence(w)).toBe('35 of 60 months have incident data; 25 are missing, not zero.');
    expect(coverageSentence({ ...w, covered_months: 60 }, [{ from: w.to, to: null }])).toBe(
      'All 60 months have incident data, not all of them whole: read the note.',
    );
    expect(coverageSentence({ ...w, covered_months: 0 })).toBe('No public incident data in this window.');
  });
});

describe('a site', () => {
  it('is never drawn as a stand-in without saying so', () => {
    const shape = 'stand-in' as const;
    const site = { id: 's', name: 'S', from: '2020-06', to: null, shape, area_ids: ['7'], note: '' };
    const drawn = { ...site, area_ids: [] };
    expect(siteSentence(site, (m) => m)).toBe('since 2020-06; outline not published: whole neighborhoods stand in');
    expect(siteSentence(drawn, (m) => m)).toBe('since 2020-06; outline not published: other ground stands in');
    expect(standInLabel([site, drawn])).toBe(
      'outline not published: whole neighborhoods stand in, or other ground stands in',
    );
    const own = { ...site, shape: 'published' as const };
    expect(standInLabel([site, own])).toBe('where the outline is not published, whole neighborhoods stand in');
    expect(standInLabel([own])).toBeNull();
    expect(siteSentence({ ...site, shape: 'published', to: '2023-08' }, (m) => m)).toBe('2020-06 to 2023-08');
  });

  it('is open from its first month to its last', () => {
    const site = {
      id: 's',
      name: 'S',
      from: '2020-06',
      to: '2023-08',
      shape: 'published' as const,
      area_ids: ['7'],
      note: '',
    };
    const open = (area: string, month: string) => openSites([site], area, month).length;
    expect([open('7', '2020-05'), open('7', '2020-06'), open('7', '2023-08'), open('7', '2023-09')]).toEqual([
      0, 1, 1, 0,
    ]);
    expect(open('8', '2021-01')).toBe(0);
  });
});
