import { expect, it } from 'vitest';
import { scoreSentence } from './words';

it('compares a drawn catchment with the best of its size', () => {
  expect(scoreSentence(0.625)).toMatch(/63% of what the best/);
  expect(scoreSentence(1.01)).toMatch(/as much as the best/);
});
