//! Questions and answers over a ready dataset: functions from checked parameters to answers, each testable by itself.
//!
//! Lives here: the dataset made ready (`engine`), what a question may be asked with, how it is answered, the words and files
//! of an answer.
//!
//! Does not live here: HTTP (`server`), the terminal (`cli`), methods (`spatial`, `siting`), reading of datasets (`store`).

mod asked;
mod backtest;
mod catchments;
mod cells;
mod chance;
mod clusters;
mod compare;
mod concentration;
mod counts;
mod decision;
mod detail;
mod download;
mod engine;
mod error;
mod expected;
mod geometry;
mod given;
mod kept;
mod layers;
mod limits;
mod meta;
mod optimize;
mod params;
mod places;
mod projection;
mod question;
mod rankings;
mod record;
mod report;
mod scenarios;
mod score;
mod status;
mod still;
mod study;
mod surface;

pub use asked::{pairs_question, question_pairs};
pub use backtest::{
    BacktestAnswer, BacktestLimit, BacktestOf, BacktestRow, BacktestSettings, BacktestSummary, BacktestYear,
    EngineSettings, PairedMean, backtest,
};
pub use catchments::{Candidate, CatchmentsFound, find_catchments, rank_catchments};
pub use cells::{CellItem, CellsAnswer, CellsFound, FdrSummary, cells_answer, find_cells};
pub use chance::{
    ChanceAnswer, ChanceArea, ChanceCell, ChanceExpected, ChanceLimits, ChanceModel, StableCatchment, chance_draws,
    chance_file, find_chance,
};
pub use clusters::{
    Baseline, CategoryItem, ClusterAsk, ClusterCell, ClusterMethod, ClusterParams, ClustersAnswer, ClustersFound,
    LeftOut, NearRepeat, ScanItem, StepItem, clusters_answer, clusters_file, find_clusters,
};
pub use compare::{
    CompareAnswer, ComparedPlace, ComparedScenario, DrawnScore, ParameterDifference, SharedPlace, Side,
    compare_scenarios,
};
pub use concentration::{
    ConcentrationAnswer, ConcentrationAsk, ConcentrationFigures, Figure, NullFigure, Periods, StabilityItem,
    StabilityParams, find_concentration,
};
pub use counts::Totals;
pub use decision::{
    ChangeItem, CriterionInfo, CriterionValue, DecisionAnswer, DecisionAsk, DecisionDraws, DecisionItem,
    DetectableItem, FallItem, GuardItem, IncidentChangeItem, RuleItem, SiteChoice, WeightChangeItem, decision_answer,
    find_decision,
};
pub use detail::{
    AreaAnswer, AreaInfo, DensityPoint, MEASURES, MonthCount, OffenseCount, Posterior, RankByMeasure, RankSpan,
    Rankings, area_answer, catchment_answer,
};
pub use download::{Download, FileBody};
pub use engine::{Engine, EngineError};
pub use error::AskError;
pub use expected::{ExpectedInfo, PredictorInfo};
pub use geometry::bounds;
pub use kept::KeptQuestion;
pub use layers::{
    LAYERS, Layer, TileJson, VectorLayer, catchment_tile, cell_tile, neighborhood_tile, place_classes, site_tile,
    tile_json,
};
pub use limits::Limits;
pub use meta::{Meta, PROGRAM, WindowMeta};
pub use optimize::{BudgetInfo, ChosenCatchment, FrontierPoint, OptimizeAnswer, WalkInfo, optimize};
pub use params::{HarmBasis, Params, Resolved, Shown};
pub use places::{PlaceRanking, rank_neighborhoods};
pub use projection::{MAX_REST_M, Projection, ProjectionError};
pub use question::{Format, Of, Question};
pub use rankings::{
    LegendItem, NotRankedItem, RankItem, RankingsAnswer, SearchSummary, catchment_rankings, legend,
    neighborhood_rankings,
};
pub use record::{Difference, Ranked, Replay, compare, record, record_text, recorded_question};
pub use report::{
    ByMeasure, Outline, Outlines, ReportAnswer, ReportAsk, ReportChoice, ReportOrigin, ReportRecord, report,
};
pub use scenarios::{DrawnBody, ScenarioAnswer, ScenarioBody, ScenarioList, drawn_area, scenario_in_record};
pub use score::{DrawnArea, ScoreAnswer, ScoredArea, check_drawn, score_drawn};
pub use status::{
    Accounted, AreasInfo, CityInfo, CoverageRun, Defaults, LabelDiffers, Located, OffenseInfo, ShiftInfo, SiteInfo,
    Span, StatusAnswer, status,
};
pub use still::{GROUND, StillClasses, layer as still_layer};
pub use study::StudyCells;
pub use surface::{GridInfo, SurfaceAnswer, SurfaceFound, find_surface, surface_answer};

/// Places that a replay lists as different; the others are counted.
pub const MAX_LISTED: usize = 50;
