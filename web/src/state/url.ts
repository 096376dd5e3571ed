/** The whole state of the viewer in the address bar. Pure: text in, state out, and back. */

import type { AreaBasis, Measure, Month, Of, TimeBasis, Unit } from '../api/types';
import {
  formatConcentration,
  formatWeights,
  parseConcentration,
  parseWeights,
  type Weights,
} from '../screens/decide/weights';
import { formatPoints, type Point, parsePoints } from '../screens/draw/polygon';

export const layers = ['neighborhoods', 'cells', 'hotspots', 'surface', 'chance'] as const;
export type Layer = (typeof layers)[number];

/** The screens whose map can show how sure each cell is to be chosen. */
export const chanceScreens: readonly string[] = ['decide', 'catchments'];

/** What the panel beside the map is for. */
export const screens = ['ranking', 'decide', 'hotspots', 'catchments', 'draw', 'backtest', 'scenarios'] as const;
export type Screen = (typeof screens)[number];

/** Ways of looking for hot spots. */
export const methods = ['gi', 'moran', 'emerging', 'scan', 'scan-space', 'knox', 'spread'] as const;
export type Method = (typeof methods)[number];
/** What a scan expects of a place: its own total (only over time), its residents, its area. */
export const baselines = ['permutation', 'residents', 'area'] as const;
export type Baseline = (typeof baselines)[number];
/** Which periods' hottest cells are compared. */
export const periods = ['halves', 'years'] as const;
export type Periods = (typeof periods)[number];

/** Where the map looks. */
export interface Camera {
  zoom: number;
  lng: number;
  lat: number;
}

/** What a choice of catchments maximizes. */
export type Basis = 'expected' | 'counted';

export interface ViewState {
  screen: Screen;
  /** The area that is open, if any. */
  open: { of: Of; id: string } | null;
  /** Whether "Data and limits" is open. */
  limits: boolean;
  /** Months, offense names, k and km2 are null where the city's default holds. */
  from: Month | null;
  to: Month | null;
  offense: string[] | null;
  measure: Measure;
  unit: Unit;
  time: TimeBasis;
  area: AreaBasis;
  k: number | null;
  of: Of;
  km2: number | null;
  layer: Layer;
  resolution: number | null;
  bandwidth: number | null;
  sites: boolean;
  camera: Camera | null;
  /** The planner's weights, how sure they are (concentration), and the half-life; null: the server's own. */
  weights: Weights | null;
  concentration: number | null;
  halfLife: number | null;
  /** Constraints of the optimizer: meters from existing sites, areas left out, dollars; null or empty: none. */
  spacing: number | null;
  /** Longest outline of a catchment, in circumferences of a circle of its area; null: any. */
  outline: number | null;
  exclude: string[];
  budget: number | null;
  /** What the optimizer maximizes: harm to expect after the period, or its counts. */
  basis: Basis;
  /** Work for the optimizer's proof; null: the server's own. */
  effort: number | null;
  /** Corners of the catchment drawn by hand, and whether it is finished. */
  draft: Point[];
  drawn: boolean;
  /** Scenarios compared side by side. */
  compare: [string | null, string | null];
  /** How hot spots are looked for; step (months) and baseline are null where the method's own default holds. */
  method: Method;
  step: number | null;
  baseline: Baseline | null;
  periods: Periods;
}

export const initial: ViewState = {
  screen: 'ranking',
  open: null,
  limits: false,
  from: null,
  to: null,
  offense: null,
  measure: 'count',
  unit: 'net',
  time: 'reported',
  area: 'label',
  k: null,
  of: 'neighborhoods',
  km2: null,
  layer: 'neighborhoods',
  resolution: null,
  bandwidth: null,
  sites: true,
  camera: null,
  weights: null,
  concentration: null,
  halfLife: null,
  spacing: null,
  outline: null,
  exclude: [],
  budget: null,
  basis: 'expected',
  effort: null,
  draft: [],
  drawn: false,
  compare: [null, null],
  method: 'gi',
  step: null,
  baseline: null,
  periods: 'halves',
};

const measures: readonly Measure[] = ['count', 'per_resident', 'per_km2'];

export function isMonth(text: string | null): text is Month {
  return text !== null && /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}

function oneOf<T extends string>(value: string | null, accepted: readonly T[], otherwise: T): T {
  return accepted.find((a) => a === value) ?? otherwise;
}

function number(value: string | null, low: number, high: number): number | null {
  if (value === null || value.trim() === '') return null;
  const n = Number(value);
  return Number.isFinite(n) && n >= low && n <= high ? n : null;
}

function whole(value: string | null, low: number, high: number): number | null {
  const n = number(value, low, high);
  return n !== null && Number.isInteger(n) ? n : null;
}

