import { expect, it } from 'vitest';
import type { Scenario } from '../../api/types';
import { initial, parse } from '../../state/url';
import { addressOf, scenarioBody, splitNote, withAddress } from './scenario';

const free = {
  spacing_m: null,
  outline: null,
  exclude: '',
  budget_usd: null,
  effort: null,
  basis: 'expected',
} as const;

const question = {
  from: '2009-01',
  to: '2018-12',
  offense: ['harm'],
  unit: 'net',
  time: 'reported',
  area: 'label',
  measure: 'count',
  k: 3,
} as const;

it('a note keeps the address under it, and gives both back', () => {
  const note = withAddress(' For the council. ', '#/decide?k=3');
  expect(splitNote(note)).toEqual({ text: 'For the council.', address: '#/decide?k=3' });
  expect(splitNote(withAddress('', '#/?k=3'))).toEqual({ text: '', address: '#/?k=3' });
  expect(splitNote('By hand.')).toEqual({ text: 'By hand.', address: null });
});

it('a saved choice opens as it was, without the area that was open', () => {
  const state = {
    ...initial,
    screen: 'decide',
    open: { of: 'neighborhoods', id: '4' },
    weights: { burden: 2 },
  } as const;
  const body = scenarioBody(
    ' Two ',
    '',
    state,
    { ...question, offense: ['harm'] },
    {
      of: 'neighborhoods',
      picked: ['4'],
      weighing: { weights: 'burden:2', concentration: '50', half_life_months: null },
      constraints: { area_km2: 1, ...free },
    },
  );
  expect(body.name).toBe('Two');
  expect(body.question).not.toHaveProperty('area_km2');
  expect(body.question).toMatchObject({ weights: 'burden:2', concentration: '50' });
  expect(body.question).not.toHaveProperty('half_life_months');
  expect(parse(addressOf(body as unknown as Scenario))).toMatchObject({
    screen: 'decide',
    weights: { burden: 2 },
    open: null,
  });
});

it('a drawn catchment goes along as a polygon', () => {
  const draft: [number, number][] = [
    [-90.25, 38.63],
    [-90.24, 38.63],
    [-90.24, 38.64],
  ];
  const state = { ...initial, draft, drawn: true };
  const body = scenarioBody(
    'x',
    '',
    state,
    { ...question, offense: ['harm'] },
    { of: 'catchments', picked: [], weighing: null, constraints: { area_km2: 0.25, ...free, spacing_m: 400 } },
  );
  expect(body.drawn[0]?.polygon?.coordinates[0]).toHaveLength(4);
  expect(body.question).toMatchObject({ of: 'catchments', area_km2: 0.25, spacing_m: 400 });
  expect(body.question).not.toHaveProperty('budget_usd');
});

it('a scenario written elsewhere opens as its question', () => {
  const foreign = {
    note: '',
    question: {
      from: '2016-01',
      to: '2018-12',
      k: 5,
      of: 'catchments',
      area_km2: 0.25,
      weights: 'burden:1,trend:2',
      spacing_m: 300,
    },
  };
  expect(parse(addressOf(foreign as unknown as Scenario))).toMatchObject({
    from: '2016-01',
    k: 5,
    of: 'catchments',
    km2: 0.25,
    weights: { burden: 1, trend: 2 },
    spacing: 300,
  });
});
