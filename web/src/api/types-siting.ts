/** The answers that choose sites: decision, optimizer, own catchments, scenarios, backtest, concentration. */
import type { Measure, Meta, NotRanked, RankItem } from './types';

export interface CriterionInfo {
  id: string;
  label: string;
  definition: string;
  weight: number;
  /** Why it cannot be weighed for this question. */
  unavailable: string | null;
}

export interface Contribution {
  id: string;
  /** Expected value in the criterion's own unit; null where unknown. */
  value: number | null;
  /** Share of the weight × scaled value: these add up to the score. */
  contribution: number;
}

export interface WouldChange {
  weight: { criterion: string; from: number; to: number } | null;
  incidents: { n: number; direction: string } | null;
}

export interface RankByMeasure {
  rank: number;
  low: number;
  high: number;
  p_top: number;
}

export interface DecidedItem {
  id: string;
  name: string;
  rank: number;
  score: number;
  p_top: number;
  p_top_weights_only: number;
  p_top_counts_only: number;
  rank_low: number;
  rank_high: number;
  /** Ranks by burden as counted that cannot be ruled out, for all places together. */
  rank_set_low: number;
  rank_set_high: number;
  criteria: Contribution[];
  would_change: WouldChange;
  expected_fall: { observed: number | null; expected: number | null; share: number | null };
  detectable: { events_per_year: number | null; year_visible: number | null };
  by_measure: Record<Measure, RankByMeasure | null>;
}

export interface GuardRow {
  id: string;
  name: string;
  rank: number;
  rank_with_police_initiated: number;
}

export interface FundingRule {
  id: string;
  label: string;
  source: string;
  unit_note: string | null;
  notes: string[];
  chosen: string[];
  enter: string[];
  leave: string[];
}

export interface Decision {
  meta: Meta;
  criteria: CriterionInfo[];
  items: DecidedItem[];
  not_ranked: NotRanked[];
  guard: GuardRow[];
  rules: FundingRule[];
}

export interface ChosenCatchment {
  id: string;
  name: string;
  /** Length of its outline along the edges of its cells, rims of holes included, meters. */
  outline_m: number;
  area_km2: number;
  count: number;
  harm: number;
  residents: number | null;
  sites: string[];
  cells: string[];
}

export interface FrontierPoint {
  k: number;
  harm: number;
  bound: number;
  gap: number;
}

export interface Optimized {
  meta: Meta;
  /** What is maximized, and the unit of harm and bound: harm to expect per year after the period, or its weighted counts. */
  basis: string;
  expected: { half_life_months: number; predictors: { offense: string; label: string; weight: number }[] } | null;
  catchments: ChosenCatchment[];
  harm: number;
  /** No choice under the same constraints can hold more. */
  bound: number;
  gap: number;
  frontier: FrontierPoint[];
  /** What kind of shapes these are. */
  shapes: string;
  budget: { launch_usd: number; staff_per_site: number; affordable_k: number } | null;
  walk: Record<string, number | string | null> | null;
  notes: string[];
}

/** A cell with the share of draws in which it was chosen. */
export interface ChanceCell {
  id: string;
  p: number;
  standard_error: number;
  /** Id of the neighborhood or park that holds it. */
  area: string | null;
}

/** Ground of one area by chance, km². */
export interface ChanceArea {
  id: string;
  name: string;
  highest: number;
  sure_km2: number;
  likely_km2: number;
  possible_km2: number;
}

/** A chosen catchment, and how much of it comes back. */
export interface StableCatchment {
  id: string;
  name: string;
  area_km2: number;
  /** Mean share of its ground chosen again. */
  share: number;
  standard_error: number;
  /** Share of draws in which at least half of its ground is chosen again. */
  mostly: number;
}

/** How wrong expected harm was about past years. */
export interface ChanceExpected {
  years: number;
  /** What is said of a cell is worth so many years of counting it. */
  worth_years: number;
  share_around: number;
  reach_m: number | null;
  over_dispersion: number;
}

export interface Chance {
  meta: Meta;
  /** What was chosen by: `expected` or `counted`. */
  basis: string;
  /** Absent where the choice is by counts. */
  expected: ChanceExpected | null;
  resolution: number;
  draws: number;
  /** Cells with a lower chance are not listed. */
  floor: number;
  cells: ChanceCell[];
  areas: ChanceArea[];
  catchments: StableCatchment[];
  /** What the choice holds of the best for a draw: mean, and what it reaches in 9 of 10 draws. */
  holds: number | null;
  holds_low: number | null;
  notes: string[];
}

