import { describe, expect, it } from 'vitest';
import { format, here, initial, parse, read, screens, type ViewState } from './url';

const full: ViewState = {
  screen: 'decide',
  embed: null,
  open: { of: 'catchments', id: 'c/3 ü' },
  limits: false,
  from: '2016-05',
  to: '2018-12',
  offense: ['homicide', 'armed_robbery'],
  measure: 'per_km2',
  unit: 'incident',
  time: 'occurred',
  area: 'point',
  k: 5,
  of: 'catchments',
  km2: 0.25,
  layer: 'hotspots',
  resolution: 9,
  bandwidth: 500,
  sites: false,
  camera: { zoom: 11.25, lng: -90.25, lat: 38.63 },
  weights: { burden: 3, shift_hours: 0.5 },
  concentration: 50,
  halfLife: 24,
  spacing: 800,
  apart: 2000,
  residents: 1500,
  outline: 2,
  shape: 'free',
  exclude: ['12', '3'],
  budget: 8_000_000,
  basis: 'counted',
  effort: 12,
  draft: [
    [-90.25, 38.61],
    [-90.24, 38.62],
    [-90.23, 38.6],
  ],
  drawn: true,
  compare: ['s-1', 's-2'],
  method: 'scan',
  step: 6,
  baseline: 'residents',
  periods: 'years',
  acted: 'optimize',
  part: 'worked',
  site: 'dutchtown',
  start: '2023-12',
  hours: 2.5,
  shift: 'fri,sat 20-4',
  begin: 'Grand & Gravois',
};

describe('the address', () => {
  it('holds the whole state and gives it back', () => {
    expect(parse(format(full))).toEqual(full);
    expect(parse(format(initial))).toEqual(initial);
    for (const screen of screens) {
      expect(parse(format({ ...full, screen, open: null }))).toEqual({ ...full, screen, open: null });
    }
    const certain = { ...full, concentration: Number.POSITIVE_INFINITY };
    expect(parse(format(certain))).toEqual(certain);
    expect(parse(format({ ...full, open: null, limits: true }))).toEqual({ ...full, open: null, limits: true });
  });

  it('reads an empty fragment as the start', () => {
    expect(parse('')).toEqual(initial);
    expect(parse('#')).toEqual(initial);
    expect(parse('#/')).toEqual(initial);
  });

  it('falls back to defaults where a value is not one that exists', () => {
    const state = parse('#/nowhere?measure=stars&k=99&layer=moon&km2=-1&at=a/b/c&res=9.5&offense=,&unit=');
    expect(state).toEqual({ ...initial, screen: 'ranking' });
  });

  it('says what it did not take, and what would be accepted', () => {
    const { state, refused } = read('#/?km2=50&k=3&res=9.5&measure=stars&from=2018-12&to=2016-01');
    expect(state).toMatchObject({ km2: null, k: 3, resolution: null, measure: 'count', from: null });
    const told = refused.map((r) => `${r.name}=${r.value}: ${r.accepted}; ${r.instead}`);
    expect(told).toContain('km2=50: a number from 0.05 to 25; the default');
    expect(told).toContain('res=9.5: a whole number from 8 to 10; the default');
    expect(refused.map((r) => r.name).sort()).toEqual(['from and to', 'km2', 'measure', 'res']);
    expect(read('#/?k=&offense=,&half=24').refused).toEqual([]);
  });

  it('takes what the server takes', () => {
    expect(parse('#/catchments?km2=25&spacing=50000&budget=0')).toMatchObject({ km2: 25, spacing: 50_000, budget: 0 });
    expect(parse('#/decide?weights=burden:10,recency:1').weights).toEqual({ burden: 10, recency: 1 });
  });

  it('leaves out the ground of existing sites unless it is said that they play no part', () => {
    expect(parse('#/catchments').spacing).toBe(0);
    expect(parse('#/catchments?spacing=any').spacing).toBeNull();
    expect(format({ ...initial, screen: 'catchments', spacing: null })).toContain('spacing=any');
    expect(format({ ...initial, screen: 'catchments' })).not.toContain('spacing');
  });

  it('takes a window only as a pair in order', () => {
    expect(parse('#/?from=2018-12&to=2016-01').from).toBeNull();
    expect(parse('#/?from=2018-12').from).toBeNull();
    expect(parse('#/?from=2018-13&to=2019-01').from).toBeNull();
    expect(parse('#/?from=2018-12&to=2018-12').to).toBe('2018-12');
  });

  it('opens addresses of the time when the ranking was the first screen', () => {
    expect(parse('#/?from=2016-01&to=2018-12').screen).toBe('ranking');
    expect(parse('#/area/16?k=3')).toMatchObject({ screen: 'ranking', open: { id: '16' } });
    expect(parse('#/next/area/16?k=3')).toMatchObject({ screen: 'next', open: { id: '16' } });
  });

  it('has a path of its own for each view', () => {
    const path = (patch: Partial<ViewState>) => format({ ...initial, ...patch }).split('?')[0];
    const open = { of: 'neighborhoods', id: '16' } as const;
    expect(path({ screen: 'next' })).toBe('/next');
    expect(path({ screen: 'scenarios' })).toBe('/decisions');
    expect(path({ screen: 'hotspots', method: 'knox' })).toBe('/evidence/knox');
    expect(path({ screen: 'backtest' })).toBe('/evidence/backtest');
    expect(path({ screen: 'next', open })).toBe('/place/16');
    expect(path({ screen: 'next', open: { of: 'catchments', id: 'A' } })).toBe('/catchment/A');
    expect(path({ screen: 'ranking', open })).toBe('/ranking/area/16');
    expect(path({ screen: 'ranking', embed: 'series', open })).toBe('/embed/series/16');
    expect(parse('/evidence/knox?k=3')).toMatchObject({ screen: 'hotspots', method: 'knox', k: 3 });
    expect(parse('/place/16')).toMatchObject({ screen: 'next', open });
    expect(parse('/embed/series/16')).toMatchObject({ screen: 'ranking', embed: 'series', open });
    expect(parse('/?from=2016-01&to=2016-12').screen).toBe('next');
  });

  it('opens fragments of the time before views had paths', () => {
    const at = (pathname: string, search: string, hash: string) => here({ pathname, search, hash } as Location);
    expect(parse(at('/', '', '#/hotspots?method=spread'))).toMatchObject({ screen: 'hotspots', method: 'spread' });
    expect(parse(at('/next', '?k=3', '#/scenarios')).screen).toBe('scenarios');
    expect(parse(at('/glossary', '?k=3', '#map')).screen).toBe('glossary');
  });

  it('survives a damaged escape', () => {
    expect(parse('#/area/%E0%A4%A').open).toBeNull();
  });

  it('reads the start of a long link that was cut off', () => {
    expect(parse('#/area/16?from=2009-01&to=2018-12&offen')).toMatchObject({
      open: { of: 'neighborhoods', id: '16' },
      from: '2009-01',
      offense: null,
    });
  });
});
