import { expect, it } from 'vitest';
import type { Scenario } from '../../api/types';
import { initial, parse, type ViewState } from '../../state/url';
import { addressOf, type Choice, chosenOf, pickedOf, scenarioBody, splitNote } from './scenario';

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
const q = { ...question, offense: ['harm'] };
const free = {
  area_km2: 0.25,
  spacing_m: null,
  apart_m: null,
  least_residents: null,
  outline: null,
  shape: null,
  exclude: '',
  budget_usd: null,
  effort: null,
} as const;
const choice: Choice = {
  asked: 'rankings',
  of: 'neighborhoods',
  picked: ['4'],
  chosen: [],
  weighing: { weights: 'burden:2', concentration: '50', half_life_months: null },
  constraints: { ...free, basis: 'expected' },
};
const catchment = (id: string, name: string) => ({ id, name, cells: [`89${id}`] }) as never;

it('a decision is saved with its weights, and opens as it was, without the area that was open', () => {
  const state: ViewState = {
    ...initial,
    screen: 'scenarios',
    acted: 'decision',
    open: { of: 'neighborhoods', id: '4' },
    weights: { burden: 2 },
    camera: { zoom: 13, lng: -90.2, lat: 38.6 },
  };
  const body = scenarioBody(' Two ', ' Why. ', state, q, { ...choice, asked: 'decision' });
  expect(body).toMatchObject({ name: 'Two', note: 'Why.', asked: 'decision', picked: ['4'], drawn: [] });
  expect(body.question).toMatchObject({ weights: 'burden:2', concentration: '50' });
  for (const absent of ['area_km2', 'half_life_months', 'basis', 'spacing_m'])
    expect(body.question).not.toHaveProperty(absent);
  expect(parse(addressOf(body as unknown as Scenario))).toMatchObject({
    screen: 'decide',
    weights: { burden: 2 },
    open: null,
    camera: { zoom: 13, lng: -90.2, lat: 38.6 },
  });
});

it('a choice of catchments is saved as what was chosen: which, their ground, and the limits', () => {
  const state: ViewState = { ...initial, screen: 'scenarios', acted: 'optimize', spacing: 1000, km2: 0.25 };
  const chosen = chosenOf([catchment('1', 'Downtown West'), catchment('2', 'Downtown')]);
  const constraints = { ...choice.constraints, spacing_m: 1000, budget_usd: 2_250_000 };
  const body = scenarioBody('Three', '', state, q, {
    ...choice,
    asked: 'optimize',
    of: 'catchments',
    ...chosen,
    constraints,
  });
  expect(body.asked).toBe('optimize');
  expect(body.picked).toEqual(['1', '2']);
  expect(body.drawn).toEqual([
    { name: 'Downtown West', cells: ['891'] },
    { name: 'Downtown', cells: ['892'] },
  ]);
  expect(body.question).toMatchObject({
    k: 3,
    area_km2: 0.25,
    spacing_m: 1000,
    budget_usd: 2_250_000,
    basis: 'expected',
  });
  for (const absent of ['weights', 'concentration', 'of']) expect(body.question).not.toHaveProperty(absent);
  expect(parse(addressOf(body as unknown as Scenario))).toMatchObject({
    screen: 'catchments',
    spacing: 1000,
    km2: 0.25,
  });
});

it('a drawn catchment goes along as a polygon, and opens on its screen', () => {
  const draft: [number, number][] = [
    [-90.25, 38.63],
    [-90.24, 38.63],
    [-90.24, 38.64],
  ];
  const state: ViewState = { ...initial, screen: 'scenarios', draft, drawn: true };
  const body = scenarioBody('x', '', state, q, choice);
  expect(body.drawn[0]?.polygon?.coordinates[0]).toHaveLength(4);
  expect(parse(addressOf(body as unknown as Scenario))).toMatchObject({ screen: 'draw', draft, drawn: true });
});

it('a scenario of an earlier version opens from the address under its note', () => {
  const note = 'For the council.\n\nAddress in the viewer: #/decide?k=3';
  expect(splitNote(note)).toEqual({ text: 'For the council.', address: '#/decide?k=3' });
  expect(splitNote('By hand.')).toEqual({ text: 'By hand.', address: null });
  expect(addressOf({ note, question: {} })).toBe('#/decide?k=3');
});

it('catchments saved without a distance from sites open so, though the screen now starts outside them', () => {
  const old = { note: '', question: {}, asked: 'optimize' } as const;
  expect(parse(addressOf(old)).spacing).toBeNull();
  expect(parse(addressOf({ ...old, view: '#/catchments?k=2' }))).toMatchObject({ k: 2, spacing: null });
  expect(parse(addressOf({ ...old, question: { spacing_m: 0 }, view: '#/catchments' })).spacing).toBe(0);
});

it('a scenario written elsewhere opens as its question, on the screen that asks it', () => {
  const foreign = {
    note: '',
    question: { from: '2016-01', to: '2018-12', k: 5, area_km2: 0.25, spacing_m: 300 },
    asked: 'optimize',
  } as const;
  expect(parse(addressOf(foreign))).toMatchObject({
    screen: 'catchments',
    from: '2016-01',
    k: 5,
    km2: 0.25,
    spacing: 300,
  });
  const ranked = { note: '', question: { of: 'catchments', weights: 'burden:1,trend:2' } };
  expect(parse(addressOf(ranked))).toMatchObject({
    screen: 'ranking',
    of: 'catchments',
    weights: { burden: 1, trend: 2 },
  });
});

it('the first k of a list are what was picked', () => {
  const items = [1, 2, 3, 4].map((rank) => ({ id: `n${rank}`, rank }));
  expect(pickedOf(items, 2)).toEqual(['n1', 'n2']);
  expect(pickedOf(undefined, 2)).toEqual([]);
});
