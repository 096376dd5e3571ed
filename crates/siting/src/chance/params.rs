//! How often to draw, and how to search on each draw.

use serde::{Deserialize, Serialize};

use super::error::ChanceError;
use crate::catchment::{CatchmentParams, CatchmentSearch};

/// Fewest draws: the standard error of a chance of one half is 7 points.
pub const MIN_DRAWS: usize = 50;

/// Most draws: 1.6 points.
pub const MAX_DRAWS: usize = 1_000;

/// How to draw, as it comes from a flag or an address.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ChanceParams {
    /// Number of draws, 50 to 1,000. The standard error of a chance p is √(p(1 − p) ÷ draws): at 200 draws 3.5 points
    /// for a half, 1.5 for 5% or 95%.
    pub draws: usize,
    /// The search of each draw. Starts, effort and rounds play no part: there are as many starts as the size of a
    /// catchment calls for, no bound is proven, and nothing is disturbed at random.
    pub search: CatchmentParams,
}

impl Default for ChanceParams {
    fn default() -> Self {
        Self { draws: 200, search: CatchmentParams::default() }
    }
}

/// Draws whose parameters hold together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CatchmentChance {
    pub(super) draws: usize,
    pub(super) search: CatchmentSearch,
}

impl ChanceParams {
    /// Checks what can be checked without the cells.
    ///
    /// # Errors
    /// [`ChanceError`] for a value out of range.
    pub fn check(self) -> Result<CatchmentChance, ChanceError> {
        if !(MIN_DRAWS..=MAX_DRAWS).contains(&self.draws) {
            return Err(ChanceError::Draws { draws: self.draws, min: MIN_DRAWS, max: MAX_DRAWS });
        }
        Ok(CatchmentChance { draws: self.draws, search: self.search.check()? })
    }
}

impl CatchmentChance {
    /// The parameters.
    pub fn params(&self) -> ChanceParams {
        ChanceParams { draws: self.draws, search: self.search.params() }
    }
}
