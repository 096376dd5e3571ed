//! How places drift, learned from how well each year was predicted by the years before it.

use rayon::prelude::*;

use super::filter::{Belief, through};
use super::input::{MIN_YEARS, NextInput, Yearly, yearly};
use crate::rank::prior::gamma_prior;
use crate::rank::{RankError, RankParams};

/// Drifts that a place may have: standard deviation of the yearly change of its logarithmic rate.
pub const SIGMAS: [f64; 14] = [0.0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.125, 0.15, 0.2, 0.25, 0.3, 0.4, 0.55, 0.8];

/// Rounds in which the shares of the drifts are learned.
const ROUNDS: usize = 200;

/// How places of a city drift, and what to expect of each in the year after the last month.
#[derive(Debug, Clone)]
pub struct Drift {
    pub(super) params: RankParams,
    /// Positions in the list of units given, in order of id.
    pub(super) units: Vec<usize>,
    pub(super) ids: Vec<String>,
    /// Units left out.
    pub(super) left_out: Vec<usize>,
    pub(super) places: Vec<Place>,
    /// Those that say what is usual: the places themselves, or the tiles of a reference.
    pub(super) usual: Option<Vec<Place>>,
    /// Years of the past.
    pub(super) years: usize,
    /// Share of the places that each of [`SIGMAS`] has.
    pub(super) shares: [f64; SIGMAS.len()],
    /// Over-dispersion.
    pub(super) phi: f64,
    /// Weighted events that one Poisson count stands for, over-dispersion included.
    pub(super) scale: f64,
}

/// What is learned of one place.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// Size by the measure.
    pub(super) size: f64,
    /// How likely each of [`SIGMAS`] is for it.
    pub(super) drift: [f64; SIGMAS.len()],
    /// Its rate in the year to come, per unit of size, as scaled counts.
    pub(super) next: Belief,
    /// What one count stands for.
    pub(super) per_count: f64,
}

impl Place {
    /// Counts to expect in a year, as so many Poisson ones.
    pub(super) fn events(&self) -> f64 {
        self.next.mean * self.size
    }

    /// Mean of σ² over what is likely.
    pub(super) fn variance(&self) -> f64 {
        SIGMAS.iter().zip(&self.drift).map(|(s, p)| p * s * s).sum()
    }
}

impl RankParams {
    /// Learns how places drift from their own past; `None` where it is shorter than [`MIN_YEARS`].
    ///
    /// The movement that all places share is taken out: the exposure of a year is multiplied by the rate of all places
    /// together in that year. Every place is taken through its years with each drift of [`SIGMAS`]; the shares of the
    /// drifts among the places are those that make the years most likely, each by what was believed before it
    /// (nonparametric maximum likelihood, by EM), and each place's own drift is weighed by its own years against these
    /// shares: a place with a restless past is given more drift than a steady one, and one with few events the usual
    /// one. The prior of the rates is the empirical-Bayes one of [`crate::rank`], from all years together.
    ///
    /// Complexity: units × years × drifts. Degenerate input: without an event nothing is learned (`None`).
    ///
    /// References: as [`super`]; Laird (1978), *Nonparametric maximum likelihood estimation of a mixing distribution*,
    /// doi 10.1080/01621459.1978.10480103; Dawid (1984), *The prequential approach*, doi 10.2307/2981683.
    ///
    /// # Errors
    /// As [`crate::Ranker::rank`] for tables that do not fit.
    pub fn drift(self, input: &NextInput<'_>) -> Result<Option<Drift>, RankError> {
        if let Some(bad) = input.per_count.iter().find(|x| !(x.is_finite() && **x > 0.0)) {
            return Err(RankError::PerCount(*bad));
        }
        let (len, expected) = (input.per_count.len(), input.past.units.len());
        if len != expected {
            return Err(RankError::Table { table: "per_count", len, expected });
        }
        let (own, usual) = yearly(input, self)?;
        if input.years() < MIN_YEARS || own.units.is_empty() {
            return Ok(None);
        }
        let told = usual.as_ref().unwrap_or(&own);
        let Some(city) = City::new(told) else { return Ok(None) };
        let (shares, learned) = city.learn(told);
        let places = |yearly: &Yearly| -> Vec<Place> {
            (0..yearly.units.len()).into_par_iter().map(|at| city.place(yearly, at, &shares)).collect()
        };
        let mut learned_places = if usual.is_some() { places(&own) } else { learned.clone() };
        for (place, unit) in learned_places.iter_mut().zip(&own.units) {
            place.per_count = input.per_count[*unit];
        }
        Ok(Some(Drift {
            params: self,
            ids: own.units.iter().map(|u| input.past.units[*u].id.clone()).collect(),
            units: own.units,
            left_out: own.left_out,
            places: learned_places,
            usual: usual.is_some().then_some(learned),
            years: input.years(),
            shares,
            phi: own.phi,
            scale: own.scale,
        }))
    }
}

