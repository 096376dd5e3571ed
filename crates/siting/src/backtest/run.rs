//! The years, the methods, the measuring.

use std::collections::BTreeMap;

use catchment_model::{Steps, Unwatched, Watch};
use rayon::prelude::*;
use serde::Serialize;

use super::method::Choice;
use super::oracle::Held;
use super::row::{Row, Tested};
use super::setting::{Setting, first_month};
use super::smooth::Smoother;
use super::summary::{pool, summarize};
use super::{Backtest, BacktestError, BacktestInput, Expected, Limit, Method, Past, Pooled, Summary, baselines, limit};

/// A backtest's answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BacktestResult {
    /// Years tested.
    pub years: Vec<Tested>,
    /// For each year, what a count of each predictor was worth beside one of harm: learned before it.
    pub predictor_weights: Vec<Vec<f64>>,
    /// By area, year, and method.
    pub rows: Vec<Row>,
    /// By area and method.
    pub summary: Vec<Summary>,
    /// The engine beside each other way of choosing sites, all areas together.
    pub pooled: Vec<Pooled>,
    /// The limit of perfect knowledge, by area; empty without draws.
    pub limit: Vec<Limit>,
}

/// The ground that a method chose for a year.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Chosen {
    /// Method.
    pub method: Method,
    /// Area of a site, km².
    pub area_km2: f64,
    /// Cells, ascending, each with the share of it that is taken: 1 but for [`Method::Neighborhoods`].
    pub cells: Vec<(u32, f64)>,
}

/// What is worked out once for all years.
struct Tools {
    /// The engine's expectation for each year, by the months before it.
    expected: BTreeMap<i32, Expected>,
    kde: Smoother,
    around: Smoother,
    /// Random sets, by area.
    random: Vec<Vec<Choice>>,
}

impl Backtest {
    /// The years that have all twelve months and enough before them.
    pub fn years(&self, input: &BacktestInput<'_>) -> Vec<Tested> {
        let months = input.monthly.months();
        let mut years: Vec<i32> = months.iter().map(|m| m.year()).collect();
        years.dedup();
        let tested = |year: i32| {
            let span = input.monthly.year(year);
            (span.len() == 12 && span.start >= self.params.past_months)
                .then_some(Tested { year, past_months: span.start })
        };
        years.into_iter().filter_map(tested).collect()
    }

    /// Tests every method on every year that passes `wanted`.
    ///
    /// Steps, for each year and area: choose by each method from the [`Past`]; search on the year itself (the oracle);
    /// measure. Then summarize. The same answer for any number of threads. CPU time for ten years of St. Louis
    /// at resolution 10, both areas: see the README's table.
    ///
    /// # Errors
    /// [`BacktestError`] for columns that do not fit, no year to test, a year without harm, or a search that is
    /// refused.
    pub fn run(
        &self,
        input: &BacktestInput<'_>,
        wanted: impl Fn(i32) -> bool,
    ) -> Result<BacktestResult, BacktestError> {
        self.run_watched(input, wanted, &Unwatched)
    }

