import { describe, expect, it } from 'vitest';
import { ApiError } from '../../../api/client';
import type { RegisteredSite } from '../../../api/types';
import { bodyOf, empty, faultsOf, idOf, refusedOf } from './change';

const site: RegisteredSite = { id: 'north', name: 'North', outlines: [], facts: [], documents: ['Contract 7'] };
const square = {
  type: 'Polygon',
  coordinates: [
    [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 0],
    ],
  ],
} as GeoJSON.Polygon;
const refused = (status: number, more: object) => refusedOf(new ApiError({ status, ...more }, 'refused'));

it('makes an id of a name that the server takes', () => {
  expect(idOf('O’Fallon & Peñrose Park')).toBe('o-fallon-penrose-park');
  expect(idOf('  — ')).toBe('');
  const long = idOf(`${'a'.repeat(79)} b`);
  expect(long).toBe('a'.repeat(79));
});

describe('what is missing', () => {
  it('is said at its field before anything is sent', () => {
    const faults = faultsOf('add', empty, null, null);
    expect(Object.keys(faults).sort()).toEqual(['from', 'id', 'name', 'outline', 'why']);
    expect(faultsOf('move', { ...empty, from: '2024-13', why: 'x' }, { geometry: square }, site)).toEqual({
      from: expect.stringContaining('2024-06'),
      own: expect.any(String),
    });
    expect(Object.keys(faultsOf('close', { ...empty, why: 'x' }, null, site))).toEqual(['to']);
  });

  it('is anything at all, and every number that is none', () => {
    const papers = { ...empty, why: 'x', documents: 'Contract 7' };
    expect(Object.keys(faultsOf('holds', papers, null, site))).toEqual(['form']);
    expect(faultsOf('holds', { ...papers, documents: '' }, null, site)).toEqual({});
    const staff = { ...papers, from: '2024-01', staff: 'twelve', budget: '$750,000' };
    expect(Object.keys(faultsOf('holds', staff, null, site))).toEqual(['staff']);
    expect(Object.keys(faultsOf('holds', { ...staff, from: '', staff: '-3' }, null, site))).toEqual(['from', 'staff']);
  });
});

describe('what is sent', () => {
  const typed = { ...empty, name: ' South ', id: 'south', from: '2024-06', why: ' New contract. ' };

  it('is what was typed, and nothing of what was left empty', () => {
    expect(bodyOf('add', typed, { areas: ['5'] }, null)).toEqual({
      why: 'New contract.',
      name: 'South',
      from: '2024-06',
      areas: ['5'],
    });
    const more = { ...typed, providers: 'One\n\n Two ', staff: '12', budget: '$1,200,000', documents: 'Contract 7' };
    expect(bodyOf('holds', more, null, site)).toEqual({
      why: 'New contract.',
      from: '2024-06',
      providers: ['One', 'Two'],
      staff: 12,
      budget_dollars: 1_200_000,
    });
    expect(bodyOf('close', { ...typed, to: '2025-12' }, null, site)).toEqual({ why: 'New contract.', to: '2025-12' });
  });

  it('says whose outline it is', () => {
    const move = bodyOf('move', { ...typed, own: 'stand-in', source: 'Map' }, { geometry: square }, site);
    expect(move).toEqual({ why: 'New contract.', from: '2024-06', outline: square, stand_in: true, source: 'Map' });
    expect(bodyOf('move', { ...typed, own: 'own' }, { geometry: square }, site).stand_in).toBe(false);
  });
});

describe('a refusal', () => {
  it('stands at the field that it is about, with what would be accepted', () => {
    const about = { parameter: 'areas', value: '999', accepted: 'the id of an area of the city' };
    expect(refused(400, about)).toEqual({
      faults: { outline: '“999” is not accepted. Accepted: the id of an area of the city.' },
      conflict: false,
    });
    expect(refused(409, { code: 'site-taken' }).faults).toHaveProperty('id');
    expect(refused(413, { detail: 'a body may have up to 9 bytes' }).faults.outline).toBe(
      'A body may have up to 9 bytes.',
    );
    expect(refused(400, { detail: 'unknown field' }).faults).toEqual({ form: 'Unknown field.' });
    expect(refused(403, { detail: 'planners and administrators save' }).faults).toEqual({
      form: 'Planners and administrators save.',
    });
  });

  it('because somebody was faster is no fault of a field', () => {
    expect(refused(412, { parameter: 'If-Match' })).toEqual({ faults: {}, conflict: true });
  });
});
