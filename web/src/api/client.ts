/** The only place that talks to the server. Every request can be aborted; every failure is an `ApiError`. */
import type { Baseline, Basis, Method, Periods, ViewState } from '../state/url';
import type {
  AreaAnswer,
  Backtest,
  CatchmentScore,
  Cells,
  Chance,
  Clusters,
  Concentration,
  Decision,
  Of,
  Optimized,
  Problem,
  Ranking,
  Scenario,
  ScenarioBody,
  ScenarioComparison,
  Shapes,
  Spread,
  Status,
  Surface,
} from './types';

/** What the server refused or could not do; `problem` is null where no answer came at all. */
export class ApiError extends Error {
  constructor(
    readonly problem: Problem | null,
    message: string,
  ) {
    super(message);
  }
}

/** The question of a view: what is counted, where, when, and how it is ranked. All values are resolved. */
export interface Question {
  from: string;
  to: string;
  offense: string[];
  unit: ViewState['unit'];
  time: ViewState['time'];
  area: ViewState['area'];
  measure: ViewState['measure'];
  k: number;
}

const base = '/api/v1';

export function params(q: Question, more: Record<string, string | number> = {}): URLSearchParams {
  const all = { ...q, offense: q.offense.join(','), ...more };
  return new URLSearchParams(Object.entries(all).map(([key, value]): [string, string] => [key, String(value)]));
}

function url(path: string, query?: URLSearchParams): string {
  return query ? `${base}${path}?${query.toString().replaceAll('%2C', ',')}` : `${base}${path}`;
}

async function problemOf(response: Response): Promise<Problem> {
  try {
    const body = (await response.json()) as Partial<Problem>;
    return { ...body, status: response.status };
  } catch {
    return { status: response.status };
  }
}

async function ask(address: string, options: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(address, options);
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw new ApiError(null, 'no answer');
  }
  if (response.ok) return response;
  const problem = await problemOf(response);
  throw new ApiError(problem, problem.detail ?? problem.title ?? `status ${response.status}`);
}

async function get<T>(address: string, signal?: AbortSignal): Promise<T> {
  const response = await ask(address, { headers: { accept: 'application/json' }, ...(signal && { signal }) });
  return (await response.json()) as T;
}

async function send<T>(method: 'POST' | 'PUT', address: string, body: unknown, more: RequestInit = {}): Promise<T> {
  const headers = { accept: 'application/json', 'content-type': 'application/json', ...more.headers };
  const response = await ask(address, { ...more, method, headers, body: JSON.stringify(body) });
  return (await response.json()) as T;
}

/** A city without a single month of incidents is a failure to tell, not a page of blanks. */
export async function status(signal?: AbortSignal): Promise<Status> {
  const answer = await get<Omit<Status, 'through'> & { through: string | null }>(url('/status'), signal);
  if (answer.through !== null) return { ...answer, through: answer.through };
  throw new ApiError({ status: 200, code: 'empty-dataset', detail: 'this dataset holds no incidents' }, 'empty');
}

export function ranking(q: Question, of: Of, km2: number, signal?: AbortSignal): Promise<Ranking> {
  return get(rankingUrl(q, of, km2), signal);
}

/** Forms in which people can take an answer away. */
export type FileFormat = 'csv' | 'geojson';

/** Address of a ranking, also for people to download. */
export function rankingUrl(q: Question, of: Of, km2: number, format?: FileFormat): string {
  const more = { of, ...(of === 'catchments' && { area_km2: km2 }), ...(format && { format }) };
  return url('/rankings', params(q, more));
}

export function areaUrl(q: Question, of: Of, id: string, km2: number, format?: FileFormat): string {
  const more = { ...(of === 'catchments' && { area_km2: km2 }), ...(format && { format }) };
  return url(`/${of === 'catchments' ? 'catchments' : 'areas'}/${encodeURIComponent(id)}`, params(q, more));
}

export function cellsUrl(q: Question, resolution: number, format?: FileFormat): string {
  return url('/cells', params(q, { resolution, ...(format && { format }) }));
}

export function shapes(q: Question, of: Of, km2: number, signal?: AbortSignal): Promise<Shapes> {
  return get(rankingUrl(q, of, km2, 'geojson'), signal);
}

export function area(q: Question, of: Of, id: string, km2: number, signal?: AbortSignal): Promise<AreaAnswer> {
  return get(areaUrl(q, of, id, km2), signal);
}

export function cells(q: Question, resolution: number, signal?: AbortSignal): Promise<Cells> {
  return get(cellsUrl(q, resolution), signal);
}

export function surface(q: Question, bandwidth_m: number, signal?: AbortSignal): Promise<Surface> {
  return get(url('/surface', params(q, surfaceParams(bandwidth_m))), signal);
}

/** The map's surface is corrected at the border: beyond it nothing is known, which is not nothing. */
export function surfaceParams(bandwidth_m: number): Record<string, string | number> {
  return { bandwidth_m, edge: 'uniform' };
}

/** Address pattern of a tile layer for MapLibre, which wants it absolute. */
export function tiles(layer: string, origin: string, query?: URLSearchParams): string {
  const tail = query ? `?${query.toString().replaceAll('%2C', ',')}` : '';
  return `${origin}/tiles/${layer}/{z}/{x}/{y}${tail}`;
}

