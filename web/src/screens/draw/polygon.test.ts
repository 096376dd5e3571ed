import { describe, expect, it } from 'vitest';
import {
  areaKm2,
  crossesItself,
  formatPoints,
  type Point,
  parsePoints,
  readPoint,
  simplified,
  toPolygon,
} from './polygon';

const square: Point[] = [
  [-90.25, 38.63],
  [-90.24, 38.63],
  [-90.24, 38.64],
  [-90.25, 38.64],
];

describe('corners in the address', () => {
  it('are read and written to about a meter', () => {
    expect(parsePoints(formatPoints(square))).toEqual(square);
    expect(formatPoints([[-90.123456, 38]])).toBe('-90.12346,38');
  });

  it('leave out what is not on the earth', () => {
    expect(parsePoints('-90,38;x,1;200,10;5,91;,')).toEqual([[-90, 38]]);
    expect(parsePoints(null)).toEqual([]);
  });
});

describe('a typed corner', () => {
  it('is read latitude first or longitude first, whichever is near the city', () => {
    expect(readPoint('38.63, -90.22', [-90.25, 38.6])).toEqual([-90.22, 38.63]);
    expect(readPoint('-90.22 38.63', [-90.25, 38.6])).toEqual([-90.22, 38.63]);
    expect(readPoint('40.7, -73.9', [-73.9, 40.8])).toEqual([-73.9, 40.7]);
  });

  it('needs two numbers', () => {
    expect(readPoint('38.63', [0, 0])).toBeNull();
    expect(readPoint('north', [0, 0])).toBeNull();
    expect(readPoint('1 2 3', [0, 0])).toBeNull();
  });
});

describe('a polygon', () => {
  it('is closed, and needs three corners', () => {
    expect(toPolygon(square)?.coordinates[0]).toHaveLength(5);
    expect(toPolygon(square.slice(0, 2))).toBeNull();
  });

  it('has an area in km²', () => {
    // 0.01° of latitude is 1.110 km, of longitude at 38.635° 0.870 km.
    expect(areaKm2(square)).toBeCloseTo(1.11 * 0.87, 2);
    expect(areaKm2([])).toBe(0);
  });

  it('knows when it crosses itself', () => {
    const [a, b, c, d] = square as [Point, Point, Point, Point];
    expect(crossesItself(square)).toBe(false);
    expect(crossesItself([a, c, b, d])).toBe(true);
    expect(crossesItself([a, b])).toBe(false);
  });

  it('with many corners is drawn with fewer, close to itself', () => {
    const circle = Array.from({ length: 200 }, (_, i): Point => {
      const angle = (i / 200) * 2 * Math.PI;
      return [-90.25 + 0.01 * Math.cos(angle), 38.63 + 0.01 * Math.sin(angle)];
    });
    const thin = simplified([...circle, circle[0] as Point], 40);
    expect(thin.length).toBeLessThanOrEqual(40);
    expect(areaKm2(thin) / areaKm2(circle)).toBeGreaterThan(0.97);
    expect(simplified([...square, square[0] as Point], 40)).toEqual(square);
  });
});
