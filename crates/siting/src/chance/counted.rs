//! Chances of a choice by what was counted.

use super::again::CellChances;
use super::error::ChanceError;
use super::input::{ChanceInput, check, usable};
use super::params::CatchmentChance;
use super::posterior;
use catchment_model::{Unwatched, Watch};

impl CatchmentChance {
    /// Draws rates, chooses again on each draw, and counts.
    ///
    /// Returns counts per cell and the stability of each catchment given. Steps: the posterior of every cell and group;
    /// for every draw, a rate of each cell, and the `k` catchments that hold most of it, found as
    /// [`crate::CatchmentSearch::best`] finds them (fewer starts, no random disturbances), or improved from the choice
    /// given where that holds more. Complexity: draws × (cells × groups + one quick search + cells of all catchments
    /// found), shared among threads by draws. CPU time in the dev profile for St. Louis, ten years of default
    /// offenses, five groups, free shapes: 200 draws at resolution 9 (1,550 cells), 1 s for three catchments of 0.25
    /// km² and 4 s of 2.5 km²; 100 draws at resolution 10 (10,824 cells), 2.5 and 8 s. Growing and exchanging within
    /// disks of 430 cells takes most of the latter. Deterministic for a seed and any number of threads.
    ///
    /// The choice given was found with more work than a draw is given, and would come back in nearly every draw for
    /// that alone, most of all where shapes are walkable and many are worth nearly as much: of cells in 99% of the
    /// draws 89 ± 4% were in the true best three of 60 made-up cities (0.25 km²), of those in 85% of the draws only
    /// 56 ± 22%. So in walkable shapes what any draw led to is tried on all others, and both the choice given and the
    /// new one are redone on the first draws: then 92 ± 4% and 74 ± 13% were, in 60 other cities. What is left makes
    /// ground look somewhat firmer than it is; figures by size, shape and basis: docs/how-sure.md (test
    /// `reliability`).
    ///
    /// Degenerate input: groups without events are left out; where all cells have equal counts, the prior is so strong
    /// that all are equal.
    ///
    /// # Errors
    /// [`ChanceError`] for columns that do not fit, and as [`crate::CatchmentSearch::best`].
    pub fn of(&self, input: &ChanceInput<'_>) -> Result<CellChances, ChanceError> {
        self.of_watched(input, &Unwatched)
    }

    /// As [`CatchmentChance::of`], telling `watch` how many draws are done, and stopping where it asks to. The answer
    /// is the same to the bit.
    ///
    /// # Errors
    /// As [`CatchmentChance::of`], and [`ChanceError::Cancelled`].
    pub fn of_watched(&self, input: &ChanceInput<'_>, watch: &dyn Watch) -> Result<CellChances, ChanceError> {
        self.of_tilted(input, None, watch)
    }

    /// As [`CatchmentChance::of_watched`], where a choice is made by more than harm: `tilt` is what a unit of drawn
    /// harm on each cell is worth to it, 0 or more. How much happens is drawn again; what it is worth is held.
    ///
    /// # Errors
    /// As [`CatchmentChance::of_watched`], and [`ChanceError`] for a tilt that does not fit.
    pub fn of_tilted(
        &self,
        input: &ChanceInput<'_>,
        tilt: Option<&[f64]>,
        watch: &dyn Watch,
    ) -> Result<CellChances, ChanceError> {
        check(input)?;
        let usable = usable(&input.ground);
        let rates = posterior::rates(&input.ground, input.groups, &usable);
        let groups =
            input.groups.iter().zip(&rates).filter_map(|(g, r)| Some((g.id.as_str(), r.as_ref()?.gammas.as_slice())));
        let chances = self.again((&input.ground, tilt), (&usable, groups.collect()), input.chosen, watch)?;
        Ok(CellChances { priors: rates.into_iter().map(|r| r.map(|r| r.prior)).collect(), ..chances })
    }
}
