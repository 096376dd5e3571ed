/**
 * The answers of `/api/v1`, as this viewer reads them. Months are `YYYY-MM`; rates are per covered year.
 * The server's own description is `/api/v1/openapi.json`.
 */
export * from './types-clusters';
export * from './types-siting';

export type Month = string;
export type Measure = 'count' | 'per_resident' | 'per_km2';
export type Unit = 'net' | 'incident';
export type AreaBasis = 'label' | 'point';
/** Which date puts a row into a month. */
export type TimeBasis = 'reported' | 'occurred';
export type Of = 'neighborhoods' | 'catchments';
export type MonthStatus = 'incidents' | 'area-counts' | 'missing';

export interface WindowMeta {
  from: Month;
  to: Month;
  months: number;
  covered_months: number;
  missing: Month[];
  systems: string[];
}

export interface Meta {
  dataset: string;
  program: string;
  seed: number;
  params: Record<string, unknown>;
  window: WindowMeta;
  unit: string;
  unit_label: string;
  warnings: string[];
  withheld: string[];
  source: string;
}

export interface CoverageSpan {
  from: Month;
  to: Month;
  status: MonthStatus;
  system: string | null;
}

export interface OffenseInfo {
  id: string;
  label: string;
  weight: number;
  reported_by: 'victim' | 'police';
  finest: 'cell' | 'area' | 'city-year';
  default: boolean;
}

export interface Shift {
  /** Monday is 0. */
  weekdays: number[];
  from_hour: number;
  to_hour: number;
  source: string;
}

export interface SiteInfo {
  id: string;
  name: string;
  from: Month;
  to: Month | null;
  shape: 'published' | 'stand-in';
  area_ids: string[];
  note: string;
}

export interface LocatedShare {
  year: number;
  offense: string;
  rows: number;
  located: number;
  share: number;
  warns: boolean;
}

export interface Rows {
  rows: number;
  accepted: number;
  cancelled: number;
  unlocated: number;
  rejected: number;
  net: number;
}

export interface City {
  id: string;
  name: string;
  attribution: string;
  notices: string[];
  /** How positions were made up, where they were; null for true positions. */
  synthetic: string | null;
  accuracy_m: number;
  finest_resolution: number;
  center: [number, number];
  /** West, south, east, north. */
  bounds: [number, number, number, number];
}

export interface Defaults {
  from: Month;
  to: Month;
  k: number;
  offense: string | string[];
  measure: Measure;
  catchment_km2: number;
  catchment_presets_km2: number[];
  bandwidth_m: number;
  pixel_m: number;
  fdr: number;
  resolution: number;
}

export interface Status {
  city: City;
  dataset: string;
  program: string;
  through: Month;
  span: { from: Month; to: Month };
  coverage: CoverageSpan[];
  offenses: OffenseInfo[];
  aliases: Record<string, string[]>;
  rows: Rows;
  located: LocatedShare[];
  label_differs: { rows: number; of: number; share: number };
  warnings: string[];
  defaults: Defaults;
  shift: Shift | null;
  areas: { note: string | null; credit: string; population_years: number[]; population_year: number | null };
  sites: SiteInfo[];
}

export interface RankItem {
  rank: number;
  id: string;
  name: string;
  kind: string;
  /** Posterior mean of the measure per year, with its 90 % interval. */
  score: number;
  score_low: number;
  score_high: number;
  /** Observed in the window. */
  count: number;
  per_1000: number | null;
  per_km2: number;
  residents: number | null;
  area_km2: number;
  eb_rate: number;
  rank_low: number;
  rank_high: number;
  p_top: number;
  reasons: string[];
}

export interface NotRanked {
  id: string;
  name: string;
  why: string;
  count: number;
}

export interface Ranking {
  meta: Meta;
  items: RankItem[];
  not_ranked: NotRanked[];
  city: { count: number; per_1000: number | null; per_km2: number };
}

export interface RankOfArea {
  rank: number;
  low: number;
  high: number;
  p_top: number;
}

export interface SeriesMonth {
  month: Month;
  status: MonthStatus;
  count: number | null;
  system: string | null;
}

export interface Posterior {
  mean: number;
  low: number;
  high: number;
  phi: number;
  shrinkage: number;
  points: { x: number; density: number }[];
}

export interface AreaAnswer {
  meta: Meta;
  area: {
    id: string;
    name: string;
    kind: string;
    area_km2: number;
    population: Record<string, number>;
    sites: string[];
  };
  count: number;
  per_1000: number | null;
  per_km2: number;
  rank: Record<Measure, RankOfArea | null>;
  series: SeriesMonth[];
  /** Seven rows, Monday first, of 24 hours. */
  hours: number[][];
  hours_unknown: number;
  shift_share: number | null;
  offenses: { id: string; label: string; count: number }[];
  posterior: Posterior | null;
  why: string[];
}

export interface CellValue {
  id: string;
  count: number;
  per_km2: number;
  z: number;
  p: number;
  significant: boolean;
  hot: 'hot' | 'cold' | null;
}

export interface Cells {
  meta: Meta;
  resolution: number;
  cells: CellValue[];
  fdr: { alpha: number; before: number; after: number; cells: number };
  /** Classes by count, over all cells. */
  legend?: SurfaceClass[];
}

export interface SurfaceClass {
  from: number;
  to: number | null;
  color: string;
}

export interface Surface {
  meta: Meta;
  legend: SurfaceClass[];
  max: number;
  mean: number;
  unit: string;
}

/** An RFC 9457 problem document. */
export interface Problem {
  type?: string;
  title?: string;
  status: number;
  code?: string;
  detail?: string;
  parameter?: string;
  value?: string;
  accepted?: string;
}

/** Outlines with an id, as `format=geojson` gives them. */
export interface Shapes {
  type: 'FeatureCollection';
  features: {
    type: 'Feature';
    id?: string | number;
    properties: Record<string, unknown>;
    geometry: GeoJSON.Polygon | GeoJSON.MultiPolygon;
  }[];
}
