//! The answers that only some questions have: the decision under several criteria, the choice under limits, the
//! backtest, the record.

use serde::Deserialize;

use super::Meta;

/// A decision under several criteria.
#[derive(Debug, Clone, Deserialize)]
pub struct Decision {
    /// What it says of itself.
    pub meta: DecisionMeta,
    /// The criteria, with weights.
    pub criteria: Vec<Criterion>,
    /// Places by falling score.
    pub items: Vec<Decided>,
    /// Funding rules against this ranking.
    pub rules: Vec<Rule>,
}

/// Parameters and remarks of a decision.
#[derive(Debug, Clone, Deserialize)]
pub struct DecisionMeta {
    /// Parameters.
    pub params: DecisionParameters,
    /// What a reader must know.
    pub warnings: Vec<String>,
}

/// Parameters of a decision.
#[derive(Debug, Clone, Deserialize)]
pub struct DecisionParameters {
    /// Number of areas to choose.
    pub k: usize,
    /// `neighborhoods` or `catchments`.
    pub of: Option<String>,
    /// How sure the weights are: a number, or `inf`.
    pub concentration: Option<String>,
}

/// A criterion.
#[derive(Debug, Clone, Deserialize)]
pub struct Criterion {
    /// Id.
    pub id: String,
    /// Name.
    pub label: String,
    /// What it is, and its unit.
    pub definition: String,
    /// Weight as given.
    pub weight: f64,
    /// Why it cannot be weighed here, where so.
    pub unavailable: Option<String>,
}

/// A place in its rank.
#[derive(Debug, Clone, Deserialize)]
pub struct Decided {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Place in the list.
    pub rank: usize,
    /// Expected score, 0 to 1.
    pub score: f64,
    /// Count over the covered months.
    pub count: i64,
    /// Chance of being among the first k, over doubt about counts and weights.
    pub p_top: f64,
    /// The same over doubt about the weights alone.
    pub p_top_weights_only: f64,
    /// The same over doubt about the counts alone.
    pub p_top_counts_only: f64,
    /// Better end of the rank's 90 % interval.
    pub rank_low: usize,
    /// Worse end.
    pub rank_high: usize,
    /// Parts of the score.
    pub criteria: Vec<Contribution>,
    /// What would move it into or out of the first k.
    pub would_change: Change,
    /// The fall to expect without a program, a year.
    pub expected_fall: Fall,
    /// When a fall of 20 % would be visible.
    pub detectable: Detectable,
}

/// A criterion's part of a score.
#[derive(Debug, Clone, Deserialize)]
pub struct Contribution {
    /// Criterion.
    pub id: String,
    /// Part of the score.
    pub contribution: f64,
}

/// What would move a place into or out of the first k.
#[derive(Debug, Clone, Deserialize)]
pub struct Change {
    /// Smallest change of one weight.
    pub weight: Option<WeightChange>,
    /// Fewest offenses.
    pub incidents: Option<IncidentChange>,
}

/// A change of one weight.
#[derive(Debug, Clone, Deserialize)]
pub struct WeightChange {
    /// Criterion.
    pub criterion: String,
    /// Weight now.
    pub from: f64,
    /// Weight just beyond which the place is moved.
    pub to: f64,
}

/// Offenses more or fewer.
#[derive(Debug, Clone, Deserialize)]
pub struct IncidentChange {
    /// How many.
    pub n: i64,
    /// `more` or `fewer`.
    pub direction: String,
}

/// Regression to the mean, counts a year.
#[derive(Debug, Clone, Deserialize)]
pub struct Fall {
    /// Counted in the last year.
    pub observed: Option<f64>,
    /// To expect without a program.
    pub expected: Option<f64>,
}

/// When a fall of 20 % would be visible.
#[derive(Debug, Clone, Deserialize)]
pub struct Detectable {
    /// Calendar year; absent where it takes more than 30 years.
    pub year_visible: Option<i32>,
}

/// A funding rule.
#[derive(Debug, Clone, Deserialize)]
pub struct Rule {
    /// The rule in words.
    pub label: String,
    /// Where it is stated.
    pub source: String,
    /// What is counted instead of what it names.
    pub unit_note: Option<String>,
    /// What else a reader must know.
    pub notes: Vec<String>,
    /// Ids that it takes.
    pub chosen: Vec<String>,
    /// Those that this ranking's first as many do not have.
    pub enter: Vec<String>,
    /// Those that only this ranking's first as many have.
    pub leave: Vec<String>,
}

