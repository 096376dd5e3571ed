//! The uncertain rate of each cell in the year to come: what expected harm predicts, and how wrong its predictions were
//! about past years.
//!
//! Model: the prediction for cell i, an index in units of harm per year, is mixed with the prediction for its
//! surroundings, μᵢ = (1 − ρ)·own + ρ·around, and scaled to the city's harm. The cell's rate in the year that follows
//! is Gamma(τ·μᵢ, τ): mean μᵢ, variance μᵢ ÷ τ, so that the prediction is worth τ years of counting. The year's harm is
//! Poisson about the rate, with the variance φ times the mean (φ: bursts and unequal weights, from the months,
//! [`crate::backtest::harm_dispersion`]); over the rates, harm ÷ φ is negative binomial with shape τ·μᵢ and odds 1 ÷
//! (τ·φ). ρ, τ and the reach of the surroundings make the harm of the past years most likely, each beside what would
//! have been predicted before it ([`crate::backtest::hindsight`]): the model is judged on years that it had not seen.
//!
//! References: Lawless (1987), *Negative binomial and mixed Poisson regression*, doi 10.2307/3314912; Cameron, Trivedi
//! (1986), doi 10.1002/jae.3950010104 (the form with variance in proportion to the mean, "NB1"); Clayton, Kaldor
//! (1987), doi 10.2307/2532003; Dawid (1984), *Present position and potential developments: the prequential approach*,
//! doi 10.2307/2981683 (a forecast is judged by the outcomes that followed it).

use catchment_model::{Unwatched, Watch};
use rayon::prelude::*;
use serde::Serialize;
use statrs::function::gamma::ln_gamma;

use super::again::CellChances;
use super::error::ChanceError;
use super::input::{check_chosen, usable};
use super::params::CatchmentChance;
use super::posterior::{Around, PULL, REACHES_M, around};
use crate::backtest::Hindsight;
use crate::catchment::CatchmentInput;
use crate::gamma::Gamma;
use crate::rank::prior::golden_section;

/// Shares of the surroundings that are tried.
const SHARES: [f64; 9] = [0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.35, 0.55, 0.8];
/// Years of counting that a prediction may be worth.
const YEARS: (f64, f64) = (0.02, 200.0);

/// Cells with the harm to expect, how it did in the past, and a choice to be judged.
#[derive(Debug, Clone, Copy)]
pub struct ExpectedChanceInput<'a> {
    /// The ground as the plain search takes it; its harm is what is to be expected per year.
    pub ground: CatchmentInput<'a>,
    /// Past years beside the predictions for them.
    pub hindsight: &'a [Hindsight],
    /// Variance ÷ mean of a month's harm, above 0.
    pub dispersion: f64,
    /// The catchments of the plain answer, as positions of cells; may be empty.
    pub chosen: &'a [Vec<usize>],
}

/// How wrong expected harm was.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ExpectedModel {
    /// Past years that it was held against.
    pub lessons: usize,
    /// Share of a cell's rate that comes from its surroundings.
    pub share_around: f64,
    /// How far these reach, meters; absent: the whole city.
    pub reach_m: Option<f64>,
    /// The prediction for a cell is worth so many years of counting it.
    pub worth_years: f64,
    /// Variance ÷ mean of a month's harm.
    pub dispersion: f64,
}

impl CatchmentChance {
    /// As [`CatchmentChance::of`], for a choice by expected harm: each draw is a surface of rates of the year to come.
    ///
    /// A cell's rate is Gamma(τ·μ, τ). μ is the prediction for the cell, mixed with that for its surroundings; τ, in
    /// years of counting, is how much it is worth. Both mix and τ make the harm of past years most likely, each held
    /// against what would have been predicted before it ([`crate::backtest::hindsight`]), as a negative binomial over
    /// the months' own over-dispersion.
    ///
    /// Doubt that is in it: few counts say little; places rise and fall from one year to the next; the index is not an
    /// exact rate (damped bursts, old months, other offenses as predictors); and, on average, predictors' weights are
    /// learned from few years, for each past year had its own. Doubt that is not, so that the truth is less sure: the
    /// predictors' weights now in use are held, as are mix, τ and over-dispersion; years may come unlike all that were
    /// seen; neighbors may rise together beyond the prediction (cells are drawn one by one); positions may be wrong or
    /// missing.
    ///
    /// Held against made-up cities (tests; 400 of each kind by hand): where rates follow this very model, cells with
    /// predicted chances of 7, 21, 39, 60, 80 and 98% are in the choice by the true rates in 8, 21, 39, 58, 79 and 96
    /// %; where places drift in proportion to themselves and ten years of months go through the whole engine, 7, 21,
    /// 39, 59, 80 and 97% come out as 7, 21, 40, 60, 80 and 95%: the highest are a little too sure. Where the draws'
    /// search knows the choice, as in use (`tests/api/reliability.rs`; 60 cities, no drift, three catchments of 0.25
    /// km², before close choices were told apart), 10, 28, 49, 70, 85 and 98% come out as 11, 26, 49, 66, 85 and 96 ±
    /// 2%.
    ///
    /// Complexity: some 450 passes over years × cells for the model, then as there. Degenerate input: without a past
    /// year there is no answer.
    ///
    /// # Errors
    /// [`ChanceError`] for columns that do not fit, no past year, and as [`crate::CatchmentSearch::best`].
    pub fn of_expected(&self, input: &ExpectedChanceInput<'_>) -> Result<(CellChances, ExpectedModel), ChanceError> {
        self.of_expected_watched(input, &Unwatched)
    }

