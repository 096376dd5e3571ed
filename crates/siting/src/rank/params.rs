//! How to rank.

use catchment_model::Measure;
use serde::{Deserialize, Serialize};

/// How to rank, as it comes from a flag or an address.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RankParams {
    /// What units are compared by.
    pub measure: Measure,
    /// How many sites are to be placed: the chance of being among the first `k` is given.
    pub k: usize,
    /// Number of draws, 100 to 50,000.
    pub draws: usize,
    /// Seed of the draws.
    pub seed: u64,
    /// Probability that an interval should hold, 0.5 to 0.99.
    pub level: f64,
    /// Units with fewer residents have no rate per resident.
    pub min_residents: f64,
}

impl Default for RankParams {
    fn default() -> Self {
        Self { measure: Measure::Count, k: 3, draws: 4_000, seed: 1, level: 0.9, min_residents: 100.0 }
    }
}
