//! What a ranking is asked with.

use catchment_model::{AreaBasis, Measure};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::pieces::{Choosing, Counted, Counting, Objective, Of, PlacingRanked, Ranking, Search, Shape, ask};

ask! {
    /// What a ranking is asked with.
    pub struct RankingsAsk {
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
    }
}

/// A ranking, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = RankingsParams)]
pub struct Rankings {
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
}
