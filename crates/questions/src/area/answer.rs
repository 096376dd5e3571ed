//! A place as an answer.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Area, Catchment};
use crate::answers::{BridgeOffered, BridgeUsed, Meta, MonthKnown, RankByMeasure};
use crate::pieces::PlaceKind;

/// A neighborhood or park in full.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AreaAnswer {
    /// What the answer says of itself.
    pub meta: Meta<Area>,
    /// The place.
    #[serde(flatten)]
    pub place: Place,
}

/// A catchment in full.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CatchmentAnswer {
    /// What the answer says of itself.
    pub meta: Meta<Catchment>,
    /// The place.
    #[serde(flatten)]
    pub place: Place,
}

/// One place in full.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = PlaceInFull)]
pub struct Place {
    /// The place.
    pub area: AreaInfo,
    /// Count over the covered months.
    pub count: i64,
    /// Distinct incidents behind it.
    #[serde(default)]
    pub incidents: i64,
    /// Per 1,000 residents and year.
    pub per_1000: Option<f64>,
    /// Per km² and year.
    pub per_km2: Option<f64>,
    /// Rank by each measure.
    pub rank: RankByMeasure,
    /// Month by month.
    pub series: Vec<MonthCount>,
    /// Counts by weekday (Monday first) and hour.
    pub hours: Vec<Vec<i64>>,
    /// Counts whose hour is not known, or not told of so fine a place: then all.
    pub hours_unknown: i64,
    /// Share of counts of known hour within the working hours of a site; absent where there are none.
    pub shift_share: Option<f64>,
    /// Counts by offense group.
    pub offenses: Vec<OffenseCount>,
    /// Posterior of the score; absent where the place is not ranked.
    pub posterior: Option<Posterior>,
    /// The last twelve months beside the twelve before.
    pub then_now: Option<ThenNow>,
    /// Why it stands where it stands, in sentences.
    pub why: Vec<String>,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AreaInfo {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// What kind of place it is.
    pub kind: PlaceKind,
    /// Area, km².
    pub area_km2: f64,
    /// Residents by census year; for catchments an estimate.
    pub population: BTreeMap<String, f64>,
    /// Sites that it touches.
    pub sites: Vec<String>,
}

/// A month of a series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct MonthCount {
    /// Month.
    pub month: String,
    /// What is known of it.
    pub status: MonthKnown,
    /// Count; absent where nothing is known, which is not zero, and where so fine a place is not told by month.
    pub count: Option<i64>,
    /// Reporting system.
    pub system: Option<String>,
}

/// The twelve months up to the end of the window beside the twelve before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ThenNow {
    /// What it comes down to, in a few words.
    pub finding: String,
    /// The same with its figures, and what it cannot say; or why the two years do not compare.
    pub sentence: String,
    /// The figures; absent where the two years do not compare.
    pub years: Option<YearsCompared>,
    /// The series break between the two years; absent where both were counted in one way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub across: Option<AcrossBreak>,
}

/// A series break between two years.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AcrossBreak {
    /// Reporting system of the earlier year.
    pub then: String,
    /// Reporting system of the later year.
    pub now: String,
    /// Bridges that may be asked for: their months hold both years.
    pub bridges: Vec<BridgeOffered>,
    /// The bridge that was asked for and carries: changes are then as the earlier system would have counted them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bridge: Option<BridgeUsed>,
    /// Why the bridge that was asked for does not carry these offenses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
}

/// Two years here and in the city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct YearsCompared {
    /// The earlier twelve months: first.
    pub then_from: String,
    /// Last.
    pub then_to: String,
    /// The later twelve months: first.
    pub now_from: String,
    /// Last.
    pub now_to: String,
    /// The place.
    pub here: Changed,
    /// The whole city.
    pub city: Changed,
    /// The change of the place ÷ that of the rest of the city, beside the counts of the place: what both sides of a
    /// series break count otherwise falls out. Absent where one of the four counts is 0 or less.
    #[serde(default)]
    pub beside_rest: Option<Changed>,
}

/// A count that changed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Changed {
    /// Count of the earlier twelve months.
    pub then: i64,
    /// Count of the later twelve months.
    pub now: i64,
    /// Change as a share of the earlier count; absent where one of the two is 0 or less, and across a series break that
    /// no bridge carries it over.
    pub change: Option<f64>,
    /// Lower end of its 90% interval.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
}

/// Count of an offense group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct OffenseCount {
    /// Id.
    pub id: String,
    /// Name.
    pub label: String,
    /// Count over the covered months.
    pub count: i64,
}

/// Posterior of a score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Posterior {
    /// Mean.
    pub mean: Option<f64>,
    /// Lower end of the 90% interval.
    pub low: Option<f64>,
    /// Upper end of the 90% interval.
    pub high: Option<f64>,
    /// Over-dispersion of monthly counts, 1 or more.
    pub phi: Option<f64>,
    /// How far the score moved from the counted rate toward the usual one, 0 to 1.
    pub shrinkage: Option<f64>,
    /// Density for a small chart.
    pub points: Vec<DensityPoint>,
}

/// A point of a density.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DensityPoint {
    /// Score.
    pub x: f64,
    /// Density.
    pub density: f64,
}
