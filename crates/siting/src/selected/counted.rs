//! What places chosen by counts truly hold.

use catchment_model::heap;
use rayon::prelude::*;
use serde::Serialize;
use statrs::distribution::{ContinuousCDF, StudentsT};

use super::SelectedEstimate;
use super::held::{Held, quantile};
use super::near::Near;
use super::off::Off;
use crate::catchment::{CatchmentInput, CatchmentParams, Quick};
use crate::chance::input::{check_chosen, check_groups, usable};
use crate::chance::posterior::{self, CellRates, PULL, cell_gamma};
use crate::chance::{ChanceError, ChanceGroup};
use crate::gamma::Gamma;
use crate::poisson::poisson;
use crate::stream::{Normal, Stream};

/// Cells with their counts, and the places that were chosen for them.
#[derive(Debug, Clone, Copy)]
pub struct SelectedInput<'a> {
    /// The ground as the search took it; its harm is what was counted, weighted.
    pub ground: CatchmentInput<'a>,
    /// Offense groups; what comes by chance alone (incidents, where they are known) is counted.
    pub groups: &'a [ChanceGroup],
    /// The places in the order of the choice, as positions of cells.
    pub chosen: &'a [Vec<usize>],
    /// So many of the first belong together.
    pub first: usize,
}

/// What places chosen by counts truly hold over the window.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Selected {
    /// By place, in the order given.
    pub each: Vec<Held>,
    /// The first ones together.
    pub together: Held,
    /// How many choices were made again.
    pub draws: usize,
    /// Truth less estimate over the made-up choices, of the first places, in standard deviations of the estimate: mean.
    pub shift: f64,
    /// Its spread; 1 where the posterior of the cells is right about choices.
    pub spread: f64,
}

impl SelectedEstimate {
    /// What the places truly hold.
    ///
    /// # Errors
    /// [`ChanceError`] for columns that do not fit, and as [`crate::CatchmentSearch::best`].
    pub fn of(&self, input: &SelectedInput<'_>) -> Result<Selected, ChanceError> {
        let cells = input.ground.cells.len();
        check_groups(input.groups, cells)?;
        check_chosen(input.chosen, cells)?;
        let model = Model::new(&input.ground, input.groups);
        let learned = self.learn(&model, input)?;
        let z = self.wide();
        let said = |cells: &Vec<usize>| cells.iter().map(|c| input.ground.harm[*c]).sum::<f64>();
        let first = input.first.min(input.chosen.len());
        let place = |(at, cells): (usize, &Vec<usize>)| {
            let learned = if at < first { &learned.first } else { &learned.rest };
            learned.held(said(cells), model.now(cells), z)
        };
        // Places share no cell, and cells are independent given what surrounds them.
        let sum = input.chosen[..first].iter().fold((0.0, (0.0, 0.0)), |(s, (mean, variance)), cells| {
            let now = model.now(cells);
            (s + said(cells), (mean + now.0, variance + now.1))
        });
        Ok(Selected {
            each: input.chosen.iter().enumerate().map(place).collect(),
            together: learned.together.held(sum.0, sum.1, z),
            draws: self.draws,
            shift: learned.first.shift,
            spread: learned.first.spread,
        })
    }

    /// Quantile that ends an interval: Student's t, since spreads are learned from so many made-up cities.
    fn wide(&self) -> f64 {
        let plain = quantile(self.level);
        let free = self.draws.saturating_sub(1) as f64;
        StudentsT::new(0.0, 1.0, free).map_or(plain, |t| t.inverse_cdf(0.5 + 0.5 * self.level))
    }

    /// How far the truth lies from the estimate where the choice is made again on counts as they could have come.
    fn learn(&self, model: &Model<'_>, input: &SelectedInput<'_>) -> Result<Learned, ChanceError> {
        if self.draws == 0 || input.chosen.is_empty() {
            return Ok(Learned { first: Off::NONE, rest: Off::NONE, together: Off::NONE });
        }
        let params = CatchmentParams { k: input.chosen.len(), ..self.search };
        let quick = Quick::new(&input.ground, params, &[])?;
        let source = Source::new(model, params.seed);
        let drawn: Vec<Vec<(f64, f64)>> = (0..self.draws as u64)
            .into_par_iter()
            .map(|draw| {
                let (truth, counts) = source.fill(draw);
                let again = Again::new(model, &truth, &counts);
                let found = quick.best(&model.harm(&counts), draw)?.0;
                Ok(found.iter().map(|cells| again.off(cells)).collect())
            })
            .collect::<Result<_, ChanceError>>()?;
        Ok(Learned::of(&drawn, input.first))
    }
}

