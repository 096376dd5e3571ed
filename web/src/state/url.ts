/**
 * The whole state of the viewer in the address bar: a path of its own for each view, and what it asks. Pure: text in,
 * state out, and back.
 */
import { type Path, parameter } from '../api/description';
import type { AreaBasis, Measure, Month, Of, TimeBasis, Unit } from '../api/types';
import { type DecideState, decidePairs, decideStart, readDecide } from '../screens/decide/url';
import { type DrawState, drawPairs, drawStart, readDraw } from '../screens/draw/url';
import { type HotSpotsState, hotSpotsPairs, hotSpotsStart, methods, readHotSpots } from '../screens/hotspots/url';
import { type OptimizeState, optimizePairs, optimizeStart, readOptimize } from '../screens/optimize/url';
import { readScenarios, type ScenariosState, scenariosPairs, scenariosStart } from '../screens/scenarios/url';
import { readSites, type SitesState, sitesPairs, sitesStart } from '../screens/sites/url';
import { Fields, type Pairs, type Refused } from './fields';
import { type Form, forms, pathOf, wordOf } from './paths';

const layers = ['neighborhoods', 'cells', 'hotspots', 'surface', 'chance'] as const;
export type Layer = (typeof layers)[number];

/** The screens whose map can show how sure each cell is to be chosen. */
export const chanceScreens: readonly string[] = ['decide', 'catchments'];

/** What the panel beside the map is for. */
export const screens = [
  'next',
  'sites',
  'ranking',
  'decide',
  'hotspots',
  'catchments',
  'draw',
  'backtest',
  'scenarios',
  'glossary',
  'data',
] as const;
export type Screen = (typeof screens)[number];

/** Where the map looks. */
export interface Camera {
  zoom: number;
  lng: number;
  lat: number;
}

/** What all screens share. */
interface SharedState {
  screen: Screen;
  /** The form that other pages frame, where that is shown. */
  embed: Form | null;
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
}

export type ViewState = SharedState &
  DecideState &
  OptimizeState &
  DrawState &
  HotSpotsState &
  ScenariosState &
  SitesState;

export const initial: ViewState = {
  screen: 'next',
  embed: null,
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
  ...decideStart,
  ...optimizeStart,
  ...drawStart,
  ...hotSpotsStart,
  ...scenariosStart,
  ...sitesStart,
};

const rankings = '/api/v1/rankings' satisfies Path;

/** The values that the API's description gives to a parameter of the rankings. */
function listed<T extends string>(name: 'measure' | 'unit' | 'time' | 'area' | 'of', otherwise: T): readonly T[] {
  return (parameter(rankings, name).enum as readonly T[] | undefined) ?? [otherwise];
}

function isMonth(text: string | null): text is Month {
  return text !== null && /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}

/** A window only as a pair in order. */
function readWindow(fields: Fields): { from: Month | null; to: Month | null } {
  const [from, to] = [fields.text('from'), fields.text('to')];
  if (isMonth(from) && isMonth(to) && from <= to) return { from, to };
  if (from ?? to) {
    fields.refuse('from and to', `${from ?? '–'} and ${to ?? '–'}`, 'two months such as 2016-01, the earlier first');
  }
  return { from: null, to: null };
}

