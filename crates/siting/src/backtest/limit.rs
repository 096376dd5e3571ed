//! What perfect knowledge of the rates would reach: chance keeps it below the oracle, who knows what happened.

use catchment_model::{Month, Steps};
use catchment_spatial::Kernel;
use rayon::prelude::*;
use serde::Serialize;

use super::incidents::Sizes;
use super::row::Row;
use super::setting::{Setting, first_month};
use super::smooth::Smoother;
use super::{Backtest, BacktestError, BacktestInput, Method};
use crate::poisson::poisson;
use crate::stream::Stream;

/// Bandwidth of the surroundings that rates are pulled toward, meters.
pub(super) const AROUND_M: f64 = 150.0;
/// Months before and after a year that its rates are taken from.
const AROUND_MONTHS: u16 = 60;

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
    /// What the same sites hold of the real year ÷ what its oracle holds, mean over the years: what knowing the years
    /// before and after is worth, drift and all.
    pub real_ratio: f64,
    /// Draws per year.
    pub draws: usize,
}

/// The surroundings that rates are pulled toward.
pub(super) fn smoother(input: &BacktestInput<'_>) -> Smoother {
    Smoother::new(input.ground.x_m, input.ground.y_m, Kernel::Gaussian, AROUND_M)
}

/// The limit for each area.
///
/// For each year, rates are the counts of the five years before it and the five after it, never its own (months missing
/// are left out; this looks into the future on purpose: it is no method), each cell's pulled toward a Gaussian of
/// [`AROUND_M`] as if that were worth [`BacktestParams::limit_prior_months`](super::BacktestParams) months of data,
/// scaled to the year's total. Years are drawn from them by whole incidents: a Poisson number on each cell, each with
/// the harm of one that did happen outside the year. Who knows the rates chooses sites by the same searches as the
/// oracle, and the oracle chooses on each draw.
///
/// What is left out: rates that change from year to year. Counts are not rates either: chance in the counts makes the
/// places that who knows the rates may trust. Both raise the limit; pulling blurs true rates, which lowers it.
/// `simulated_oracle` below `real_oracle` says that real years are more uneven, and that the limit is a generous one.
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
    let of_year = |(at, setting): &(usize, Setting<'_>)| Ok((*at, reached(test, setting, around, steps)?));
    let years: Vec<(usize, Reached)> = settings.par_iter().map(of_year).collect::<Result<_, BacktestError>>()?;
    let areas = test.params.areas_km2.iter().enumerate();
    Ok(areas
        .map(|(at, area)| {
            let own: Vec<&Reached> = years.iter().filter(|y| y.0 == at).map(|y| &y.1).collect();
            let oracles = rows.iter().filter(|r| r.method == Method::Oracle && r.area_km2.total_cmp(area).is_eq());
            let oracles: Vec<&Row> = oracles.collect();
            let n = own.len() as f64;
            let ratio = own.iter().map(|y| y.ratio).sum::<f64>() / n;
            let variance = own.iter().map(|y| (y.ratio - ratio).powi(2)).sum::<f64>() / (n - 1.0);
            let real = |y: &&Reached| oracles.iter().find(|r| r.year == y.year).map_or(0.0, |r| y.held / r.harm);
            Limit {
                area_km2: *area,
                ratio,
                standard_error: Some((variance / n).sqrt()).filter(|s| s.is_finite()),
                simulated_oracle: own.iter().map(|y| y.oracle).sum::<f64>() / n,
                real_oracle: oracles.iter().map(|r| r.capture).sum::<f64>() / oracles.len() as f64,
                real_ratio: own.iter().map(real).sum::<f64>() / n,
                draws: test.params.limit_draws,
            }
        })
        .collect())
}

/// What sites chosen on the rates of a year reached.
struct Reached {
    year: i32,
    /// Mean ratio over the draws.
    ratio: f64,
    /// Mean capture of the oracle over the draws.
    oracle: f64,
    /// Harm of the real year on the sites.
    held: f64,
}

fn reached(
    test: &Backtest,
    setting: &Setting<'_>,
    around: &Smoother,
    steps: &Steps<'_>,
) -> Result<Reached, BacktestError> {
    let rates = rates(test, setting, around)?;
    let sizes = sizes(setting);
    let known = setting.best(&rates)?.1.choice;
    let draws = test.params.limit_draws;
    let held = known.holds(&setting.happened()?);
    let mut reached = Reached { year: setting.year, ratio: 0.0, oracle: 0.0, held };
    for draw in 0..draws {
        if steps.cancelled() {
            return Err(BacktestError::Cancelled);
        }
        let happened = drawn(&rates, &sizes, test.params.seed, setting.year, draw);
        let held = known.holds(&happened);
        let best = setting.best(&happened)?.1.harm.max(held);
        reached.ratio += held / best / draws as f64;
        reached.oracle += best / happened.iter().sum::<f64>() / draws as f64;
    }
    steps.done();
    Ok(reached)
}

/// A year drawn from rates: on each cell a Poisson number of incidents, each with a size of its own.
fn drawn(rates: &[f64], sizes: &Sizes, seed: u64, year: i32, draw: usize) -> Vec<f64> {
    let (year, draw) = (year.to_string(), draw.to_string());
    let numbers = Stream::new(seed, &["backtest limit", &year, &draw]);
    let held = Stream::new(seed, &["backtest limit sizes", &year, &draw]);
    let one = |(rate, cell): (&f64, u64)| {
        let mut left = poisson(rate / sizes.mean, numbers, cell);
        let (mut sum, mut at) = (0.0, cell << 24);
        while left >= 1.0 {
            sum += sizes.at(held.uniform(at));
            (left, at) = (left - 1.0, at + 1);
        }
        sum
    };
    rates.iter().zip(0..).map(one).collect()
}

/// How much harm incidents hold, by the months outside the year.
fn sizes(setting: &Setting<'_>) -> Sizes {
    let own = setting.input.monthly.year(setting.year);
    setting.input.incidents.map_or_else(Sizes::single, |i| i.sizes(|month| !own.contains(&month)))
}

/// Rates of each cell for a year, per year, scaled to its total; where its harm lay is not looked at.
fn rates(test: &Backtest, setting: &Setting<'_>, surroundings: &Smoother) -> Result<Vec<f64>, BacktestError> {
    let monthly = setting.input.monthly;
    let first = first_month(setting.year)?;
    let month = |index: u16| Month::from_index(index).unwrap_or(first);
    let end = first.index() + 12;
    let spans = [
        (month(first.index().saturating_sub(AROUND_MONTHS)), first),
        (month(end), month(end.saturating_add(AROUND_MONTHS))),
    ];
    let mut around = vec![0.0; monthly.cells()];
    let mut months = 0.0;
    for (from, before) in spans {
        around.iter_mut().zip(monthly.sum(from, before)).for_each(|(sum, n)| *sum += n);
        months += monthly.months().iter().filter(|m| from <= **m && **m < before).count() as f64;
    }
    let pull = test.params.limit_prior_months / months;
    let mixed = around.iter().zip(surroundings.spread(&around)).map(|(own, mean)| (own + pull * mean).max(0.0));
    let smooth: Vec<f64> = mixed.collect();
    let scale = setting.happened()?.iter().sum::<f64>() / smooth.iter().sum::<f64>();
    if !scale.is_finite() {
        return Err(BacktestError::NoHarm(setting.year));
    }
    Ok(smooth.into_iter().map(|rate| rate * scale).collect())
}
