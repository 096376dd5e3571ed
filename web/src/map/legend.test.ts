import { describe, expect, it } from 'vitest';
import { classLabels } from './legend';

describe('class labels', () => {
  it('cover every value once', () => {
    expect(classLabels([5, 10, 80])).toEqual(['under 5', '5–10', '10–80', '80+']);
    expect(classLabels([])).toEqual(['all values']);
  });
});
