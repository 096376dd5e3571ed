//! Emerging hot spots: how the hot and cold spots of a city came and went, in seventeen words.

use rayon::prelude::*;
use serde::Serialize;

use crate::{
    Chance, FdrError, GiError, MannKendall, Neighbors, SIMULATIONS, SparseError, benjamini_hochberg, gi_star,
    mann_kendall,
};

/// What became of a cell. Eight forms of hot, the same eight of cold, and none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Emerging {
    /// Hot in the last step only.
    NewHot,
    /// Hot in one final run of at least two steps, never before, and less than 90% of the time.
    ConsecutiveHot,
    /// Hot at least 90% of the time and in the last step, rising.
    IntensifyingHot,
    /// Hot at least 90% of the time, but not in the last step.
    HistoricalHot,
    /// Hot at least 90% of the time and in the last step, without a trend.
    PersistentHot,
    /// Hot at least 90% of the time and in the last step, falling.
    DiminishingHot,
    /// Hot in some steps, less than 90% of the time, never cold.
    SporadicHot,
    /// Hot in the last step, cold in an earlier one, hot less than 90% of the time.
    OscillatingHot,
    /// As [`Emerging::NewHot`], cold.
    NewCold,
    /// As [`Emerging::ConsecutiveHot`], cold.
    ConsecutiveCold,
    /// As [`Emerging::IntensifyingHot`], cold and falling further.
    IntensifyingCold,
    /// As [`Emerging::HistoricalHot`], cold.
    HistoricalCold,
    /// As [`Emerging::PersistentHot`], cold.
    PersistentCold,
    /// As [`Emerging::DiminishingHot`], cold and rising again.
    DiminishingCold,
    /// As [`Emerging::SporadicHot`], cold.
    SporadicCold,
    /// As [`Emerging::OscillatingHot`], cold.
    OscillatingCold,
    /// None of these.
    None,
}

/// State of a cell in one step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Heat {
    /// Significantly high.
    Hot,
    /// Neither.
    Plain,
    /// Significantly low.
    Cold,
}

/// Direction of a trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Trend {
    /// Rising.
    Up,
    /// None that is significant.
    Level,
    /// Falling.
    Down,
}

/// Raw parameters.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct EmergingParams {
    /// Level of the tests, of Gi* in a step and of the trend: above 0, below 1.
    pub alpha: f64,
    /// Whether each step's Gi* is corrected for testing many cells (Benjamini and Hochberg at `alpha`).
    pub correct: bool,
}

/// Valid parameters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EmergingHotSpots(pub(crate) EmergingParams);

/// One cell through time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EmergingCell {
    /// Its category.
    pub category: Emerging,
    /// State in each step.
    pub heat: Vec<Heat>,
    /// Gi* in each step.
    pub z: Vec<f64>,
    /// Mann and Kendall's test of Gi*.
    pub trend: MannKendall,
    /// Its direction at the level of the parameters.
    pub direction: Trend,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum EmergingError {
    /// No step at all.
    #[error("no time steps; expected at least one with data")]
    NoSteps,
    /// The level is not between 0 and 1.
    #[error(transparent)]
    Alpha(#[from] FdrError),
    /// Values of a step that cannot be compared.
    #[error("step {step}: {source}")]
    Step {
        /// Position.
        step: usize,
        /// What is wrong.
        source: GiError,
    },
    /// Counts of a step that cannot be tested.
    #[error("step {step}: {source}")]
    Counts {
        /// Position.
        step: usize,
        /// What is wrong.
        source: SparseError,
    },
    /// Too few or too many simulations.
    #[error("{0} simulations; expected {low} to {high}", low = SIMULATIONS.0, high = SIMULATIONS.1)]
    Simulations(u32),
    /// The watcher asked to stop.
    #[error("the simulations were cancelled")]
    Cancelled,
}

/// Cells of one category where nothing changed but chance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct EmergingChance {
    /// The category.
    pub category: Emerging,
    /// Number of cells.
    pub cells: Chance,
}

impl EmergingParams {
    /// Checks them.
    ///
    /// # Errors
    /// [`EmergingError::Alpha`].
    pub fn check(self) -> Result<EmergingHotSpots, EmergingError> {
        benjamini_hochberg(&[], self.alpha)?;
        Ok(EmergingHotSpots(self))
    }
}

