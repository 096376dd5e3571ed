//! An evaluation as an answer.

use catchment_model::{named, named_schema};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Evaluate;
use crate::answers::BridgeUsed;

named! {
    /// How a change is estimated.
    pub enum EstimateMethod as "method of estimation" {
        /// After ÷ before, as programs claim it: season, city and chance are all in it.
        BeforeAfter = "before_after",
        /// The same ÷ that of the rest of the city (difference in differences, Poisson, unit and time effects).
        DifferenceInDifferences = "difference_in_differences",
        /// The same ÷ that of the places without a program that had most nearly as much before.
        Matched = "matched",
        /// After ÷ that of the mix of other places that was most like it before.
        SyntheticControl = "synthetic_control",
        /// The same, with what the mix missed before taken out by ridge regression.
        AugmentedSyntheticControl = "augmented_synthetic_control",
    }
}

named_schema!(EstimateMethod);

/// What an evaluation finds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EvaluateAnswer {
    /// What the answer says of itself.
    pub meta: EvaluateMeta,
    /// The answer in one sentence, the first that is read; without a number.
    pub headline: String,
    /// The answer in a sentence or two: never one number alone.
    pub finding: String,
    /// All estimates together; absent where none can be made.
    pub summary: Option<SpecSummary>,
    /// The specification curve: every estimate, from the largest fall to the largest rise.
    pub specs: Vec<SpecItem>,
    /// Counts before and after as they are told, of the five or more neighborhoods and the city.
    pub plain: Vec<PlainItem>,
    /// Counts before and after carried over a series break, where a bridge was asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub bridged: Vec<BridgedItem>,
    /// Whether a fall went elsewhere: counts in the neighborhoods around, for each outcome.
    pub displacement: Vec<DisplacementItem>,
    /// What was claimed, with its source.
    pub claims: Vec<ClaimItem>,
    /// What a reader must know of how it was reckoned.
    pub notes: Vec<String>,
}

/// What the answer says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct EvaluateMeta {
    /// Id of the dataset.
    pub dataset: String,
    /// Program and version.
    pub program: String,
    /// Seed of the placebos.
    pub seed: u64,
    /// All parameters, defaults filled in.
    pub params: Evaluate,
    /// What one count is.
    pub unit_label: String,
    /// Who publishes the data.
    pub source: String,
    /// Sentences that a reader must see.
    pub warnings: Vec<String>,
}

/// All estimates together. Ratios: 0.8 is a fall of 20%.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SpecSummary {
    /// Number of estimates.
    pub estimates: usize,
    /// Middle of them.
    pub median: f64,
    /// Least.
    pub least: f64,
    /// Greatest.
    pub greatest: f64,
    /// Share of those with placebos that lie beyond 95 of 100 placebos, falls and rises.
    pub beyond_placebos: f64,
    /// The same as a count of falls.
    pub falls_beyond: usize,
    /// The same as a count of rises.
    pub rises_beyond: usize,
    /// Chance, where nothing was done, that the middle of all estimates lies as far from no change; absent without
    /// placebos.
    pub p: Option<f64>,
    /// Share of the placebos that would lie beyond the others had they fallen by 20%: how often a program of this size
    /// that worked so would be told from chance. Absent without placebos.
    pub fall_of_20_told: Option<f64>,
}

/// One estimate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct SpecItem {
    /// Ground: all sites, a site, or a neighborhood.
    pub boundary: String,
    /// Outcome.
    pub outcome: String,
    /// Method.
    pub method: EstimateMethod,
    /// First year of the baseline.
    pub before_from: i32,
    /// Last.
    pub before_to: i32,
    /// Year after.
    pub after: i32,
    /// Count of the ground over the baseline, a year.
    pub before_count: f64,
    /// Count in the year after.
    pub after_count: f64,
    /// The estimate: 0.8 is a fall of 20%, beyond the comparison where the method has one.
    pub ratio: f64,
    /// Of 100 placebos 5 lie below.
    pub placebo_low: Option<f64>,
    /// Of 100 placebos 5 lie above.
    pub placebo_high: Option<f64>,
    /// Chance of a change as large where nothing was done.
    pub p: Option<f64>,
    /// Whether the baseline is one year in which the city had its record.
    pub record_year: bool,
    /// Whether the police changed their way of counting between baseline and year after.
    pub crosses_break: bool,
}

/// Counts as they are told.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlainItem {
    /// Outcome.
    pub outcome: String,
    /// Year before.
    pub before: i32,
    /// Year after.
    pub after: i32,
    /// Count of all neighborhoods together before.
    pub before_count: i64,
    /// After.
    pub after_count: i64,
    /// Count of the city before.
    pub city_before: i64,
    /// After.
    pub city_after: i64,
    /// Each neighborhood.
    pub places: Vec<PlaceFall>,
    /// Of these, how many fell more than the city.
    pub fell_more: usize,
    /// Whether the year before is the record of the city.
    pub record_year: bool,
    /// The same in words.
    pub says: String,
}

/// A neighborhood's counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct PlaceFall {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Before.
    pub before: i64,
    /// After.
    pub after: i64,
}

/// Counts of the whole ground on both sides of a series break, and their change as the series before it would have
/// counted it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BridgedItem {
    /// Outcome.
    pub outcome: String,
    /// Year before.
    pub before: i32,
    /// Year after.
    pub after: i32,
    /// Count before, by the series before the break.
    pub before_count: i64,
    /// Count after, by the series after it.
    pub after_count: i64,
    /// After ÷ before, carried over; absent where one of the two is 0 or less, and where the bridge carries nothing.
    pub ratio: Option<f64>,
    /// Lower end of its 90% interval: chance in both counts, and in the bridge.
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// The bridge.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bridge: Option<BridgeUsed>,
    /// Why it does not carry this outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// The same in words.
    pub says: String,
}

/// Whether a fall went elsewhere.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct DisplacementItem {
    /// Outcome.
    pub outcome: String,
    /// Year before.
    pub before: i32,
    /// Year after.
    pub after: i32,
    /// Weighted displacement difference: change beyond the comparison, the surroundings included; below 0 a fall.
    pub wdd: f64,
    /// Lower end of its 95% interval, for Poisson counts.
    pub wdd_low: f64,
    /// Upper end.
    pub wdd_high: f64,
    /// Weighted displacement quotient; absent where nothing fell. It has no interval.
    pub wdq: Option<f64>,
    /// The same in words.
    pub says: String,
}

/// What was claimed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ClaimItem {
    /// The claim.
    pub text: String,
    /// Change claimed, as a share.
    pub change: Option<f64>,
    /// Who said so, where and when.
    pub source: String,
    /// Share of our estimates that show at least as large a fall; absent where none is claimed in numbers.
    pub share_as_large: Option<f64>,
    /// The same in words.
    pub says: String,
}
