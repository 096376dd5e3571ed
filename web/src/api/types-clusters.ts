/** The answers about hot spots by other methods than Gi*: clusters, and how stable the hottest cells are. */
import type { Meta } from './types';
import type { AgainstChance, Concentration } from './types-siting';

export interface ChanceOf {
  mean: number;
  low: number;
  high: number;
}

export interface ClusterCell {
  id: string;
  count: number;
  /** `HH`, `LL`, `HL` or `LH`: the cell, then its neighbors (local Moran). */
  quadrant?: string | null;
  significant?: boolean | null;
  i?: number | null;
  z: number | null;
  p: number | null;
  category?: string | null;
  hot_steps?: number | null;
  cold_steps?: number | null;
  trend?: string | null;
}

export interface Category {
  category: string;
  cells: number;
  count: number;
  /** Cells that chance alone would put there, had every cell kept its share of the city. */
  if_unchanged: ChanceOf;
}

export interface ScanCluster {
  cluster: number;
  cells: string[];
  from: string;
  to: string;
  count: number;
  expected: number;
  relative_risk: number | null;
  llr: number;
  p: number;
}

export interface NearRepeat {
  distance_m: number;
  days: number;
  pairs: number;
  expected: number;
  ratio: number | null;
  p: number;
}

export interface Clusters {
  meta: Meta;
  method: string;
  about: string;
  resolution: number;
  permutations?: number | null;
  steps?: { from: string; to: string }[];
  gaps?: string[];
  cells?: ClusterCell[] | null;
  fdr?: { alpha: number; before: number; after: number; cells: number } | null;
  categories?: Category[] | null;
  clusters?: ScanCluster[] | null;
  near_repeats?: NearRepeat[] | null;
  /** What the best cluster of pure chance reaches in one simulation of twenty. */
  chance_llr?: number | null;
  events?: number | null;
  /** Concentration of the same counts, beside what chance alone would give. */
  null?: {
    cells_with_half: AgainstChance;
    cells_with_quarter: AgainstChance;
    in_hottest_5_percent: AgainstChance;
    gini: AgainstChance;
    generalized_gini: AgainstChance;
  } | null;
}

export interface Stability {
  first_from: string;
  first_to: string;
  first_count: number;
  second_from: string;
  second_to: string;
  second_count: number;
  top_cells: number;
  jaccard: number;
  if_unchanged: ChanceOf;
  if_unrelated: number;
  s_index: number;
  s_index_nonzero?: number | null;
}

export interface Spread extends Concentration {
  cells: number;
  events: number;
  stability: Stability[];
}