/** How criteria are weighed; what is null is the server's own default. */
export interface Weighing {
  weights: string | null;
  concentration: string;
  half_life_months: number | null;
}

/** Only what is given: an absent parameter is the server's default. */
export function given(values: Record<string, string | number | null>): Record<string, string | number> {
  return Object.fromEntries(Object.entries(values).filter(([, v]) => v !== null && v !== '')) as Record<
    string,
    string | number
  >;
}

export function decision(
  q: Question,
  of: Of,
  km2: number,
  weighing: Weighing,
  signal?: AbortSignal,
): Promise<Decision> {
  const area_km2 = of === 'catchments' ? km2 : null;
  return get(url('/decision', params(q, given({ of, area_km2, ...weighing }))), signal);
}

/** What the optimizer may choose among. */
export interface Constraints {
  area_km2: number;
  spacing_m: number | null;
  /** Longest outline, in circumferences of a circle of the area. */
  outline: number | null;
  exclude: string;
  budget_usd: number | null;
  basis: Basis;
  effort: number | null;
}

export function optimized(q: Question, constraints: Constraints, signal?: AbortSignal): Promise<Optimized> {
  return get(url('/optimize', params(q, given({ ...constraints }))), signal);
}

/** How sure each cell is to be chosen while the counts, or the harm to expect, are in doubt. */
export function chance(q: Question, constraints: Constraints, signal?: AbortSignal): Promise<Chance> {
  return get(chanceUrl(q, constraints), signal);
}

export function chanceUrl(q: Question, constraints: Constraints, format?: FileFormat): string {
  return url('/catchments/chance', params(q, given({ ...constraints, format: format ?? null })));
}

/** Scores a catchment of one's own. Its size is its own, so k does not matter. */
export function score(q: Question, polygon: GeoJSON.Polygon, signal?: AbortSignal): Promise<CatchmentScore> {
  return send('POST', url('/catchments/score', params(q)), { polygon }, signal ? { signal } : {});
}

/** Every whole year of the window is measured; each choice draws on all data before its year. */
export function backtest(q: Question, km2: number, signal?: AbortSignal): Promise<Backtest> {
  return get(url('/backtest', params(q, { area_km2: km2 })), signal);
}

export function concentration(q: Question, resolution: number, signal?: AbortSignal): Promise<Concentration> {
  return get(url('/concentration', params(q, { resolution })), signal);
}

/** How clusters are looked for. */
export interface Seeking {
  method: Method;
  resolution: number;
  /** Months of a time step, where the method has steps. */
  step: number | null;
  baseline: Baseline | null;
}

/** Bands of near repeats: up to so many meters, and so many days, apart. */
const bands = { distance_m: '100,200,400', days: '7,14,28', permutations: 99 };

/** Address of clusters, also for people to download. Near repeats are asked of incidents: offenses of one are no repeat of it. */
export function clustersUrl(q: Question, s: Seeking, format?: FileFormat): string {
  const { method, resolution, step, baseline } = s;
  const near = method === 'knox';
  // A scan over many months and places is the longest answer here: fewer simulations, longest cluster a year.
  const scan =
    method === 'scan' ? { permutations: 99, max_steps: Math.max(1, Math.min(12, Math.floor(12 / (step ?? 3)))) } : {};
  const more = given({ method, resolution, step_months: step, baseline, format: format ?? null });
  return url('/clusters', params({ ...q, unit: near ? 'incident' : q.unit }, { ...more, ...scan, ...(near && bands) }));
}

export function clusters(q: Question, s: Seeking, signal?: AbortSignal): Promise<Clusters> {
  return get(clustersUrl(q, s), signal);
}

/** Concentration with the stability of the hottest cells from period to period. */
export function spread(q: Question, resolution: number, stability: Periods, signal?: AbortSignal): Promise<Spread> {
  return get(url('/concentration', params(q, { resolution, stability })), signal);
}

export async function scenarios(signal?: AbortSignal): Promise<Scenario[]> {
  const answer = await get<{ scenarios: Scenario[] }>(url('/scenarios'), signal);
  return answer.scenarios;
}

export async function scenarioHistory(id: number, signal?: AbortSignal): Promise<Scenario[]> {
  const answer = await get<{ scenarios: Scenario[] }>(url(`/scenarios/${id}/history`), signal);
  return answer.scenarios;
}

export function saveScenario(body: ScenarioBody): Promise<Scenario> {
  return send('POST', url('/scenarios'), body);
}

/** Writes over a revision; refused where somebody else was faster. */
export function reviseScenario(id: number, revision: number, body: ScenarioBody): Promise<Scenario> {
  return send('PUT', url(`/scenarios/${id}`), body, { headers: { 'if-match': `"${revision}"` } });
}

/** The decision record of a scenario, byte for byte: what `catchment replay` reproduces. */
export async function scenarioRecord(id: number): Promise<Blob> {
  const response = await ask(url(`/scenarios/${id}/record`), { method: 'POST' });
  return response.blob();
}

export function compareScenarios(a: string, b: string, signal?: AbortSignal): Promise<ScenarioComparison> {
  return get(url('/scenarios/compare', new URLSearchParams({ a, b })), signal);
}