    /// As [`CatchmentChance::of_expected`], telling `watch` how many draws are done, and stopping where it asks to. The
    /// answer is the same to the bit.
    ///
    /// # Errors
    /// As [`CatchmentChance::of_expected`], and [`ChanceError::Cancelled`].
    pub fn of_expected_watched(
        &self,
        input: &ExpectedChanceInput<'_>,
        watch: &dyn Watch,
    ) -> Result<(CellChances, ExpectedModel), ChanceError> {
        self.of_expected_tilted(input, None, watch)
    }

    /// As [`CatchmentChance::of_expected_watched`], with what a unit of drawn harm on each cell is worth to the choice,
    /// as [`CatchmentChance::of_tilted`].
    ///
    /// # Errors
    /// As [`CatchmentChance::of_expected_watched`], and [`ChanceError`] for a tilt that does not fit.
    pub fn of_expected_tilted(
        &self,
        input: &ExpectedChanceInput<'_>,
        tilt: Option<&[f64]>,
        watch: &dyn Watch,
    ) -> Result<(CellChances, ExpectedModel), ChanceError> {
        check(input)?;
        let usable = usable(&input.ground);
        let (model, means) = Fit::new(input, &usable).ok_or(ChanceError::NoHindsight)?.best();
        // A shape of 0 has no numbers; so small a one has none above 0 either.
        let gammas: Vec<Gamma> =
            means.iter().map(|m| Gamma::new((model.worth_years * m).max(1e-9), model.worth_years)).collect();
        let groups = vec![("expected harm", gammas.as_slice())];
        let chances = self.again((&input.ground, tilt), (&usable, groups), input.chosen, watch)?;
        Ok((chances, model))
    }
}

pub(crate) fn check(input: &ExpectedChanceInput<'_>) -> Result<(), ChanceError> {
    let cells = input.ground.cells.len();
    let lens =
        input.hindsight.iter().flat_map(|h| [h.predicted.len(), h.happened.len()]).chain([input.ground.harm.len()]);
    if let Some(len) = lens.into_iter().find(|len| *len != cells) {
        return Err(ChanceError::Counts { group: 0, len, expected: cells });
    }
    if !(input.dispersion.is_finite() && input.dispersion > 0.0) {
        return Err(ChanceError::Value { column: "dispersion", value: input.dispersion, accepted: "a number above 0" });
    }
    let values = input.hindsight.iter().flat_map(|h| h.predicted.iter().chain(&h.happened));
    if let Some(value) = values.chain(input.ground.harm).find(|x| !x.is_finite()) {
        return Err(ChanceError::Value { column: "harm", value: *value, accepted: "a finite number" });
    }
    check_chosen(input.chosen, cells)
}

/// The prediction for the usable cells at one time, and for their surroundings.
pub(crate) struct Prediction {
    pub(crate) own: Vec<f64>,
    /// By reach, the city last.
    around: Vec<Vec<f64>>,
    /// What it is multiplied by to have the city's harm.
    scale: f64,
}

/// The past years, ready to be compared with a model.
pub(crate) struct Fit {
    /// Each with the harm that the year brought.
    pub(crate) lessons: Vec<(Prediction, Vec<f64>)>,
    now: Prediction,
    dispersion: f64,
}