/// What the made-up choices teach: the first places are chosen from more than those after them, and err otherwise.
struct Learned {
    first: Off,
    rest: Off,
    together: Off,
}

impl Learned {
    /// `drawn`: by choice and place, truth less estimate and the estimate's variance.
    fn of(drawn: &[Vec<(f64, f64)>], first: usize) -> Self {
        let cut = |places: &Vec<(f64, f64)>| first.min(places.len());
        let alone = |places: &[(f64, f64)]| places.iter().map(|p| standard(*p)).collect::<Vec<f64>>();
        let firsts: Vec<f64> = drawn.iter().flat_map(|places| alone(&places[..cut(places)])).collect();
        let rests: Vec<f64> = drawn.iter().flat_map(|places| alone(&places[cut(places)..])).collect();
        let sum = |places: &Vec<(f64, f64)>| {
            standard(places[..cut(places)].iter().fold((0.0, 0.0), |s, p| (s.0 + p.0, s.1 + p.1)))
        };
        let sums: Vec<f64> = drawn.iter().map(sum).collect();
        let (first, rest, sums) = (Off::of(&firsts), Off::of(&rests), Off::of(&sums));
        // A few sums say little of their spread, more of it what places alone say.
        Self { first, rest, together: sums.spread_with(&first) }
    }
}

fn standard((off, variance): (f64, f64)) -> f64 {
    if variance > 0.0 { off / variance.sqrt() } else { 0.0 }
}

/// The posterior of all cells, and what it takes to work it out again for other counts.
struct Model<'a> {
    cells: usize,
    usable: Vec<usize>,
    /// Position of each cell among the usable ones.
    at: Vec<usize>,
    area: Vec<f64>,
    groups: Vec<(&'a ChanceGroup, CellRates)>,
    /// Cells near each, by the reach of each group's prior.
    near: Vec<(f64, Near)>,
}

impl<'a> Model<'a> {
    fn new(ground: &CatchmentInput<'_>, groups: &'a [ChanceGroup]) -> Self {
        let usable = usable(ground);
        let rates = posterior::rates(ground, groups, &usable);
        let groups: Vec<_> = groups.iter().zip(rates).filter_map(|(g, r)| Some((g, r?))).collect();
        let mut near: Vec<(f64, Near)> = Vec::new();
        for reach in groups.iter().filter_map(|g| g.1.prior.reach_m) {
            if near.iter().all(|(r, _)| (r - reach).abs() > 0.5) {
                near.push((reach, Near::new(ground, &usable, reach)));
            }
        }
        let mut at = vec![usize::MAX; ground.cells.len()];
        usable.iter().enumerate().for_each(|(i, c)| at[*c] = i);
        let area = usable.iter().map(|c| ground.inside_km2[*c]).collect();
        Self { cells: ground.cells.len(), usable, at, area, groups, near }
    }

    /// Mean and variance of the weighted events of some cells, by the counts as they are.
    fn now(&self, cells: &[usize]) -> (f64, f64) {
        let gammas = |c: usize| self.groups.iter().filter_map(move |(_, rates)| rates.gammas.get(self.at[c]));
        cells.iter().copied().flat_map(gammas).fold((0.0, 0.0), |sum, g| (sum.0 + g.mean(), sum.1 + g.variance()))
    }

    /// Rate of the surroundings of a cell, per km².
    fn mean(&self, group: usize, cell: usize, counts: &[f64], city: f64) -> f64 {
        let (ChanceGroup { phi, .. }, rates) = &self.groups[group];
        let near = rates.prior.reach_m.and_then(|r| self.near.iter().find(|n| (n.0 - r).abs() <= 0.5));
        near.map_or(city, |(_, near)| (near.sum(cell, counts) / phi + PULL) / (near.area_km2[cell] / phi + PULL / city))
    }

