import { describe, expect, it } from 'vitest';
import { labelPoint, labelPoints } from './labels';

const square = (x: number, y: number, side: number) => [
  [x, y],
  [x + side, y],
  [x + side, y + side],
  [x, y + side],
  [x, y],
];

describe('a label point', () => {
  it('is the middle of a square', () => {
    expect(labelPoint({ type: 'Polygon', coordinates: [square(0, 0, 2)] })).toEqual([1, 1]);
  });

  it('lies in the largest part', () => {
    const at = labelPoint({ type: 'MultiPolygon', coordinates: [[square(0, 0, 1)], [square(10, 10, 4)]] });
    expect(at?.[0]).toBeCloseTo(12);
  });

  it('lies inside a bent shape', () => {
    const bent = [
      [0, 0],
      [10, 0],
      [10, 1],
      [1, 1],
      [1, 10],
      [0, 10],
      [0, 0],
    ];
    const [x = 9, y = 9] = labelPoint({ type: 'Polygon', coordinates: [bent] }) ?? [];
    expect((x > 0 && x < 1) || (y > 0 && y < 1)).toBe(true);
  });

  it('is absent for an empty outline', () => {
    expect(labelPoint({ type: 'Polygon', coordinates: [] })).toBeNull();
  });

  it('is found by id, wherever the id stands', () => {
    const geometry = { type: 'Polygon' as const, coordinates: [square(0, 0, 2)] };
    const points = labelPoints({
      type: 'FeatureCollection',
      features: [
        { type: 'Feature', id: 7, properties: {}, geometry },
        { type: 'Feature', properties: { id: 'c1' }, geometry },
      ],
    });
    expect([...points.keys()]).toEqual(['7', 'c1']);
  });
});
