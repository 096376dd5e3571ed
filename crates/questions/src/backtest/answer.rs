//! A backtest as an answer.

use catchment_model::{Resolution, named, named_schema};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Backtest;
use crate::answers::Meta;
use crate::pieces::KernelForm;

named! {
    /// A way of choosing that is compared.
    pub enum Way as "way of choosing" {
        /// The search for catchments on expected harm: what this program does by default.
        Engine = "engine",
        /// Plain greedy growth of catchments on ten years' counts.
        Greedy = "greedy",
        /// The neighborhoods with the largest counts of ten years, a site anywhere in each.
        Neighborhoods = "neighborhoods",
        /// Last year's hottest cells: loose cells.
        HottestCells = "hottest-cells",
        /// Disks about the highest peaks of a density surface of ten years.
        KdePeaks = "kde-peaks",
        /// The cells with the highest Gi* of ten years' counts: loose cells.
        GiCells = "gi-cells",
        /// The cells with the most expected harm: loose cells, the engine's surface without its search.
        EngineCells = "engine-cells",
        /// Disks anywhere, the mean of many draws.
        Random = "random",
        /// The engine's search on the year itself.
        Oracle = "oracle",
    }
}

named_schema!(Way);

/// A backtest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BacktestAnswer {
    /// What the answer says of itself. Its window is all data that the choices may draw on.
    pub meta: Meta<Backtest>,
    /// What the engine beats, and what it does not, by area.
    pub findings: Vec<BacktestFinding>,
    /// How it was tested.
    pub parameters: BacktestSettings,
    /// Years measured, each with the covered months before it.
    pub years: Vec<BacktestYear>,
    /// By area, year and method.
    pub rows: Vec<BacktestRow>,
    /// By area and method: means over the years, and differences paired by year.
    pub summary: Vec<BacktestSummary>,
    /// What perfect knowledge of the rates would reach, by area.
    pub limit: Vec<BacktestLimit>,
    /// Sentences that a reader must see.
    pub notes: Vec<String>,
}

/// How it was tested.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BacktestSettings {
    /// First month of the window whose whole years are measured.
    pub from: String,
    /// Last month of it, included.
    pub to: String,
    /// Areas of a site, km².
    pub areas_km2: Vec<f64>,
    /// Number of sites.
    pub k: usize,
    /// Bound on the outline of what the engine and the oracle choose, in circumferences of a circle of the area; absent
    /// where shapes are free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outline: Option<f64>,
    /// H3 resolution of the cells.
    #[schema(value_type = u8)]
    pub resolution: Resolution,
    /// The engine's expectation of harm.
    pub engine: EngineSettings,
    /// Calendar months that `greedy`, `neighborhoods`, `kde-peaks` and `gi-cells` look back.
    pub look_back_months: u16,
    /// Bandwidth of the density surface of `kde-peaks` (quartic), metres.
    pub kde_bandwidth_m: f64,
    /// Draws of `random`.
    pub random_draws: usize,
    /// Draws per year for the limit.
    pub limit_draws: usize,
    /// Covered months that a year needs before it.
    pub past_months: usize,
}

/// The engine's expectation of harm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EngineSettings {
    /// Form of the kernel.
    pub kernel: KernelForm,
    /// Bandwidth, metres.
    pub bandwidth_m: f64,
    /// Months after which a month counts half.
    pub half_life_months: f64,
    /// Pull toward the surroundings, months of data.
    pub prior_months: f64,
    /// Exponent of a month's harm on a cell.
    pub burst: f64,
    /// Other offenses that victims report, by the city file: what each is worth is learned from the months before the
    /// year.
    pub predictors: Vec<String>,
}

/// A year measured.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BacktestYear {
    /// Year.
    pub year: i32,
    /// Covered months before it.
    pub past_months: usize,
    /// What a count of each of the engine's predictors was worth beside one of harm, learned from those months.
    pub predictor_weights: Vec<f64>,
}

/// How a method did in a year.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BacktestRow {
    /// Year measured.
    pub year: i32,
    /// Method.
    pub method: Way,
    /// Area of a site, km².
    pub area_km2: f64,
    /// Number of sites.
    pub k: usize,
    /// Share of the city's located harm of the year inside the ground chosen.
    pub capture: f64,
    /// The same share for the oracle, the engine's search on the year itself.
    pub oracle: f64,
    /// The same share for plain greedy growth on the year itself.
    pub greedy_oracle: f64,
    /// `capture ÷ oracle`.
    pub capture_ratio: f64,
    /// Harm captured.
    pub harm: f64,
    /// The city's located harm of the year.
    pub located: f64,
    /// Ground chosen, km².
    pub ground_km2: f64,
    /// Whether the ground is `k` sites in one piece each.
    pub connected: bool,
}

/// How a method did over the years.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BacktestSummary {
    /// Area of a site, km².
    pub area_km2: f64,
    /// Method.
    pub method: Way,
    /// The same as people read it.
    pub name: String,
    /// Whether its ground is `k` sites in one piece each; if not, loose cells of the same area.
    pub connected: bool,
    /// Mean capture.
    pub capture: f64,
    /// Mean of capture ÷ oracle.
    pub capture_ratio: f64,
    /// Mean of capture ÷ what plain greedy growth on the year itself captures.
    pub greedy_oracle_ratio: f64,
    /// The engine's ratio less this one's.
    pub engine_less: Option<PairedMean>,
    /// For loose cells: the ratio of `engine-cells` less this one's.
    pub engine_cells_less: Option<PairedMean>,
}

/// A mean of differences paired by year, with its 95% interval (Student's t).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PairedMean {
    /// Mean difference.
    pub mean: f64,
    /// Lower end; absent for one year.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Years in which the difference is above 0.
    pub above: usize,
    /// Years.
    pub years: usize,
    /// What that says, judged by the ends as they are shown.
    pub verdict: Verdict,
}

/// The engine beside another way over the years.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Better beyond what chance explains.
    Ahead,
    /// Worse beyond what chance explains.
    Behind,
    /// Within chance.
    Open,
}

/// What perfect knowledge of the rates would reach.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BacktestLimit {
    /// Area of a site, km².
    pub area_km2: f64,
    /// Capture of who knows the rates ÷ capture of who knows what happened.
    pub capture_ratio: f64,
    /// Its standard error over the years.
    pub standard_error: Option<f64>,
    /// Mean capture of the oracle of the simulated years.
    pub simulated_oracle: f64,
    /// Mean capture of the oracle of the real years.
    pub real_oracle: f64,
    /// Draws per year.
    pub draws: usize,
    /// The same in a sentence.
    pub says: String,
}

/// What the engine beats, and what it does not, with sites of one area.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BacktestFinding {
    /// Area of a site, km².
    pub area_km2: f64,
    /// Sentences, the first the most important.
    pub says: Vec<String>,
}
