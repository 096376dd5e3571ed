//! Chances as an answer.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Chance;
use crate::answers::Meta;
use crate::optimize::LimitsInfo;
use crate::pieces::Objective;

/// Chances by cell, and how stable the choice is that was made on the same basis.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChanceAnswer {
    /// What the answer says of itself.
    pub meta: Meta<Chance>,
    /// The answer in one sentence: how many of the chosen come back.
    pub finding: String,
    /// What was chosen by: `expected`, harm to expect per year after the window, or `counted`, the weighted count of
    /// the window.
    pub basis: Objective,
    /// The limits of the choice.
    pub limits: LimitsInfo,
    /// H3 resolution of the cells: the city's finest.
    pub resolution: u8,
    /// Number of draws.
    pub draws: usize,
    /// Cells with a lower chance are not listed.
    pub floor: f64,
    /// Cells by id.
    pub cells: Vec<ChanceCell>,
    /// Neighborhoods and parks with cells that are sure, likely or possible, the largest sure ground first.
    pub areas: Vec<ChanceArea>,
    /// The same in words: which areas hold ground that is sure, likely or possible.
    pub ground: Vec<ChanceGround>,
    /// The catchments of `/api/v1/optimize` on the same basis, with how stable they are.
    pub catchments: Vec<StableCatchment>,
    /// On the draws, what these catchments hold over what the best found for the draw holds: the mean.
    pub holds: Option<f64>,
    /// They hold at least this share in 9 of 10 draws.
    pub holds_low: Option<f64>,
    /// The same in one sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holds_sentence: Option<String>,
    /// What counts were pulled toward, by offense; empty where the choice is by expected harm.
    pub model: Vec<ChanceModel>,
    /// How wrong expected harm was about past years; absent where the choice is by counts.
    pub expected: Option<ChanceExpected>,
    /// What the chances cover, and what they do not.
    pub notes: Vec<String>,
    /// Of these, the one that must stand beside every map of the chances: what they cover and what they do not.
    pub covers: String,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChanceCell {
    /// H3 index.
    pub id: String,
    /// Chance of lying in one of the best catchments: the share of the draws in which it did, drawn toward a half as
    /// far as made-up cities show that draws agree too often.
    pub p: f64,
    /// Monte-Carlo standard error of that share.
    pub standard_error: f64,
    /// Id of the neighborhood or park that holds its center.
    pub area: Option<String>,
}

/// The ground of one neighborhood or park, km², by chance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChanceArea {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Highest chance of one of its cells.
    pub highest: f64,
    /// Ground with a chance of 90% or more.
    pub sure_km2: f64,
    /// Ground with a chance of half or more, but not 90%.
    pub likely_km2: f64,
    /// Ground with a chance of 10% or more, but not half.
    pub possible_km2: f64,
}

/// A catchment chosen without any draw.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StableCatchment {
    /// `C1`, `C2` …, as in the choice.
    pub id: String,
    /// The neighborhoods that most of it lies in.
    pub name: String,
    /// Area, km².
    pub area_km2: f64,
    /// Mean share of its ground that is chosen again.
    pub share: f64,
    /// Monte-Carlo standard error of that mean.
    pub standard_error: f64,
    /// Share of the draws in which at least half of its ground is chosen again.
    pub mostly: f64,
    /// How much of it comes back, in words.
    pub sentence: String,
}

/// What the counts of an offense were pulled toward.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChanceModel {
    /// Offense group.
    pub offense: String,
    /// Reach of the surroundings that a cell is pulled toward, meters; absent: the rate of the whole city.
    pub reach_m: Option<f64>,
    /// The pull counts as much as so many offenses.
    pub prior_events: f64,
    /// Over-dispersion of monthly counts on areas of the size of a catchment.
    pub over_dispersion: f64,
    /// Sum of the rates to expect over what was counted: near 1.
    #[serde(rename = "kept")]
    pub total_ratio: f64,
}

/// How wrong expected harm was about past years, each held against what would have been said before it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChanceExpected {
    /// Past years that it was held against.
    pub years: usize,
    /// What is said of a cell is worth so many years of counting it: the fewer, the more its rate of next year is in
    /// doubt.
    pub worth_years: f64,
    /// Share of a cell's rate that is taken from its surroundings.
    pub share_around: f64,
    /// Reach of the surroundings, meters; absent: the whole city.
    pub reach_m: Option<f64>,
    /// Variance ÷ mean of a month's harm on a cell.
    pub over_dispersion: f64,
}

/// Ground of one degree of certainty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ChanceGround {
    /// The degree, with the draws that it stands for.
    pub title: String,
    /// The areas that hold such ground, with how much.
    pub text: String,
}