/** An area with its counts, rates and score. */
export interface ScoredArea {
  name: string;
  /** H3 cells at the city's finest resolution. */
  cells: string[];
  area_km2: number;
  residents: number | null;
  count: number;
  harm: number;
  per_1000: number | null;
  per_km2: number | null;
  score: number | null;
  score_low: number | null;
  score_high: number | null;
  sites: string[];
}

export interface CatchmentScore {
  meta: Meta;
  drawn: ScoredArea;
  /** The best that the search finds at the same size; null where the drawn one is too small for a search. */
  best: ScoredArea | null;
  share_of_best: number | null;
  connected: boolean;
  pieces: number;
  compact: boolean;
  radius_m: number;
  reach_m: number;
  /** Length of its outline along the edges of its cells, rims of holes included, meters. */
  outline_m: number;
}

export interface BacktestRow {
  year: number;
  method: string;
  area_km2: number;
  k: number;
  capture: number;
  oracle: number;
  capture_ratio: number;
}

/** A mean of differences paired by year, with its 95 % interval; one year has none. */
export interface PairedMean {
  mean: number;
  low: number | null;
  high: number | null;
  /** Years in which the difference is above 0. */
  above: number;
  years: number;
}

export interface BacktestSummary {
  area_km2: number;
  method: string;
  /** Whether its ground is k sites in one piece each; else loose cells of the same area. */
  connected: boolean;
  capture: number;
  capture_ratio: number;
  /** The engine's ratio less this one's. */
  engine_less: PairedMean | null;
  /** For loose cells: the ratio of the engine's loose cells less this one's. */
  engine_cells_less: PairedMean | null;
}

export interface Backtest {
  meta: Meta;
  parameters: {
    resolution: number;
    engine: { bandwidth_m: number; half_life_months: number; prior_months: number; predictors: string[] };
  };
  years: { year: number; past_months: number; predictor_weights: number[] }[];
  rows: BacktestRow[];
  summary: BacktestSummary[];
  /** What perfect knowledge of the rates would reach, by area. */
  limit: { area_km2: number; capture_ratio: number }[];
  notes: string[];
}

/** A figure beside what chance alone would give (its middle 95 %). */
export interface AgainstChance {
  observed: number;
  null: { mean: number; low: number; high: number };
}

export interface Concentration {
  meta: Meta;
  resolution: number;
  /** Absent without events. */
  concentration: {
    /** Smallest share of cells that hold half of the events. */
    cells_with_half: AgainstChance;
    cells_with_quarter: AgainstChance;
    in_hottest_5_percent: AgainstChance;
    gini: AgainstChance;
    generalized_gini: AgainstChance;
  } | null;
}

/** An area drawn by hand, with its name. */
export interface DrawnArea {
  name: string;
  cells?: string[] | null;
  polygon?: GeoJSON.Polygon | GeoJSON.MultiPolygon | null;
}

/** What a person saves: the question as the ranking's address names it, and what was picked and drawn. */
export interface ScenarioBody {
  name: string;
  note: string;
  question: Record<string, unknown>;
  picked: string[];
  drawn: DrawnArea[];
  archived: boolean;
}

export interface Scenario extends ScenarioBody {
  id: number;
  revision: number;
  /** UTC, RFC 3339. */
  created: string;
  updated: string;
  blake3: string;
  dataset: string | null;
}

export interface ComparedScenario {
  id: number;
  revision: number;
  name: string;
  saved_on: string | null;
  meta: Meta;
  /** Whether its places are those picked; else the first k of its ranking. */
  picked: boolean;
  drawn: { name: string; score: ScoredArea | null; share_of_best: number | null; why_not: string | null }[];
}

export interface ComparedPlace {
  item: RankItem;
  harm: number;
}

export interface ScenarioComparison {
  a: ComparedScenario;
  b: ComparedScenario;
  differences: { parameter: string; a: unknown; b: unknown }[];
  both: { a: ComparedPlace; b: ComparedPlace; overlap: number }[];
  only_a: ComparedPlace[];
  only_b: ComparedPlace[];
  warnings: string[];
}
