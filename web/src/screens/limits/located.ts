/** How many rows have a position, as tables and shares. Pure. */

import type { LocatedShare, Month, Status } from '../../api/types';
import { expand } from '../../text/offenses';

interface LocatedTable {
  years: number[];
  rows: { label: string; cells: (LocatedShare | null)[] }[];
}

export function locatedTable(status: Pick<Status, 'located' | 'offenses'>): LocatedTable {
  const years = [...new Set(status.located.map((l) => l.year))].sort((a, b) => a - b);
  const present = new Set(status.located.map((l) => l.offense));
  const rows = status.offenses
    .filter((o) => present.has(o.id))
    .map((o) => ({
      label: o.label,
      cells: years.map((y) => status.located.find((l) => l.year === y && l.offense === o.id) ?? null),
    }));
  return { years, rows };
}

/** Located share of the chosen offenses in the calendar years that the window touches; null where there are no rows. */
export function locatedShare(
  status: Pick<Status, 'located' | 'offenses' | 'aliases'>,
  offense: string[],
  from: Month,
  to: Month,
): number | null {
  const chosen = new Set(expand(offense, status));
  const [first, last] = [Number(from.slice(0, 4)), Number(to.slice(0, 4))];
  const rows = status.located.filter((l) => chosen.has(l.offense) && l.year >= first && l.year <= last);
  const total = rows.reduce((sum, l) => sum + l.rows, 0);
  return total === 0 ? null : rows.reduce((sum, l) => sum + l.located, 0) / total;
}
