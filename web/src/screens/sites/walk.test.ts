import { expect, test } from 'vitest';
import type { RouteAnswer } from '../../api/types';
import { chosenOf, shiftText, walkShapes } from './walk';

test('a shift is chosen and written as the server reads it', () => {
  expect(shiftText({ first: 1, last: 5, from: 13, to: 23 })).toBe('tue-sat 13-23');
  expect(shiftText({ first: 6, last: 6, from: 20, to: 4 })).toBe('sun 20-4');
  expect(chosenOf({ weekdays: [1, 2, 3, 4, 5], from_hour: 13, to_hour: 23 })).toEqual({
    first: 1,
    last: 5,
    from: 13,
    to: 23,
  });
});

test('days that go on over the end of the week stay together, and all days are all days', () => {
  expect(chosenOf({ weekdays: [0, 4, 5, 6], from_hour: 18, to_hour: 24 })).toMatchObject({ first: 4, last: 0 });
  expect(chosenOf({ weekdays: [0, 1, 2, 3, 4, 5, 6], from_hour: 0, to_hour: 24 })).toMatchObject({ first: 0, last: 6 });
  expect(chosenOf(null)).toMatchObject({ from: 0, to: 24 });
});

test('the walk is one line through all of its stretches, with the start as a point', () => {
  const path = (...points: [number, number][]) => ({ path: points });
  const answer = {
    start_at: [0, 0],
    stretches: [path([0, 0], [0, 1]), path([0, 1], [1, 1]), path([1, 1], [0, 0])],
  } as unknown as RouteAnswer;
  const [line, start] = walkShapes(answer).features;
  expect(line?.geometry).toEqual({
    type: 'LineString',
    coordinates: [
      [0, 0],
      [0, 1],
      [1, 1],
      [0, 0],
    ],
  });
  expect(start?.geometry).toEqual({ type: 'Point', coordinates: [0, 0] });
});
