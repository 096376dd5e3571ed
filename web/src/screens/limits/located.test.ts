import { describe, expect, it } from 'vitest';
import type { OffenseInfo } from '../../api/types';
import { locatedShare, locatedTable } from './located';

const share = (year: number, offense: string, rows: number, located: number) => ({
  year,
  offense,
  rows,
  located,
  share: located / rows,
  warns: located / rows < 0.85,
});
const status = {
  offenses: [{ id: 'a', label: 'Alpha' } as OffenseInfo, { id: 'b', label: 'Beta' } as OffenseInfo],
  aliases: { both: ['a', 'b'] },
  located: [share(2018, 'a', 100, 90), share(2019, 'a', 100, 50), share(2019, 'b', 300, 300)],
};

describe('the located share', () => {
  it('is of the chosen offenses and years', () => {
    expect(locatedShare(status, ['a'], '2018-01', '2019-06')).toBeCloseTo(0.7);
    expect(locatedShare(status, ['both'], '2019-01', '2019-01')).toBeCloseTo(0.875);
  });

  it('is unknown where there are no rows', () => {
    expect(locatedShare(status, ['b'], '2018-01', '2018-12')).toBeNull();
  });

  it('leaves a hole in the table where a year has none', () => {
    const table = locatedTable(status);
    expect(table.years).toEqual([2018, 2019]);
    expect(table.rows[1]?.cells[0]).toBeNull();
  });
});
