import { describe, expect, it } from 'vitest';
import type { Gazetteer } from '../../api/basemap';
import { find, index } from './match';
import { distance, nameCost, words } from './words';

const box: [number, number, number, number] = [0, 0, 1, 1];
const at: [number, number] = [-90.2, 38.6];
const streetNames = [
  'S Grand Blvd',
  'N Grand Blvd',
  'Gravois Ave',
  'S Kingshighway Blvd',
  'Saint Louis Ave',
  'N 14th St',
  'Dr Martin Luther King Dr',
  'Lewis and Clark Blvd',
  'Grandview Pl',
  'I-44',
  'Grant Ave',
  'Arsenal St',
  'Chippewa St',
];
const crossing = (a: string, b: string, area: number): Gazetteer['crossings'][number] => {
  const [i, j] = [streetNames.indexOf(a), streetNames.indexOf(b)].sort((x, y) => x - y);
  return [i ?? 0, j ?? 0, -90.24, 38.6, area];
};
const city: Gazetteer = {
  areas: [
    { id: '16', name: 'Dutchtown', kind: 'neighborhood', at, box },
    { id: '15', name: 'Tower Grove South', kind: 'neighborhood', at, box },
    { id: '68', name: 'O’Fallon', kind: 'neighborhood', at, box },
    { id: '83', name: 'Forest Park', kind: 'park', at, box },
  ],
  sites: [{ id: 'walnut', name: 'Walnut Park East and West', at, box }],
  streets: streetNames.map((name) => ({ name, class: name === 'I-44' ? 'highway' : 'street', at, box, areas: [0, 1] })),
  crossings: [
    crossing('S Grand Blvd', 'Gravois Ave', 1),
    crossing('S Grand Blvd', 'Arsenal St', 1),
    crossing('S Kingshighway Blvd', 'Chippewa St', 1),
    crossing('S Grand Blvd', 'I-44', -1),
    crossing('N Grand Blvd', 'Saint Louis Ave', -1),
  ],
};
const ready = index(city);
const first = (text: string) => find(text, ready)[0]?.title;

describe('words', () => {
  it('have one spelling', () => {
    expect(words('North Fourteenth Street')).toEqual(words('N. 14th St'));
    expect(words("O'Fallon")).toEqual(words('O’Fallon'));
    expect(words('I- 44')).toEqual(words('Interstate 44'));
    expect(words('Peña')).toEqual(['pena']);
  });

  it('are as far apart as letters are wrong', () => {
    expect(distance('gravois', 'gravios', 2)).toBe(1);
    expect(distance('grand', 'grant', 2)).toBe(1);
    expect(distance('grand', 'arsenal', 2)).toBeGreaterThan(2);
  });

  it('cost nothing where all agree, and infinitely much where nothing does', () => {
    expect(nameCost(words('gravois avenue'), words('Gravois Ave'))).toBe(0);
    expect(nameCost(words('dutchtown'), words('Gravois Ave'))).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('a search', () => {
  it.each([
    ['Grand & Gravois', 'S Grand Blvd & Gravois Ave'],
    ['gravois and grand', 'Gravois Ave & S Grand Blvd'],
    ['grand blvd at gravois avenue', 'S Grand Blvd & Gravois Ave'],
    ['grnad & gravios', 'S Grand Blvd & Gravois Ave'],
    ['grand gravois', 'S Grand Blvd & Gravois Ave'],
    ['north grand / st louis', 'N Grand Blvd & Saint Louis Ave'],
    ['kings highway & chipewa', 'S Kingshighway Blvd & Chippewa St'],
    ['grand & i-44', 'S Grand Blvd & I-44'],
    ['South Grand Boulevard', 'S Grand Blvd'],
    ['kings highway', 'S Kingshighway Blvd'],
    ['st. louis avenue', 'Saint Louis Ave'],
    ['fourteenth', 'N 14th St'],
    ['14th', 'N 14th St'],
    ['mlk', 'Dr Martin Luther King Dr'],
    ['martin luther king drive', 'Dr Martin Luther King Dr'],
    ['lewis and clark', 'Lewis and Clark Blvd'],
    ['dutch', 'Dutchtown'],
    ['duchtown', 'Dutchtown'],
    ['ofallon', 'O’Fallon'],
    ['tower grove', 'Tower Grove South'],
    ['walnut park', 'Walnut Park East and West'],
    ['forest', 'Forest Park'],
    ['I 44', 'I-44'],
  ])('for %s finds %s', (text, title) => {
    expect(first(text)).toBe(title);
  });

  it('finds nothing in nothing, and nothing that is nothing alike', () => {
    expect(
      [find('', ready), find(' ', ready), find('g', ready), find('xyzzyx', ready), find('&', ready)].flat(),
    ).toEqual([]);
  });

  it('lists the crossings of a street while the second is not written', () => {
    const titles = find('s grand &', ready).map((h) => h.title);
    expect(titles).toContain('S Grand Blvd & Gravois Ave');
    expect(titles.every((t) => t.includes(' & '))).toBe(true);
  });

  it('says what and where each is, and which has a page', () => {
    expect(find('grand & gravois', ready)[0]?.about).toBe('Crossing in Tower Grove South');
    expect(find('dutchtown', ready)[0]).toMatchObject({ about: 'Neighborhood', area: '16' });
    expect(find('grandview', ready)[0]).toMatchObject({
      about: 'Street through 2 neighborhoods',
      street: 'Grandview Pl',
    });
  });
});
