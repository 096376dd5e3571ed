import { expect, it } from 'vitest';
import { belowWords, cellWords } from './words';

it('a cell is never said to be chosen for certain or never', () => {
  expect(cellWords(1, 0.01)).toEqual({
    main: 'Chance of being chosen again: >99%',
    more: 'give or take 1 point of drawing',
  });
  expect(cellWords(0.5, 0.035)).toEqual({
    main: 'Chance of being chosen again: 50%',
    more: 'give or take 4 points of drawing',
  });
  expect(belowWords(0.05)).toBe('Chance of being chosen again: less than 5%');
});
