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
    /// given where that holds more. Complexity: draws × (cells × groups + one quick search), shared among threads by
    /// draws. CPU time in the dev profile for St. Louis, ten years of default offenses, five groups: 200 draws at
    /// resolution 9 (1,550 cells), 1 s for three catchments of 0.25 km² and 4 s of 2.5 km²; 100 draws at resolution 10
    /// (10,824 cells), 2.5 and 8 s. Growing and exchanging within disks of 430 cells takes most of the latter.
    /// Deterministic for a seed and any number of threads. Where other choices are worth nearly as much, ground looks
    /// somewhat firmer than it is, because the search of a draw also begins at the choice given and may stay near it:
    /// for six catchments of 2.5 km² in St. Louis (resolution 10, by counts) 84% of their ground is chosen again and
    /// each of them, at least half, in every draw; the plain search, not told of them, four times the starts and
    /// rounds, found choices within 0.4% of one another on four such draws that had 77% of the ground again, one
    /// catchment 35% in one of its answers. The quick search alone, not told either, finds less harm, and has 64%.
    /// Choices that are close are therefore told apart by disturbing both: of cells in 98% of the draws, 95.5 ± 1.8%
    /// instead of 93.6 ± 2.1% are in the true best three of 60 made-up cities (`tests/api/reliability.rs`).
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
