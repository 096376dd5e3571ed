//! What chances are asked with.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::pieces::{
    Counted, Counting, Drawing, Limiting, Limits, Number, Objective, Proof, Search, Shape, Steered, Steering, ask,
};

ask! {
    /// What chances are asked with.
    pub struct ChanceAsk {
        /// What is counted.
        counting: Counting,
        /// How many are chosen.
        number: Number,
        /// How they are searched for.
        search: Search,
        /// How much work goes into the choice that is judged.
        proof: Proof,
        /// What may not or cannot be done.
        limiting: Limiting,
        /// What steers the search.
        steering: Steering,
        /// How chances are drawn.
        drawing: Drawing,
    }
}

/// Chances, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ChanceParams)]
pub struct Chance {
    /// What is counted.
    #[serde(flatten)]
    pub counted: Counted,
    /// What is maximized.
    pub basis: Objective,
    /// Number of catchments to choose; fewer where money or staff are enough for fewer.
    pub k: usize,
    /// Seed of the search and of the draws.
    pub seed: u64,
    /// Largest area of a catchment, km².
    pub area_km2: f64,
    /// Which shapes catchments may have; absent where they are free.
    #[serde(default, skip_serializing_if = "Shape::is_free")]
    pub shape: Shape,
    /// Work for the choice that is judged, 0 to 20.
    pub effort: usize,
    /// What may not or cannot be done.
    #[serde(flatten)]
    pub limits: Limits,
    /// The planner's criteria; absent where burden alone decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighing: Option<Steered>,
    /// Number of draws.
    pub draws: usize,
}
