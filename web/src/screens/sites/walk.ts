/** A walk route on the map, and the shift in the words of the address. Pure. */
import type { RouteAnswer } from '../../api/types';

export const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const;

/** A shift as it is chosen: first and last day (0 to 6) and hours; days go on over the end of the week. */
export interface Chosen {
  first: number;
  last: number;
  from: number;
  to: number;
}

/** `tue-sat 13-23` */
export function shiftText({ first, last, from, to }: Chosen): string {
  return `${first === last ? days[first] : `${days[first]}-${days[last]}`} ${from}-${to}`;
}

/** What a shift of an answer is as a choice: the days from the first after a free day to the last before one. */
export function chosenOf(shift: { weekdays: number[]; from_hour: number; to_hour: number } | null | undefined): Chosen {
  if (!shift) return { first: 0, last: 6, from: 0, to: 24 };
  const works = (day: number) => shift.weekdays.includes((day + 7) % 7);
  const first = shift.weekdays.find((d) => !works(d - 1)) ?? 0;
  const last = [0, 1, 2, 3, 4, 5, 6].map((n) => (first + n) % 7).find((d) => !works(d + 1)) ?? 6;
  return { first, last, from: shift.from_hour, to: shift.to_hour };
}

/** The line of a walk, and the place where it begins and ends. */
export function walkShapes(answer: RouteAnswer): GeoJSON.FeatureCollection {
  const coordinates = answer.stretches.flatMap((s, i) => (i === 0 ? s.path : s.path.slice(1)));
  const line: GeoJSON.Feature = { type: 'Feature', properties: {}, geometry: { type: 'LineString', coordinates } };
  const start: GeoJSON.Feature = {
    type: 'Feature',
    properties: {},
    geometry: { type: 'Point', coordinates: answer.start_at },
  };
  return { type: 'FeatureCollection', features: [line, start] };
}
