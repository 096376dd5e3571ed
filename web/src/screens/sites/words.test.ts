import { expect, it } from 'vitest';
import { change, degrees, ends, evenShare, plainName } from './words';

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
