//! Emerging hot spots of counts, and the same where nothing changed but chance.

use catchment_model::{Unwatched, Watch};
use rayon::prelude::*;

use crate::chance::{Alias, Draws, simulated};
use crate::sparse::Table;
use crate::{
    Chance, Emerging, EmergingCell, EmergingChance, EmergingError, EmergingHotSpots, Exchangeable, GiError, Heat,
    Neighbors, SIMULATIONS, SparseError, Sum, gi_star, neighborhoods,
};

/// Cells of one step: Gi* and state.
type Heats = Vec<(f64, Heat)>;

impl EmergingHotSpots {
    /// As [`EmergingHotSpots::of`] for counts of events: hot and cold are told by [`crate::gi_star_exact`] in each
    /// step, which holds where a step has few events, and with border cells in their size inside the study region.
    ///
    /// # Errors
    /// [`EmergingError`] for no step, or counts and exposures that are not one per cell.
    pub fn of_counts(
        &self,
        steps: &[Vec<u32>],
        exposure: &[f64],
        neighbors: &Neighbors,
    ) -> Result<Vec<EmergingCell>, EmergingError> {
        if steps.is_empty() {
            return Err(EmergingError::NoSteps);
        }
        let read = |(step, counts): (usize, &Vec<u32>)| {
            self.counted(counts, exposure, neighbors).map_err(|source| EmergingError::Counts { step, source })
        };
        let by_step: Vec<Heats> = steps.par_iter().enumerate().map(read).collect::<Result<_, _>>()?;
        Ok((0..neighbors.len()).into_par_iter().map(|cell| self.cell(by_step.iter().map(|s| s[cell]))).collect())
    }

    fn counted(&self, counts: &[u32], exposure: &[f64], neighbors: &Neighbors) -> Result<Heats, SparseError> {
        match crate::gi_star_exact(counts, exposure, neighbors) {
            Ok(found) => Ok(self.heats(&found.iter().map(|g| (g.z, g.p, g.high)).collect::<Vec<_>>())),
            Err(SparseError::Score(GiError::Constant(n))) => Ok(vec![(0.0, Heat::Plain); n]),
            Err(other) => Err(other),
        }
    }

    /// How many cells each category would hold if nothing changed but chance: every cell keeps its share of all events,
    /// each step keeps its total, and the events of each step fall on the cells anew by those shares.
    ///
    /// A map of categories always has new, sporadic and diminishing cells; only more of them than this says that
    /// something moved. The shares are the observed ones, chance included, so that the null itself is a little more
    /// uneven than the truth. Each step's counts are tested by the yardstick of that step as it was observed: the same
    /// shares and total have nearly the same distribution of rates.
    ///
    /// **Returns** all seventeen in the order of [`Emerging::ALL`], with the mean and the middle 95% of the
    /// simulations; the same for any number of threads. O(simulations · (events + links) + the cost of
    /// [`Self::of_counts`]).
    ///
    /// # Errors
    /// As [`Self::of_counts`], and [`EmergingError::Simulations`].
    ///
    /// # References
    /// Levin, Rosenfeld and Deckard (2017), as [`crate::concentration_by_chance`]: the comparison with chance alone.
    /// The parametric bootstrap: Efron and Tibshirani (1993), An introduction to the bootstrap, section 6.5,
    /// doi:10.1201/9780429246593.
    pub fn by_chance(
        &self,
        steps: &[Vec<u32>],
        exposure: &[f64],
        neighbors: &Neighbors,
        simulations: u32,
        seed: u64,
    ) -> Result<Vec<EmergingChance>, EmergingError> {
        self.by_chance_watched(steps, (exposure, neighbors), (simulations, seed), &Unwatched)
    }

    /// As [`Self::by_chance`], telling `watch` how many simulations are done, and stopping where it asks to. The answer
    /// is the same to the byte.
    ///
    /// # Errors
    /// As [`Self::by_chance`], and [`EmergingError::Cancelled`].
    pub fn by_chance_watched(
        &self,
        steps: &[Vec<u32>],
        (exposure, neighbors): (&[f64], &Neighbors),
        (simulations, seed): (u32, u64),
        watch: &dyn Watch,
    ) -> Result<Vec<EmergingChance>, EmergingError> {
        if !(SIMULATIONS.0..=SIMULATIONS.1).contains(&simulations) {
            return Err(EmergingError::Simulations(simulations));
        }
        if steps.is_empty() {
            return Err(EmergingError::NoSteps);
        }
        let yardstick = |(step, counts): (usize, &Vec<u32>)| {
            Yardstick::new(counts, exposure, neighbors).map_err(|source| EmergingError::Counts { step, source })
        };
        let yardsticks: Vec<Yardstick> = steps.par_iter().enumerate().map(yardstick).collect::<Result<_, _>>()?;
        let cells = neighbors.len();
        let shares: Vec<f64> = (0..cells).map(|c| steps.iter().map(|s| f64::from(s[c])).sum()).collect();
        let alias = Some(&shares).filter(|s| s.iter().any(|n| *n > 0.0)).map(|s| Alias::new(s));
        let one = |sim: u32| {
            let mut draws = Draws::new(seed, "emerging", u64::from(sim));
            let drawn = |yardstick: &Yardstick| {
                let mut counts = vec![0; cells];
                if let Some(alias) = &alias {
                    (0..yardstick.events).for_each(|_| counts[alias.draw(&mut draws) as usize] += 1);
                }
                self.heats(&yardstick.tests(&counts, neighbors))
            };
            let by_step: Vec<Heats> = yardsticks.iter().map(drawn).collect();
            let mut held = [0.0; Emerging::ALL.len()];
            for cell in 0..cells {
                held[self.category(by_step.iter().map(|s| s[cell])) as usize] += 1.0;
            }
            held
        };
        let all = simulated(watch, simulations, one).ok_or(EmergingError::Cancelled)?;
        let of = |(at, category)| EmergingChance { category, cells: Chance::of(all.iter().map(|n| n[at]).collect()) };
        Ok(Emerging::ALL.into_iter().enumerate().map(of).collect())
    }
}

/// What the counts of a step are compared with.
struct Yardstick {
    events: u64,
    table: Table,
}

impl Yardstick {
    fn new(counts: &[u32], exposure: &[f64], neighbors: &Neighbors) -> Result<Self, SparseError> {
        let sums: Vec<Sum> = neighborhoods(counts, exposure, neighbors, true)?;
        let null = Exchangeable::fit(counts, exposure)?;
        let most = sums.iter().map(|s| s.count).max().unwrap_or(0);
        // A simulated neighborhood may hold more than any observed one; beyond this its p no longer matters.
        let most = most + most / 2 + 10;
        let events = counts.iter().map(|n| u64::from(*n)).sum();
        Ok(Self { events, table: Table::new(&null, &sums, most) })
    }

    /// Score, p and side of each cell.
    fn tests(&self, counts: &[u32], neighbors: &Neighbors) -> Vec<(f64, f64, bool)> {
        let values: Vec<f64> = counts.iter().map(|n| f64::from(*n)).collect();
        let Ok(scores) = gi_star(&values, neighbors) else { return vec![(0.0, 1.0, false); counts.len()] };
        let one = |(cell, score): (usize, crate::GiStar)| {
            let near = neighbors.of(cell).iter().map(|at| u64::from(counts[*at as usize])).sum::<u64>();
            let tails = self.table.of(cell, near + u64::from(counts[cell]));
            (score.z, tails.p(), tails.upper <= tails.lower)
        };
        scores.into_iter().enumerate().map(one).collect()
    }
}
