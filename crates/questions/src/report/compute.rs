//! Everything that a printed report says, in one answer: the same figures as the rankings, the status and the tiles
//! give.

use std::sync::Arc;

use catchment_model::{Measure, Month, Query, Window};
use catchment_store::canonical_hash;
use serde_json::Value;

use super::outlines::outlines;
use super::{ByMeasure, ReportAnswer, ReportChoice, ReportLimits, ReportRecord};
use crate::Watch;
use crate::answers::{MonthKnown, PROGRAM};
use crate::area::MonthCount;
use crate::backtest::{Backtest, BacktestAnswer};
use crate::engine::Engine;
use crate::error::AskError;
use crate::kept::{Answered, KeptQuestion, free_unless_named};
use crate::optimize::Optimize;
use crate::pieces::ChoicePart;
use crate::question::ask as read;
use crate::rankings::{Rankings, RankingsAnswer};
use crate::record::record;
use crate::status::Status;

/// What a report is asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportAsk<'a> {
    /// The question, as a record keeps it.
    pub pairs: &'a [(String, String)],
    /// Where it came from.
    pub origin: ReportOrigin<'a>,
    /// Whether to test each way of choosing on the years before: takes half a minute.
    pub backtest: bool,
}

/// Where a report's question came from.
#[derive(Debug, Clone, PartialEq)]
pub enum ReportOrigin<'a> {
    /// From nowhere that is kept.
    Asked,
    /// From a scenario: its part in a record.
    Scenario(Value),
    /// From a decision record.
    Record(&'a Value),
}

/// Answers for a report: the ranking by each measure, and what else the question asks for. The measure decides the
/// order.
///
/// # Errors
/// [`AskError`] for a question that is refused, where nothing may be shown per neighborhood or the neighborhoods cannot
/// be ranked by the measure, and for a record that cannot be reproduced to the byte.
pub fn report(engine: &Engine, ask: &ReportAsk<'_>, watch: &dyn Watch) -> Result<ReportAnswer, AskError> {
    let question = KeptQuestion::read(&engine.data, ask.pairs, None)?;
    let answered = Answered::compute(engine, question, watch)?;
    let record = named_record(engine, ask, &answered)?;
    let measure = answered.question.rankings.measure;
    let by = |measure: Measure| -> Result<RankingsAnswer, AskError> {
        let by = Rankings { measure, ..answered.question.neighborhoods.clone() };
        Ok((*engine.answer(&by, watch)?).clone())
    };
    let per_resident = match by(Measure::PerResident) {
        Err(error) if measure == Measure::PerResident => return Err(error),
        other => other.ok(),
    };
    let (catchments, no_catchments) = match catchments(engine, &answered.question, watch) {
        Ok(found) => (Some(found), None),
        Err(AskError::Internal(source)) => return Err(AskError::Internal(source)),
        Err(error) => (None, Some(error.to_string())),
    };
    let found = catchments.as_ref().and_then(|answer| answer.meta.params.search());
    let found = found.map(|search| engine.find(&search)).transpose()?;
    let choice = answered.question.choice.as_ref().map(|asked| choice(engine, asked, watch)).transpose()?;
    let chosen = choice.as_ref().map(|c| c.answer.catchments.as_slice()).unwrap_or_default();
    Ok(ReportAnswer {
        measure,
        status: (*engine.answer(&Status, watch)?).clone(),
        neighborhoods: ByMeasure { count: by(Measure::Count)?, per_resident, per_km2: by(Measure::PerKm2)? },
        outlines: outlines(engine, found.as_deref(), chosen)?,
        catchments: catchments.map(|answer| (*answer).clone()),
        no_catchments,
        decision: answered.decision.as_ref().map(|d| (**d).clone()),
        choice,
        backtest: ask.backtest.then(|| tested(engine, ask.pairs, watch)).transpose()?,
        record,
        series: series(engine, &answered.question.neighborhoods)?,
    })
}

