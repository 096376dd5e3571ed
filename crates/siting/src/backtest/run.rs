//! The years, the methods, the measuring.

use std::collections::BTreeMap;

use catchment_model::Month;
use rayon::prelude::*;
use serde::Serialize;

use super::method::Choice;
use super::smooth::Smoother;
use super::summary::summarize;
use super::{Backtest, BacktestError, BacktestInput, Expected, Limit, Method, Past, Summary, baselines, greedy, limit};
use crate::catchment::CatchmentSearch;

/// A year that can be tested.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Tested {
    /// The year measured: all its twelve months are covered.
    pub year: i32,
    /// Covered months before it.
    pub past_months: usize,
}

/// How a method did in a year.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Row {
    /// The year measured.
    pub year: i32,
    /// Method.
    pub method: Method,
    /// Area of a site, km².
    pub area_km2: f64,
    /// Number of sites.
    pub k: usize,
    /// Share of the city's located harm of the year inside the ground chosen.
    pub capture: f64,
    /// The same share for the oracle.
    pub oracle: f64,
    /// The same share for plain greedy growth on the year itself: a weaker oracle, by which growth without a search is
    /// told.
    pub greedy_oracle: f64,
    /// `capture ÷ oracle`.
    pub ratio: f64,
    /// Harm captured.
    pub harm: f64,
    /// The city's located harm of the year: what `capture` is a share of.
    pub located: f64,
    /// Ground chosen, km².
    pub ground_km2: f64,
}

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

/// One size of site in one year.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting<'a> {
    /// Where.
    pub(super) input: BacktestInput<'a>,
    pub(super) search: CatchmentSearch,
    pub(super) year: i32,
}

/// What is worked out once for all years.
pub(super) struct Tools {
    /// The engine's expectation for each year, by the months before it.
    expected: BTreeMap<i32, Expected>,
    kde: Smoother,
    pub(super) around: Smoother,
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
    /// Steps, for each year and area: choose by each method from the [`Past`]; run the search on the year itself (the
    /// oracle); measure. Then summarize. The same answer for any number of threads. CPU time for ten years of St. Louis
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
        input.check()?;
        let years: Vec<Tested> = self.years(input).into_iter().filter(|t| wanted(t.year)).collect();
        if years.is_empty() {
            return Err(BacktestError::NoYears { past_months: self.params.past_months });
        }
        let tools = self.tools(input, &years.iter().map(|t| t.year).collect::<Vec<_>>())?;
        let settings: Vec<(usize, Setting<'_>)> = self
            .searches
            .iter()
            .enumerate()
            .flat_map(|(at, search)| {
                years.iter().map(move |t| (at, Setting { input: *input, search: *search, year: t.year }))
            })
            .collect();
        let rows: Vec<Vec<Row>> =
            settings.par_iter().map(|(at, s)| self.measure(s, &tools, *at)).collect::<Result<_, _>>()?;
        let rows: Vec<Row> = rows.concat();
        let limit = limit::limits(self, &settings, &rows, &tools)?;
        let summary = summarize(&rows, &self.params.areas_km2);
        let predictor_weights = tools.expected.into_values().map(|e| e.predictor_weights).collect();
        Ok(BacktestResult { years, predictor_weights, rows, summary, limit })
    }

    fn tools(&self, input: &BacktestInput<'_>, years: &[i32]) -> Result<Tools, BacktestError> {
        let random = self.params.areas_km2.iter().map(|area| baselines::random(input, &self.params, *area)).collect();
        let smoother = self.engine.smoother(input);
        let expected =
            |year: &i32| Ok((*year, self.engine.of(input, input.monthly.before(first_month(*year)?), &smoother)));
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
        let tools = self.tools(input, &[year])?;
        let mut all = Vec::new();
        for search in &self.searches {
            let setting = Setting { input: *input, search: *search, year };
            let chosen = self.choose_all(&setting, &tools)?;
            let area_km2 = search.params().area_km2;
            all.extend(chosen.into_iter().map(|(method, Choice(cells))| Chosen { method, area_km2, cells }));
        }
        Ok(all)
    }

