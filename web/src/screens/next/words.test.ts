import { expect, it } from 'vitest';
import { dots, ofTen, oneIn } from './words';

it('never claims certainty for a chance', () => {
  expect(ofTen(1)).toBe('over 9 of 10');
  expect(ofTen(0.97)).toBe('over 9 of 10');
  expect(ofTen(0.44)).toBe('about 4 of 10');
  expect(ofTen(0)).toBe('under 1 of 10');
  expect(dots(0.44).filter((d) => d === 'full')).toHaveLength(4);
  expect(dots(1).filter((d) => d === 'full')).toHaveLength(9);
  expect(dots(0)[0]).toBe('half');
});

it('says a part as one in so many only where that is a small part', () => {
  expect(oneIn(432, 6733)).toBe('about 1 in 16');
  expect(oneIn(9, 10)).toBeNull();
  expect(oneIn(0, 10)).toBeNull();
});
