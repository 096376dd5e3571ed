import { describe, expect, it } from 'vitest';
import { has } from './description';
import { answered, chanceUrl, clustersUrl, type Question, rankingUrl, tiles } from './questions';
import type { Said } from './types';

const question: Question = {
  from: '2009-01',
  to: '2018-12',
  offense: ['homicide', 'robbery'],
  unit: 'net',
  time: 'reported',
  area: 'label',
  measure: 'count',
  k: 3,
};
const limits = {
  area_km2: 1,
  spacing_m: 0,
  apart_m: null,
  least_residents: null,
  outline: null,
  shape: null,
  exclude: '',
  budget_usd: null,
  effort: 0,
} as const;

describe('addresses', () => {
  it('say everything that was asked', () => {
    const counted = 'from=2009-01&to=2018-12&offense=homicide,robbery&unit=net&time=reported&area=label';
    expect(rankingUrl(question, 'neighborhoods', 2.5, 'csv')).toBe(
      `/api/v1/rankings?${counted}&measure=count&k=3&of=neighborhoods&format=csv`,
    );
  });

  it('carry the catchment area only for catchments', () => {
    expect(rankingUrl(question, 'catchments', 0.25)).toContain('area_km2=0.25');
    expect(rankingUrl(question, 'neighborhoods', 0.25)).not.toContain('area_km2');
    expect(rankingUrl(question, 'catchments', 0.25)).not.toContain('area=');
  });

  it('carry only parameters that the question has', () => {
    const own = (address: string) => [...new URLSearchParams(address.split('?')[1]).keys()];
    const chance = own(chanceUrl(question, { ...limits, basis: 'counted' }));
    for (const name of chance) expect(has('/api/v1/catchments/chance', name), name).toBe(true);
    const clusters = own(clustersUrl(question, { method: 'knox', resolution: 9, step: null, baseline: null }));
    for (const name of clusters) expect(has('/api/v1/clusters', name), name).toBe(true);
  });

  it('keep a zero, which is no absence', () => {
    expect(chanceUrl(question, { ...limits, basis: 'counted' })).toMatch(/spacing_m=0.*effort=0|effort=0.*spacing_m=0/);
  });
});

describe('tiles', () => {
  it('keep their placeholders, and take the parameters of their own layer alone', () => {
    const cells = tiles('cells', 'http://here', 'abc', { ...question, resolution: 8, bandwidth_m: 500 });
    expect(cells).toMatch(/^http:\/\/here\/tiles\/cells\/{z}\/{x}\/{y}\?/);
    expect(cells).toContain('resolution=8');
    expect(cells).toContain('offense=homicide,robbery');
    expect(cells).not.toContain('bandwidth_m');
    expect(tiles('surface', 'http://here', 'abc', { bandwidth_m: 500 })).toMatch(/edge=uniform.*bandwidth_m=500/);
  });

  it('name the dataset', () => {
    expect(tiles('sites', 'http://here', 'abc')).toBe('http://here/tiles/sites/{z}/{x}/{y}?dataset=abc');
  });
});

it('an answer says what it answers, and nothing of what its question lacks', () => {
  const meta = { params: { from: '2015-01', k: 5, weights: { homicide: 1 }, seed: 1 } } as unknown as Said;
  expect(answered(meta, question)).toEqual({ ...question, from: '2015-01', k: 5 });
  const withheld = { ...meta, params: { offense: ['homicide'] }, withheld: ['rape'] };
  expect(answered(withheld, question).offense).toEqual(['homicide', 'rape']);
});
