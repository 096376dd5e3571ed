//! What places chosen by expected harm will bring: learned from what places chosen in the same way brought.

use rayon::prelude::*;
use serde::Serialize;
use statrs::distribution::{ContinuousCDF, StudentsT};

use super::SelectedEstimate;
use super::held::{Held, quantile};
use crate::backtest::Hindsight;
use crate::catchment::{CatchmentParams, Quick};
use crate::chance::{ChanceError, ExpectedChanceInput};

/// Harm of the year to come in places chosen by expected harm.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Forecast {
    /// By place, in the order given.
    pub each: Vec<Held>,
    /// All together.
    pub together: Held,
    /// Past years that it was learned from.
    pub years: usize,
    /// What places chosen in the same way before those years brought, over what was said of them at the city's harm of
    /// the year, drawn toward 1 where few events leave it in doubt.
    pub came: f64,
}

/// A place chosen before a past year: harm said, scaled to the harm that the whole city then had, and harm that came.
type Lesson = (f64, f64);

/// Standard deviation of what choices may fall back by, before anything is learned: most lose or gain at most a fifth.
const FALL: f64 = 0.1;

/// What past years teach.
struct Past {
    /// The choice made again before each.
    years: Vec<Vec<Lesson>>,
    /// Mean square of what the city's harm was off by, as a share of what was said of it.
    city: f64,
}

impl SelectedEstimate {
    /// What the places will bring in the year to come.
    ///
    /// Idea: the search is run again on what would have been said before each past year
    /// ([`crate::backtest::hindsight`]), and what those places brought is held against what was said of them. Steps:
    /// 1. Each past year's saying is scaled to the city's harm of that year: a city that falls is no fault of the
    ///    choice. What chosen places brought over that is the ratio; it is drawn toward 1 (normal prior with a standard
    ///    deviation of 0.1) as far as few events leave it in doubt, and multiplies what is said now.
    /// 2. The variance about it has four parts: counting (φ times the mean), places' own changes (what the lessons
    ///    vary beyond counting, by moments, for single places and for all together), the city's changes (mean square of
    ///    what it was off by) and the ratio's own doubt. Quantiles are those of Student's t with as many degrees of
    ///    freedom as there are years, on a Gamma distribution.
    ///
    /// Parameters: as for [`crate::CatchmentChance::of_expected`], the places in the order of the choice. Complexity:
    /// one quick search for each past year. Degenerate input: without a past year there is no answer.
    ///
    /// # Errors
    /// [`ChanceError`] for columns that do not fit, no past year, and as [`crate::CatchmentSearch::best`].
    pub fn forecast(&self, input: &ExpectedChanceInput<'_>) -> Result<Forecast, ChanceError> {
        crate::chance::expected::check(input)?;
        let past = self.past(input)?;
        let all: Vec<Lesson> = past.years.iter().map(|year| total(year)).collect();
        let (said, came) = total(&all);
        if past.years.is_empty() || said <= 0.0 {
            return Err(ChanceError::NoHindsight);
        }
        let phi = input.dispersion;
        let raw = came / said;
        let one: Vec<Lesson> = past.years.iter().flatten().copied().collect();
        let (excess_one, excess_all) = (excess(&one, raw, phi), excess(&all, raw, phi));
        let doubt = all.iter().map(|l| phi * raw * l.0 + excess_all * (raw * l.0).powi(2)).sum::<f64>() / (said * said);
        let learned = FALL * FALL / (FALL * FALL + doubt);
        let (ratio, doubt) = (1.0 + learned * (raw - 1.0), learned * doubt);
        let years = past.years.len();
        let t = StudentsT::new(0.0, 1.0, years as f64).map(|t| t.inverse_cdf(0.5 + 0.5 * self.level));
        let quantile = t.unwrap_or_else(|_| quantile(self.level));
        let held = |said: f64, excess: f64| {
            let mean = ratio * said;
            let variance = phi * mean + (excess + past.city) * mean * mean + doubt * said * said;
            Held::new(said, mean, variance, quantile)
        };
        let harm = |cells: &Vec<usize>| cells.iter().map(|c| input.ground.harm[*c]).sum::<f64>();
        let each: Vec<Held> = input.chosen.iter().map(|c| held(harm(c), excess_one)).collect();
        let together = held(each.iter().map(|h| h.said).sum(), excess_all);
        Ok(Forecast { each, together, years, came: ratio })
    }

    /// The choice made again before each past year.
    fn past(&self, input: &ExpectedChanceInput<'_>) -> Result<Past, ChanceError> {
        let params = CatchmentParams { k: input.chosen.len().max(1), ..self.search };
        let quick = Quick::new(&input.ground, params, &[])?;
        let city = |h: &Hindsight| h.happened.iter().sum::<f64>() / h.predicted.iter().sum::<f64>();
        let some = |h: &&Hindsight| city(h).is_finite() && city(h) > 0.0;
        let past: Vec<&Hindsight> = input.hindsight.iter().filter(some).collect();
        let off = past.iter().map(|h| (city(h) - 1.0).powi(2)).sum::<f64>() / past.len().max(1) as f64;
        let lessons = |h: &Hindsight| {
            let sum = |of: &[f64], cells: &[u32]| cells.iter().map(|c| of[*c as usize]).sum::<f64>();
            let found = quick.best(&h.predicted, 0)?.0;
            Ok(found.iter().map(|cells| (city(h) * sum(&h.predicted, cells), sum(&h.happened, cells))).collect())
        };
        let years = past.into_par_iter().map(lessons).collect::<Result<_, ChanceError>>()?;
        Ok(Past { years, city: off })
    }
}

fn total(lessons: &[Lesson]) -> Lesson {
    lessons.iter().fold((0.0, 0.0), |s, l| (s.0 + l.0, s.1 + l.1))
}

/// Variance beyond that of counting, over the squared mean: what places change from year to year.
fn excess(lessons: &[Lesson], ratio: f64, phi: f64) -> f64 {
    let (mut beyond, mut squares) = (0.0, 0.0);
    for (said, came) in lessons {
        let mean = ratio * said;
        beyond += (came - mean).powi(2) - phi * mean;
        squares += mean * mean;
    }
    if squares > 0.0 { (beyond / squares).max(0.0) } else { 0.0 }
}