function camera(value: string | null): Camera | null {
  const parts = value?.split('/') ?? [];
  const zoom = number(parts[0] ?? null, 0, 24);
  const lat = number(parts[1] ?? null, -90, 90);
  const lng = number(parts[2] ?? null, -180, 180);
  return zoom === null || lat === null || lng === null ? null : { zoom, lng, lat };
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** The screen named first, and the rest of the path. Without a name it is the ranking. */
function screenOf(path: string): { screen: Screen; rest: string[] } {
  const parts = path.split('/').filter(Boolean);
  const screen = screens.find((s) => s === parts[0]);
  return screen ? { screen, rest: parts.slice(1) } : { screen: 'ranking', rest: parts };
}

function place([kind, raw]: string[]): ViewState['open'] {
  const id = raw === undefined ? null : decode(raw);
  if (id && kind === 'area') return { of: 'neighborhoods', id };
  if (id && kind === 'catchment') return { of: 'catchments', id };
  return null;
}

/** Reads an address fragment. What cannot be read falls back to its default: an old link still opens. */
export function parse(hash: string): ViewState {
  const [path = '', query = ''] = hash.replace(/^#/, '').split('?', 2);
  const q = new URLSearchParams(query);
  const [from, to] = [q.get('from'), q.get('to')];
  const offense = q.get('offense')?.split(',').filter(Boolean) ?? [];
  const { screen, rest } = screenOf(path);
  const draft = parsePoints(q.get('draft'));
  const paired = isMonth(from) && isMonth(to) && from <= to;
  return {
    screen,
    open: screen === 'ranking' || screen === 'decide' ? place(rest) : null,
    limits: q.get('limits') === '1',
    from: paired ? from : null,
    to: paired ? to : null,
    offense: offense.length > 0 ? offense : null,
    measure: oneOf(q.get('measure'), measures, initial.measure),
    unit: oneOf(q.get('unit'), ['net', 'incident'], initial.unit),
    time: oneOf(q.get('time'), ['reported', 'occurred'], initial.time),
    area: oneOf(q.get('area'), ['label', 'point'], initial.area),
    k: whole(q.get('k'), 1, 20),
    of: oneOf(q.get('of'), ['neighborhoods', 'catchments'], initial.of),
    km2: number(q.get('km2'), 0.01, 100),
    layer: oneOf(q.get('layer'), layers, initial.layer),
    resolution: whole(q.get('res'), 7, 11),
    bandwidth: number(q.get('bw'), 50, 5000),
    sites: q.get('sites') !== '0',
    camera: camera(q.get('at')),
    weights: parseWeights(q.get('weights')),
    concentration: parseConcentration(q.get('sure')),
    halfLife: number(q.get('half'), 6, 240),
    spacing: number(q.get('spacing'), 1, 20_000),
    outline: number(q.get('outline'), 1.3, 20),
    exclude: q.get('exclude')?.split(',').filter(Boolean) ?? [],
    budget: number(q.get('budget'), 1, 1e10),
    basis: oneOf(q.get('basis'), ['expected', 'counted'], initial.basis),
    effort: whole(q.get('effort'), 0, 20),
    draft,
    drawn: q.get('drawn') === '1' && draft.length >= 3,
    compare: [q.get('a'), q.get('b')],
    method: oneOf(q.get('method'), methods, initial.method),
    step: whole(q.get('step'), 1, 60),
    baseline: baselines.find((b) => b === q.get('expects')) ?? null,
    periods: oneOf(q.get('periods'), periods, initial.periods),
  };
}

function path(state: ViewState): string {
  const screen = state.screen === 'ranking' ? '' : state.screen;
  if (!state.open) return `#/${screen}`;
  return `#/${screen && `${screen}/`}${state.open.of === 'catchments' ? 'catchment' : 'area'}/${encodeURIComponent(state.open.id)}`;
}

/** Writes the address fragment of a state. `parse(format(s))` gives `s` back. */
export function format(state: ViewState): string {
  const pairs: [string, string | number | null][] = [
    ['from', state.from],
    ['to', state.to],
    ['offense', state.offense?.join(',') ?? null],
    ['measure', state.measure],
    ['unit', state.unit],
    ['time', state.time === initial.time ? null : state.time],
    ['area', state.area],
    ['k', state.k],
    ['of', state.of],
    ['km2', state.km2],
    ['layer', state.layer],
    ['res', state.resolution],
    ['bw', state.bandwidth],
    ['sites', state.sites ? null : '0'],
    ['limits', state.limits ? '1' : null],
    ['at', state.camera && at(state.camera)],
    ['weights', state.weights && (formatWeights(state.weights) || '0')],
    ['sure', state.concentration && formatConcentration(state.concentration)],
    ['half', state.halfLife],
    ['spacing', state.spacing],
    ['outline', state.outline],
    ['exclude', state.exclude.join(',') || null],
    ['budget', state.budget],
    ['basis', state.basis === initial.basis ? null : state.basis],
    ['effort', state.effort],
    ['draft', formatPoints(state.draft) || null],
    ['drawn', state.drawn ? '1' : null],
    ['a', state.compare[0]],
    ['b', state.compare[1]],
    ['method', state.method === initial.method ? null : state.method],
    ['step', state.step],
    ['expects', state.baseline],
    ['periods', state.periods === initial.periods ? null : state.periods],
  ];
  const plain = (v: string | number) => encodeURIComponent(v).replace(/%(2C|2F|3A|3B)/g, decodeURIComponent);
  const query = pairs.flatMap(([key, v]) => (v === null ? [] : [`${key}=${plain(v)}`]));
  return `${path(state)}?${query.join('&')}`;
}

function at(c: Camera): string {
  return [c.zoom.toFixed(2), c.lat.toFixed(5), c.lng.toFixed(5)].map(Number).join('/');
}
