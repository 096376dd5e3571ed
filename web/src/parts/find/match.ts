/** What is meant by what was typed: streets, crossings, neighborhoods, sites. Pure, and without asking anyone. */
import type { Gazetteer, GazetteerArea, GazetteerStreet } from '../../api/basemap';
import type { Bounds } from '../../api/types';
import { isSlight, nameCost, words } from './words';

export interface Hit {
  /** Unique among the hits of one search. */
  key: string;
  title: string;
  /** What it is, and where. */
  about: string;
  at: [lng: number, lat: number];
  box?: Bounds;
  /** Name of the street, as tiles have it. */
  street?: string;
  /** Id of the area of the city, which has a page. */
  area?: string;
}

interface Entry<T> {
  words: string[];
  of: T;
  at: number;
}

/** A gazetteer made ready: every name in words. */
export interface Index {
  all: Gazetteer;
  areas: Entry<GazetteerArea>[];
  sites: Entry<Gazetteer['sites'][number]>[];
  streets: Entry<GazetteerStreet>[];
  /** Crossings by street. */
  crossings: Map<number, Gazetteer['crossings']>;
}

export function index(all: Gazetteer): Index {
  const ready = <T extends { name: string }>(list: T[]): Entry<T>[] =>
    list.map((of, at) => ({ words: words(of.name), of, at }));
  const crossings = new Map<number, Gazetteer['crossings']>();
  for (const crossing of all.crossings) {
    for (const street of [crossing[0], crossing[1]]) {
      const known = crossings.get(street);
      if (known) known.push(crossing);
      else crossings.set(street, [crossing]);
    }
  }
  const { areas, sites, streets } = all;
  return { all, areas: ready(areas), sites: ready(sites), streets: ready(streets), crossings };
}

/** Costs above this are nothing alike. */
const most = 3;
const kinds = { neighborhood: 'Neighborhood', park: 'Park', cemetery: 'Cemetery' } as const;
/** How much is known by each class: of equal names, the street that more people mean comes first. */
const weight: Record<string, number> = { highway: 0.05, arterial: 0, street: 0.12, ramp: 0.4, alley: 0.3, path: 0.3 };

/** Streets by cost, cheapest first. */
function streetsLike(
  asked: string[],
  { streets }: Index,
  open: boolean,
  count: number,
): { at: number; cost: number }[] {
  if (asked.length === 0) return [];
  const costs = streets.map(({ words: said, of, at }) => {
    const through = Math.min(0.1, of.areas.length / 100);
    return { at, cost: nameCost(asked, said, open) + (weight[of.class] ?? 0.2) - through };
  });
  return costs
    .filter(({ cost }) => cost < most)
    .sort((a, b) => a.cost - b.cost || a.at - b.at)
    .slice(0, count);
}

interface Costed {
  hit: Hit;
  cost: number;
}

function through(street: GazetteerStreet, { all }: Index): string {
  const names = street.areas.map((i) => all.areas[i]).filter((a) => a !== undefined);
  const lived = names.filter((a) => a.kind === 'neighborhood');
  const [only] = lived;
  if (street.class === 'highway') return 'Highway';
  if (!only) return 'Street';
  return lived.length === 1 ? `Street in ${only.name}` : `Street through ${lived.length} neighborhoods`;
}

function streetHits(asked: string[], ready: Index): Costed[] {
  return streetsLike(asked, ready, true, 12).flatMap(({ at, cost }): Costed[] => {
    const street = ready.all.streets[at];
    if (!street) return [];
    const { name, box } = street;
    return [
      {
        cost,
        hit: { key: `street ${at}`, title: name, about: through(street, ready), at: street.at, box, street: name },
      },
    ];
  });
}

