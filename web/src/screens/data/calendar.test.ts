import { expect, it } from 'vitest';
import { calendar } from './calendar';

it('lays months out by year, latest first, and leaves blank what nothing is said of', () => {
  const years = calendar([
    { from: '2020-11', to: '2020-12', status: 'incidents', system: 'UCR/SRS' },
    { from: '2021-01', to: '2021-02', status: 'missing', system: null },
  ]);
  expect(years.map((y) => y.year)).toEqual(['2021', '2020']);
  expect(years[0]?.months[1]).toMatchObject({ month: '2021-02', status: 'missing' });
  expect(years[0]?.months[2]).toBeNull();
  expect(years[1]?.months.filter((m) => m !== null)).toHaveLength(2);
});