    /// As [`Backtest::run`], telling `watch` how far it is, and stopping where it asks to. The answer is the same to
    /// the bit.
    ///
    /// A piece of work is a year's expectation, a year and area measured, and a year and area of the limit.
    ///
    /// # Errors
    /// As [`Backtest::run`], and [`BacktestError::Cancelled`].
    pub fn run_watched(
        &self,
        input: &BacktestInput<'_>,
        wanted: impl Fn(i32) -> bool,
        watch: &dyn Watch,
    ) -> Result<BacktestResult, BacktestError> {
        input.check()?;
        let years: Vec<Tested> = self.years(input).into_iter().filter(|t| wanted(t.year)).collect();
        if years.is_empty() {
            return Err(BacktestError::NoYears { past_months: self.params.past_months });
        }
        let measured = years.len() * self.searches.len();
        let limited = if self.params.limit_draws == 0 { 0 } else { measured };
        let steps = Steps::new(watch, years.len() + measured + limited);
        let tools = self.tools(input, &years.iter().map(|t| t.year).collect::<Vec<_>>(), &steps)?;
        let settings: Vec<(usize, Setting<'_>)> = self
            .searches
            .iter()
            .enumerate()
            .flat_map(|(at, search)| {
                years.iter().map(move |t| (at, Setting { input: *input, search: *search, year: t.year }))
            })
            .collect();
        let rows: Vec<Vec<Row>> =
            settings.par_iter().map(|(at, s)| self.measure(s, &tools, *at, &steps)).collect::<Result<_, _>>()?;
        let rows: Vec<Row> = rows.concat();
        let limit = limit::limits(self, &settings, &rows, &tools.around, &steps)?;
        let summary = summarize(&rows, &self.params.areas_km2);
        let pooled = pool(&rows, &self.params.areas_km2);
        let predictor_weights = tools.expected.into_values().map(|e| e.predictor_weights).collect();
        Ok(BacktestResult { years, predictor_weights, rows, summary, pooled, limit })
    }

    fn tools(&self, input: &BacktestInput<'_>, years: &[i32], steps: &Steps<'_>) -> Result<Tools, BacktestError> {
        let random = self.params.areas_km2.iter().map(|area| baselines::random(input, &self.params, *area)).collect();
        let smoother = self.engine.smoother(input);
        let expected = |year: &i32| {
            if steps.cancelled() {
                return Err(BacktestError::Cancelled);
            }
            let expected = self.engine.of(input, input.monthly.before(first_month(*year)?), &smoother);
            steps.done();
            Ok((*year, expected))
        };
        Ok(Tools {
            expected: years.par_iter().map(expected).collect::<Result<_, BacktestError>>()?,
            kde: baselines::kde_smoother(input, &self.params),
            around: limit::smoother(input),
            random,
        })
    }

    /// What each method chooses for a year, by the months before it; not [`Method::Random`], and not the oracle, which
    /// chooses by the year itself.
    ///
    /// # Errors
    /// As [`Backtest::run`].
    pub fn choices(&self, input: &BacktestInput<'_>, year: i32) -> Result<Vec<Chosen>, BacktestError> {
        input.check()?;
        let steps = Steps::new(&Unwatched, 0);
        let tools = self.tools(input, &[year], &steps)?;
        let mut all = Vec::new();
        for search in &self.searches {
            let setting = Setting { input: *input, search: *search, year };
            let chosen = self.choose_all(&setting, &tools, &steps)?;
            let area_km2 = search.params().area_km2;
            all.extend(chosen.into_iter().map(|(method, Choice(cells))| Chosen { method, area_km2, cells }));
        }
        Ok(all)
    }

    /// Every method's choice. The year itself is out of reach here: all goes through its [`Past`].
    fn choose_all(
        &self,
        setting: &Setting<'_>,
        tools: &Tools,
        steps: &Steps<'_>,
    ) -> Result<Vec<(Method, Choice)>, BacktestError> {
        let past = setting.input.monthly.before(first_month(setting.year)?);
        let methods = Method::ALL.into_iter().filter(|m| !matches!(m, Method::Random | Method::Oracle));
        methods
            .map(|m| {
                if steps.cancelled() {
                    return Err(BacktestError::Cancelled);
                }
                Ok((m, self.choose(m, setting, past, tools)?))
            })
            .collect()
    }

    /// The rows of one area and year.
    fn measure(
        &self,
        setting: &Setting<'_>,
        tools: &Tools,
        at: usize,
        steps: &Steps<'_>,
    ) -> Result<Vec<Row>, BacktestError> {
        let chosen = self.choose_all(setting, tools, steps)?;
        // Only from here on may the year itself be seen.
        let happened = setting.happened()?;
        let located = setting.located()?;
        let (grown, mut best) = setting.best(&happened)?;
        // The searches are no proof: should a way of choosing have done better, that is the best known of.
        for (_, choice) in chosen.iter().filter(|(m, _)| m.under_the_oracle()) {
            best = best.or(Held::of(choice.clone(), &happened));
        }
        let oracle = best.choice;
        let best = best.harm;
        let by_incident = setting.incidents()?;
        let row = |method, harm: f64, ground_km2, incident_capture| Row {
            year: setting.year,
            method,
            area_km2: setting.area_km2(),
            k: self.params.k,
            capture: harm / located,
            oracle: best / located,
            greedy_oracle: grown.harm / located,
            ratio: if best > 0.0 { harm / best } else { 0.0 },
            harm,
            located,
            ground_km2,
            incident_capture,
        };
        let share = |choice: &Choice| by_incident.as_ref().map(|i| i.share(choice));
        let mut rows: Vec<Row> =
            chosen.iter().map(|(m, c)| row(*m, c.holds(&happened), setting.km2(c), share(c))).collect();
        let draws = &tools.random[at];
        let mean = |value: &dyn Fn(&Choice) -> f64| draws.iter().map(value).sum::<f64>() / draws.len().max(1) as f64;
        let anywhere = by_incident.as_ref().map(|i| mean(&|c| i.share(c)));
        rows.push(row(Method::Random, mean(&|c| c.holds(&happened)), mean(&|c| setting.km2(c)), anywhere));
        rows.push(row(Method::Oracle, best, setting.km2(&oracle), share(&oracle)));
        steps.done();
        Ok(rows)
    }

    /// What a method chooses by the past alone.
    fn choose(
        &self,
        method: Method,
        setting: &Setting<'_>,
        past: Past<'_>,
        tools: &Tools,
    ) -> Result<Choice, BacktestError> {
        let input = &setting.input;
        let (k, area) = (setting.k(), setting.area_km2());
        let expected = tools.expected.get(&setting.year).ok_or(BacktestError::NoHarm(setting.year))?;
        let all = k as f64 * area;
        let long = || past.last(self.params.look_back_months);
        Ok(match method {
            Method::Engine => setting.search(&expected.per_year)?,
            Method::EngineCells => baselines::top_cells(input, all, &expected.per_year),
            Method::Greedy => setting.one_by_one(&long())?,
            Method::GreedyData => {
                let mut alike = long();
                for other in input.predictors {
                    let counts = other.before(past.now()).last(self.params.look_back_months);
                    alike.iter_mut().zip(counts).for_each(|(sum, n)| *sum += n);
                }
                setting.one_by_one(&alike)?
            }
            Method::GreedySurface => setting.one_by_one(&expected.per_year)?,
            Method::Neighborhoods => baselines::neighborhoods(input, k, area, &long()),
            Method::HottestCells => baselines::top_cells(input, all, &past.last_year()),
            Method::KdePeaks => baselines::kde_peaks(input, k, area, &tools.kde.spread(&long())),
            Method::GiCells => baselines::gi_cells(input, all, &long()),
            Method::Random | Method::Oracle => Choice::default(),
        })
    }
}