    /// Every method's choice. The year itself is out of reach here: all goes through its [`Past`].
    fn choose_all(&self, setting: &Setting<'_>, tools: &Tools) -> Result<Vec<(Method, Choice)>, BacktestError> {
        let past = setting.input.monthly.before(first_month(setting.year)?);
        let methods = Method::ALL.into_iter().filter(|m| !matches!(m, Method::Random | Method::Oracle));
        methods.map(|m| Ok((m, self.choose(m, setting, past, tools)?))).collect()
    }

    /// The rows of one area and year.
    fn measure(&self, setting: &Setting<'_>, tools: &Tools, at: usize) -> Result<Vec<Row>, BacktestError> {
        let chosen = self.choose_all(setting, tools)?;
        // Only from here on may the year itself be seen.
        let happened = setting.happened()?;
        let located = setting.located()?;
        let oracle = setting.search(&happened)?;
        let best = oracle.holds(&happened);
        let grown =
            greedy::choose(&setting.input, &self.params, setting.search.params().area_km2, &happened).holds(&happened);
        let row = |method, harm: f64, ground_km2| Row {
            year: setting.year,
            method,
            area_km2: setting.search.params().area_km2,
            k: self.params.k,
            capture: harm / located,
            oracle: best / located,
            greedy_oracle: grown / located,
            ratio: if best > 0.0 { harm / best } else { 0.0 },
            harm,
            located,
            ground_km2,
        };
        let mut rows: Vec<Row> = chosen.iter().map(|(m, c)| row(*m, c.holds(&happened), setting.km2(c))).collect();
        let draws = &tools.random[at];
        let mean = |value: &dyn Fn(&Choice) -> f64| draws.iter().map(value).sum::<f64>() / draws.len().max(1) as f64;
        rows.push(row(Method::Random, mean(&|c| c.holds(&happened)), mean(&|c| setting.km2(c))));
        rows.push(row(Method::Oracle, best, setting.km2(&oracle)));
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
        let (k, area) = (self.params.k, setting.search.params().area_km2);
        let expected = tools.expected.get(&setting.year).ok_or(BacktestError::NoHarm(setting.year))?;
        let all = k as f64 * area;
        let long = || past.last(self.params.look_back_months);
        Ok(match method {
            Method::Engine => setting.search(&expected.per_year)?,
            Method::EngineCells => baselines::top_cells(input, all, &expected.per_year),
            Method::Greedy => greedy::choose(input, &self.params, area, &long()),
            Method::Neighborhoods => baselines::neighborhoods(input, k, area, &long()),
            Method::HottestCells => baselines::top_cells(input, all, &past.last_year()),
            Method::KdePeaks => baselines::kde_peaks(input, k, area, &tools.kde.spread(&long())),
            Method::GiCells => baselines::gi_cells(input, all, &long()),
            Method::Random | Method::Oracle => Choice::default(),
        })
    }
}

fn first_month(year: i32) -> Result<Month, BacktestError> {
    Month::new(i64::from(year), 1).map_err(|_cause| BacktestError::NoHarm(year))
}

impl Setting<'_> {
    /// Harm of each cell in the year measured.
    pub(super) fn happened(&self) -> Result<Vec<f64>, BacktestError> {
        let (from, before) = self.span()?;
        Ok(self.input.monthly.sum(from, before))
    }

    fn located(&self) -> Result<f64, BacktestError> {
        let (from, before) = self.span()?;
        let located = self.input.monthly.located(from, before);
        if located > 0.0 { Ok(located) } else { Err(BacktestError::NoHarm(self.year)) }
    }

    fn span(&self) -> Result<(Month, Month), BacktestError> {
        let from = first_month(self.year)?;
        Ok((from, Month::from_index(from.index() + 12).unwrap_or(from)))
    }

    /// The search for catchments on some harm.
    pub(super) fn search(&self, harm: &[f64]) -> Result<Choice, BacktestError> {
        let set = self.search.best(&self.input.with(harm))?;
        Ok(Choice::whole(set.catchments.iter().flat_map(|c| &c.cells).filter_map(|c| u32::try_from(*c).ok())))
    }

    fn km2(&self, choice: &Choice) -> f64 {
        choice.holds(self.input.ground.area_km2)
    }
}