/// The record that the report speaks for. One that was handed in must come out again.
fn named_record(engine: &Engine, ask: &ReportAsk<'_>, answered: &Answered) -> Result<Option<ReportRecord>, AskError> {
    let scenario = match &ask.origin {
        ReportOrigin::Asked => return Ok(None),
        ReportOrigin::Scenario(scenario) => Some(scenario.clone()),
        ReportOrigin::Record(given) => given.get("scenario").cloned(),
    };
    let made = record(engine, ask.pairs, answered, scenario)?;
    if let ReportOrigin::Record(given) = &ask.origin
        && canonical_hash(given) != canonical_hash(&made)
    {
        let accepted = format!(
            "a record that {PROGRAM} reproduces to the byte on dataset {}; catchment replay says what changed",
            engine.data.id
        );
        return Err(AskError::value("record", given["blake3"].as_str().unwrap_or("without a hash"), accepted));
    }
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let scenario = made.get("scenario");
    Ok(Some(ReportRecord {
        blake3: text(&made["blake3"]),
        answer_blake3: text(&made["answer_blake3"]),
        scenario: scenario.map(|s| text(&s["name"])),
        revision: scenario.and_then(|s| s["revision"].as_u64()),
    }))
}

/// The same choice as on the screen: with edges along streets, where streets are known.
fn choice(engine: &Engine, asked: &Optimize, watch: &dyn Watch) -> Result<ReportChoice, AskError> {
    let areas = engine.data.areas.list();
    let name = |id: &String| areas.iter().find(|a| a.id == *id).map(|a| a.name.clone());
    let drawn = Optimize { parts: vec![ChoicePart::Streets], ..asked.clone() };
    let answer = (*engine.answer(&drawn, watch)?).clone();
    Ok(ReportChoice {
        limits: ReportLimits { limits: answer.limits.clone(), hours_a_day: asked.hours_a_day },
        excluded: asked.limits.exclude.iter().filter_map(name).collect(),
        answer,
    })
}

/// The backtest of the same offenses, shapes and as many sites, over all years that can be tested.
fn tested(engine: &Engine, pairs: &[(String, String)], watch: &dyn Watch) -> Result<BacktestAnswer, AskError> {
    let shared =
        |(name, _): &&(String, String)| matches!(name.as_str(), "offense" | "unit" | "time" | "k" | "seed" | "shape");
    let pairs: Vec<(String, String)> = free_unless_named(pairs.to_vec()).iter().filter(shared).cloned().collect();
    let backtest: Backtest = read(&pairs, &engine.data)?;
    Ok((*engine.answer(&backtest, watch)?).clone())
}

fn catchments(engine: &Engine, question: &KeptQuestion, watch: &dyn Watch) -> Result<Arc<RankingsAnswer>, AskError> {
    engine.answer(&question.catchments.clone()?, watch)
}

/// The city's counts by month from the first to the last month that anything is known of.
fn series(engine: &Engine, rankings: &Rankings) -> Result<Vec<MonthCount>, AskError> {
    let months = &engine.data.coverage.months;
    let (Some(first), Some(last)) = (months.keys().next(), months.keys().next_back()) else { return Ok(Vec::new()) };
    let window = Window::new(*first, *last).map_err(AskError::internal)?;
    let query = Query { window, ..rankings.counted.query(&engine.data)? };
    let mut counts = vec![0; window.len()];
    engine.incidents.fold(&query, |entry, n| {
        if let Some(month) = query.month_of(entry) {
            counts[month] += n;
        }
    });
    let month = |(month, n): (Month, i64)| {
        let known = months.get(&month);
        let status = MonthKnown::of(known.map(|k| k.0));
        let count = (status == MonthKnown::Incidents).then_some(n);
        MonthCount { month: month.to_string(), status, count, system: known.map(|(_, s)| s.clone()) }
    };
    Ok(window.months().zip(counts).map(month).collect())
}