impl Fit {
    pub(crate) fn new(input: &ExpectedChanceInput<'_>, usable: &[usize]) -> Option<Self> {
        let area: Vec<f64> = usable.iter().map(|c| input.ground.inside_km2[*c]).collect();
        let take = |column: &[f64]| -> Vec<f64> { usable.iter().map(|c| column[*c].max(0.0)).collect() };
        let years = input.hindsight.iter().map(|h| (take(&h.predicted), take(&h.happened)));
        // Nothing can be learned from a year for which nothing was predicted, or in which nothing happened.
        let (predicted, happened): (Vec<_>, Vec<_>) = years.filter(|(s, h)| sum(s) > 0.0 && sum(h) > 0.0).unzip();
        let mut columns = predicted;
        columns.push(take(input.ground.harm));
        let near = around(&input.ground, usable, &area, &columns);
        let mut all: Vec<Prediction> =
            columns.into_iter().enumerate().map(|(at, own)| prediction(own, at, &area, &near)).collect();
        let now = all.pop()?;
        let lesson = |(predicted, happened): (Prediction, Vec<f64>)| {
            let scale = sum(&happened) / sum(&predicted.own);
            (Prediction { scale, ..predicted }, happened)
        };
        let lessons: Vec<_> = all.into_iter().zip(happened).map(lesson).collect();
        (!lessons.is_empty()).then_some(Self { lessons, now, dispersion: input.dispersion })
    }

    /// The model that makes the past years most likely, and the rate that it expects of each usable cell now.
    pub(crate) fn best(&self) -> (ExpectedModel, Vec<f64>) {
        let tried: Vec<(usize, f64)> =
            (0..=REACHES_M.len()).flat_map(|reach| SHARES.map(|share| (reach, share))).collect();
        let fitted: Vec<(f64, f64)> = tried.par_iter().map(|(reach, share)| self.worth(*reach, *share)).collect();
        let best = tried.into_iter().zip(fitted).reduce(|a, b| if b.1.1 > a.1.1 { b } else { a });
        let ((reach, share), (ln_worth, _)) = best.unwrap_or(((0, 0.0), (0.0, 0.0)));
        let model = ExpectedModel {
            lessons: self.lessons.len(),
            share_around: share,
            reach_m: REACHES_M.get(reach).copied(),
            worth_years: ln_worth.exp(),
            dispersion: self.dispersion,
        };
        (model, self.now.mixed(reach, share))
    }

    /// The logarithm of the years that the prediction is worth, and the likelihood, for these surroundings.
    fn worth(&self, reach: usize, share: f64) -> (f64, f64) {
        let means: Vec<Vec<f64>> = self.lessons.iter().map(|(predicted, _)| predicted.mixed(reach, share)).collect();
        let fit = |ln_worth: f64| -> f64 {
            let worth = ln_worth.exp();
            let ln_none = -(1.0 / (worth * self.dispersion)).ln_1p();
            let ln_one = -(worth * self.dispersion).ln_1p();
            let one = |(mean, harm): (&f64, &f64)| {
                let (shape, y) = (worth * mean, harm / self.dispersion);
                let events = if y > 0.0 { ln_gamma(y + shape) - ln_gamma(shape.max(1e-12)) + y * ln_one } else { 0.0 };
                events + shape * ln_none
            };
            means
                .iter()
                .zip(&self.lessons)
                .map(|(means, (_, happened))| means.iter().zip(happened).map(one).sum::<f64>())
                .sum()
        };
        let ln_worth = golden_section(fit, YEARS.0.ln(), YEARS.1.ln(), 0.05);
        (ln_worth, fit(ln_worth))
    }
}

impl Prediction {
    /// The rate of each cell by a model: never quite 0, which any event would refute.
    fn mixed(&self, reach: usize, share: f64) -> Vec<f64> {
        let one = |(own, around): (&f64, &f64)| (self.scale * ((1.0 - share) * own + share * around)).max(1e-9);
        let mixed: Vec<f64> = self.own.iter().zip(&self.around[reach]).map(one).collect();
        // The city keeps its sum.
        let keep = self.scale * sum(&self.own) / sum(&mixed);
        mixed.into_iter().map(|m| m * keep).collect()
    }
}

fn sum(values: &[f64]) -> f64 {
    values.iter().sum()
}

/// The prediction at one time: column `at` of the surroundings.
fn prediction(own: Vec<f64>, at: usize, area: &[f64], near: &[Vec<Around>]) -> Prediction {
    let city = sum(&own) / sum(area);
    let local = |reach: usize| -> Vec<f64> {
        let rate = |rings: &Vec<Around>| {
            let (harm, ground) = rings[..=reach]
                .iter()
                .fold((PULL, PULL / city.max(1e-12)), |s, r| (s.0 + r.counts[at], s.1 + r.area_km2));
            harm / ground
        };
        near.iter().zip(area).map(|(rings, area)| area * rate(rings)).collect()
    };
    let mut around: Vec<Vec<f64>> = (0..REACHES_M.len()).map(local).collect();
    around.push(area.iter().map(|a| a * city).collect());
    Prediction { own, around, scale: 1.0 }
}
