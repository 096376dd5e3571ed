//! What a decision is asked with.

use std::collections::BTreeMap;

use catchment_model::{AreaBasis, Measure};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::pieces::{
    Choosing, Counted, Counting, CriterionName, Objective, Of, Part, PlacingRanked, Ranking, Search, Shape, Weighing,
    ask,
};

ask! {
    /// What a decision is asked with.
    pub struct DecisionAsk {
        /// What is counted.
        counting: Counting,
        /// Where a row counts.
        placing: PlacingRanked,
        /// How many are chosen, by what.
        choosing: Choosing,
        /// What is ranked.
        ranking: Ranking,
        /// How catchments are searched for.
        search: Search,
        /// How criteria are weighed.
        weighing: Weighing,
    }
}

/// A decision, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = DecisionParams)]
pub struct Decision {
    /// What is counted.
    #[serde(flatten)]
    pub counted: Counted,
    /// Which neighborhood a row belongs to; absent for catchments, which go by the point.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaBasis>,
    /// What places are compared by.
    pub measure: Measure,
    /// What catchments are searched on; absent for neighborhoods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Objective>,
    /// Number of areas to choose.
    pub k: usize,
    /// Seed of the draws.
    pub seed: u64,
    /// What is ranked.
    pub of: Of,
    /// Area of a catchment, km²; absent for neighborhoods.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area_km2: Option<f64>,
    /// Which shapes catchments may have; absent where they are free.
    #[serde(default, skip_serializing_if = "Shape::is_free")]
    pub shape: Shape,
    /// Number of items in the answer; absent where all are in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub top: Option<usize>,
    /// Weights of the criteria, those above 0.
    pub criteria: BTreeMap<CriterionName, f64>,
    /// How sure the weights are: `inf` or a number.
    pub concentration: String,
    /// Months after which an offense counts half in recency.
    pub half_life_months: f64,
    /// Sites that exist: `active`, `none`, or ids separated by commas.
    pub sites: String,
    /// Parts that are worked out only where they are asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<Part>,
}
