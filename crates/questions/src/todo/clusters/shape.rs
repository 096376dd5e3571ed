//! What an answer about clusters looks like.

use serde::Serialize;
use utoipa::ToSchema;

use super::super::cells::FdrSummary;
use super::super::concentration::{ConcentrationFigures, NullFigure};
use super::super::meta::Meta;

/// Clusters by one of five methods; members that a method does not have are absent.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ClustersAnswer {
    /// What the answer says of itself.
    pub meta: Meta,
    /// `moran`, `emerging`, `scan`, `scan-space` or `knox`.
    pub method: &'static str,
    /// The method in one sentence, with its source.
    pub about: &'static str,
    /// H3 resolution of the cells.
    pub resolution: u8,
    /// Permutations or simulations behind each p.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permutations: Option<u32>,
    /// Time steps, of whole covered months.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<StepItem>,
    /// Steps left out because a month of theirs has no data; a gap is not a zero.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub gaps: Vec<String>,
    /// Cells, sorted by id, zeros included (`moran`, `emerging`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cells: Option<Vec<ClusterCell>>,
    /// The correction for testing many cells (`moran`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fdr: Option<FdrSummary>,
    /// How many cells each category has, those with none left out, and how many it would have if nothing changed but
    /// chance (`emerging`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub categories: Option<Vec<CategoryItem>>,
    /// Clusters, the most likely first; no two share a cell (`scan`, `scan-space`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clusters: Option<Vec<ScanItem>>,
    /// Pairs by distance and days apart (`knox`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub near_repeats: Option<Vec<NearRepeat>>,
    /// Log likelihood ratio that the best cluster of pure chance reaches in one simulation of twenty (`scan`,
    /// `scan-space`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chance_llr: Option<f64>,
    /// What a scan by residents could not look at (`scan`, `scan-space`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<LeftOut>,
    /// Events that entered (`scan`, `scan-space`, `knox`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub events: Option<u64>,
    /// How concentrated the same counts are per cell, beside what chance alone would give; absent without events.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub null: Option<ConcentrationFigures>,
}

/// Cells of one category.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CategoryItem {
    /// One of 17 categories of emerging hot spots.
    pub category: &'static str,
    /// Cells that have it.
    pub cells: usize,
    /// Count in them, over all steps.
    pub count: i64,
    /// Cells that would have it if every cell kept its share of the city and nothing changed but chance.
    pub if_unchanged: NullFigure,
}

/// Cells that a scan could not look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct LeftOut {
    /// Cells in which nobody is known to live.
    pub cells: usize,
    /// Events in them.
    pub events: u64,
}

/// A time step.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct StepItem {
    /// First month.
    pub from: String,
    /// Last month, included.
    pub to: String,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ClusterCell {
    /// H3 index.
    pub id: String,
    /// Count over the window, or over its time steps.
    pub count: i64,
    /// Local Moran's I.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub i: Option<f64>,
    /// Standard score: of local I, or of Gi* in the last step.
    pub z: Option<f64>,
    /// Two-sided p: of local I by permutation, or of the trend of Gi*.
    pub p: Option<f64>,
    /// `HH`, `LL`, `HL` or `LH`: the cell, then its neighbors, against the mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quadrant: Option<&'static str>,
    /// Whether local I stands after the correction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub significant: Option<bool>,
    /// One of 17 categories of emerging hot spots.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub category: Option<&'static str>,
    /// Steps in which it was hot.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hot_steps: Option<usize>,
    /// Steps in which it was cold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cold_steps: Option<usize>,
    /// `up`, `level` or `down`: the trend of Gi*.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trend: Option<&'static str>,
}

/// A cluster of the scan.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ScanItem {
    /// Place in the order of likelihood, from 1.
    pub cluster: usize,
    /// Its cells, nearest to the center first.
    pub cells: Vec<String>,
    /// First month.
    pub from: String,
    /// Last month, included.
    pub to: String,
    /// Events inside.
    pub count: u64,
    /// Events expected inside.
    pub expected: f64,
    /// Relative risk, inside against outside; absent where all lies inside.
    pub relative_risk: Option<f64>,
    /// Log likelihood ratio.
    pub llr: f64,
    /// p by simulation, corrected for all circles and periods tried.
    pub p: f64,
}

/// Pairs of events in one band of distance and days.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
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
