//! What a choice is asked with.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::pieces::{
    ChoicePart, Counted, Counting, Limiting, Limits, Number, Objective, Proof, Search, Shape, Steered, Steering,
    Telling, Walking, ask,
};

ask! {
    /// What a choice is asked with.
    pub struct OptimizeAsk {
        /// What is counted.
        counting: Counting,
        /// How many are chosen.
        number: Number,
        /// How they are searched for.
        search: Search,
        /// How much work goes into the proof.
        proof: Proof,
        /// What may not or cannot be done.
        limiting: Limiting,
        /// How far a team walks.
        walking: Walking,
        /// What steers the search.
        steering: Steering,
        /// What is told beside it.
        telling: Telling,
    }
}

/// A choice, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = OptimizeParams)]
pub struct Optimize {
    /// What is counted.
    #[serde(flatten)]
    pub counted: Counted,
    /// What is maximized.
    pub basis: Objective,
    /// Number of catchments to choose; fewer where money or staff are enough for fewer.
    pub k: usize,
    /// Seed of the search.
    pub seed: u64,
    /// Largest area of a catchment, km².
    pub area_km2: f64,
    /// Which shapes catchments may have; absent where they are free.
    #[serde(default, skip_serializing_if = "Shape::is_free")]
    pub shape: Shape,
    /// Work for the proof, 0 to 20.
    pub effort: usize,
    /// What may not or cannot be done.
    #[serde(flatten)]
    pub limits: Limits,
    /// Hours that an interrupter walks in a day.
    pub hours_a_day: f64,
    /// The planner's criteria; absent where burden alone decides.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weighing: Option<Steered>,
    /// Parts that are worked out only where they are asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<ChoicePart>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pieces::read_ask;

    fn read(pairs: &[(&str, &str)]) -> Result<OptimizeAsk, crate::AskError> {
        read_ask(&pairs.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect::<Vec<_>>())
    }

    #[test]
    fn a_shape_is_walkable_or_free() {
        assert_eq!(read(&[("shape", "walkable")]).unwrap().search.shape, Some(Shape::Walkable));
        assert!(read(&[("shape", "lace")]).unwrap_err().to_string().contains("walkable"));
    }
}
