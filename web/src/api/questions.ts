/** The questions of the API: their addresses, and what answers them. */
import { ApiError, get, send, type Waiting } from './client';
import { only, type Path, type Values } from './description';
import type {
  AreaAnswer,
  AreaBasis,
  Backtest,
  Baseline,
  Basis,
  CatchmentScore,
  Cells,
  Chance,
  ClusterMethod,
  Clusters,
  Concentration,
  Decision,
  Measure,
  Month,
  Of,
  Optimized,
  Periods,
  Ranking,
  Recent,
  RouteAnswer,
  Said,
  Shape,
  Shapes,
  SitesCheck,
  SitesEvaluation,
  Status,
  Surface,
  TargetAnswer,
  TimeBasis,
  Unit,
} from './types';

/** The question of a view: what is counted, where, when, and how it is ranked. All values are resolved. */
export interface Question {
  from: Month;
  to: Month;
  offense: string[];
  unit: Unit;
  time: TimeBasis;
  area: AreaBasis;
  measure: Measure;
  k: number;
}

/**
 * The question that an answer answers: what its meta says, and for what the question has no part in, what is asked now.
 */
export function answered(meta: Said, now: Question): Question {
  const said = Object.entries(meta.params).filter(([name, v]) => name in now && v !== null && v !== undefined);
  const all: Question = { ...now, ...Object.fromEntries(said) };
  // What was chosen but withheld still belongs to the choice: its name is that of all together.
  return { ...all, offense: [...new Set([...all.offense, ...(meta.withheld ?? [])])] };
}

/**
 * Whether two answers count the same: the same offenses, months and way of counting. What one of the two questions has
 * no part in cannot tell them apart.
 */
export function countsAlike(a: Said, b: Said): boolean {
  const of = (said: Said, name: string) => (said.params as Record<string, unknown>)[name];
  return ['from', 'to', 'offense', 'unit', 'time', 'area'].every((name) => {
    const [one, other] = [of(a, name), of(b, name)];
    return one === undefined || other === undefined || JSON.stringify(one) === JSON.stringify(other);
  });
}

/** Forms in which people can take an answer away. */
export type FileFormat = 'csv' | 'geojson';

/** An address of the API with the parameters that it has, of those given. */
function address(path: Path, values: Values, id?: string): string {
  const query = new URLSearchParams(only(path, values)).toString().replaceAll('%2C', ',');
  const place = id === undefined ? path : path.replace('{id}', encodeURIComponent(id));
  return query ? `${place}?${query}` : place;
}

/** A city without a single month of incidents is a failure to tell, not a page of blanks. */
export async function status(waiting?: Waiting): Promise<Status> {
  const answer = await get<Status & { through?: string | null }>('/api/v1/status', waiting);
  // Written before there were such notes.
  if (answer.through) return { ...answer, city: { ...answer.city, months: answer.city.months ?? [] } };
  throw new ApiError({ status: 200, code: 'empty-dataset', detail: 'this dataset holds no incidents' }, 'empty');
}

/** What is asked of one kind of places only: catchments have a size and go by the point. */
function placed(q: Question, of: Of, km2: number): Values {
  return of === 'catchments' ? { ...q, of, area: null, area_km2: km2 } : { ...q, of };
}

/** Address of a ranking, also for people to download. */
export function rankingUrl(q: Question, of: Of, km2: number, format?: FileFormat): string {
  return address('/api/v1/rankings', { ...placed(q, of, km2), format });
}

export function ranking(q: Question, of: Of, km2: number, waiting?: Waiting): Promise<Ranking> {
  return get(rankingUrl(q, of, km2), waiting);
}

export function shapes(q: Question, of: Of, km2: number, waiting?: Waiting): Promise<Shapes> {
  return get(rankingUrl(q, of, km2, 'geojson'), waiting);
}

export function areaUrl(
  q: Question & { bridge?: string },
  of: Of,
  id: string,
  km2: number,
  format?: FileFormat,
): string {
  const { bridge: _named, ...plain } = q;
  if (of === 'catchments') return address('/api/v1/catchments/{id}', { ...plain, area_km2: km2, format }, id);
  return address('/api/v1/areas/{id}', { ...q, format }, id);
}

export function area(
  q: Question & { bridge?: string },
  of: Of,
  id: string,
  km2: number,
  waiting?: Waiting,
): Promise<AreaAnswer> {
  return get(areaUrl(q, of, id, km2), waiting);
}

