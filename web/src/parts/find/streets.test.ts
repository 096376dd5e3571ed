import { describe, expect, it } from 'vitest';
import type { Gazetteer } from '../../api/basemap';
import { between, boundingStreets, streetKm } from './streets';

/** A grid of streets 200 m apart: 0–4 run north, 5–9 run east. */
const [lng0, lat0] = [-90.25, 38.6];
const east = 200 / (111_320 * Math.cos((lat0 * Math.PI) / 180));
const north = 200 / 111_320;
const street = (name: string) => ({ name, class: 'street', at: [0, 0], box: [0, 0, 0, 0], areas: [] }) as never;
const grid: Gazetteer = {
  areas: [],
  sites: [],
  streets: ['A', 'B', 'C', 'D', 'E', '1st', '2nd', '3rd', '4th', '5th'].map(street),
  crossings: [0, 1, 2, 3, 4].flatMap((i) =>
    [0, 1, 2, 3, 4].map((j): [number, number, number, number, number] => [
      i,
      5 + j,
      lng0 + i * east,
      lat0 + j * north,
      0,
    ]),
  ),
};
const box = (from: number, to: number, edge = 0.1): GeoJSON.Polygon => {
  const [w, s] = [lng0 + (from - edge) * east, lat0 + (from - edge) * north];
  const [e, n] = [lng0 + (to + edge) * east, lat0 + (to + edge) * north];
  return {
    type: 'Polygon',
    coordinates: [
      [
        [w, s],
        [e, s],
        [e, n],
        [w, n],
        [w, s],
      ],
    ],
  };
};

describe('what crossings tell of an area', () => {
  it('names the street along each side', () => {
    expect(boundingStreets(box(0, 4), grid).sort()).toEqual(['1st', '5th', 'A', 'E']);
    expect(between(['Page', 'Union', 'Oak'])).toBe('between Page, Union and Oak');
    expect(between(['Page', 'Union'])).toBeNull();
  });

  it('measures streets inside, from crossing to crossing', () => {
    // Ten streets of four blocks of 200 m.
    expect(streetKm(box(0, 4), grid)).toBeCloseTo(8, 1);
    // Three streets each way, two blocks whole, and a tenth of a block beyond each end.
    expect(streetKm(box(1, 3), grid)).toBeGreaterThan(2.3);
    expect(streetKm(box(1, 3), grid)).toBeLessThan(2.8);
  });
});
