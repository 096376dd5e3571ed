//! The choice made again on many draws, and how often each cell was in it.

use catchment_model::{Steps, Watch};
use rayon::prelude::*;
use serde::Serialize;

use super::error::ChanceError;
use super::params::CatchmentChance;
use super::posterior::CellPrior;
use crate::catchment::{CatchmentInput, Quick};
use crate::gamma::Gamma;
use crate::stream::{Normal, Stream};

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
    /// Chooses again on draws of the sum of some groups' rates, one distribution for each usable cell, times what a
    /// unit of harm on it is worth, where that is given.
    pub(super) fn again(
        &self,
        (ground, tilt): (&CatchmentInput<'_>, Option<&[f64]>),
        (usable, groups): (&[usize], Vec<(&str, &[Gamma])>),
        chosen: &[Vec<usize>],
        watch: &dyn Watch,
    ) -> Result<CellChances, ChanceError> {
        check_tilt(tilt, ground.cells.len())?;
        let quick = Quick::new(ground, self.search.params(), chosen)?;
        let source = Source::new(ground, usable, groups, self.search.params().seed);
        let steps = Steps::new(watch, self.draws);
        let fill = |draw: u64, harm: &mut Vec<f64>| {
            source.fill(draw, harm);
            harm.iter_mut().zip(tilt.unwrap_or_default()).for_each(|(h, worth)| *h *= worth);
        };
        let first: Vec<Vec<Vec<u32>>> = (0..self.draws as u64)
            .into_par_iter()
            .map_init(Vec::new, |harm, draw| {
                if steps.cancelled() {
                    return Err(ChanceError::Cancelled);
                }
                fill(draw, harm);
                let (catchments, _) = quick.best(harm, draw)?;
                steps.done();
                Ok(catchments)
            })
            .collect::<Result<_, ChanceError>>()?;
        let pool = pool(&first, chosen);
        let drawn: Vec<Drawn> = (0..)
            .zip(first)
            .collect::<Vec<(u64, _)>>()
            .into_par_iter()
            .map_init(Vec::new, |harm, (draw, own)| {
                fill(draw, harm);
                let (catchments, total) = quick.again(harm, &own, &pool)?;
                let held: f64 = chosen.iter().flatten().map(|c| harm[*c]).sum();
                let mut cells = catchments.concat();
                cells.sort_unstable();
                Ok(Drawn { cells, holds: held / total })
            })
            .collect::<Result<_, ChanceError>>()?;
        Ok(sum_up(ground, chosen, &drawn))
    }
}

/// Every catchment that any draw led to, and those of the plain answer, each once.
fn pool(found: &[Vec<Vec<u32>>], chosen: &[Vec<usize>]) -> Vec<Vec<u32>> {
    let cells = |c: &Vec<usize>| c.iter().filter_map(|c| u32::try_from(*c).ok()).collect::<Vec<u32>>();
    let mut pool: Vec<Vec<u32>> = found.iter().flatten().cloned().chain(chosen.iter().map(cells)).collect();
    for cells in &mut pool {
        cells.sort_unstable();
    }
    pool.sort_unstable();
    pool.dedup();
    pool
}

fn check_tilt(tilt: Option<&[f64]>, cells: usize) -> Result<(), ChanceError> {
    let Some(tilt) = tilt else { return Ok(()) };
    if tilt.len() != cells {
        return Err(ChanceError::Counts { group: 0, len: tilt.len(), expected: cells });
    }
    match tilt.iter().find(|x| !(x.is_finite() && **x >= 0.0)) {
        Some(value) => Err(ChanceError::Value { column: "tilt", value: *value, accepted: "a number of 0 or more" }),
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
