//! Everything that a printed report says, in one answer: the same figures as the rankings, the status and the tiles
//! give.

use catchment_model::{AreaKind, Finest, Month, MonthStatus, Window};
use catchment_siting::Measure;
use catchment_store::canonical_hash;
use geo::MultiPolygon;
use serde::Serialize;
use serde_json::Value;

use super::backtest::{BacktestAnswer, BacktestOf, backtest};
use super::catchments::{CatchmentsFound, find_catchments, rank_catchments};
use super::counts::query;
use super::decision::{DecisionAnswer, decision_answer};
use super::detail::MonthCount;
use super::limits::Limits;
use super::meta::PROGRAM;
use super::optimize::OptimizeAnswer;
use super::params::{Params, Shown};
use super::places::{kind, rank_neighborhoods};
use super::rankings::{RankingsAnswer, catchment_rankings, neighborhood_rankings};
use super::record::{Ranked, record};
use super::status::{StatusAnswer, shape_name, status};
use super::{AskError, Of, Question, geometry};
use crate::engine::Engine;

/// What a report is laid out from.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportAnswer {
    /// The measure asked for: `count`, `per_resident` or `per_km2`.
    pub measure: &'static str,
    /// The dataset.
    pub status: StatusAnswer,
    /// All neighborhoods by each measure.
    pub neighborhoods: ByMeasure,
    /// Candidate catchments by the measure asked for; absent where none can be told.
    pub catchments: Option<RankingsAnswer>,
    /// Why there are no catchments.
    pub no_catchments: Option<String>,
    /// The decision under several criteria, where the question weighs any.
    pub decision: Option<DecisionAnswer>,
    /// The best catchments under limits, where the question names any.
    pub choice: Option<ReportChoice>,
    /// How each way of choosing would have done before, where it was asked for.
    pub backtest: Option<BacktestAnswer>,
    /// The decision record that the report speaks for; absent where the question came without one.
    pub record: Option<ReportRecord>,
    /// The city's counts by month over the whole coverage, gaps included.
    pub series: Vec<MonthCount>,
    /// Outlines for the maps.
    pub outlines: Outlines,
}

/// A ranking by each measure.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ByMeasure {
    /// By count.
    pub count: RankingsAnswer,
    /// Per resident; absent where residents are not known.
    pub per_resident: Option<RankingsAnswer>,
    /// Per km².
    pub per_km2: RankingsAnswer,
}

/// The best catchments under limits, and these.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportChoice {
    /// The answer.
    pub answer: OptimizeAnswer,
    /// The limits, every default filled in.
    pub limits: Limits,
    /// Names of the areas that are closed.
    pub excluded: Vec<String>,
}

/// A decision record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportRecord {
    /// BLAKE3 of the record.
    pub blake3: String,
    /// BLAKE3 of the answer in it.
    pub answer_blake3: String,
    /// Name of the scenario that it was written for, where it was.
    pub scenario: Option<String>,
    /// Revision of that scenario.
    pub revision: Option<u64>,
}

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

/// Outlines in degrees.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outlines {
    /// Neighborhoods and parks.
    pub areas: Vec<Outline>,
    /// Candidate catchments.
    pub catchments: Vec<Outline>,
    /// The best catchments under limits.
    pub choice: Vec<Outline>,
    /// Existing sites.
    pub sites: Vec<Outline>,
}

/// An outline with its id.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outline {
    /// Id, as in the rankings.
    pub id: String,
    /// Name.
    pub name: String,
    /// `neighborhood`, `park`, `catchment`, or of sites `published` or `stand-in`.
    pub kind: &'static str,
    /// A `GeoJSON` geometry.
    pub geometry: geojson::Geometry,
}

/// Answers for a report: the ranking by each measure, and what else the question asks for. The measure decides the
/// order.
///
/// # Errors
/// [`AskError`] for a question that is refused, where nothing may be shown per neighborhood or the neighborhoods cannot
/// be ranked by the measure, and for a record that cannot be reproduced to the byte.
pub fn report(engine: &Engine, ask: &ReportAsk<'_>) -> Result<ReportAnswer, AskError> {
    let ranked = Ranked::compute(engine, ask.pairs)?;
    let record = named_record(engine, ask, &ranked)?;
    let params = &ranked.params;
    let by = |measure: Measure| {
        let params = Params { of: Of::Neighborhoods, measure, top: None, ..params.clone() };
        rank_neighborhoods(engine, &params).map(|ranking| neighborhood_rankings(&params, &ranking, &engine.data))
    };
    let per_resident = match by(Measure::PerResident) {
        Err(error) if params.measure == Measure::PerResident => return Err(error),
        other => other.ok(),
    };
    let found = catchments(engine, params);
    let (catchments, no_catchments, listed) = match found {
        Ok((found, answer)) => (Some(answer), None, catchment_outlines(&found)),
        Err(AskError::Internal(source)) => return Err(AskError::Internal(source)),
        Err(error) => (None, Some(error.to_string()), Vec::new()),
    };
    let decision =
        ranked.decision.as_ref().map(|(params, draws)| decision_answer(engine, params, draws)).transpose()?;
    let chosen = ranked.choice.iter().flat_map(|(_, answer)| &answer.catchments);
    let outlines = Outlines {
        areas: area_outlines(engine),
        catchments: listed,
        choice: chosen.map(|c| outline(&c.id, &c.name, "catchment", &c.outline)).collect(),
        sites: site_outlines(engine),
    };
    Ok(ReportAnswer {
        measure: params.measure.name(),
        status: status(engine)?,
        neighborhoods: ByMeasure { count: by(Measure::Count)?, per_resident, per_km2: by(Measure::PerKm2)? },
        catchments,
        no_catchments,
        decision,
        choice: ranked.choice.as_ref().map(|(limits, answer)| choice(engine, limits, answer)),
        backtest: ask.backtest.then(|| tested(engine, ask.pairs)).transpose()?,
        record,
        series: series(engine, params, &params.shown(Finest::Area, &engine.data)?)?,
        outlines,
    })
}

