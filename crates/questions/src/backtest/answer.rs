//! A backtest as an answer.

use catchment_model::{Resolution, named, named_schema};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Backtest;
use crate::answers::Meta;
use crate::pieces::{KernelForm, Shape};

named! {
    /// A way of choosing that is compared.
    pub enum Way as "way of choosing" {
        /// The search for catchments on expected harm: what this program does by default.
        Engine = "engine",
        /// Plain greedy growth of catchments on ten years' counts.
        Greedy = "greedy",
        /// Plain greedy growth on ten years' counts of all that the engine looks at, counted alike.
        GreedyData = "greedy-data",
        /// Plain greedy growth on the engine's expected harm: its surface without its search.
        GreedySurface = "greedy-surface",
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
        /// The best choice of sites known of for the year itself.
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
    /// The engine beside each other way of choosing sites, all areas together.
    #[serde(default)]
    pub pooled: Vec<BacktestPooled>,
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
    /// Bound on the outline of what the engine chooses, in circumferences of a circle of the area; absent
    /// where shapes are free.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outline: Option<f64>,
    /// Which shapes the sites of every search may have; absent where they are free.
    #[serde(default, skip_serializing_if = "Shape::is_free")]
    pub shape: Shape,
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
    /// The same share for the oracle, the best choice of sites known of for the year itself.
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
    /// Share of the year's located incidents inside the ground chosen, each counted once whatever its number of
    /// victims.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident_capture: Option<f64>,
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
    /// Mean capture by distinct incident.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub incident_capture: Option<f64>,
    /// The same without the year that decides most; absent for fewer than three years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without: Option<WithoutYear>,
}

/// What is left without the year that moves the engine's lead over `greedy-data` most.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WithoutYear {
    /// The year left out.
    pub year: i32,
    /// Mean of capture ÷ oracle over the others.
    pub capture_ratio: f64,
    /// The engine's ratio less this one's over the others; absent for the engine.
    pub engine_less: Option<PairedMean>,
}

/// The engine beside another way of choosing sites, all areas together.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BacktestPooled {
    /// The other way.
    pub method: Way,
    /// The same as people read it.
    pub name: String,
    /// The engine's ratio less its, mean over the areas in each year.
    pub engine_less: PairedMean,
    /// The year that moves that mean most; absent for fewer than three years.
    pub decisive_year: Option<i32>,
    /// The mean without that year.
    pub without: Option<PairedMean>,
    /// The same in a sentence.
    pub says: String,
}

/// A mean of differences paired by year, with its 95% interval: at each end the wider of Student's t and of years drawn
/// anew.
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
    /// What sites chosen on those rates hold of the real years ÷ what their oracles hold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub real_ratio: Option<f64>,
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
