//! Counts with their rates, and ranks with their intervals.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A count, and the rates that go with it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Totals {
    /// Count over the covered months.
    pub count: i64,
    /// Per 1,000 residents and year; absent where residents are too few or unknown.
    pub per_1000: Option<f64>,
    /// Per km² and year.
    pub per_km2: Option<f64>,
}

impl Totals {
    /// Rates of a count.
    pub fn new(count: i64, residents: Option<f64>, area_km2: f64, years: f64, min_residents: f64) -> Self {
        let per = |size: f64| Some(at_least_none(count) / years / size).filter(|v| v.is_finite());
        let enough = residents.filter(|r| *r > 0.0 && *r >= min_residents);
        Self {
            count,
            per_1000: enough.and_then(|r| per(r / 1000.0)),
            per_km2: Some(area_km2).filter(|a| *a > 0.0).and_then(per),
        }
    }
}

/// What rates, densities and surfaces take of a net count: below zero there is nothing to measure.
pub(crate) fn at_least_none(count: i64) -> f64 {
    count.max(0) as f64
}

/// A rank with its 90% interval.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RankSpan {
    /// Place in the list.
    pub rank: usize,
    /// Better end.
    pub low: usize,
    /// Worse end.
    pub high: usize,
    /// Chance that the true rank is among the first k.
    pub p_top: f64,
}

/// Rank by each measure; absent where the place is not ranked by it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RankByMeasure {
    /// By count per year.
    pub count: Option<RankSpan>,
    /// By count per 1,000 residents and year.
    pub per_resident: Option<RankSpan>,
    /// By count per km² and year.
    pub per_km2: Option<RankSpan>,
}

/// A place that is counted but not ranked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NotRankedItem {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Why it is not ranked.
    pub why: String,
    /// Count over the covered months.
    pub count: i64,
}

#[cfg(feature = "engine")]
catchment_model::heap!(Totals);
