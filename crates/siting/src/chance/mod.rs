//! The chance, cell by cell, of lying in one of the k best catchments while the counts are in doubt.
//!
//! Idea: a count is a true rate plus chance. The search for catchments takes counts as they are; here it is done again
//! on many surfaces of rates that could lie behind the same counts, and each cell's chance is the share of them in
//! which it was chosen. For the catchments of the plain answer the same draws say how stable they are.
//!
//! Here is the chance of a choice by counts; that of a choice by expected harm, whose doubt is about the year to come,
//! is [`CatchmentChance::of_expected`].
//!
//! The model (empirical Bayes, Gamma–Poisson):
//! - A cell's count of a group over the window, divided by the over-dispersion φ, is Poisson about its rate. φ comes
//!   from the months, measured on areas of the size of a catchment ([`crate::over_dispersion`]), where swings that
//!   neighbors share are seen too; on single cells it would be smaller.
//! - A cell's rate has a Gamma prior whose mean is the rate of the cells around it, itself left out, and whose strength
//!   and reach make the counts of all cells most likely (`posterior`). In St. Louis, ten years of default offenses, the
//!   surroundings within 250 to 700 m predict a cell far better than the city's rate does, and the prior is worth some
//!   0.5 to 2 events: a busy cell keeps its own count, an empty one is given a part of what its surroundings hold, and
//!   all cells together keep their sum to within 2 %.
//! - Rates are drawn from the posterior Gamma(α + O/φ, α/m + e/φ) of each cell and group, times the group's weight,
//!   added up over the groups.
//!
//! What it leaves out, so that true doubt is larger than the chances say:
//! - **Where**: positions are taken as right, and rows without one are missing everywhere alike.
//! - **When**: rates are those of the whole window; drift within it and after it, and reports still to come, play no
//!   part.
//! - **Together**: given their surroundings, cells are drawn one by one. What makes neighboring cells rise together
//!   over the whole window beyond what their counts show is not in it; and the mean, reach and strength of the prior
//!   are taken as known (empirical, not full, Bayes).
//! - Weights, size and number of catchments, and limits are as asked.
//!
//! References: Clayton, Kaldor (1987), *Empirical Bayes estimates of age-standardized relative risks*, doi
//! 10.2307/2532003, equations 3–5 (the Gamma–Poisson model); Marshall (1991), *Mapping disease and mortality rates
//! using empirical Bayes estimators*, doi 10.2307/2347593, section 4 (local means); Laird, Louis (1989), *Empirical
//! Bayes ranking methods*, doi 10.3102/10769986014001029 (functions of many rates are read off joint draws, not off
//! each estimate by itself); Besag, York, Mollié (1991), *Bayesian image restoration, with two applications in spatial
//! statistics*, doi 10.1007/BF00116466 (the full model with dependent neighbors, which this stands in for).

mod error;
mod expected;
mod posterior;

pub use error::ChanceError;
pub use expected::{ExpectedChanceInput, ExpectedModel};
pub use posterior::CellPrior;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::catchment::{CatchmentInput, CatchmentParams, CatchmentSearch, Quick};
use crate::gamma::Gamma;
use crate::stream::{Normal, Stream};

/// Fewest draws: the standard error of a chance of one half is 7 points.
pub const MIN_DRAWS: usize = 50;
/// Most draws: 1.6 points.
pub const MAX_DRAWS: usize = 1_000;

/// How to draw, as it comes from a flag or an address.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ChanceParams {
    /// Number of draws, 50 to 1,000. The standard error of a chance p is √(p(1 − p) ÷ draws): at 200 draws 3.5 points
    /// for a half, 1.5 for 5 % or 95 %.
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

/// Draws whose parameters hold together.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CatchmentChance {
    draws: usize,
    search: CatchmentSearch,
}

/// Cells with their counts by offense group, and a choice to be judged.
#[derive(Debug, Clone, Copy)]
pub struct ChanceInput<'a> {
    /// The ground as the plain search takes it; its harm is what was counted, weighted.
    pub ground: CatchmentInput<'a>,
    /// Offense groups.
    pub groups: &'a [ChanceGroup],
    /// The catchments of the plain answer, as positions of cells; may be empty.
    pub chosen: &'a [Vec<usize>],
}

/// An offense group.
#[derive(Debug, Clone, PartialEq)]
pub struct ChanceGroup {
    /// Name of its random stream.
    pub id: String,
    /// Weight of one event, 0 or more.
    pub weight: f64,
    /// Over-dispersion of its monthly counts, 1 or more ([`crate::over_dispersion`]).
    pub phi: f64,
    /// Net count of each cell over the window; below 0 counts as 0.
    pub counts: Vec<f64>,
}

