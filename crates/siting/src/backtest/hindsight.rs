//! What expected harm would have predicted before each past year, beside what that year brought.

use catchment_model::Month;

use super::recency::ExpectedHarm;
use super::{BacktestError, BacktestInput, MonthlyHarm, Past};

/// Covered months that a year needs before it.
const PAST_MONTHS: usize = 12;

/// A past year.
#[derive(Debug, Clone, PartialEq)]
pub struct Hindsight {
    /// Its first month.
    pub first: Month,
    /// Harm predicted for each cell per year from the months before that month alone.
    pub predicted: Vec<f64>,
    /// Harm of each cell in the 12 months from it on; below 0 counts as 0.
    pub happened: Vec<f64>,
}

/// Past years with what would have been predicted for them, the latest first.
///
/// Years are counted back from now, whole and all covered. Only those with at least half as many covered months before
/// them as there are now are taken, where there are such: a prediction from two years is less sure than one from ten.
/// Without those, all with 12 months before them. Predictors' weights are learned again before each year, so that their
/// error is part of the error of the predictions.
///
/// O(years² × cells × predictors).
///
/// # Errors
/// [`BacktestError`] for columns that do not fit.
pub fn hindsight(
    input: &BacktestInput<'_>,
    past: Past<'_>,
    how: &ExpectedHarm,
) -> Result<Vec<Hindsight>, BacktestError> {
    input.check()?;
    let year_back = |years: u16| past.now().index().checked_sub(12 * years).and_then(Month::from_index);
    let starts: Vec<Month> =
        (1..).map_while(year_back).take_while(|start| past.until(*start).covered() >= PAST_MONTHS).collect();
    let long = |start: &Month| 2 * past.until(*start).covered() >= past.covered();
    let few = starts.iter().filter(|s| long(s) && past.year_from(**s).is_some()).count();
    let smoother = how.smoother(input);
    let one = |first: Month| {
        let happened = past.year_from(first)?.into_iter().map(|n| n.max(0.0)).collect();
        Some(Hindsight { first, predicted: how.of(input, past.until(first), &smoother).per_year, happened })
    };
    Ok(starts.into_iter().filter(|s| few == 0 || long(s)).filter_map(one).collect())
}

/// Variance ÷ mean of the months' harm on single cells about cell and month effects: 1 for single events of weight 1
/// that come by chance alone, more where they come in bursts or weigh more.
///
/// Pearson's X² over its freedom, as [`crate::over_dispersion`] has it. Absent where there is nothing to measure.
pub fn harm_dispersion(monthly: &MonthlyHarm, before: Month) -> Option<f64> {
    let months: Vec<&[(u32, f64)]> = monthly.before(before).months().map(|(_, entries)| entries).collect();
    let mut by_cell = vec![0.0; monthly.cells()];
    for (cell, harm) in months.iter().copied().flatten() {
        by_cell[*cell as usize] += harm.max(0.0);
    }
    let by_month: Vec<f64> = months.iter().map(|entries| entries.iter().map(|e| e.1.max(0.0)).sum()).collect();
    let all: f64 = by_month.iter().sum();
    let some = |sums: &[f64]| sums.iter().filter(|s| **s > 0.0).count() as f64;
    let free = (some(&by_cell) - 1.0) * (some(&by_month) - 1.0);
    let mut squares = 0.0;
    for (entries, month) in months.iter().zip(&by_month) {
        squares += entries
            .iter()
            .filter(|e| e.1 > 0.0)
            .map(|(cell, harm)| harm * harm / (by_cell[*cell as usize] * month))
            .sum::<f64>();
    }
    (free > 0.0).then(|| (squares - 1.0) * all / free).filter(|phi| phi.is_finite() && *phi > 0.0)
}
