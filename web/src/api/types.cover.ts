/** Checked by the compiler only: every field that the viewer reads is one that the server's own description names. */
import type * as ours from './types';
import type * as server from './types.gen';

type Covered<Ours, Theirs> = Exclude<keyof Ours, keyof Theirs> extends never ? true : Exclude<keyof Ours, keyof Theirs>;

export const covered: {
  status: Covered<ours.Status, server.StatusAnswer>;
  city: Covered<ours.City, server.CityInfo>;
  defaults: Covered<ours.Defaults, server.Defaults>;
  rows: Covered<ours.Rows, server.Accounted>;
  site: Covered<ours.SiteInfo, server.SiteInfo>;
  meta: Covered<ours.Meta, server.Meta>;
  window: Covered<ours.WindowMeta, server.WindowMeta>;
  ranking: Covered<ours.Ranking, server.RankingsAnswer>;
  item: Covered<ours.RankItem, server.RankItem>;
  area: Covered<ours.AreaAnswer, server.AreaAnswer>;
  posterior: Covered<ours.Posterior, server.Posterior>;
  cells: Covered<ours.Cells, server.CellsAnswer>;
  cell: Covered<ours.CellValue, server.CellItem>;
  surface: Covered<ours.Surface, server.SurfaceAnswer>;
  criterion: Covered<ours.CriterionInfo, server.CriterionInfo>;
  decided: Covered<ours.DecidedItem, server.DecisionItem>;
  guard: Covered<ours.GuardRow, server.GuardItem>;
  rule: Covered<ours.FundingRule, server.RuleItem>;
  decision: Covered<ours.Decision, server.DecisionAnswer>;
  chosen: Covered<ours.ChosenCatchment, server.ChosenCatchment>;
  frontier: Covered<ours.FrontierPoint, server.FrontierPoint>;
  optimized: Covered<ours.Optimized, server.OptimizeAnswer>;
  chance: Covered<ours.Chance, server.ChanceAnswer>;
  chanceExpected: Covered<ours.ChanceExpected, server.ChanceExpected>;
  chanceCell: Covered<ours.ChanceCell, server.ChanceCell>;
  chanceArea: Covered<ours.ChanceArea, server.ChanceArea>;
  stable: Covered<ours.StableCatchment, server.StableCatchment>;
  scoredArea: Covered<ours.ScoredArea, server.ScoredArea>;
  score: Covered<ours.CatchmentScore, server.ScoreAnswer>;
  backtestRow: Covered<ours.BacktestRow, server.BacktestRow>;
  backtestSummary: Covered<ours.BacktestSummary, server.BacktestSummary>;
  backtest: Covered<ours.Backtest, server.BacktestAnswer>;
  concentration: Covered<ours.Concentration, server.ConcentrationAnswer>;
  clusters: Covered<ours.Clusters, server.ClustersAnswer>;
  clusterCell: Covered<ours.ClusterCell, server.ClusterCell>;
  category: Covered<ours.Category, server.CategoryItem>;
  scanCluster: Covered<ours.ScanCluster, server.ScanItem>;
  nearRepeat: Covered<ours.NearRepeat, server.NearRepeat>;
  spread: Covered<ours.Spread, server.ConcentrationAnswer>;
  stability: Covered<ours.Stability, server.StabilityItem>;
  comparison: Covered<ours.ScenarioComparison, server.CompareAnswer>;
  scenario: Covered<ours.Scenario, server.ScenarioAnswer>;
  problem: Covered<ours.Problem, server.Problem>;
} = {
  status: true,
  city: true,
  defaults: true,
  rows: true,
  site: true,
  meta: true,
  window: true,
  ranking: true,
  item: true,
  area: true,
  posterior: true,
  cells: true,
  cell: true,
  surface: true,
  criterion: true,
  decided: true,
  guard: true,
  rule: true,
  decision: true,
  chosen: true,
  frontier: true,
  optimized: true,
  chance: true,
  chanceExpected: true,
  chanceCell: true,
  chanceArea: true,
  stable: true,
  scoredArea: true,
  score: true,
  backtestRow: true,
  backtestSummary: true,
  backtest: true,
  concentration: true,
  clusters: true,
  clusterCell: true,
  category: true,
  scanCluster: true,
  nearRepeat: true,
  spread: true,
  stability: true,
  comparison: true,
  scenario: true,
  problem: true,
};