/** Where the map looks is a matter of taste: what cannot be read is passed over. */
function readCamera(value: string | null): Camera | null {
  const [zoom, lat, lng] = value?.split('/').map((part) => (part === '' ? Number.NaN : Number(part))) ?? [];
  const within = (n: number | undefined, low: number, high: number): n is number =>
    n !== undefined && n >= low && n <= high;
  return within(zoom, 0, 24) && within(lat, -90, 90) && within(lng, -180, 180) ? { zoom, lng, lat } : null;
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/** Screens on which a place can be open. */
const placed: readonly Screen[] = ['next', 'ranking', 'decide'];

/**
 * The screen named first, and the rest of the path. An address that asks nothing opens the answer; one that asks, but
 * names no screen, was written when the ranking was the first screen.
 */
function screenOf(path: string, query: string): Opened {
  const parts = path.split('/').filter(Boolean);
  const [first, second] = parts;
  const way = second === 'backtest' ? 'backtest' : 'hotspots';
  const form = forms.find((f) => f === second);
  if (first === 'embed' && form) return { screen: 'ranking', rest: ['place', ...parts.slice(2)], embed: form };
  if (first === 'evidence') return { screen: way, rest: [], ...(way === 'hotspots' && second && { method: second }) };
  if (first === 'place' || first === 'catchment') return { screen: 'next', rest: parts };
  const screen = screens.find((s) => s === first || wordOf(s) === first);
  if (screen) return { screen, rest: parts.slice(1) };
  return { screen: query === '' && parts.length === 0 ? 'next' : 'ranking', rest: parts };
}

interface Opened {
  screen: Screen;
  rest: string[];
  method?: string;
  embed?: Form;
}

function place([kind, raw]: string[]): ViewState['open'] {
  const id = raw === undefined ? null : decode(raw);
  if (id && (kind === 'area' || kind === 'place')) return { of: 'neighborhoods', id };
  if (id && kind === 'catchment') return { of: 'catchments', id };
  return null;
}

/**
 * Reads an address: a path, or a fragment of the time when the view stood behind "#". What is not accepted is replaced
 * by its default, and told: an old link still opens.
 */
export function read(address: string): { state: ViewState; refused: Refused[] } {
  const [path = '', asked = ''] = address.replace(/^#/, '').split('?', 2);
  const old = address.startsWith('#');
  const { screen, rest, method, embed = null } = screenOf(path, old || path !== '/' ? asked : '');
  const known = method !== undefined && methods.some((m) => m === method);
  const query = known ? `method=${method}&${asked}` : asked;
  const fields = new Fields(query);
  const offense = fields.list('offense');
  const state: ViewState = {
    screen,
    embed,
    open: placed.includes(screen) ? place(rest) : null,
    limits: fields.flag('limits', '1'),
    ...readWindow(fields),
    offense: offense.length > 0 ? offense : null,
    measure: fields.oneOf('measure', listed<Measure>('measure', initial.measure), initial.measure),
    unit: fields.oneOf('unit', listed<Unit>('unit', initial.unit), initial.unit),
    time: fields.oneOf('time', listed<TimeBasis>('time', initial.time), initial.time),
    area: fields.oneOf('area', listed<AreaBasis>('area', initial.area), initial.area),
    k: fields.parameter('k', rankings, 'k', true),
    of: fields.oneOf('of', listed<Of>('of', initial.of), initial.of),
    km2: fields.parameter('km2', rankings, 'area_km2'),
    layer: fields.oneOf('layer', layers, initial.layer),
    resolution: fields.parameter('res', '/api/v1/cells', 'resolution', true),
    bandwidth: fields.parameter('bw', '/api/v1/surface', 'bandwidth_m'),
    sites: !fields.flag('sites', '0'),
    camera: readCamera(fields.text('at')),
    ...readDecide(fields),
    ...readOptimize(fields),
    ...readDraw(fields),
    ...readHotSpots(fields),
    ...readScenarios(fields),
    ...readSites(fields),
  };
  return { state, refused: fields.refused };
}

export function parse(address: string): ViewState {
  return read(address).state;
}

/** The address of this page as `read` takes it. */
export function here({ hash, pathname, search }: Location): string {
  return hash.startsWith('#/') ? hash : pathname + search;
}

/** Writes the address of a state. `parse(format(s))` gives `s` back. */
export function format(state: ViewState): string {
  const pairs: Pairs = [
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
    ...decidePairs(state),
    ...optimizePairs(state),
    ...drawPairs(state),
    ...hotSpotsPairs(state),
    ...scenariosPairs(state),
    ...sitesPairs(state),
  ];
  const plain = (v: string | number) => encodeURIComponent(v).replace(/%(2C|2F|3A|3B)/g, decodeURIComponent);
  const said = pairs.filter(([key]) => key !== 'method' || state.screen !== 'hotspots');
  const query = said.flatMap(([key, v]) => (v === null ? [] : [`${key}=${plain(v)}`]));
  return `${pathOf(state)}?${query.join('&')}`;
}

function at(c: Camera): string {
  return [c.zoom.toFixed(2), c.lat.toFixed(5), c.lng.toFixed(5)].map(Number).join('/');
}
