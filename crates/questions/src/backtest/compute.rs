//! The backtest run.

use catchment_model::{AreaIdx, AreaKind, Finest, GroupId, Incidents as Rows, Month, Query, TimeBasis, Unit, Window};
use catchment_siting::backtest::Method;
use catchment_siting::{BacktestError, BacktestInput, BacktestParams, CatchmentError, ExpectedHarmParams, MonthlyHarm};
use catchment_store::Dataset;

use super::events::incidents;
use super::fill::{limit, notes, pooled, row, settings, summary, year};
use super::{Backtest, BacktestAnswer, BacktestAsk, BacktestPooled, BacktestSummary, words};
use crate::Watch;
use crate::engine::{
    Engine, Shows, StudyCells, meta, monthly_harm, predictor_groups, predictors, refused as refused_search,
    search_input, usable,
};
use crate::error::AskError;
use crate::file::{Content, Form};
use crate::pieces::value::{AreaKm2, Burst, Circles, ExpectedHalfLife, K, LimitDraws, PriorMonths, SurroundingsM};
use crate::pieces::{Backtesting, Counted, Shape, whole_span};
use crate::question::{Question, ask};

/// The backtest with nothing given: what can be computed beforehand.
///
/// # Errors
/// [`AskError`] where the dataset has no incidents that may be shown per cell.
pub fn default_backtest(data: &Dataset) -> Result<Backtest, AskError> {
    ask(&[], data)
}

impl Question for Backtest {
    const NAME: &'static str = "backtest";
    const ADDRESS: &'static str = "backtest";
    const ABOUT: &'static str = "How well each way of choosing would have done on the year after.";
    const LONG: bool = true;
    const BACKGROUND: bool = true;
    const FORMS: &'static [Form] = &[Form::Json, Form::Csv, Form::About];

    type Ask = BacktestAsk;
    type Answer = BacktestAnswer;

    fn check(ask: BacktestAsk, data: &Dataset) -> Result<Self, AskError> {
        let BacktestAsk { counting, number, size, backtesting } = ask;
        if counting.time == TimeBasis::Occurred {
            let accepted =
                "reported: by date of occurrence, offenses reported after a year began would be known before it";
            return Err(AskError::value("time", "occurred", accepted));
        }
        let usual = ExpectedHarmParams::default();
        let draws = |n: LimitDraws| usize::try_from(n.get()).unwrap_or(0);
        let Backtesting { area_km2, limit_draws, outline, shape, half_life, burst, bandwidth_m, prior } = backtesting;
        let outline = outline.map(Circles::get);
        Ok(Self {
            counted: counting.check_whole(Finest::Cell, data)?,
            k: K::or_city(number.k, data),
            seed: number.seed.get(),
            areas_km2: areas_km2(area_km2, data),
            resolution: size.check(data)?,
            limit_draws: limit_draws.map_or(BacktestParams::default().limit_draws, draws),
            outline,
            shape: Shape::beside(shape, outline)?,
            half_life: half_life.map_or(usual.half_life_months, ExpectedHalfLife::get),
            burst: burst.map_or(usual.burst, Burst::get),
            bandwidth_m: bandwidth_m.map_or(usual.bandwidth_m, SurroundingsM::get),
            prior: prior.map_or(usual.prior_months, PriorMonths::get),
        })
    }

    fn answer(&self, engine: &Engine, watch: &dyn Watch) -> Result<BacktestAnswer, AskError> {
        backtest(engine, self, watch)
    }

    fn file(&self, engine: &Engine, answer: &BacktestAnswer, _: Form) -> Result<Content, AskError> {
        super::file::file(engine, answer)
    }
}

/// The area asked for, or the city's presets.
fn areas_km2(given: Option<AreaKm2>, data: &Dataset) -> Vec<f64> {
    let presets = &data.city.analysis.catchment_presets_km2;
    if given.is_none() && !presets.is_empty() { presets.clone() } else { vec![AreaKm2::or_city(given, data)] }
}

impl Backtest {
    fn params(&self) -> BacktestParams {
        BacktestParams {
            k: self.k,
            areas_km2: self.areas_km2.clone(),
            outline_factor: self.outline,
            shape: self.shape.into(),
            engine: ExpectedHarmParams {
                bandwidth_m: self.bandwidth_m,
                half_life_months: self.half_life,
                prior_months: self.prior,
                burst: self.burst,
                ..ExpectedHarmParams::default()
            },
            limit_draws: self.limit_draws,
            seed: self.seed,
            ..BacktestParams::default()
        }
    }
}

