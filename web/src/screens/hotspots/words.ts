/** The methods of the screen in plain words, and how its tables read figures beside chance. Pure. */
import type { ClusterCell, Clusters } from '../../api/types';
import type { Method } from './url';

interface MethodText {
  name: string;
  /** The question it answers. */
  asks: string;
  /** What it does not say. */
  not: string;
}

export const methodTexts: Record<Method, MethodText> = {
  gi: {
    name: 'Where is it hotter than chance? (Gi*)',
    asks: 'Which cells, with the cells around them, hold more or fewer than the city as a whole would lead to expect?',
    not: 'It does not say when, why, or whether the same cells will be hot next year.',
  },
  moran: {
    name: 'Which busy places stand alone? (local Moran)',
    asks: 'Which busy cells lie among busy cells, and which stand alone among quiet ones?',
    not: 'It does not rank places: it compares each cell with the average cell and with its neighbors.',
  },
  emerging: {
    name: 'Where is it new? (emerging hot spots)',
    asks: 'What became of the hot spots over the period: which are new, lasting, growing or fading?',
    not: 'It is no forecast; chance alone makes new and fading spots every year: compare with the column “by chance”.',
  },
  scan: {
    name: 'Where and when did it flare up? (scan of space and time)',
    asks: 'Where and when did more happen than that place and that time lead to expect?',
    not:
      'It does not find places that are always high, unless residents or area set what is expected; ' +
      'a circle is not the true outline.',
  },
  'scan-space': {
    name: 'Where is it more than residents explain? (scan of space)',
    asks: 'Which circles of cells hold more, over the whole period, than the people who live there lead to expect?',
    not: 'It does not count people who only work, shop or pass through, and a circle is not the true outline.',
  },
  knox: {
    name: 'Does one incident bring the next? (near repeats, Knox)',
    asks: 'After an incident, are others close by and soon after more frequent than chance would give?',
    not: 'It does not say that one incident caused another, nor where; crime that moves over the years raises it too.',
  },
  spread: {
    name: 'How concentrated is it, and does it stay?',
    asks: 'How few cells hold how much, compared with pure chance, and do the hottest cells stay the same?',
    not: 'It does not say which cells, nor that concentration makes them the right place for a program.',
  },
};

/** A cluster up to this p is told from chance. */
const level = 0.05;

type Quadrant = NonNullable<ClusterCell['quadrant']>;

/** What is hot, cold or quiet in a cell of local Moran: only what stands after the correction has a class. */
export const standing = (c: ClusterCell): Quadrant | null => (c.significant && c.quadrant ? c.quadrant : null);

/** What cells are called whose class cannot be told. */
export const untold = 'cannot be told from chance';

/** What the answer calls its classes, by the class itself. */
export function classNames(a: Pick<Clusters, 'quadrants' | 'categories'>): Map<string, string> {
  const pairs = [
    ...(a.quadrants ?? []).map((q) => [q.quadrant, q.name] as const),
    ...(a.categories ?? []).map((c) => [c.category, c.name] as const),
  ];
  return new Map<string, string>(pairs);
}

/** Whether a cluster can be told from chance, by its p as it is shown. */
export function told(p: number): boolean {
  return Number(p3(p)) <= level;
}

/** A p by simulation: never below what the simulations can show. */
export function p3(p: number): string {
  return p < 0.001 ? p.toPrecision(1) : p.toFixed(3);
}

/** Share of the one period's top cells that are in the other's: Jaccard J of equal sets is n ÷ (2 k − n). */
export function overlap(jaccard: number): number {
  return (2 * jaccard) / (1 + jaccard);
}
