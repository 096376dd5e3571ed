/** The newest days as rows: each period with the place first and the city under it. */
import type { Recent, RecentBeside, RecentItem, RecentStretch } from '../../api/types';
import { monthNames } from '../../text/format';

interface Row {
  name: string;
  own: boolean;
  of: RecentBeside;
}
export interface Period {
  name: string;
  of: RecentStretch;
  rows: Row[];
}

/** `Apr 3 to Apr 30, 2026`. */
export function spanLabel({ from, to }: { from: string; to: string }): string {
  const day = (text: string) => {
    const [, month, number] = text.split('-');
    return `${monthNames[Number(month) - 1]} ${Number(number)}`;
  };
  const year = (text: string) => text.slice(0, 4);
  const first = year(from) === year(to) ? day(from) : `${day(from)}, ${year(from)}`;
  return `${first} to ${day(to)}, ${year(to)}`;
}

/** Whether two stretches hold the same days: only then do a place and the city stand under one head. */
function same(a: RecentStretch | null | undefined, b: RecentStretch): boolean {
  return a?.from === b.from && a.to === b.to;
}

export function rowsOf(answer: Recent, place: RecentItem | null): Period[] {
  const city = answer.items[0];
  const row = (item: RecentItem | null | undefined, of: RecentBeside | null | undefined, own: boolean): Row[] =>
    item && of ? [{ name: own ? item.name : 'City', own, of }] : [];
  const { year_to_date: whole, places_year_to_date: places } = answer;
  const own = row(place, place?.year_to_date, true);
  const ofCity = row(city, city?.year_to_date, false);
  const apart = own.length > 0 && places && !same(places, whole);
  const toDate: Period[] = apart
    ? [
        { name: 'Year to date, whole months', of: places, rows: own },
        { name: 'Year to date', of: whole, rows: ofCity },
      ]
    : [{ name: 'Year to date', of: whole, rows: [...own, ...ofCity] }];
  const newest = [...row(place, place?.last_28_days, true), ...row(city, city?.last_28_days, false)];
  return [...toDate, { name: 'Last 28 days', of: answer.last_28_days, rows: newest }];
}