    /// The prior's strength by other counts; its reach stays.
    fn alpha(&self, group: usize, counts: &[f64], city: f64) -> f64 {
        let (ChanceGroup { phi, .. }, rates) = &self.groups[group];
        let y: Vec<f64> = counts.iter().map(|n| n / phi).collect();
        let expected: Vec<f64> = (0..y.len()).map(|c| self.mean(group, c, counts, city) * self.area[c] / phi).collect();
        posterior::strength_near(&y, &expected, rates.prior.alpha)
    }

    /// The same for one cell and group by other counts; the prior's reach stays.
    fn gamma(&self, group: usize, cell: usize, counts: &[f64], (city, alpha): (f64, f64)) -> Gamma {
        let (ChanceGroup { weight, phi, .. }, _) = &self.groups[group];
        let mean = self.mean(group, cell, counts, city);
        let area = self.area[cell];
        cell_gamma(alpha, mean, (counts[cell] / phi, area / phi), (area, *weight))
    }

    /// Weighted counts by cell of the ground.
    fn harm(&self, counts: &[Vec<f64>]) -> Vec<f64> {
        let mut harm = vec![0.0; self.cells];
        for ((group, _), counts) in self.groups.iter().zip(counts) {
            self.usable.iter().zip(counts).for_each(|(c, n)| harm[*c] += group.weight * n);
        }
        harm
    }
}

/// Rates that could lie behind the counts, and counts that could come of them.
struct Source<'m, 'a> {
    model: &'m Model<'a>,
    normal: Normal,
    streams: Vec<(Stream, Stream)>,
}

impl<'m, 'a> Source<'m, 'a> {
    fn new(model: &'m Model<'a>, seed: u64) -> Self {
        let streams =
            |id: &str| (Stream::new(seed, &["selected rates", id]), Stream::new(seed, &["selected counts", id]));
        Self { model, normal: Normal::new(), streams: model.groups.iter().map(|g| streams(&g.0.id)).collect() }
    }

    /// Weighted rates of all groups together, and counts by group.
    fn fill(&self, draw: u64) -> (Vec<f64>, Vec<Vec<f64>>) {
        let n = self.model.usable.len();
        let mut truth = vec![0.0; n];
        let count = |((group, rates), (first, second)): (&(&ChanceGroup, CellRates), &(Stream, Stream))| {
            let one = |(i, gamma): (usize, &Gamma)| {
                let at = draw * n as u64 + i as u64;
                let rate = gamma.draw(&self.normal, *first, at);
                truth[i] += rate;
                group.phi * poisson(rate / group.weight / group.phi, *second, at)
            };
            rates.gammas.iter().enumerate().map(one).collect()
        };
        let counts = self.model.groups.iter().zip(&self.streams).map(count).collect();
        (truth, counts)
    }
}

/// One made-up city.
struct Again<'m, 'a> {
    model: &'m Model<'a>,
    truth: &'m [f64],
    counts: &'m [Vec<f64>],
    /// Events per km² of the whole city, and strength of the prior, by group.
    usual: Vec<(f64, f64)>,
}

impl<'m, 'a> Again<'m, 'a> {
    fn new(model: &'m Model<'a>, truth: &'m [f64], counts: &'m [Vec<f64>]) -> Self {
        let ground: f64 = model.area.iter().sum();
        let usual = (0..).zip(counts).map(|(group, n)| {
            let city = (n.iter().sum::<f64>() / ground).max(1e-12);
            (city, model.alpha(group, n, city))
        });
        Self { model, truth, counts, usual: usual.collect() }
    }

    /// Truth less estimate of a place chosen by these counts, and the estimate's variance.
    fn off(&self, cells: &[u32]) -> (f64, f64) {
        let (mut mean, mut variance, mut truth) = (0.0, 0.0, 0.0);
        for &c in cells {
            let at = self.model.at[c as usize];
            truth += self.truth[at];
            for (group, usual) in self.usual.iter().enumerate() {
                let gamma = self.model.gamma(group, at, &self.counts[group], *usual);
                mean += gamma.mean();
                variance += gamma.variance();
            }
        }
        (truth - mean, variance)
    }
}

heap!(Held);
heap!(Selected { each, together, draws, shift, spread });
