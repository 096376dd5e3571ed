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

export interface BacktestAnswer {
  limit: BacktestLimit[];
  meta: Meta;
  notes: string[];
  parameters: BacktestSettings;
  rows: BacktestRow[];
  summary: BacktestSummary[];
  years: BacktestYear[];
}

export interface BacktestLimit {
  area_km2: number;
  capture_ratio: number;
  draws: number;
  real_oracle: number;
  simulated_oracle: number;
  standard_error?: number | null;
}

export interface BacktestRow {
  area_km2: number;
  capture: number;
  capture_ratio: number;
  connected: boolean;
  greedy_oracle: number;
  ground_km2: number;
  harm: number;
  k: number;
  located: number;
  method: string;
  oracle: number;
  year: number;
}

export interface BacktestSettings {
  areas_km2: number[];
  engine: EngineSettings;
  from: string;
  k: number;
  kde_bandwidth_m: number;
  limit_draws: number;
  look_back_months: number;
  outline?: number | null;
  past_months: number;
  random_draws: number;
  resolution: number;
  to: string;
}

export interface BacktestSummary {
  area_km2: number;
  capture: number;
  capture_ratio: number;
  connected: boolean;
  engine_cells_less?: PairedMean | null;
  engine_less?: PairedMean | null;
  greedy_oracle_ratio: number;
  method: string;
}

export interface BacktestYear {
  past_months: number;
  predictor_weights: number[];
  year: number;
}

export interface BudgetInfo {
  affordable_k: number;
  launch_usd: number;
  staff_per_site: number;
}

export interface CategoryItem {
  category: string;
  cells: number;
  count: number;
  if_unchanged: NullFigure;
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
  null?: ConcentrationFigures | null;
  resolution: number;
}

export interface ChanceAnswer {
  areas: ChanceArea[];
  basis: string;
  catchments: StableCatchment[];
  cells: ChanceCell[];
  draws: number;
  expected?: ChanceExpected | null;
  floor: number;
  holds?: number | null;
  holds_low?: number | null;
  limits: ChanceLimits;
  meta: Meta;
  model: ChanceModel[];
  notes: string[];
  resolution: number;
}

export interface ChanceArea {
  highest: number;
  id: string;
  likely_km2: number;
  name: string;
  possible_km2: number;
  sure_km2: number;
}

export interface ChanceCell {
  area?: string | null;
  id: string;
  p: number;
  standard_error: number;
}

export interface ChanceExpected {
  over_dispersion: number;
  reach_m?: number | null;
  share_around: number;
  worth_years: number;
  years: number;
}

export interface ChanceLimits {
  budget_usd?: number | null;
  effort: number;
  exclude: string[];
  outline?: number | null;
  spacing_m?: number | null;
  staff?: number | null;
}

export interface ChanceModel {
  kept: number;
  offense: string;
  over_dispersion: number;
  prior_events: number;
  reach_m?: number | null;
}

export interface ChangeItem {
  incidents?: IncidentChangeItem | null;
  weight?: WeightChangeItem | null;
}

