/** What each month of the data holds, as rows of a calendar. Pure. */
import type { CoverageSpan, Month } from '../../api/types';
import { monthAt, monthIndex } from '../../text/months';

export interface Day {
  month: Month;
  status: string;
  system: string | null;
}

/** Years, latest first, each with twelve months; null where nothing is said of a month. */
export function calendar(coverage: CoverageSpan[]): { year: string; months: (Day | null)[] }[] {
  const said = new Map<Month, Day>();
  for (const run of coverage)
    for (let i = monthIndex(run.from); i <= monthIndex(run.to); i++)
      said.set(monthAt(i), { month: monthAt(i), status: run.status, system: run.system ?? null });
  const years = [...new Set([...said.keys()].map((m) => m.slice(0, 4)))].sort().reverse();
  return years.map((year) => ({
    year,
    months: Array.from({ length: 12 }, (_, i) => said.get(`${year}-${String(i + 1).padStart(2, '0')}`) ?? null),
  }));
}