/// The record that the report speaks for. One that was handed in must come out again.
fn named_record(engine: &Engine, ask: &ReportAsk<'_>, ranked: &Ranked) -> Result<Option<ReportRecord>, AskError> {
    let scenario = match &ask.origin {
        ReportOrigin::Asked => return Ok(None),
        ReportOrigin::Scenario(scenario) => Some(scenario.clone()),
        ReportOrigin::Record(given) => given.get("scenario").cloned(),
    };
    let made = record(engine, ask.pairs, ranked, scenario)?;
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

fn choice(engine: &Engine, limits: &Limits, answer: &OptimizeAnswer) -> ReportChoice {
    let areas = engine.data.areas.list();
    let name = |id: &String| areas.iter().find(|a| a.id == *id).map(|a| a.name.clone());
    ReportChoice {
        answer: answer.clone(),
        limits: limits.clone(),
        excluded: limits.exclude.iter().filter_map(name).collect(),
    }
}

/// The backtest of the same offenses and as many sites, over all years that can be tested.
fn tested(engine: &Engine, pairs: &[(String, String)]) -> Result<BacktestAnswer, AskError> {
    let shared = |(name, _): &&(String, String)| matches!(name.as_str(), "offense" | "unit" | "time" | "k" | "seed");
    let pairs: Vec<(String, String)> = pairs.iter().filter(shared).cloned().collect();
    backtest(engine, &Params::read(Question::Backtest, &pairs, &engine.data)?, BacktestOf::default())
}

fn catchments(engine: &Engine, params: &Params) -> Result<(CatchmentsFound, RankingsAnswer), AskError> {
    let params = Params { of: Of::Catchments, top: None, ..params.clone() };
    let found = find_catchments(engine, &params)?;
    let ranking = rank_catchments(engine, &params, &found)?;
    let answer = catchment_rankings(&params, &found, &ranking, &engine.data);
    Ok((found, answer))
}

/// The city's counts by month from the first to the last month that anything is known of.
fn series(engine: &Engine, params: &Params, shown: &Shown) -> Result<Vec<MonthCount>, AskError> {
    let months = &engine.data.coverage.months;
    let (Some(first), Some(last)) = (months.keys().next(), months.keys().next_back()) else { return Ok(Vec::new()) };
    let window = Window::new(*first, *last).map_err(AskError::internal)?;
    let query = query(&Params { window, ..params.clone() }, &shown.selection);
    let mut counts = vec![0; window.len()];
    engine.incidents.fold(&query, |entry, n| {
        if let Some(month) = query.month_of(entry) {
            counts[month] += n;
        }
    });
    let month = |(month, n): (Month, i64)| {
        let known = months.get(&month);
        let (status, count) = match known {
            Some((MonthStatus::Incidents, _)) => ("incidents", Some(n)),
            Some((MonthStatus::AreaCounts, _)) => ("area-counts", None),
            None => ("missing", None),
        };
        MonthCount { month: month.to_string(), status, count, system: known.map(|(_, s)| s.clone()) }
    };
    Ok(window.months().zip(counts).map(month).collect())
}

fn outline(id: &str, name: &str, kind: &'static str, outline: &MultiPolygon<f64>) -> Outline {
    Outline { id: id.to_owned(), name: name.to_owned(), kind, geometry: geometry::geojson(outline) }
}

fn area_outlines(engine: &Engine) -> Vec<Outline> {
    let areas = engine.data.areas.list();
    // Parks lie beneath: a small neighborhood beside one stays visible.
    let (parks, others): (Vec<_>, Vec<_>) = areas.iter().partition(|a| a.kind == AreaKind::Park);
    parks.into_iter().chain(others).map(|a| outline(&a.id, &a.name, kind(a), &a.outline)).collect()
}

fn catchment_outlines(found: &CatchmentsFound) -> Vec<Outline> {
    found.list.iter().map(|c| outline(&c.id, &c.name, "catchment", &c.outline)).collect()
}

fn site_outlines(engine: &Engine) -> Vec<Outline> {
    engine.data.sites.iter().map(|s| outline(&s.id, &s.name, shape_name(s.shape), &s.outline)).collect()
}
