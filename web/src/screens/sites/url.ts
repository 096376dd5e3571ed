/** What the screen of the sites keeps in the address. Pure. */
import { range } from '../../api/description';
import type { Month } from '../../api/types';
import type { Fields, Pairs } from '../../state/fields';

/** Are they in the right place, did it work, how far is the region; where and what they are; and a walk at one. */
export const parts = ['check', 'worked', 'target', 'register', 'route'] as const;
export type Part = (typeof parts)[number];

export interface SitesState {
  part: Part;
  /** The site that is open, if any. */
  site: string | null;
  /** The start of the region's target; null: the one that is stated first. */
  start: Month | null;
  /** Of a walk: its hours, the days and hours of the shift, and where it begins; null: the usual. */
  hours: number | null;
  shift: string | null;
  begin: string | null;
}

export const sitesStart: SitesState = {
  part: 'check',
  site: null,
  start: null,
  hours: null,
  shift: null,
  begin: null,
};

export function readSites(fields: Fields): SitesState {
  const start = fields.text('start');
  const known = start === null || /^\d{4}-(0[1-9]|1[0-2])$/.test(start);
  return {
    part: fields.oneOf('part', parts, sitesStart.part),
    site: fields.text('site'),
    start: known ? start : fields.refuse('start', start, 'a month such as 2024-12'),
    hours: fields.number('hours', ...range('/api/v1/route', 'hours')),
    shift: fields.text('shift'),
    begin: fields.text('begin'),
  };
}

export function sitesPairs(state: SitesState): Pairs {
  return [
    ['part', state.part === sitesStart.part ? null : state.part],
    ['site', state.site],
    ['start', state.start],
    ['hours', state.hours],
    ['shift', state.shift],
    ['begin', state.begin],
  ];
}
