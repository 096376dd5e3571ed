//! How places drift, learned from how well each year was predicted by the years before it.

use catchment_model::heap;
use rayon::prelude::*;

use super::filter::{Belief, through};
use super::input::{MIN_YEARS, NextInput, Yearly, yearly};
use crate::rank::prior::gamma_prior;
use crate::rank::{RankError, RankParams};

/// Drifts that are tried: standard deviation of the yearly change of a place's logarithmic rate.
pub const SIGMAS: [f64; 28] = [
    0.0, 0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07, 0.08, 0.09, 0.1, 0.11, 0.12, 0.13, 0.14, 0.16, 0.18, 0.2, 0.225,
    0.25, 0.275, 0.3, 0.35, 0.4, 0.475, 0.55, 0.65, 0.8,
];

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
    /// How likely each of [`SIGMAS`] is.
    pub(super) likely: [f64; SIGMAS.len()],
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
}

impl RankParams {
    /// Learns how places drift from their own past; `None` where it is shorter than [`MIN_YEARS`].
    ///
    /// The movement that all places share is taken out: the exposure of a year is multiplied by the rate of all places
    /// together in that year. Every place is taken through its years with each drift of [`SIGMAS`]; how likely each is
    /// follows from how well all places' years were predicted by the years before them, before which no drift was as
    /// likely as any, and all up to 0.8 alike. The doubt that is left about the drift is in the prediction. The prior
    /// of the rates is the empirical-Bayes one of [`crate::rank`], from all years together.
    ///
    /// Chosen among others by the likelihood of the years 2012 to 2015 of St. Louis, each by the years before it
    /// (neighborhoods by incidents, by offenses, and H3 cells of resolution 8 by incidents): no drift −1064, −1033,
    /// −2467; one discount for all places (Harvey and Fernandes's own) −1019, −992, −2439; one drift for all −1017.5,
    /// −985.8, −2422.8; a drift for each place, weighed by its own years against those of all, −1018.0, −987.3,
    /// −2424.2: a drift of its own for each place does not pay.
    ///
    /// Complexity: units × years × drifts. Degenerate input: without an event nothing is learned (`None`).
    ///
    /// References: as [`super`]; Dawid (1984), *The prequential approach*, doi 10.2307/2981683.
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
        let told = city.beliefs_of_all(told);
        let likely = likely(&told);
        // Where there is no reference, the places themselves were taken through their years already.
        let taken = |yearly: &Yearly, beliefs: &[Beliefs]| city.places(yearly, beliefs, &likely);
        let (mut places, usual) = match &usual {
            Some(usual) => (taken(&own, &city.beliefs_of_all(&own)), Some(taken(usual, &told))),
            None => (taken(&own, &told), None),
        };
        for (place, unit) in places.iter_mut().zip(&own.units) {
            place.per_count = input.per_count[*unit];
        }
        Ok(Some(Drift {
            params: self,
            ids: own.units.iter().map(|u| input.past.units[*u].id.clone()).collect(),
            units: own.units,
            left_out: own.left_out,
            places,
            usual,
            years: input.years(),
            likely,
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

    /// Beliefs about each place.
    fn beliefs_of_all(&self, yearly: &Yearly) -> Vec<Beliefs> {
        (0..yearly.units.len()).into_par_iter().map(|at| self.beliefs(yearly, at)).collect()
    }

    fn beliefs(&self, yearly: &Yearly, at: usize) -> Beliefs {
        let years = || {
            let exposure = self.exposure.iter().map(|e| e * yearly.size[at]);
            yearly.counts[at].iter().zip(exposure).zip(&yearly.steps).map(|((y, e), step)| (*y, e, *step))
        };
        SIGMAS.map(|sigma| through(self.prior, years(), sigma))
    }

    fn places(&self, yearly: &Yearly, beliefs: &[Beliefs], likely: &[f64; SIGMAS.len()]) -> Vec<Place> {
        yearly.size.iter().zip(beliefs).map(|(size, beliefs)| self.place(*size, beliefs, likely)).collect()
    }

    /// A place with the doubt about the drift: mean and variance of the mixture.
    fn place(&self, size: f64, beliefs: &Beliefs, likely: &[f64; SIGMAS.len()]) -> Place {
        let mean: f64 = beliefs.iter().zip(likely).map(|(b, p)| p * b.0.mean).sum();
        let second = |(b, p): (&(Belief, f64), &f64)| p * b.0.mean * b.0.mean * (1.0 + b.0.relative_variance);
        let square: f64 = beliefs.iter().zip(likely).map(second).sum();
        let relative_variance = (square / (mean * mean) - 1.0).max(1e-12);
        Place { size, next: Belief { mean: self.last * mean, relative_variance }, per_count: 1.0 }
    }
}

/// Belief about the next year of a place, and likelihood of its past, by each drift.
type Beliefs = [(Belief, f64); SIGMAS.len()];

/// How likely each drift is, given the likelihood of all places' pasts: each stands for the drifts around
/// it, and no drift for as much as all others together.
fn likely(beliefs: &[Beliefs]) -> [f64; SIGMAS.len()] {
    let mut sums = [0.0; SIGMAS.len()];
    for row in beliefs {
        sums.iter_mut().zip(row).for_each(|(sum, (_, ln))| *sum += ln);
    }
    let top = sums.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let last = SIGMAS.len() - 1;
    let mut weights = sums.map(|l| (l - top).exp());
    for (at, weight) in weights.iter_mut().enumerate() {
        *weight *= if at == 0 { SIGMAS[last] } else { 0.5 * (SIGMAS[(at + 1).min(last)] - SIGMAS[at - 1]) };
    }
    let sum: f64 = weights.iter().sum();
    weights.map(|w| w / sum)
}

heap!(Place);
heap!(Drift { params, units, ids, left_out, places, usual, years, likely, phi, scale });
