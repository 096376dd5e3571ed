//! What an answer about clusters looks like.

use catchment_model::{Resolution, named, named_schema};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Clusters;
use crate::answers::{Against, ConcentrationFigures, FdrSummary, Meta, NullFigure, TestReach};
use crate::pieces::ClusterMethod;

named! {
    /// A cell, then its neighbors, against the mean.
    pub enum Quadrant as "quadrant" {
        /// More than the average cell, and so are its neighbors: the core of a hot area.
        HighHigh = "HH",
        /// Fewer than the average cell, and so are its neighbors.
        LowLow = "LL",
        /// More than the average cell, in quiet surroundings: often one corner or one address.
        HighLow = "HL",
        /// Fewer than the average cell, in busy surroundings.
        LowHigh = "LH",
    }
}

named! {
    /// What became of a cell over the time steps.
    pub enum Category as "category" {
        /// Hot in the last step only.
        NewHot = "new_hot",
        /// Hot in one unbroken run up to the last step, never before.
        ConsecutiveHot = "consecutive_hot",
        /// Hot at least 90% of the time, and rising.
        IntensifyingHot = "intensifying_hot",
        /// Hot at least 90% of the time, but not in the last step.
        HistoricalHot = "historical_hot",
        /// Hot at least 90% of the time, no trend.
        PersistentHot = "persistent_hot",
        /// Hot at least 90% of the time, and falling.
        DiminishingHot = "diminishing_hot",
        /// Hot on and off.
        SporadicHot = "sporadic_hot",
        /// Hot in the last step, cold in an earlier one.
        OscillatingHot = "oscillating_hot",
        /// Cold in the last step only.
        NewCold = "new_cold",
        /// Cold in one unbroken run up to the last step, never before.
        ConsecutiveCold = "consecutive_cold",
        /// Cold at least 90% of the time, and getting colder.
        IntensifyingCold = "intensifying_cold",
        /// Cold at least 90% of the time, but not in the last step.
        HistoricalCold = "historical_cold",
        /// Cold at least 90% of the time, no trend.
        PersistentCold = "persistent_cold",
        /// Cold at least 90% of the time, and getting less cold.
        DiminishingCold = "diminishing_cold",
        /// Cold on and off.
        SporadicCold = "sporadic_cold",
        /// Cold in the last step, hot in an earlier one.
        OscillatingCold = "oscillating_cold",
        /// Never significantly hot or cold, or in no lasting way.
        None = "none",
    }
}

named! {
    /// Direction of a trend.
    pub enum TrendOf as "trend" {
        /// Rising.
        Up = "up",
        /// None that is significant.
        Level = "level",
        /// Falling.
        Down = "down",
    }
}

named_schema!(Quadrant, Category, TrendOf);

/// Clusters by one of five methods; members that a method does not have are absent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ClustersAnswer {
    /// What the answer says of itself.
    pub meta: Meta<Clusters>,
    /// The answer in a sentence or two.
    pub finding: String,
    /// What a reader must know of the figures.
    pub notes: Vec<String>,
    /// Method.
    pub method: ClusterMethod,
    /// The method in one sentence, with its source.
    pub about: String,
    /// H3 resolution of the cells.
    #[schema(value_type = u8)]
    pub resolution: Resolution,
    /// Permutations or simulations behind each p.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permutations: Option<u32>,
    /// Time steps, of whole covered months.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<StepItem>,
    /// Steps left out because a month of theirs has no data; a gap is not a zero.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<String>,
    /// Cells, sorted by id, zeros included (`moran`, `emerging`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cells: Option<Vec<ClusterCell>>,
    /// The correction for testing many cells (`moran`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fdr: Option<FdrSummary>,
    /// What the test could find at all (`moran`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reach: Option<TestReach>,
    /// How many cells stand in each quadrant after the correction (`moran`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quadrants: Option<Vec<QuadrantItem>>,
    /// How many cells each category has, those with none left out, and how many it would have if nothing changed but
    /// chance (`emerging`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub categories: Option<Vec<CategoryItem>>,
    /// Clusters, the most likely first; no two share a cell (`scan`, `scan-space`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clusters: Option<Vec<ScanItem>>,
    /// Pairs by distance and days apart (`knox`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub near_repeats: Option<Vec<NearRepeat>>,
    /// Log likelihood ratio that the best cluster of pure chance reaches in one simulation of twenty (`scan`,
    /// `scan-space`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chance_llr: Option<f64>,
    /// What a scan by residents or area could not look at (`scan`, `scan-space`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_out: Option<LeftOut>,
    /// Events that entered: incidents (`scan`, `scan-space`), or pairs' ends by the unit of the count (`knox`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub events: Option<u64>,
    /// How concentrated the same counts are per cell, beside what chance alone would give; absent without events.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub null: Option<ConcentrationFigures>,
}