/// How often what was chosen.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CellChances {
    /// Number of draws.
    pub draws: usize,
    /// Draws in which each cell lay in one of the catchments; 0 for cells that are not allowed.
    pub times: Vec<usize>,
    /// The catchments of the plain answer, in the order given.
    pub chosen: Vec<Stability>,
    /// What the plain answer would hold on each draw, over what the best found for that draw holds: its mean over the
    /// draws; absent where nothing was chosen.
    pub holds: Option<f64>,
    /// In 9 of 10 draws it holds at least this share.
    pub holds_low: Option<f64>,
    /// What is usual, by group; absent for groups without events or weight. Empty where rates came from expected harm.
    pub priors: Vec<Option<CellPrior>>,
}

/// How stable a chosen catchment is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Stability {
    /// Mean share of its ground that lies in the catchments of a draw.
    pub share: f64,
    /// Monte-Carlo standard error of that mean.
    pub standard_error: f64,
    /// Share of the draws in which at least half of its ground was chosen.
    pub mostly: f64,
}

impl CellChances {
    /// Chance of a cell.
    pub fn p(&self, cell: usize) -> f64 {
        self.times[cell] as f64 / self.draws as f64
    }

    /// Monte-Carlo standard error of a chance, by Agresti and Coull's estimate (doi 10.1080/00031305.1998.10480550):
    /// two draws more for and two against, so that it is not 0 where all draws agree.
    pub fn standard_error(&self, cell: usize) -> f64 {
        let n = self.draws as f64 + 4.0;
        let p = (self.times[cell] as f64 + 2.0) / n;
        (p * (1.0 - p) / n).sqrt()
    }
}

/// One draw: the cells chosen, ascending, and what the plain answer holds of it.
struct Drawn {
    cells: Vec<u32>,
    holds: f64,
}

impl CatchmentChance {
    /// The parameters.
    pub fn params(&self) -> ChanceParams {
        ChanceParams { draws: self.draws, search: self.search.params() }
    }

    /// Draws rates, chooses again on each draw, and counts.
    ///
    /// Returns counts per cell and the stability of each catchment given. Steps: the posterior of every cell and group;
    /// for every draw, a rate of each cell, and the `k` catchments that hold most of it, found as
    /// [`CatchmentSearch::best`] finds them (fewer starts, no random disturbances), or improved from the choice given
    /// where that holds more. Complexity: draws × (cells × groups + one quick search), shared among threads by draws.
    /// CPU time in the dev profile for St. Louis, ten years of default offenses, five groups: 200 draws at resolution 9
    /// (1,550 cells), 1 s for three catchments of 0.25 km² and 4 s of 2.5 km²; 100 draws at resolution 10 (10,824
    /// cells), 2.5 and 8 s. Growing and exchanging within disks of 430 cells takes most of the latter. Deterministic
    /// for a seed and any number of threads. Where other choices are worth nearly as much, ground looks somewhat firmer
    /// than it is, because the search of a draw also begins at the choice given and may stay near it: for six
    /// catchments of 2.5 km² in St. Louis (resolution 10, by counts) 84 % of their ground is chosen again and each of
    /// them, at least half, in every draw; the plain search, not told of them, four times the starts and rounds, found
    /// choices within 0.4 % of one another on four such draws that had 77 % of the ground again, one catchment 35 % in
    /// one of its answers. The quick search alone, not told either, finds less harm, and has 64 %. Degenerate input:
    /// groups without events are left out; where all cells counted alike, the prior is so strong that all are equal.
    ///
    /// # Errors
    /// [`ChanceError`] for columns that do not fit, and as [`CatchmentSearch::best`].
    pub fn of(&self, input: &ChanceInput<'_>) -> Result<CellChances, ChanceError> {
        check(input)?;
        let usable = usable(&input.ground);
        let rates = posterior::rates(input, &usable);
        let groups =
            input.groups.iter().zip(&rates).filter_map(|(g, r)| Some((g.id.as_str(), r.as_ref()?.gammas.as_slice())));
        let chances = self.again(&input.ground, (&usable, groups.collect()), input.chosen)?;
        Ok(CellChances { priors: rates.into_iter().map(|r| r.map(|r| r.prior)).collect(), ..chances })
    }

    /// Chooses again on draws of the sum of some groups' rates, one distribution for each usable cell.
    fn again(
        &self,
        ground: &CatchmentInput<'_>,
        (usable, groups): (&[usize], Vec<(&str, &[Gamma])>),
        chosen: &[Vec<usize>],
    ) -> Result<CellChances, ChanceError> {
        let quick = Quick::new(ground, self.search.params(), chosen)?;
        let source = Source::new(ground, usable, groups, self.search.params().seed);
        let drawn: Vec<Drawn> = (0..self.draws as u64)
            .into_par_iter()
            .map_init(Vec::new, |harm, draw| {
                source.fill(draw, harm);
                let (catchments, total) = quick.best(harm)?;
                let held: f64 = chosen.iter().flatten().map(|c| harm[*c]).sum();
                let mut cells = catchments.concat();
                cells.sort_unstable();
                Ok(Drawn { cells, holds: held / total })
            })
            .collect::<Result<_, ChanceError>>()?;
        Ok(sum_up(ground, chosen, &drawn))
    }
}