/// The best catchments under limits, and these.
#[derive(Debug, Clone, Deserialize)]
pub struct Choice {
    /// The answer.
    pub answer: Optimized,
    /// The limits.
    pub limits: Limits,
    /// Names of the areas that are closed.
    pub excluded: Vec<String>,
}

/// The best catchments found.
#[derive(Debug, Clone, Deserialize)]
pub struct Optimized {
    /// What it says of itself.
    pub meta: Meta,
    /// `expected` or `counted`.
    pub basis: String,
    /// The catchments, most harm first.
    pub catchments: Vec<ChosenCatchment>,
    /// Harm inside all of them.
    pub harm: f64,
    /// No other choice can hold more.
    pub bound: f64,
    /// Share of the bound that is not reached.
    pub gap: f64,
    /// Harm of all ground that may be used.
    pub usable_harm: f64,
    /// What money and staff are enough for.
    pub budget: Option<Budget>,
    /// What a reader must know of limits and proof.
    pub notes: Vec<String>,
}

/// A chosen catchment.
#[derive(Debug, Clone, Deserialize)]
pub struct ChosenCatchment {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Area, km².
    pub area_km2: f64,
    /// Count over the covered months.
    pub count: i64,
    /// What was maximized.
    pub harm: f64,
    /// Residents, an estimate.
    pub residents: Option<f64>,
}

/// What money and staff are enough for.
#[derive(Debug, Clone, Deserialize)]
pub struct Budget {
    /// Cost of one launch, US dollars.
    pub launch_usd: f64,
    /// Staff of one site.
    pub staff_per_site: u32,
    /// Sites that both are enough for.
    pub affordable_k: usize,
}

/// Limits of a choice.
#[derive(Debug, Clone, Deserialize)]
pub struct Limits {
    /// Least distance from existing sites, metres.
    pub spacing_m: Option<f64>,
    /// Money for launches, US dollars.
    pub budget_usd: Option<f64>,
    /// Staff that can be had.
    pub staff: Option<u32>,
    /// Hours that an interrupter walks in a day.
    pub hours_a_day: f64,
}

/// A backtest.
#[derive(Debug, Clone, Deserialize)]
pub struct Backtest {
    /// How it was tested.
    pub parameters: BacktestParameters,
    /// Years measured.
    pub years: Vec<TestedYear>,
    /// Means by area and method.
    pub summary: Vec<Tested>,
    /// What perfect knowledge of the rates would reach.
    pub limit: Vec<TestLimit>,
}

/// How it was tested.
#[derive(Debug, Clone, Deserialize)]
pub struct BacktestParameters {
    /// Areas of a site, km².
    pub areas_km2: Vec<f64>,
    /// Number of sites.
    pub k: usize,
}

/// A year measured.
#[derive(Debug, Clone, Deserialize)]
pub struct TestedYear {
    /// Year.
    pub year: i32,
}

/// How a method did.
#[derive(Debug, Clone, Deserialize)]
pub struct Tested {
    /// Area of a site, km².
    pub area_km2: f64,
    /// Method.
    pub method: String,
    /// Whether its ground is sites in one piece each.
    pub connected: bool,
    /// Mean share of the year's harm that was captured.
    pub capture: f64,
    /// Mean of capture over that of the same search knowing the year itself.
    pub capture_ratio: f64,
    /// The engine's ratio less this one's.
    pub engine_less: Option<Paired>,
}

/// A mean of differences paired by year.
#[derive(Debug, Clone, Deserialize)]
pub struct Paired {
    /// Mean.
    pub mean: f64,
    /// Lower end of its 95 % interval; absent for one year.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Years in which the engine was ahead.
    pub above: usize,
    /// Years.
    pub years: usize,
}

/// What perfect knowledge of the rates would reach.
#[derive(Debug, Clone, Deserialize)]
pub struct TestLimit {
    /// Area of a site, km².
    pub area_km2: f64,
    /// As a share of what the oracle reaches.
    pub capture_ratio: f64,
}

/// The decision record that a report speaks for.
#[derive(Debug, Clone, Deserialize)]
pub struct Record {
    /// BLAKE3 of the record.
    pub blake3: String,
    /// BLAKE3 of the answer in it.
    pub answer_blake3: String,
    /// Name of its scenario.
    pub scenario: Option<String>,
    /// Revision of its scenario.
    pub revision: Option<u64>,
}
