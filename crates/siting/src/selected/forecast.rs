//! What places chosen by expected harm will bring: learned from what places chosen in the same way brought.

use rayon::prelude::*;
use serde::Serialize;
use statrs::distribution::{ContinuousCDF, StudentsT};

use super::SelectedEstimate;
use super::held::Held;
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
    /// What places chosen in the same way before those years brought, over what was said of them.
    pub came: f64,
}

/// A place chosen before a past year: harm said, and harm that came.
type Lesson = (f64, f64);

impl SelectedEstimate {
    /// What the places will bring in the year to come.
    ///
    /// # Errors
    /// [`ChanceError`] for columns that do not fit, no past year, and as [`crate::CatchmentSearch::best`].
    pub fn forecast(&self, input: &ExpectedChanceInput<'_>) -> Result<Forecast, ChanceError> {
        crate::chance::expected::check(input)?;
        let lessons = self.lessons(input)?;
        let (said, came) = lessons.iter().map(|year| total(year)).fold((0.0, 0.0), |s, y| (s.0 + y.0, s.1 + y.1));
        if lessons.is_empty() || said <= 0.0 {
            return Err(ChanceError::NoHindsight);
        }
        let ratio = came / said;
        let phi = input.dispersion;
        let one: Vec<Lesson> = lessons.iter().flatten().copied().collect();
        let all: Vec<Lesson> = lessons.iter().map(|year| total(year)).collect();
        // Each year is one more; the ratio itself is learned from them.
        let years = lessons.len() as f64;
        let z = StudentsT::new(0.0, 1.0, years)
            .map_or_else(|_| super::held::quantile(self.level), |t| t.inverse_cdf(0.5 + 0.5 * self.level));
        let held = |said: f64, excess: f64| {
            let mean = ratio * said;
            Held::new(said, mean, (phi * mean + excess * mean * mean) * (1.0 + 1.0 / years), z)
        };
        let (excess, excess_all) = (excess(&one, ratio, phi), excess(&all, ratio, phi));
        let harm = |cells: &Vec<usize>| cells.iter().map(|c| input.ground.harm[*c]).sum::<f64>();
        let each: Vec<Held> = input.chosen.iter().map(|c| held(harm(c), excess)).collect();
        let together = held(each.iter().map(|h| h.said).sum(), excess_all);
        Ok(Forecast { each, together, years: lessons.len(), came: ratio })
    }

    /// The choice made again before each past year.
    fn lessons(&self, input: &ExpectedChanceInput<'_>) -> Result<Vec<Vec<Lesson>>, ChanceError> {
        let params = CatchmentParams { k: input.chosen.len().max(1), ..self.search };
        let quick = Quick::new(&input.ground, params, &[])?;
        let some = |h: &&Hindsight| h.predicted.iter().sum::<f64>() > 0.0 && h.happened.iter().sum::<f64>() > 0.0;
        let past: Vec<&Hindsight> = input.hindsight.iter().filter(some).collect();
        past.into_par_iter()
            .map(|h| {
                let sum = |of: &[f64], cells: &[u32]| cells.iter().map(|c| of[*c as usize]).sum::<f64>();
                let found = quick.best(&h.predicted)?.0;
                Ok(found.iter().map(|cells| (sum(&h.predicted, cells), sum(&h.happened, cells))).collect())
            })
            .collect()
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
