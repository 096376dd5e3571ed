import { expect, it } from 'vitest';
import { change, degrees, ends, evenShare, factsSaid, outlinesSaid, plainName, runBy } from './words';

it('writes intervals and changes as people do', () => {
  expect(ends(0.0486, 0.0641)).toBe('4.9–6.4%');
  expect([0.55, 1, 1.5].map(change)).toEqual(['−45%', '±0%', '+50%']);
  expect(plainName('aggravated_assault')).toBe('Aggravated assault');
});

it('knows the directions, and what an even spread would meet', () => {
  expect(['north', 'east', 'southwest'].map(degrees)).toEqual([0, 90, 225]);
  expect(evenShare([1, 2, 3, 4, 5], 13, 23)).toBeCloseTo(50 / 168);
  expect(evenShare([0], 20, 6)).toBeCloseTo(10 / 168);
});

it('says what a revision of the register holds, a line for each month from which something else holds', () => {
  const outline = { areas: [], source: '', outline: {} as Record<string, never> };
  const site = {
    id: 'north',
    name: 'North',
    documents: [],
    outlines: [
      { ...outline, from: '2020-11', to: '2023-08', shape: 'stand-in' },
      { ...outline, from: '2023-09', to: null, shape: 'published' },
    ],
    facts: [
      { from: '2020-11', providers: ['Employment Connection', 'Urban League'], staff: 12, budget_dollars: 750000 },
      { from: '2023-09', providers: ['Mission St. Louis'], shift: 'Tue–Sat 13:00–23:00' },
    ],
  };
  expect(outlinesSaid(site)).toMatch(/2020.* to .*2023: other ground stands in; since .*2023: its own outline/);
  const [first, second] = factsSaid(site);
  expect(first).toMatch(/^From .*2020: run by Employment Connection and Urban League, staff 12, \$750,000 a year\.$/);
  expect(second).toMatch(/run by Mission St\. Louis, Tue–Sat 13:00–23:00\.$/);
  expect(runBy(site)).toMatch(/^Mission St\. Louis since .*2023$/);
  const grown = { from: '2024-03', providers: ['Mission St. Louis'], staff: 9, source: 'a city page' };
  expect(runBy({ ...site, facts: [...site.facts, grown] })).toMatch(/^Mission St\. Louis since .*2023$/);
  expect(factsSaid({ ...site, facts: [grown] })).toEqual([expect.stringMatching(/staff 9 \(a city page\)\.$/)]);
  expect(runBy({ ...site, facts: [] })).toBe('not known');
});
