import { describe, expect, it } from 'vitest';
import { breaks, classOf, nice, rampIndex } from './classes';

describe('breaks', () => {
  it('are two digits, ascending and distinct', () => {
    const b = breaks(
      Array.from({ length: 79 }, (_, i) => (i + 1) ** 1.7),
      6,
    );
    expect(b).toHaveLength(5);
    expect([...b].sort((x, y) => x - y)).toEqual(b);
    expect(b.map(nice)).toEqual(b);
  });

  it('are fewer where many values are alike', () => {
    expect(breaks([0, 0, 0, 0, 0, 5], 6)).toHaveLength(1);
    expect(breaks([7, 7, 7], 6)).toEqual([]);
    expect(breaks([], 6)).toEqual([]);
  });

  it('do not change with order', () => {
    expect(breaks([9, 1, 5, 3, 7, 2], 3)).toEqual(breaks([1, 2, 3, 5, 7, 9], 3));
  });
});

describe('a class', () => {
  it('holds its lower break and not its upper one', () => {
    expect([0, 9.9, 10, 19, 20, 300].map((v) => classOf(v, [10, 20]))).toEqual([0, 0, 1, 1, 2, 2]);
  });

  it('of few spans the whole ramp', () => {
    expect([0, 1, 2].map((c) => rampIndex(c, 3, 6))).toEqual([0, 3, 5]);
    expect(rampIndex(0, 1, 6)).toBe(0);
  });
});