impl EmergingHotSpots {
    /// The categories of all cells, from their values in each time step, first step first.
    ///
    /// **Steps.** Gi* (self included, weights 1) of every cell in every step, compared with the other cells in that
    /// step; hot or cold where significant; Mann and Kendall's test on each cell's Gi*; then [`categorize`]. A step in
    /// which all cells are alike has z = 0 everywhere. A step without data must be left out: it is a gap, not a step of
    /// zeros.
    ///
    /// This is per-step Gi*, neighbors in space only; `ArcGIS` also counts neighbors in the step before.
    ///
    /// **Returns** one result per cell, in order. O(steps · links + cells · steps²).
    ///
    /// # Errors
    /// [`EmergingError`] for no step, or values that are not finite or not one per cell.
    ///
    /// # References
    /// Ord and Getis (1995), as [`gi_star`]; Mann (1945), as [`mann_kendall`]. Categories: Esri, How Emerging Hot Spot
    /// Analysis works (Space Time Pattern Mining toolbox), in the order of evaluation said at [`categorize`].
    pub fn of(&self, steps: &[Vec<f64>], neighbors: &Neighbors) -> Result<Vec<EmergingCell>, EmergingError> {
        let by_step = self.by_step(steps, neighbors)?;
        Ok((0..neighbors.len()).into_par_iter().map(|cell| self.cell(by_step.iter().map(|s| s[cell]))).collect())
    }

    /// Gi* and state of every cell in each step.
    fn by_step(&self, steps: &[Vec<f64>], neighbors: &Neighbors) -> Result<Vec<Vec<(f64, Heat)>>, EmergingError> {
        if steps.is_empty() {
            return Err(EmergingError::NoSteps);
        }
        let read = |(step, values): (usize, &Vec<f64>)| {
            self.step(values, neighbors).map_err(|source| EmergingError::Step { step, source })
        };
        steps.par_iter().enumerate().map(read).collect()
    }

    /// The category alone. A trend takes the square of the steps and decides only where a cell is nearly always hot or
    /// cold.
    pub(crate) fn category(&self, steps: impl Iterator<Item = (f64, Heat)>) -> Emerging {
        let (z, heat): (Vec<f64>, Vec<Heat>) = steps.unzip();
        let decides = mostly(&heat, Heat::Hot) || mostly(&heat, Heat::Cold);
        let direction = if decides { self.direction(&mann_kendall(&z)) } else { Trend::Level };
        categorize(&heat, direction)
    }

    fn direction(&self, trend: &MannKendall) -> Trend {
        match trend.p <= self.0.alpha {
            true if trend.s > 0 => Trend::Up,
            true if trend.s < 0 => Trend::Down,
            _ => Trend::Level,
        }
    }

    fn step(&self, values: &[f64], neighbors: &Neighbors) -> Result<Vec<(f64, Heat)>, GiError> {
        let gi = match gi_star(values, neighbors) {
            Ok(gi) => gi,
            Err(GiError::Constant(n)) => return Ok(vec![(0.0, Heat::Plain); n]),
            Err(other) => return Err(other),
        };
        Ok(self.heats(&gi.iter().map(|g| (g.z, g.p, g.z > 0.0)).collect::<Vec<_>>()))
    }

    /// Score and state of each cell of a step from its score, its p, and whether it is high.
    pub(crate) fn heats(&self, tests: &[(f64, f64, bool)]) -> Vec<(f64, Heat)> {
        let p: Vec<f64> = tests.iter().map(|t| t.1).collect();
        // The level was checked; a p of Gi* is a probability.
        let cut = if self.0.correct {
            benjamini_hochberg(&p, self.0.alpha).map_or(0.0, |f| f.threshold)
        } else {
            self.0.alpha
        };
        let heat = |p: f64, high: bool| match (p <= cut && cut > 0.0, high) {
            (true, true) => Heat::Hot,
            (true, false) => Heat::Cold,
            _ => Heat::Plain,
        };
        tests.iter().map(|(z, p, high)| (*z, heat(*p, *high))).collect()
    }

    pub(crate) fn cell(&self, steps: impl Iterator<Item = (f64, Heat)>) -> EmergingCell {
        let (z, heat): (Vec<f64>, Vec<Heat>) = steps.unzip();
        let trend = mann_kendall(&z);
        let direction = self.direction(&trend);
        EmergingCell { category: categorize(&heat, direction), heat, z, trend, direction }
    }
}

