//! The search from start to proof.

use catchment_model::{Unwatched, Watch};
use rayon::prelude::*;

use super::answer::CatchmentSet;
use super::convex::search as walkable;
use super::error::CatchmentError;
use super::params::{CatchmentInput, CatchmentSearch, MAX_CATCHMENTS, Shape};
use super::region::{Found, Region};
use super::tighter::{or_better, tighter};
use super::{dual, exact, select};
use crate::latch::Latch;

/// Steps that a unit of effort allows to solve a case to the end.
const EXACT_WORK: usize = 250_000;

impl CatchmentSearch {
    pub(super) fn region<'a>(&self, input: &CatchmentInput<'a>) -> Result<Region<'a>, CatchmentError> {
        self.watched_region(input, &Unwatched)
    }

    fn watched_region<'a>(
        &self,
        input: &CatchmentInput<'a>,
        watch: &'a dyn Watch,
    ) -> Result<Region<'a>, CatchmentError> {
        let mut region = Region { watch, ..Region::new(input, &self.0)? };
        // The walkable search has a bound of its own.
        if self.0.shape == Shape::Walkable {
            return Ok(region);
        }
        region.center_bounds = select::disk_bounds(&region, input.allowed);
        Ok(region)
    }

    /// The `k` disjoint catchments that hold most harm together.
    ///
    /// Idea: grow from many places, improve each by exchange, take the best that are disjoint, then improve them
    /// jointly. Returns catchments by falling harm. Steps:
    /// 1. Starts: cells by falling upper bound of their disk, kept half a radius apart, plus random ones.
    /// 2. Growth: again and again the shortest path to the cells with most harm per area is added, so that gaps are
    ///    bridged where it pays.
    /// 3. Exchange: the pieces with least harm per area whose loss leaves the rest connected are dropped and the room
    ///    is filled again; kept while it helps. The center moves with the harm.
    /// 4. Choice: the best is taken, starts that met its cells are redone, and so on; then each is redone with the
    ///    others in place, and pairs near each other are redone together; random disturbances end it. Where catchments
    ///    are small, other first ones are tried as well. Should plain greedy growth of `k` catchments be better, it is
    ///    improved the same way and given instead.
    ///    Under a bound on the outline, what walkable shapes and tighter bounds lead to is taken where it holds more.
    /// 5. Proof: prices on cells that are wanted more than once, and for the centers that stand out a bound that knows
    ///    that cells hang together; see [`crate::CatchmentParams::effort`]. Where few enough catchments could be part
    ///    of a better answer, all are looked at, and the answer is the best there is.
    ///
    /// Complexity: starts × cells in a disk × rounds of exchange, plus effort × centers × cells in a disk. CPU time for
    /// all of one to six catchments of St. Louis ([`CatchmentSearch::frontier`], resolution 10, 10,858 cells, ten years
    /// of default offenses), shared among threads: 3.4 s for 2.5 km² at effort 0, 5 s at effort 4, with gaps of 0.3 to
    /// 2.9%; 0.8 s for 0.25 km², with gaps of 0 to 2.0%. Deterministic for a seed and any number of threads.
    /// Degenerate input: cells without harm are never added for their own sake, so a catchment may be smaller than
    /// allowed.
    ///
    /// # Errors
    /// [`CatchmentError`] for columns that do not fit, no usable cell, an area below that of a cell, no harm, or fewer
    /// than `k` to be found.
    ///
    /// # Example
    /// ```
    /// use catchment_model::{Cell, Resolution};
    /// use catchment_siting::{CatchmentInput, CatchmentParams};
    ///
    /// // A disk of cells; all harm is on one of them and on its neighbors.
    /// let middle = Cell::at(-90.25, 38.63, Resolution::R9)?;
    /// let mut cells: Vec<Cell> = middle.h3().grid_disk::<Vec<_>>(6).into_iter().map(Cell::from).collect();
    /// cells.sort_unstable();
    /// let near: Vec<Cell> = middle.h3().grid_disk::<Vec<_>>(1).into_iter().map(Cell::from).collect();
    /// let column = |of: &dyn Fn(&Cell) -> f64| -> Vec<f64> { cells.iter().map(of).collect() };
    /// let input = CatchmentInput {
    ///     cells: &cells,
    ///     harm: &column(&|c| if near.contains(c) { 5.0 } else { 0.0 }),
    ///     area_km2: &column(&|c| c.area_km2()),
    ///     inside_km2: &column(&|c| c.area_km2()),
    ///     allowed: &vec![true; cells.len()],
    ///     x_m: &column(&|c| (c.center().0 + 90.25) * 86_970.0),
    ///     y_m: &column(&|c| (c.center().1 - 38.63) * 110_990.0),
    ///     neighbors: &catchment_spatial::rings(&cells, 1),
    /// };
    /// let params = CatchmentParams { k: 1, area_km2: 1.0, starts: 8, rounds: 4, ..CatchmentParams::default() };
    /// let best = params.check()?.best(&input)?;
    /// assert_eq!((best.harm, best.proven.gap()), (35.0, 0.0));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn best(&self, input: &CatchmentInput<'_>) -> Result<CatchmentSet, CatchmentError> {
        self.best_watched(input, &Unwatched)
    }

    /// The same, until its watch says to stop.
    ///
    /// # Errors
    /// As [`CatchmentSearch::best`], and [`CatchmentError::Cancelled`].
    pub fn best_watched(&self, input: &CatchmentInput<'_>, watch: &dyn Watch) -> Result<CatchmentSet, CatchmentError> {
        self.listed(input, self.0.k, watch)
    }

    /// Up to `n` disjoint catchments, each the best found once those before it are taken: a list to rank, of which the
    /// first `k` need not be the best `k` together.
    ///
    /// # Errors
    /// As [`CatchmentSearch::best`], but fewer than `n` are no error.
    pub fn candidates(&self, input: &CatchmentInput<'_>, n: usize) -> Result<CatchmentSet, CatchmentError> {
        if !(1..=MAX_CATCHMENTS).contains(&n) {
            return Err(CatchmentError::K { k: n, max: MAX_CATCHMENTS });
        }
        let region = self.region(input)?;
        let list = match self.0.shape {
            Shape::Walkable => walkable::and_more(&region, Vec::new(), n)?,
            Shape::Free => select::sequence(&region, &self.0, n),
        };
        let k = list.len();
        Ok(region.answer(&list, k, f64::INFINITY))
    }

    /// The `k` best together, followed by as many further disjoint ones as make `n`: the list that a ranking shows.
    ///
    /// # Errors
    /// As [`CatchmentSearch::best`].
    pub fn best_and_more(&self, input: &CatchmentInput<'_>, n: usize) -> Result<CatchmentSet, CatchmentError> {
        if !(self.0.k..=MAX_CATCHMENTS).contains(&n) {
            return Err(CatchmentError::K { k: n, max: MAX_CATCHMENTS });
        }
        self.listed(input, n, &Unwatched)
    }

    fn listed(&self, input: &CatchmentInput<'_>, n: usize, watch: &dyn Watch) -> Result<CatchmentSet, CatchmentError> {
        let watch = &Latch::new(watch);
        let region = self.watched_region(input, watch)?;
        if self.0.shape == Shape::Walkable {
            let mut sets = walkable::best(&region, &self.0, false)?;
            going_on(watch)?;
            let proved = sets.pop().filter(|p| p.chosen.len() == self.0.k);
            let walkable::Proved { chosen, bound } =
                proved.ok_or(CatchmentError::TooFew { k: self.0.k, found: sets.len() })?;
            let list = walkable::and_more(&region, chosen, n)?;
            going_on(watch)?;
            return Ok(region.answer(&list, self.0.k, bound));
        }
        let select::Searched { pool, mut chosen, .. } = select::best(&region, &self.0);
        going_on(watch)?;
        if chosen.len() < self.0.k {
            return Err(CatchmentError::TooFew { k: self.0.k, found: chosen.len() });
        }
        chosen = or_better(chosen, &tighter(&region, input, &self.0));
        let bound = self.prove(&region, &mut chosen);
        let list = select::and_more(pool, &self.0, chosen, n);
        going_on(watch)?;
        Ok(region.answer(&list, self.0.k, bound))
    }

    /// The best 1, 2 … `k` (at most 12) together, each proven on its own; one search for all. The last is what
    /// [`CatchmentSearch::best`] gives.
    ///
    /// # Errors
    /// As [`CatchmentSearch::best`].
    pub fn frontier(&self, input: &CatchmentInput<'_>) -> Result<Vec<CatchmentSet>, CatchmentError> {
        self.frontier_watched(input, &Unwatched)
    }

    /// The same, until its watch says to stop.
    ///
    /// # Errors
    /// As [`CatchmentSearch::best`], and [`CatchmentError::Cancelled`].
    pub fn frontier_watched(
        &self,
        input: &CatchmentInput<'_>,
        watch: &dyn Watch,
    ) -> Result<Vec<CatchmentSet>, CatchmentError> {
        if self.0.k > select::MOST_PACKED {
            return Err(CatchmentError::K { k: self.0.k, max: select::MOST_PACKED });
        }
        let watch = &Latch::new(watch);
        let region = self.watched_region(input, watch)?;
        if self.0.shape == Shape::Walkable {
            let sets = walkable::best(&region, &self.0, true)?;
            going_on(watch)?;
            if sets.len() < self.0.k {
                return Err(CatchmentError::TooFew { k: self.0.k, found: sets.len() });
            }
            return Ok(sets.iter().map(|p| region.answer(&p.chosen, p.chosen.len(), p.bound)).collect());
        }
        let found = select::best(&region, &self.0);
        going_on(watch)?;
        if found.chosen.len() < self.0.k {
            return Err(CatchmentError::TooFew { k: self.0.k, found: found.chosen.len() });
        }
        let tighter = tighter(&region, input, &self.0);
        let set = |k: usize| {
            let mut chosen = or_better(found.best_of(&region, &self.0, k), &tighter);
            let bound = self.prove(&region, &mut chosen);
            region.answer(&chosen, k, bound)
        };
        let sets = (1..=self.0.k).into_par_iter().map(set).collect();
        going_on(watch)?;
        Ok(sets)
    }

    /// The bound on what is chosen; small cases are solved to the end, and the choice is replaced by the best there is.
    pub(super) fn prove(&self, region: &Region<'_>, chosen: &mut Vec<Found>) -> f64 {
        let effort = self.0.effort;
        let plain = region.bound(chosen.len());
        if effort == 0 {
            return plain;
        }
        let dual = dual::descend(region, chosen, effort);
        let free_centers = self.0.center_spacing_m <= 0.0 || chosen.len() == 1;
        if free_centers && let Some(best) = exact::solve(region, chosen, &dual, EXACT_WORK * effort) {
            *chosen = best;
            return chosen.iter().map(|f| f.harm).sum();
        }
        dual.bound.min(plain)
    }
}

/// What was found by a search that was told to stop is no answer.
fn going_on(watch: &Latch<'_>) -> Result<(), CatchmentError> {
    if watch.cancelled() { Err(CatchmentError::Cancelled) } else { Ok(()) }
}