export function cellsUrl(q: Question, resolution: number, format?: FileFormat): string {
  return address('/api/v1/cells', { ...q, resolution, format });
}

export function cells(q: Question, resolution: number, waiting?: Waiting): Promise<Cells> {
  return get(cellsUrl(q, resolution), waiting);
}

/** The map's surface is corrected at the border: beyond it nothing is known, which is not nothing. */
const edge = 'uniform';

export function surface(q: Question, bandwidth_m: number, waiting?: Waiting): Promise<Surface> {
  return get(address('/api/v1/surface', { ...q, bandwidth_m, edge }), waiting);
}

/** Layers that are drawn from tiles. */
export type TileLayer = 'neighborhoods' | 'sites' | 'cells' | 'surface';

/**
 * Address pattern of a layer for MapLibre, which wants it absolute. It names the dataset, so that tiles never change,
 * and carries the parameters of its own layer alone.
 */
export function tiles(layer: TileLayer, origin: string, dataset: string, values: Values = {}): string {
  const path = `/tiles/${layer}/{z}/{x}/{y}` as const satisfies Path;
  return `${origin}${address(path, { edge, ...values, dataset })}`;
}

/** How criteria are weighed; what is null is the server's own default. */
export interface Weighing {
  weights: string | null;
  concentration: string;
  half_life_months: number | null;
  /** Parts that are worked out only where they are asked for. */
  parts?: string;
}

export function decisionUrl(q: Question, of: Of, km2: number, weighing: Weighing, format?: FileFormat): string {
  return address('/api/v1/decision', { ...placed(q, of, km2), ...weighing, format });
}

export function decision(q: Question, of: Of, km2: number, weighing: Weighing, waiting?: Waiting): Promise<Decision> {
  return get(decisionUrl(q, of, km2, weighing), waiting);
}

/** What the optimizer may choose among. */
export interface Constraints {
  area_km2: number;
  spacing_m: number | null;
  /** Meters between centers of two catchments; null: they may touch. */
  apart_m: number | null;
  /** Residents who must live about a place; null: any. */
  least_residents: number | null;
  /** Longest outline, in circumferences of a circle of the area. */
  outline: number | null;
  /** Which shapes catchments may have; null: the service's own. */
  shape: Shape | null;
  exclude: string;
  budget_usd: number | null;
  basis: Basis;
  effort: number | null;
}

export function optimizedUrl(q: Question, constraints: Constraints, format?: FileFormat): string {
  return address('/api/v1/optimize', { ...q, ...constraints, parts: 'streets', format });
}

export function optimized(q: Question, constraints: Constraints, waiting?: Waiting): Promise<Optimized> {
  return get(optimizedUrl(q, constraints), waiting);
}

export function chanceUrl(q: Question, constraints: Constraints, format?: FileFormat): string {
  return address('/api/v1/catchments/chance', { ...q, ...constraints, format });
}

/** How sure each cell is to be chosen while the counts, or the harm to expect, are in doubt. */
export function chance(q: Question, constraints: Constraints, waiting?: Waiting): Promise<Chance> {
  return get(chanceUrl(q, constraints), waiting);
}

/** Scores a catchment of one's own. Its size is its own, so k does not matter. */
/** The figures of an outline alone, at once: the best of its size is not searched for. */
export function ownScore(q: Question, polygon: GeoJSON.Polygon, waiting?: Waiting): Promise<CatchmentScore> {
  return send('POST', address('/api/v1/catchments/score', { ...q, extent: 'own' }), { polygon }, waiting);
}

export function score(q: Question, polygon: GeoJSON.Polygon, waiting?: Waiting): Promise<CatchmentScore> {
  return send('POST', address('/api/v1/catchments/score', { ...q }), { polygon }, waiting);
}

/** Figures, period and warnings of an answer about a place. */
export type PlaceMeta = Pick<AreaAnswer['meta'], 'unit' | 'window' | 'warnings' | 'source'>;

/** An area within an outline in full, as the page of a place shows it. */
export function scoreOutline(q: Question, polygon: GeoJSON.MultiPolygon, waiting?: Waiting): Promise<CatchmentScore> {
  return send('POST', address('/api/v1/catchments/score', { ...q, extent: 'full' }), { polygon }, waiting);
}