/// What all places share: the city's movement and the prior.
struct City {
    /// Exposure of a unit of size in each year: covered share × the rate of all places together.
    exposure: Vec<f64>,
    /// Rate of all places together in the last year, by which relative rates become rates of the year to come.
    last: f64,
    prior: Belief,
}

impl City {
    fn new(yearly: &Yearly) -> Option<Self> {
        let size: f64 = yearly.size.iter().sum();
        let rate = |year: usize| {
            let sum: f64 = yearly.counts.iter().map(|c| c[year]).sum();
            sum / (size * yearly.covered[year])
        };
        let rates: Vec<f64> = (0..yearly.covered.len()).map(rate).collect();
        let last = *rates.iter().rev().find(|r| **r > 0.0)?;
        let exposure: Vec<f64> = rates.iter().zip(&yearly.covered).map(|(r, c)| r * c).collect();
        let all: f64 = exposure.iter().sum();
        let y: Vec<f64> = yearly.counts.iter().map(|c| c.iter().sum()).collect();
        let t: Vec<f64> = yearly.size.iter().map(|s| s * all).collect();
        let prior = gamma_prior(&y, &t);
        let prior = Belief { mean: prior.alpha / prior.beta, relative_variance: 1.0 / prior.alpha };
        Some(Self { exposure, last, prior })
    }

    /// Belief about the next year and likelihood of the past by each drift.
    fn beliefs(&self, yearly: &Yearly, at: usize) -> [(Belief, f64); SIGMAS.len()] {
        let years = || {
            let exposure = self.exposure.iter().map(|e| e * yearly.size[at]);
            yearly.counts[at].iter().zip(exposure).zip(&yearly.steps).map(|((y, e), step)| (*y, e, *step))
        };
        SIGMAS.map(|sigma| through(self.prior, years(), sigma))
    }

    /// The share of each drift among the places, and what follows for each place.
    fn learn(&self, yearly: &Yearly) -> ([f64; SIGMAS.len()], Vec<Place>) {
        let n = yearly.units.len();
        let ln: Vec<[f64; SIGMAS.len()]> =
            (0..n).into_par_iter().map(|at| self.beliefs(yearly, at).map(|b| b.1)).collect();
        let mut shares = [1.0 / SIGMAS.len() as f64; SIGMAS.len()];
        for _ in 0..ROUNDS {
            let mut sums = [0.0; SIGMAS.len()];
            for row in &ln {
                sums.iter_mut().zip(weigh(row, &shares)).for_each(|(s, p)| *s += p);
            }
            shares = sums.map(|s| s / n as f64);
        }
        let places = (0..n).into_par_iter().map(|at| self.place(yearly, at, &shares)).collect();
        (shares, places)
    }

    fn place(&self, yearly: &Yearly, at: usize, shares: &[f64; SIGMAS.len()]) -> Place {
        let beliefs = self.beliefs(yearly, at);
        let drift = weigh(&beliefs.map(|b| b.1), shares);
        let mean: f64 = beliefs.iter().zip(&drift).map(|(b, p)| p * b.0.mean).sum();
        let second = |(b, p): (&(Belief, f64), &f64)| p * b.0.mean * b.0.mean * (1.0 + b.0.relative_variance);
        let square: f64 = beliefs.iter().zip(&drift).map(second).sum();
        let relative_variance = (square / (mean * mean) - 1.0).max(1e-12);
        Place {
            size: yearly.size[at],
            drift,
            next: Belief { mean: self.last * mean, relative_variance },
            per_count: 1.0,
        }
    }
}

/// How likely each drift is, given its share and the likelihood of a past.
fn weigh(ln: &[f64; SIGMAS.len()], shares: &[f64; SIGMAS.len()]) -> [f64; SIGMAS.len()] {
    let top = ln.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut weights = [0.0; SIGMAS.len()];
    weights.iter_mut().zip(ln.iter().zip(shares)).for_each(|(w, (l, s))| *w = s * (l - top).exp());
    let sum: f64 = weights.iter().sum();
    if sum > 0.0 { weights.map(|w| w / sum) } else { *shares }
}
