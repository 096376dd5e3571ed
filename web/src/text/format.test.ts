import { describe, expect, it } from 'vitest';
import { daysLabel, hourLabel, monthLabel, probability, range, rate, windowLabel } from './format';

describe('figures', () => {
  it('carry about three digits', () => {
    expect([0, 0.0123, 0.5, 3.456, 37.44, 1240.4].map(rate)).toEqual(['0', '0.012', '0.50', '3.46', '37.4', '1,240']);
  });

  it('say nothing where there is no number', () => {
    expect(rate(Number.NaN)).toBe('–');
  });

  it('never claim certainty for a probability from draws', () => {
    expect([0, 0.004, 0.5, 0.994, 1].map(probability)).toEqual(['<1%', '<1%', '50%', '99%', '>99%']);
  });

  it('write one rank as one rank', () => {
    expect(range(3, 3)).toBe('3');
    expect(range(3, 9)).toBe('3–9');
  });
});

describe('time', () => {
  it('is written for people', () => {
    expect(monthLabel('2026-04')).toBe('Apr 2026');
    expect(windowLabel('2018-01', '2018-01')).toBe('Jan 2018');
    expect([0, 12, 13, 23, 24].map(hourLabel)).toEqual(['midnight', 'noon', '1 p.m.', '11 p.m.', 'midnight']);
    expect(daysLabel([1, 2, 3, 4, 5])).toBe('Tue–Sat');
    expect(daysLabel([0, 2])).toBe('Mon, Wed');
  });
});
