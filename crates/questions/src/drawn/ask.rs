//! What a drawn catchment is scored by.

use catchment_model::Measure;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::pieces::{Counted, Counting, Extent, Objective, Outlined, Scoring, ask};

ask! {
    /// What a drawn catchment is scored by.
    pub struct ScoreAsk {
        /// What is counted.
        counting: Counting,
        /// How it is scored.
        scoring: Scoring,
        /// The area.
        outlined: Outlined,
    }
}

/// A score, checked; whether the area can be read is known once it is laid over the city.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ScoreParams)]
pub struct Score {
    /// What is counted.
    #[serde(flatten)]
    pub counted: Counted,
    /// What places are compared by.
    pub measure: Measure,
    /// What the best of the same size is searched on.
    pub basis: Objective,
    /// Seed of the draws.
    pub seed: u64,
    /// How much is said; absent where it is figures.
    #[serde(default, skip_serializing_if = "Extent::is_figures")]
    pub extent: Extent,
    /// The area.
    pub drawn: DrawnArea,
}

/// A catchment drawn by hand: cells or a polygon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DrawnArea {
    /// H3 cells, no finer than the city allows; coarser ones stand for the cells inside them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cells: Option<Vec<String>>,
    /// `GeoJSON` polygon or multipolygon, degrees: the cells whose centers it holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    pub polygon: Option<Value>,
}
