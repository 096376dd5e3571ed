// Written by scripts/gen-types.mjs from /api/v1/openapi.json. Do not edit.

export interface Accounted {
  accepted: number;
  cancelled: number;
  net: number;
  rejected: number;
  rows: number;
  unlocated: number;
}

export interface AreaAnswer {
  area: AreaInfo;
  count: number;
  hours: number[][];
  hours_unknown: number;
  meta: Meta;
  offenses: OffenseCount[];
  per_1000?: number | null;
  per_km2?: number | null;
  posterior?: Posterior | null;
  rank: RankByMeasure;
  series: MonthCount[];
  shift_share?: number | null;
  why: string[];
}

export interface AreaInfo {
  area_km2: number;
  id: string;
  kind: string;
  name: string;
  population: Record<string, number>;
  sites: string[];
}

export interface AreasInfo {
  credit: string;
  note?: string | null;
  population_year?: number | null;
  population_years: number[];
}

export interface CellItem {
  count: number;
  hot?: string | null;
  id: string;
  p?: number | null;
  per_km2?: number | null;
  significant: boolean;
  z?: number | null;
}

export interface CellsAnswer {
  cells: CellItem[];
  fdr: FdrSummary;
  legend: LegendItem[];
  meta: Meta;
  resolution: number;
}

export interface CityInfo {
  accuracy_m: number;
  attribution: string;
  bounds: number[];
  center: number[];
  finest_resolution: number;
  id: string;
  name: string;
  notices: string[];
  synthetic?: string | null;
}

export interface CoverageRun {
  from: string;
  status: string;
  system?: string | null;
  to: string;
}

export interface Defaults {
  bandwidth_m: number;
  catchment_km2: number;
  catchment_presets_km2: number[];
  fdr: number;
  from?: string | null;
  k: number;
  measure: string;
  offense: string;
  pixel_m: number;
  resolution: number;
  to?: string | null;
}

export interface DensityPoint {
  density: number;
  x: number;
}

export interface FdrSummary {
  after: number;
  alpha: number;
  before: number;
  cells: number;
}

export interface GridInfo {
  crs: string;
  height: number;
  pixel_m: number;
  width: number;
  x0_m: number;
  y0_m: number;
}

export interface LabelDiffers {
  of: number;
  rows: number;
  share: number;
}

export interface LegendItem {
  class: number;
  color: string;
  from: number;
  to?: number | null;
}

export interface Located {
  located: number;
  offense: string;
  rows: number;
  share: number;
  warns: boolean;
  year: number;
}

export interface Meta {
  dataset: string;
  params: Resolved;
  program: string;
  seed: number;
  source: string;
  unit: string;
  unit_label: string;
  warnings: string[];
  window: WindowMeta;
  withheld: string[];
}

export interface MonthCount {
  count?: number | null;
  month: string;
  status: string;
  system?: string | null;
}

export interface NotRankedItem {
  count: number;
  id: string;
  name: string;
  why: string;
}

export interface OffenseCount {
  count: number;
  id: string;
  label: string;
}

export interface OffenseInfo {
  default: boolean;
  finest: string;
  id: string;
  label: string;
  reported_by: string;
  weight: number;
}

export interface Posterior {
  high?: number | null;
  low?: number | null;
  mean?: number | null;
  phi?: number | null;
  points: DensityPoint[];
  shrinkage?: number | null;
}

export interface Problem {
  accepted?: string | null;
  code: string;
  detail: string;
  parameter?: string | null;
  status: number;
  title: string;
  type: string;
  value?: string | null;
}

export interface RankByMeasure {
  count?: RankSpan | null;
  per_km2?: RankSpan | null;
  per_resident?: RankSpan | null;
}

export interface RankingsAnswer {
  city: Totals;
  items: RankItem[];
  legend: LegendItem[];
  meta: Meta;
  not_ranked: NotRankedItem[];
  search?: SearchSummary | null;
}

export interface RankItem {
  area_km2: number;
  count: number;
  eb_rate?: number | null;
  id: string;
  kind: string;
  name: string;
  p_top: number;
  per_1000?: number | null;
  per_km2?: number | null;
  rank: number;
  rank_high: number;
  rank_low: number;
  reasons: string[];
  residents?: number | null;
  score?: number | null;
  score_high?: number | null;
  score_low?: number | null;
}

export interface RankSpan {
  high: number;
  low: number;
  p_top: number;
  rank: number;
}

export interface Resolved {
  area: string;
  area_km2?: number | null;
  bandwidth_m?: number | null;
  fdr?: number | null;
  from: string;
  k: number;
  kernel?: string | null;
  measure: string;
  of?: string | null;
  offense: string[];
  pixel_m?: number | null;
  resolution?: number | null;
  seed: number;
  time: string;
  to: string;
  unit: string;
  weights: Record<string, number>;
}

export interface SearchSummary {
  gap: number;
  harm: number;
  resolution: number;
}

export interface ShiftInfo {
  from_hour: number;
  source: string;
  to_hour: number;
  weekdays: number[];
}

export interface SiteInfo {
  area_ids: string[];
  from: string;
  id: string;
  name: string;
  note: string;
  shape: string;
  to?: string | null;
}

export interface Span {
  from: string;
  to: string;
}

export interface StatusAnswer {
  aliases: Record<string, string[]>;
  areas: AreasInfo;
  city: CityInfo;
  coverage: CoverageRun[];
  dataset: string;
  defaults: Defaults;
  label_differs: LabelDiffers;
  located: Located[];
  offenses: OffenseInfo[];
  program: string;
  rows: Accounted;
  shift?: ShiftInfo | null;
  sites: SiteInfo[];
  span?: Span | null;
  through?: string | null;
  warnings: string[];
}

export interface SurfaceAnswer {
  edge: string;
  grid: GridInfo;
  legend: LegendItem[];
  max?: number | null;
  mean?: number | null;
  meta: Meta;
  unit: string;
}

export interface TileJson {
  attribution: string;
  bounds: number[];
  center: number[];
  description: string;
  legend: LegendItem[];
  maxzoom: number;
  minzoom: number;
  name: string;
  scheme: string;
  tileSize?: number | null;
  tilejson: string;
  tiles: string[];
  vector_layers: VectorLayer[];
}

export interface Totals {
  count: number;
  per_1000?: number | null;
  per_km2?: number | null;
}

export interface VectorLayer {
  description: string;
  fields: Record<string, string>;
  id: string;
  maxzoom: number;
  minzoom: number;
}

export interface WindowMeta {
  covered_months: number;
  from: string;
  missing: string[];
  months: number;
  systems: string[];
  to: string;
}