export interface ChosenCatchment {
  area_km2: number;
  basis: string;
  cells: string[];
  count: number;
  harm: number;
  id: string;
  name: string;
  outline_m: number;
  residents?: number | null;
  sites: string[];
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

export interface ClusterCell {
  category?: string | null;
  cold_steps?: number | null;
  count: number;
  hot_steps?: number | null;
  i?: number | null;
  id: string;
  p?: number | null;
  quadrant?: string | null;
  significant?: boolean | null;
  trend?: string | null;
  z?: number | null;
}

export interface ClusterParams {
  baseline?: string | null;
  days?: number[] | null;
  distance_m?: number[] | null;
  max_cells?: number | null;
  max_clusters?: number | null;
  max_steps?: number | null;
  method: string;
  permutations: number;
  step_months?: number | null;
}

export interface ClustersAnswer {
  about: string;
  categories?: CategoryItem[] | null;
  cells?: ClusterCell[] | null;
  chance_llr?: number | null;
  clusters?: ScanItem[] | null;
  events?: number | null;
  fdr?: FdrSummary | null;
  gaps?: string[];
  left_out?: LeftOut | null;
  meta: Meta;
  method: string;
  near_repeats?: NearRepeat[] | null;
  null?: ConcentrationFigures | null;
  permutations?: number | null;
  resolution: number;
  steps?: StepItem[];
}

export interface CompareAnswer {
  a: ComparedScenario;
  b: ComparedScenario;
  both: SharedPlace[];
  differences: ParameterDifference[];
  only_a: ComparedPlace[];
  only_b: ComparedPlace[];
  warnings: string[];
}

export interface ComparedPlace {
  harm: number;
  item: RankItem;
}

export interface ComparedScenario {
  drawn: DrawnScore[];
  id: number;
  meta: Meta;
  name: string;
  picked: boolean;
  revision: number;
  saved_on?: string | null;
}

export interface ConcentrationAnswer {
  cells: number;
  concentration?: ConcentrationFigures | null;
  events: number;
  meta: Meta;
  resolution: number;
  stability: StabilityItem[];
}

export interface ConcentrationFigures {
  cells_with_half: Figure;
  cells_with_quarter: Figure;
  generalized_gini: Figure;
  gini: Figure;
  in_hottest_5_percent: Figure;
  simulations: number;
}

export interface CoverageRun {
  from: string;
  status: string;
  system?: string | null;
  to: string;
}

export interface CriterionInfo {
  definition: string;
  drawn: boolean;
  high?: number | null;
  id: string;
  label: string;
  low?: number | null;
  unavailable?: string | null;
  weight: number;
}

export interface CriterionValue {
  contribution: number;
  id: string;
  value?: number | null;
}

export interface DecisionAnswer {
  criteria: CriterionInfo[];
  guard: GuardItem[];
  items: DecisionItem[];
  meta: Meta;
  not_ranked: NotRankedItem[];
  rules: RuleItem[];
  sites: string[];
}

export interface DecisionItem {
  by_measure: RankByMeasure;
  count: number;
  criteria: CriterionValue[];
  detectable: DetectableItem;
  expected_fall: FallItem;
  id: string;
  name: string;
  p_top: number;
  p_top_counts_only: number;
  p_top_weights_only: number;
  per_1000?: number | null;
  per_km2?: number | null;
  rank: number;
  rank_high: number;
  rank_low: number;
  rank_set_high: number;
  rank_set_low: number;
  score: number;
  would_change: ChangeItem;
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

export interface DetectableItem {
  events_needed?: number | null;
  events_per_year?: number | null;
  year_visible?: number | null;
}

export interface DrawnArea {
  cells?: string[] | null;
  polygon?: Record<string, unknown> | null;
}

export interface DrawnBody {
  cells?: string[] | null;
  name: string;
  polygon?: Record<string, unknown> | null;
}

export interface DrawnScore {
  name: string;
  score?: ScoredArea | null;
  share_of_best?: number | null;
  why_not?: string | null;
}

export interface EngineSettings {
  bandwidth_m: number;
  burst: number;
  half_life_months: number;
  kernel: string;
  predictors: string[];
  prior_months: number;
}

export interface ExpectedInfo {
  burst: number;
  half_life_months: number;
  predictors: PredictorInfo[];
}

export interface FallItem {
  expected?: number | null;
  observed?: number | null;
  share?: number | null;
}

export interface FdrSummary {
  after: number;
  alpha: number;
  before: number;
  cells: number;
}

export interface Figure {
  null: NullFigure;
  observed: number;
}

export interface FrontierPoint {
  bound: number;
  gap: number;
  harm: number;
  k: number;
}

export interface GridInfo {
  crs: string;
  height: number;
  pixel_m: number;
  width: number;
  x0_m: number;
  y0_m: number;
}

export interface GuardItem {
  change: number;
  id: string;
  name: string;
  rank: number;
  rank_with_police_initiated: number;
}

export interface IncidentChangeItem {
  direction: string;
  n: number;
}

export interface LabelDiffers {
  of: number;
  rows: number;
  share: number;
}

export interface LeftOut {
  cells: number;
  events: number;
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

export interface NearRepeat {
  days: number;
  distance_m: number;
  expected: number;
  p: number;
  pairs: number;
  ratio?: number | null;
}

export interface NotRankedItem {
  count: number;
  id: string;
  name: string;
  why: string;
}

export interface NullFigure {
  high: number;
  low: number;
  mean: number;
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

export interface OptimizeAnswer {
  basis: string;
  bound: number;
  budget?: BudgetInfo | null;
  catchments: ChosenCatchment[];
  expected?: ExpectedInfo | null;
  frontier: FrontierPoint[];
  gap: number;
  harm: number;
  meta: Meta;
  notes: string[];
  shapes: string;
  usable_harm: number;
  walk: WalkInfo;
}

export interface PairedMean {
  above: number;
  high?: number | null;
  low?: number | null;
  mean: number;
  years: number;
}

export interface ParameterDifference {
  a: Record<string, unknown>;
  b: Record<string, unknown>;
  parameter: string;
}

export interface Posterior {
  high?: number | null;
  low?: number | null;
  mean?: number | null;
  phi?: number | null;
  points: DensityPoint[];
  shrinkage?: number | null;
}

export interface PredictorInfo {
  label: string;
  offense: string;
  weight: number;
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
  basis?: string | null;
  clusters?: ClusterParams | null;
  concentration?: string | null;
  criteria?: Record<string, number> | null;
  edge?: string | null;
  fdr?: number | null;
  from: string;
  half_life_months?: number | null;
  k: number;
  kernel?: string | null;
  measure: string;
  of?: string | null;
  offense: string[];
  pixel_m?: number | null;
  resolution?: number | null;
  seed: number;
  sites?: string | null;
  stability?: StabilityParams | null;
  time: string;
  to: string;
  unit: string;
  weights: Record<string, number>;
}

export interface RuleItem {
  chosen: string[];
  enter: string[];
  id: string;
  label: string;
  leave: string[];
  notes: string[];
  source: string;
  unit_note?: string | null;
}

export interface ScanItem {
  cells: string[];
  cluster: number;
  count: number;
  expected: number;
  from: string;
  llr: number;
  p: number;
  relative_risk?: number | null;
  to: string;
}

export type ScenarioAnswer = ScenarioBody & { blake3: string; created: string; dataset?: string | null; id: number; revision: number; updated: string; };

export interface ScenarioBody {
  archived?: boolean;
  drawn?: DrawnBody[];
  name: string;
  note?: string;
  picked?: string[];
  question?: Record<string, unknown>;
}

export interface ScenarioList {
  scenarios: ScenarioAnswer[];
}

export interface ScoreAnswer {
  best?: ScoredArea | null;
  compact: boolean;
  connected: boolean;
  drawn: ScoredArea;
  meta: Meta;
  outline_m: number;
  outside: number;
  pieces: number;
  radius_m: number;
  reach_m: number;
  share_of_best?: number | null;
}

export interface ScoredArea {
  area_km2: number;
  cells: string[];
  count: number;
  harm: number;
  name: string;
  per_1000?: number | null;
  per_km2?: number | null;
  residents?: number | null;
  score?: number | null;
  score_high?: number | null;
  score_low?: number | null;
  sites: string[];
}

export interface SearchSummary {
  gap: number;
  harm: number;
  resolution: number;
}

export interface SharedPlace {
  a: ComparedPlace;
  b: ComparedPlace;
  overlap: number;
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

export interface StabilityItem {
  first_count: number;
  first_from: string;
  first_to: string;
  if_unchanged: NullFigure;
  if_unrelated: number;
  jaccard: number;
  s_index: number;
  s_index_nonzero?: number | null;
  second_count: number;
  second_from: string;
  second_to: string;
  top_cells: number;
}

export interface StabilityParams {
  periods: string;
  simulations: number;
  top_share: number;
}

export interface StableCatchment {
  area_km2: number;
  id: string;
  mostly: number;
  name: string;
  share: number;
  standard_error: number;
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

export interface StepItem {
  from: string;
  to: string;
}

export interface SurfaceAnswer {
  edge: string;
  grid: GridInfo;
  left_out: number;
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

export interface WalkInfo {
  area_km2: number;
  hours_a_day: number;
  interrupters: number;
  speed_km_h: number;
  street_km: number;
}

export interface WeightChangeItem {
  criterion: string;
  from: number;
  to: number;
}

export interface WindowMeta {
  covered_months: number;
  from: string;
  missing: string[];
  months: number;
  systems: string[];
  to: string;
}
