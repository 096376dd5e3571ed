import { describe, expect, it } from 'vitest';
import { middles } from './handles';

describe('sides of an outline', () => {
  const points: [number, number][] = [
    [0, 0],
    [2, 0],
    [2, 2],
  ];
  it('have a middle each, and the last one leads back to the first corner where the outline is closed', () => {
    expect(middles(points, false)).toEqual([
      [1, [1, 0]],
      [2, [2, 1]],
    ]);
    expect(middles(points, true).at(-1)).toEqual([3, [1, 1]]);
  });
  it('are none where there are no two corners', () => {
    expect(middles(points.slice(0, 1), true)).toEqual([]);
    expect(middles([], false)).toEqual([]);
  });
});
