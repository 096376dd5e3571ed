//! What is scanned, and how.

use serde::Serialize;

use super::ScanError;
use crate::chance::SIMULATIONS;

/// Raw parameters of a scan.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ScanParams {
    /// Longest window, in steps.
    pub max_steps: usize,
    /// Only windows that end with the last step: clusters that are alive now.
    pub alive_only: bool,
    /// Simulations of chance, 9 to 99,999; p is at least 1 ÷ (simulations + 1).
    pub simulations: u32,
    /// Seed of the simulations.
    pub seed: u64,
    /// Most clusters in the result; the first is the most likely one.
    pub most: usize,
}

/// Valid parameters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scan(pub(super) ScanParams);

/// Cases per place and step.
#[derive(Debug, Clone, Copy)]
pub struct SpaceTime<'a> {
    /// Number of each step, rising; a step that is missing between two is a gap, which no window spans.
    pub steps: &'a [i64],
    /// Cases at `[place × steps + step]`.
    pub cases: &'a [u32],
}

/// What chance would do.
#[derive(Debug, Clone, Copy)]
pub enum Null<'a> {
    /// Poisson with expected cases at `[place × steps + step]` in any unit (population, area): scaled to the total of
    /// the cases. Kulldorff (1997): simulated by throwing all cases anew by these weights.
    Expected(&'a [f64]),
    /// Space-time permutation: what a place holds over all steps, and a step over all places, is given, and only their
    /// meeting is left to chance: E = place total × step total ÷ C. Simulated by shuffling the steps of the cases.
    /// Finds flare-ups; a place that is always high is not one. Kulldorff et al. (2005).
    Permutation,
}

impl ScanParams {
    /// Checks them.
    ///
    /// # Errors
    /// [`ScanError`] for a number out of range.
    pub fn check(self) -> Result<Scan, ScanError> {
        if !(SIMULATIONS.0..=SIMULATIONS.1).contains(&self.simulations) {
            return Err(ScanError::Simulations(self.simulations));
        }
        if self.max_steps == 0 {
            return Err(ScanError::MaxSteps);
        }
        Ok(Scan(self))
    }
}
