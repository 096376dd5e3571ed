//! How often a choice is made again.

use serde::{Deserialize, Serialize};

use crate::catchment::CatchmentParams;
use crate::chance::{ChanceError, MAX_DRAWS};

/// How to estimate what chosen places hold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SelectedParams {
    /// How many choices are made again on made-up counts, 0 to 1,000; 0 takes the posterior of the cells as it is.
    pub draws: usize,
    /// Share of intervals that hold the truth, 0.5 to 0.99.
    pub level: f64,
    /// The search of each; its number of places is that of the places given.
    pub search: CatchmentParams,
}

impl Default for SelectedParams {
    fn default() -> Self {
        Self { draws: 24, level: 0.9, search: CatchmentParams::default() }
    }
}

/// An estimate whose parameters hold together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SelectedEstimate {
    pub(super) draws: usize,
    pub(super) level: f64,
    pub(super) search: CatchmentParams,
}

impl SelectedParams {
    /// Checks what can be checked without the cells.
    ///
    /// # Errors
    /// [`ChanceError`] for a value out of range.
    pub fn check(self) -> Result<SelectedEstimate, ChanceError> {
        let Self { draws, level, search } = self;
        if draws > MAX_DRAWS {
            return Err(ChanceError::Draws { draws, min: 0, max: MAX_DRAWS });
        }
        if !(0.5..=0.99).contains(&level) {
            return Err(ChanceError::Value { column: "level", value: level, accepted: "a number from 0.5 to 0.99" });
        }
        search.check()?;
        Ok(SelectedEstimate { draws, level, search })
    }
}