/// Positions of the cells that may be chosen.
fn usable(ground: &CatchmentInput<'_>) -> Vec<usize> {
    (0..ground.cells.len()).filter(|c| ground.allowed[*c]).collect()
}

fn check(input: &ChanceInput<'_>) -> Result<(), ChanceError> {
    let cells = input.ground.cells.len();
    for (group, g) in input.groups.iter().enumerate() {
        let refuse = |column, value, accepted| Err(ChanceError::Group { group, column, value, accepted });
        if g.counts.len() != cells {
            return Err(ChanceError::Counts { group, len: g.counts.len(), expected: cells });
        }
        if !(g.weight.is_finite() && g.weight >= 0.0) {
            return refuse("weight", g.weight, "a number of 0 or more");
        }
        if !(g.phi.is_finite() && g.phi >= 1.0) {
            return refuse("phi", g.phi, "a number of 1 or more");
        }
        if let Some(value) = g.counts.iter().find(|n| !n.is_finite()) {
            return refuse("a count", *value, "a finite number");
        }
    }
    check_chosen(input.chosen, cells)
}

fn check_chosen(chosen: &[Vec<usize>], cells: usize) -> Result<(), ChanceError> {
    let bad = |c: &Vec<usize>| c.is_empty() || c.iter().any(|cell| *cell >= cells);
    match chosen.iter().position(bad) {
        Some(at) => Err(ChanceError::Chosen { at, cells }),
        None => Ok(()),
    }
}

/// The distributions of all cells, each with its stream.
struct Source<'a> {
    normal: Normal,
    cells: usize,
    usable: &'a [usize],
    groups: Vec<(&'a [Gamma], Vec<Stream>)>,
}

impl<'a> Source<'a> {
    fn new(ground: &CatchmentInput<'_>, usable: &'a [usize], groups: Vec<(&str, &'a [Gamma])>, seed: u64) -> Self {
        let names: Vec<String> = usable.iter().map(|c| ground.cells[*c].to_string()).collect();
        let streams = |id: &str| names.iter().map(|cell| Stream::new(seed, &["cell chance", cell, id])).collect();
        let groups = groups.into_iter().map(|(id, gammas)| (gammas, streams(id))).collect();
        Self { normal: Normal::new(), cells: ground.cells.len(), usable, groups }
    }

    /// The drawn harm of every cell; 0 for those that are not allowed.
    fn fill(&self, draw: u64, harm: &mut Vec<f64>) {
        harm.clear();
        harm.resize(self.cells, 0.0);
        for (gammas, streams) in &self.groups {
            for ((cell, gamma), stream) in self.usable.iter().zip(*gammas).zip(streams) {
                harm[*cell] += gamma.draw(&self.normal, *stream, draw);
            }
        }
    }
}

fn sum_up(ground: &CatchmentInput<'_>, chosen: &[Vec<usize>], drawn: &[Drawn]) -> CellChances {
    let draws = drawn.len();
    let mut times = vec![0; ground.cells.len()];
    drawn.iter().flat_map(|d| &d.cells).for_each(|c| times[*c as usize] += 1);
    let mut holds: Vec<f64> = drawn.iter().map(|d| d.holds).collect();
    holds.sort_by(f64::total_cmp);
    let any = !chosen.is_empty();
    CellChances {
        draws,
        times,
        chosen: chosen.iter().map(|cells| stability(ground.area_km2, cells, drawn)).collect(),
        holds: any.then(|| holds.iter().sum::<f64>() / draws as f64),
        holds_low: any.then(|| holds[draws / 10]),
        priors: Vec::new(),
    }
}

fn stability(area_km2: &[f64], cells: &[usize], drawn: &[Drawn]) -> Stability {
    let whole: f64 = cells.iter().map(|c| area_km2[*c]).sum();
    let again = |cell: &&usize, d: &Drawn| u32::try_from(**cell).is_ok_and(|c| d.cells.binary_search(&c).is_ok());
    let shares: Vec<f64> =
        drawn.iter().map(|d| cells.iter().filter(|c| again(c, d)).map(|c| area_km2[*c]).sum::<f64>() / whole).collect();
    let n = shares.len() as f64;
    let share = shares.iter().sum::<f64>() / n;
    let variance = shares.iter().map(|s| (s - share).powi(2)).sum::<f64>() / (n - 1.0);
    Stability {
        share,
        standard_error: (variance / n).sqrt(),
        mostly: shares.iter().filter(|s| **s >= 0.5).count() as f64 / n,
    }
}