/// Runs the backtest. The window asked for says which years are measured; the choices draw on all data before each.
fn backtest(engine: &Engine, asked: &Backtest, watch: &dyn Watch) -> Result<BacktestAnswer, AskError> {
    let study = engine.study(asked.resolution)?;
    let (window, whole) = (asked.counted.window()?, whole_span(&engine.data)?);
    let query = Query { window: whole, ..asked.counted.query(&engine.data)? };
    let mut monthly = monthly_harm(engine, &query, study)?;
    let rows = engine.data.incidents().map_err(AskError::internal)?;
    let events = incidents(engine, &query, (study, &monthly), &rows)?;
    let groups = predictor_groups(engine, &query.selection);
    let mut others = predictors(engine, &query, &groups, study)?;
    if query.unit == Unit::Incident {
        monthly = events.monthly().clone();
        others = others_known(engine, &query, (study, &monthly), (&groups, &rows))?;
    }
    let raw = asked.params();
    let (allowed, nothing) = (usable(study), vec![0.0; study.inside.len()]);
    let ground = search_input(study, &nothing, &allowed);
    let neighborhood = neighborhoods(engine, study);
    let input = BacktestInput {
        ground,
        monthly: &monthly,
        predictors: &others,
        incidents: Some(&events),
        neighborhood: &neighborhood,
    };
    let wanted = |year: i32| whole_year(year).is_some_and(|y| window.contains(y.from()) && window.contains(y.to()));
    let run = raw.clone().check().and_then(|test| test.run_watched(&input, wanted, watch));
    let result = run.map_err(|e| refused(e, window, whole))?;
    let count = result.rows.iter().filter(|r| r.method == Method::Oracle).map(|r| r.located).sum::<f64>();
    let count = as_count(count);
    let shows = Shows { count, positions: true, sites: false, estimated_residents: false, measure: None };
    // What an answer says of months and gaps is about all data: the choices draw on it.
    let counted = Counted { from: whole.from(), to: whole.to(), ..asked.counted.clone() };
    let name = |id: &GroupId| engine.data.offenses.group(*id).map(|g| g.id.clone()).unwrap_or_default();
    let parameters = settings(&raw, asked, groups.iter().map(name).collect());
    let years = result.years.iter().zip(&result.predictor_weights).map(year).collect();
    let summaries: Vec<BacktestSummary> = result.summary.iter().map(summary).collect();
    let pooled: Vec<BacktestPooled> = result.pooled.iter().map(pooled).collect();
    let mut notes = notes(engine, &raw, asked.counted.unit);
    notes.push(words::engine(&parameters.engine));
    Ok(BacktestAnswer {
        meta: meta(engine, asked, &counted, Some(asked.seed), shows)?,
        findings: words::findings(&asked.areas_km2, &summaries),
        pooled,
        parameters,
        years,
        rows: result.rows.iter().map(row).collect(),
        summary: summaries,
        limit: result.limit.iter().map(limit).collect(),
        notes,
    })
}

/// Incidents of each predictor as they were known at the time.
fn others_known(
    engine: &Engine,
    query: &Query,
    (study, like): (&StudyCells, &MonthlyHarm),
    (groups, rows): (&[GroupId], &Rows),
) -> Result<Vec<MonthlyHarm>, AskError> {
    let one = |id: &GroupId| {
        let name = engine.data.offenses.group(*id).map(|g| g.id.clone()).unwrap_or_default();
        let selection = engine.data.offenses.select(&name).map_err(AskError::internal)?;
        let known = incidents(engine, &Query { selection, ..query.clone() }, (study, like), rows)?;
        Ok(known.monthly().clone())
    };
    groups.iter().map(one).collect()
}

#[expect(clippy::cast_possible_truncation, reason = "a count of rows fits")]
fn as_count(harm: f64) -> i64 {
    harm as i64
}

fn whole_year(year: i32) -> Option<Window> {
    let month = |number| Month::new(i64::from(year), number).ok();
    Window::new(month(1)?, month(12)?).ok()
}

/// Neighborhood of each inside cell; none in parks.
fn neighborhoods(engine: &Engine, study: &StudyCells) -> Vec<Option<u32>> {
    let of = |area: &Option<AreaIdx>| {
        let ranked = area.filter(|a| engine.data.areas.get(*a).is_some_and(|a| a.kind == AreaKind::Neighborhood));
        ranked.map(|a| u32::from(a.0))
    };
    study.area.iter().map(of).collect()
}

fn refused(error: BacktestError, asked: Window, whole: Window) -> AskError {
    match error {
        BacktestError::NoYears { past_months } => AskError::NotCovered {
            value: asked.to_string(),
            accepted: format!(
                "a window that holds a whole year, all of it covered, with {past_months} covered months before it"
            ),
        },
        BacktestError::NoHarm(year) => AskError::value("offense", "", format!("offenses that are located in {year}")),
        BacktestError::Search(CatchmentError::NoHarm(_)) => {
            AskError::value("offense", "", "offenses with a positive count per cell in and before every year tested")
        }
        BacktestError::Search(e) => refused_search(e, whole),
        BacktestError::Cancelled => AskError::Stopped,
        other => AskError::internal(other),
    }
}
