import { describe, expect, it } from 'vitest';
import { axisTicks, polyline } from './scale';

describe('ticks', () => {
  it('start at zero and stay within the axis', () => {
    expect(axisTicks(187, 4)).toEqual([0, 50, 100, 150]);
    expect(axisTicks(0.9, 4)).toEqual([0, 0.5]);
    expect(axisTicks(0, 4)).toEqual([0]);
  });
});

it('a polyline is short text', () => {
  expect(
    polyline([
      [0, 1],
      [2.345, 6],
    ]),
  ).toBe('0.0,1.0 2.3,6.0');
});
