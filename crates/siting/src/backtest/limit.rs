//! What perfect knowledge of the rates would reach: chance keeps it below the oracle, who knows what happened.

use catchment_model::{Month, Steps};
use catchment_spatial::Kernel;
use rayon::prelude::*;
use serde::Serialize;

use super::row::Row;
use super::setting::Setting;
use super::smooth::Smoother;
use super::{Backtest, BacktestError, BacktestInput, Method, Paired};
use crate::poisson::poisson;
use crate::stream::Stream;

/// Bandwidth of the surroundings that rates are pulled toward, meters.
pub(super) const AROUND_M: f64 = 150.0;
/// Months on either side of a year's middle that its rates are taken from.
const AROUND_MONTHS: u16 = 30;

/// The limit of perfect knowledge.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Limit {
    /// Area of a site, km².
    pub area_km2: f64,
    /// Capture of who knows the rates ÷ capture of who knows what happened: mean over years and draws.
    pub ratio: f64,
    /// Standard error of that mean over the years.
    pub standard_error: Option<f64>,
    /// Mean capture of the oracle of the simulated years.
    pub simulated_oracle: f64,
    /// Mean capture of the oracle of the real years: near the one above where the rates are as uneven as the real ones.
    pub real_oracle: f64,
    /// Draws per year.
    pub draws: usize,
}

/// The surroundings that rates are pulled toward.
pub(super) fn smoother(input: &BacktestInput<'_>) -> Smoother {
    Smoother::new(input.ground.x_m, input.ground.y_m, Kernel::Gaussian, AROUND_M)
}

/// The limit for each area.
///
/// For each year, rates are the counts of the five years around it (months missing are left out; this looks into the
/// future on purpose: it is no method), each cell's pulled toward a Gaussian of [`AROUND_M`] as if that were worth
/// [`BacktestParams::limit_prior_months`](super::BacktestParams) months of data, scaled to the year's total. Sites are
/// chosen on the rates, years drawn from them as independent Poisson numbers, and the oracle chooses on each draw.
///
/// Pulling blurs true rates, which lowers the limit; independent draws leave out incidents with several victims and
/// changes from month to month, which raises it: real years are more uneven. `simulated_oracle` below `real_oracle`
/// says that the limit is a generous one.
pub(super) fn limits(
    test: &Backtest,
    settings: &[(usize, Setting<'_>)],
    rows: &[Row],
    around: &Smoother,
    steps: &Steps<'_>,
) -> Result<Vec<Limit>, BacktestError> {
    if test.params.limit_draws == 0 {
        return Ok(Vec::new());
    }
    let of_year = |(at, setting): &(usize, Setting<'_>)| Ok((*at, year(test, setting, around, steps)?));
    let years: Vec<(usize, (f64, f64))> = settings.par_iter().map(of_year).collect::<Result<_, BacktestError>>()?;
    let areas = test.params.areas_km2.iter().enumerate();
    Ok(areas
        .map(|(at, area)| {
            let own: Vec<(f64, f64)> = years.iter().filter(|y| y.0 == at).map(|y| y.1).collect();
            let ratios: Vec<f64> = own.iter().map(|y| y.0).collect();
            let real: Vec<f64> = rows
                .iter()
                .filter(|r| r.method == Method::Oracle && r.area_km2.total_cmp(area).is_eq())
                .map(|r| r.capture)
                .collect();
            let n = own.len() as f64;
            let ratio = Paired::of(&ratios).mean;
            let variance = ratios.iter().map(|r| (r - ratio).powi(2)).sum::<f64>() / (n - 1.0);
            Limit {
                area_km2: *area,
                ratio,
                standard_error: Some((variance / n).sqrt()).filter(|s| s.is_finite()),
                simulated_oracle: own.iter().map(|y| y.1).sum::<f64>() / n,
                real_oracle: real.iter().sum::<f64>() / real.len() as f64,
                draws: test.params.limit_draws,
            }
        })
        .collect())
}

/// Mean ratio and mean oracle capture over the draws of one year.
fn year(
    test: &Backtest,
    setting: &Setting<'_>,
    around: &Smoother,
    steps: &Steps<'_>,
) -> Result<(f64, f64), BacktestError> {
    let rates = rates(test, setting, around)?;
    let known = setting.search(&rates)?;
    let draws = test.params.limit_draws;
    let (mut ratio, mut oracle) = (0.0, 0.0);
    for draw in 0..draws {
        if steps.cancelled() {
            return Err(BacktestError::Cancelled);
        }
        let stream = Stream::new(test.params.seed, &["backtest limit", &setting.year.to_string(), &draw.to_string()]);
        let happened: Vec<f64> = rates.iter().zip(0..).map(|(rate, cell)| poisson(*rate, stream, cell)).collect();
        let best = setting.search(&happened)?.holds(&happened);
        ratio += known.holds(&happened) / best / draws as f64;
        oracle += best / happened.iter().sum::<f64>() / draws as f64;
    }
    steps.done();
    Ok((ratio, oracle))
}

/// Rates of each cell for a year, per year.
fn rates(test: &Backtest, setting: &Setting<'_>, surroundings: &Smoother) -> Result<Vec<f64>, BacktestError> {
    let happened = setting.happened()?;
    let middle = Month::new(i64::from(setting.year), 7).map_err(|_cause| BacktestError::NoHarm(setting.year))?;
    let month = |index: u16| Month::from_index(index).unwrap_or(middle);
    let (from, before) = (month(middle.index().saturating_sub(AROUND_MONTHS)), month(middle.index() + AROUND_MONTHS));
    let around = setting.input.monthly.sum(from, before);
    let months = setting.input.monthly.months().iter().filter(|m| from <= **m && **m < before).count() as f64;
    let pull = test.params.limit_prior_months / months;
    let mixed = around.iter().zip(surroundings.spread(&around)).map(|(own, mean)| (own + pull * mean).max(0.0));
    let smooth: Vec<f64> = mixed.collect();
    let scale = happened.iter().sum::<f64>() / smooth.iter().sum::<f64>();
    if !scale.is_finite() {
        return Err(BacktestError::NoHarm(setting.year));
    }
    Ok(smooth.into_iter().map(|rate| rate * scale).collect())
}