/** An area of some cells in full, as the page of a place shows it. */
export function scoreCells(q: Question, cells: string[], waiting?: Waiting): Promise<CatchmentScore> {
  return send('POST', address('/api/v1/catchments/score', { ...q, extent: 'full' }), { cells }, waiting);
}

export function backtestUrl(q: Question, km2: number, format?: FileFormat): string {
  return address('/api/v1/backtest', { ...q, area_km2: km2, format });
}

/** Every whole year of the window is measured; each choice draws on all data before its year. */
export function backtest(q: Question, km2: number, waiting?: Waiting): Promise<Backtest> {
  return get(backtestUrl(q, km2), waiting);
}

/** How concentrated counts are, and what is compared over time. */
export interface Spread {
  resolution: number;
  stability: Periods;
}

export function concentrationUrl(q: Question, spread: Spread, format?: FileFormat): string {
  return address('/api/v1/concentration', { ...q, ...spread, format });
}

export function concentration(q: Question, spread: Spread, waiting?: Waiting): Promise<Concentration> {
  return get(concentrationUrl(q, spread), waiting);
}

/** How clusters are looked for. */
export interface Seeking {
  method: ClusterMethod;
  resolution: number;
  /** Months of a time step, where the method has steps. */
  step: number | null;
  baseline: Baseline | null;
}

/** Bands of near repeats: up to so many meters, and so many days, apart. */
const bands = { distance_m: '100,200,400', days: '7,14,28', permutations: 99 };

/**
 * Address of clusters, also for people to download. Near repeats are asked of incidents: offenses of one are no repeat
 * of it.
 */
export function clustersUrl(q: Question, s: Seeking, format?: FileFormat): string {
  const { method, resolution, step, baseline } = s;
  const near = method === 'knox';
  // A scan over many months and places is the longest answer here: fewer simulations, longest cluster a year.
  const scan =
    method === 'scan' ? { permutations: 99, max_steps: Math.max(1, Math.min(12, Math.floor(12 / (step ?? 3)))) } : {};
  return address('/api/v1/clusters', {
    ...q,
    unit: near ? 'incident' : q.unit,
    method,
    resolution,
    step_months: step,
    baseline,
    format,
    ...scan,
    ...(near && bands),
  });
}

export function clusters(q: Question, s: Seeking, waiting?: Waiting): Promise<Clusters> {
  return get(clustersUrl(q, s), waiting);
}

/** Address of the newest days, also for people to download: of the city, its neighborhoods and its sites. */
export function recentUrl(q: Question, format?: FileFormat): string {
  return address('/api/v1/recent', { ...q, format });
}

/** Year to date and the last 28 days beside the same days a year before. */
export function recent(q: Question, waiting?: Waiting): Promise<Recent> {
  return get(recentUrl(q), waiting);
}

/** Quarters that are told of: twelve years of them. */
const quarters = 48;

export function sitesCheckUrl(format?: FileFormat): string {
  return address('/api/v1/sites/check', { quarters, format });
}

/** Are the sites still in the right place. */
export function sitesCheck(waiting?: Waiting): Promise<SitesCheck> {
  return get(sitesCheckUrl(), waiting);
}

/** A walk at a site: its hours, the days and hours of the shift, and where it begins; null: the usual. */
export interface Walk {
  site: string;
  hours: number | null;
  shift: string | null;
  start: string | null;
}

export function routeUrl(walk: Walk, format?: FileFormat): string {
  return address('/api/v1/route', { ...walk, format });
}

/** A walk route for a shift, for the supervisor's desk alone. */
export function route(walk: Walk, waiting?: Waiting): Promise<RouteAnswer> {
  return get(routeUrl(walk), waiting);
}

export function evaluationUrl(site: string | null, format?: FileFormat): string {
  return address('/api/v1/sites/evaluate', { site, format });
}

/** Did it work, of one site or of all. */
export function evaluation(site: string | null, waiting?: Waiting): Promise<SitesEvaluation> {
  return get(evaluationUrl(site), waiting);
}

export function targetUrl(start: Month | null, format?: FileFormat): string {
  return address('/api/v1/region/target', { start, format });
}

/** How far the region is on its way to its target. */
export function target(start: Month | null, waiting?: Waiting): Promise<TargetAnswer> {
  return get(targetUrl(start), waiting);
}