function placeHits(asked: string[], ready: Index): Costed[] {
  const areas = ready.areas.map(({ words: said, of, at }): Costed => {
    const { id, name, kind, box } = of;
    const page = id === undefined ? {} : { area: id };
    const hit = { key: `area ${at}`, title: name, about: kinds[kind], at: of.at, box, ...page };
    return { cost: nameCost(asked, said) - (kind === 'neighborhood' ? 0.1 : 0), hit };
  });
  const sites = ready.sites.map(({ words: said, of, at }): Costed => {
    const hit = { key: `site ${at}`, title: of.name, about: 'Program site', at: of.at, box: of.box };
    return { cost: nameCost(asked, said), hit };
  });
  return [...areas, ...sites].filter(({ cost }) => cost < most);
}

/** A name as it is said at a corner: without direction and kind, where something is left. */
function crossed(
  [first, second, lng, lat, area]: Gazetteer['crossings'][number],
  ready: Index,
  swap: boolean,
): Hit | null {
  const [a, b] = [ready.all.streets[first], ready.all.streets[second]];
  if (!a || !b) return null;
  const title = (swap ? [b, a] : [a, b]).map((s) => s.name).join(' & ');
  const where = ready.all.areas[area]?.name;
  const about = where ? `Crossing in ${where}` : 'Crossing';
  return { key: `crossing ${first} ${second} ${lng} ${lat}`, title, about, at: [lng, lat] };
}

/** Crossings of streets like two names; where the second is not written yet, those of the first. */
function crossingHits(first: string[], second: string[], ready: Index, penalty: number): Costed[] {
  const ones = streetsLike(first, ready, false, 24);
  const others = new Map(streetsLike(second, ready, true, 60).map(({ at, cost }) => [at, cost]));
  return ones.flatMap(({ at, cost }) =>
    (ready.crossings.get(at) ?? []).flatMap((crossing): Costed[] => {
      const other = crossing[0] === at ? crossing[1] : crossing[0];
      const next = second.length === 0 ? (weight[ready.all.streets[other]?.class ?? ''] ?? 0.5) : others.get(other);
      if (next === undefined) return [];
      const hit = crossed(crossing, ready, crossing[1] === at);
      return hit ? [{ hit, cost: cost + next + penalty }] : [];
    }),
  );
}

const between = /\s*(?:&|@|\/|\+|,|\band\b|\bat\b|\by\b)\s*/i;

const sign = /[&@/+]/;

/** Ways to read a text as two streets: at a sign between them, else between any two of its words. */
function pairs(text: string): { first: string[]; second: string[]; penalty: number }[] {
  const [before, ...rest] = text.split(between);
  if (before !== undefined && rest.length > 0) {
    const first = words(before);
    return first.length > 0 ? [{ first, second: words(rest.join(' ')), penalty: 0 }] : [];
  }
  const all = words(text);
  const cuts = all.slice(1).map((_, i) => ({ first: all.slice(0, i + 1), second: all.slice(i + 1), penalty: 0.6 }));
  const meaning = (w: string[]) => w.some((x) => !isSlight(x));
  return cuts.filter(({ first, second }) => meaning(first) && meaning(second));
}

/** The best few places for what was typed, best first. */
export function find(text: string, ready: Index, count = 8): Hit[] {
  const asked = words(text);
  if (asked.length === 0 || text.trim().length < 2) return [];
  const split = pairs(text);
  const crossings = split.flatMap(({ first, second, penalty }) => crossingHits(first, second, ready, penalty));
  // A sign between two names asks for a crossing; a word between them may belong to one name.
  const one = sign.test(text) && crossings.length > 0 ? [] : [...streetHits(asked, ready), ...placeHits(asked, ready)];
  const all = [...one, ...crossings];
  all.sort((a, b) => a.cost - b.cost || a.hit.title.length - b.hit.title.length || (a.hit.key < b.hit.key ? -1 : 1));
  const seen = new Set<string>();
  const hits = all.filter(({ hit }) => !seen.has(hit.key) && seen.add(hit.key));
  const best = hits[0]?.cost ?? 0;
  return hits
    .filter(({ cost }) => cost < best + 1.5)
    .slice(0, count)
    .map(({ hit }) => hit);
}
