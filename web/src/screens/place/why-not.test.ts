import { describe, expect, it } from 'vitest';
import { namedPlace } from './why-not';

const names = ['O’Fallon', 'Downtown', 'Downtown West', 'Wells Goodfellow'];

describe('the place that is asked about', () => {
  it('is found without its marks and its case', () => {
    expect(namedPlace("o'fallon", names)).toBe('O’Fallon');
    expect(namedPlace('DOWNTOWN', names)).toBe('Downtown');
  });

  it('is found by a part that no other has', () => {
    expect(namedPlace('goodf', names)).toBe('Wells Goodfellow');
    expect(namedPlace('downtown w', names)).toBe('Downtown West');
  });

  it('is none while several are meant, or none', () => {
    expect(namedPlace('down', names)).toBeNull();
    expect(namedPlace('x', names)).toBeNull();
    expect(namedPlace('Springfield', names)).toBeNull();
  });
});
