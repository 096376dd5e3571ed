//! What is asked about concentration.

use catchment_model::Resolution;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::pieces::{CellSize, Counted, Counting, Periods, Seeded, Staying, ask};

ask! {
    /// What is asked about concentration.
    pub struct ConcentrationAsk {
        /// What is counted.
        counting: Counting,
        /// What draws begin with.
        seeded: Seeded,
        /// How fine cells are.
        size: CellSize,
        /// Which periods are compared.
        staying: Staying,
    }
}

/// A question about concentration, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ConcentrationParams)]
pub struct Concentration {
    /// What is counted.
    #[serde(flatten)]
    pub counted: Counted,
    /// Seed of the draws.
    pub seed: u64,
    /// Resolution of the cells.
    #[schema(value_type = u8)]
    pub resolution: Resolution,
    /// How periods are compared.
    pub stability: StabilityParams,
}

/// How periods are compared.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StabilityParams {
    /// Which.
    pub periods: Periods,
    /// Share of cells that are the top ones; absent where no periods are compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub top_share: Option<f64>,
    /// Simulations behind each null.
    pub simulations: u32,
}