/// Cells of one quadrant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct QuadrantItem {
    /// The cells, then their neighbors, against the mean.
    pub quadrant: Quadrant,
    /// The same as people read it.
    pub name: String,
    /// What it means, in a sentence.
    pub says: String,
    /// Cells that have it.
    pub cells: usize,
    /// Count in them.
    pub count: i64,
}

/// Cells of one category.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CategoryItem {
    /// What became of them.
    pub category: Category,
    /// The same as people read it.
    pub name: String,
    /// What it means, in a sentence.
    pub says: String,
    /// Cells that have it.
    pub cells: usize,
    /// Count in them, over all steps.
    pub count: i64,
    /// Cells that would have it if every cell kept its share of the city and nothing changed but chance.
    pub if_unchanged: NullFigure,
    /// The cells beside that, in whole cells.
    pub than_chance: Against,
}

/// Cells that a scan could not look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LeftOut {
    /// Cells in which nobody is known to live, or outside of every neighborhood.
    pub cells: usize,
    /// Incidents in them.
    pub events: u64,
}

/// A time step.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StepItem {
    /// First month.
    pub from: String,
    /// Last month, included.
    pub to: String,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ClusterCell {
    /// H3 index.
    pub id: String,
    /// Count over the window, or over its time steps.
    pub count: i64,
    /// Local Moran's I.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub i: Option<f64>,
    /// Standard score: of local I, or of Gi* in the last step.
    pub z: Option<f64>,
    /// Two-sided p: of the incidents around a cell, exact for sparse counts, or of the trend of Gi*.
    pub p: Option<f64>,
    /// The cell, then its neighbors, against the mean.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quadrant: Option<Quadrant>,
    /// Whether local I stands after the correction.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub significant: Option<bool>,
    /// What became of it over the steps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// Steps in which it was hot.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hot_steps: Option<usize>,
    /// Steps in which it was cold.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cold_steps: Option<usize>,
    /// The trend of Gi*.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trend: Option<TrendOf>,
}

/// A cluster of the scan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ScanItem {
    /// Place in the order of likelihood, from 1.
    pub cluster: usize,
    /// Its cells, nearest to the center first.
    pub cells: Vec<String>,
    /// First month.
    pub from: String,
    /// Last month, included.
    pub to: String,
    /// Incidents inside: these are compared with chance.
    pub count: u64,
    /// Incidents expected inside.
    pub expected: f64,
    /// Relative risk, inside against outside; absent where all lies inside.
    pub relative_risk: Option<f64>,
    /// Log likelihood ratio.
    pub llr: f64,
    /// p by simulation, corrected for all circles and periods tried.
    pub p: f64,
    /// Net count of offenses inside; absent where incidents are counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offenses: Option<i64>,
    /// The same in a sentence.
    pub says: String,
}

/// Pairs of events in one band of distance and days.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NearRepeat {
    /// Up to so many metres apart, and more than in the band before.
    pub distance_m: f64,
    /// Up to so many days apart, and more than in the band before.
    pub days: f64,
    /// Pairs.
    pub pairs: u64,
    /// Pairs that chance would give.
    pub expected: f64,
    /// Pairs ÷ expected.
    pub ratio: Option<f64>,
    /// One-sided p by permutation.
    pub p: f64,
}