/// The category of a cell from its state in each step and the direction of its Gi*.
///
/// The rules overlap. They are tried in this order: new, consecutive, intensifying, historical, persistent,
/// diminishing, sporadic, oscillating; all eight for hot first, then for cold. So a cell that was cold for nine steps
/// of ten and hot in the last is a new hot spot, not a historical cold one. No steps give [`Emerging::None`].
pub fn categorize(heat: &[Heat], direction: Trend) -> Emerging {
    const HOT: [Emerging; 8] = [
        Emerging::NewHot,
        Emerging::ConsecutiveHot,
        Emerging::IntensifyingHot,
        Emerging::HistoricalHot,
        Emerging::PersistentHot,
        Emerging::DiminishingHot,
        Emerging::SporadicHot,
        Emerging::OscillatingHot,
    ];
    const COLD: [Emerging; 8] = [
        Emerging::NewCold,
        Emerging::ConsecutiveCold,
        Emerging::IntensifyingCold,
        Emerging::HistoricalCold,
        Emerging::PersistentCold,
        Emerging::DiminishingCold,
        Emerging::SporadicCold,
        Emerging::OscillatingCold,
    ];
    let hot = form(heat, Heat::Hot, Heat::Cold, direction == Trend::Up, direction == Trend::Down).map(|f| HOT[f]);
    let cold = || form(heat, Heat::Cold, Heat::Hot, direction == Trend::Down, direction == Trend::Up).map(|f| COLD[f]);
    hot.or_else(cold).unwrap_or(Emerging::None)
}

/// Whether a state holds at least 90% of the time.
fn mostly(heat: &[Heat], sign: Heat) -> bool {
    10 * heat.iter().filter(|h| **h == sign).count() >= 9 * heat.len()
}

/// Which of the eight forms holds for one sign, if any.
fn form(heat: &[Heat], sign: Heat, opposite: Heat, stronger: bool, weaker: bool) -> Option<usize> {
    let on = heat.iter().filter(|h| **h == sign).count();
    let last = heat.last() == Some(&sign);
    let run = heat.iter().rev().take_while(|h| **h == sign).count();
    let mostly = mostly(heat, sign);
    let opposed = heat.contains(&opposite);
    let rules = [
        last && on == 1,
        last && run >= 2 && run == on && !mostly,
        mostly && last && stronger,
        mostly && !last,
        mostly && last && !weaker,
        mostly && last,
        !mostly && !opposed,
        !mostly && last && opposed,
    ];
    if on == 0 { None } else { rules.iter().position(|r| *r) }
}

impl Emerging {
    /// All categories, in the order of evaluation.
    pub const ALL: [Self; 17] = [
        Self::NewHot,
        Self::ConsecutiveHot,
        Self::IntensifyingHot,
        Self::HistoricalHot,
        Self::PersistentHot,
        Self::DiminishingHot,
        Self::SporadicHot,
        Self::OscillatingHot,
        Self::NewCold,
        Self::ConsecutiveCold,
        Self::IntensifyingCold,
        Self::HistoricalCold,
        Self::PersistentCold,
        Self::DiminishingCold,
        Self::SporadicCold,
        Self::OscillatingCold,
        Self::None,
    ];

    /// Name in files and addresses: `new_hot`, …, `none`.
    pub fn name(self) -> &'static str {
        match self {
            Self::NewHot => "new_hot",
            Self::ConsecutiveHot => "consecutive_hot",
            Self::IntensifyingHot => "intensifying_hot",
            Self::HistoricalHot => "historical_hot",
            Self::PersistentHot => "persistent_hot",
            Self::DiminishingHot => "diminishing_hot",
            Self::SporadicHot => "sporadic_hot",
            Self::OscillatingHot => "oscillating_hot",
            Self::NewCold => "new_cold",
            Self::ConsecutiveCold => "consecutive_cold",
            Self::IntensifyingCold => "intensifying_cold",
            Self::HistoricalCold => "historical_cold",
            Self::PersistentCold => "persistent_cold",
            Self::DiminishingCold => "diminishing_cold",
            Self::SporadicCold => "sporadic_cold",
            Self::OscillatingCold => "oscillating_cold",
            Self::None => "none",
        }
    }
}
