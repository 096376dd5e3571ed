//! How to draw criteria, and how to weigh them.

use serde::{Deserialize, Serialize};

use super::criteria::Weights;
use crate::rank::{Measure, RankParams};

/// How to draw, as it comes from a flag or an address.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct DecideParams {
    /// What units are compared by.
    pub measure: Measure,
    /// Number of draws, 100 to 50,000.
    pub draws: usize,
    /// Seed of the draws.
    pub seed: u64,
    /// Months after which an event counts half, 6 to 240.
    pub half_life_months: f64,
    /// Units with fewer residents have no rate per resident.
    pub min_residents: f64,
}

impl Default for DecideParams {
    fn default() -> Self {
        let RankParams { measure, draws, seed, min_residents, .. } = RankParams::default();
        Self { measure, draws, seed, half_life_months: 24.0, min_residents }
    }
}

/// How to weigh.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WeighParams {
    /// The planner's weights.
    pub weights: Weights,
    /// How sure they are: the κ of the Dirichlet distribution, 1 to 100,000; `None`: certain.
    pub concentration: Option<f64>,
    /// How many are to be chosen.
    pub k: usize,
    /// Probability that an interval should hold, 0.5 to 0.99.
    pub level: f64,
}

impl Default for WeighParams {
    fn default() -> Self {
        Self { weights: Weights::default(), concentration: None, k: 3, level: 0.9 }
    }
}
