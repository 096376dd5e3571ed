//! Everything that a printed report says, in one answer: the same figures as the rankings, the status and the tiles give.

use catchment_model::{AreaKind, Finest, Month, MonthStatus, Window};
use catchment_siting::Measure;
use geo::MultiPolygon;
use serde::Serialize;

use super::catchments::{CatchmentsFound, find_catchments, rank_catchments};
use super::counts::query;
use super::detail::MonthCount;
use super::params::{Params, Shown};
use super::places::{kind, rank_neighborhoods};
use super::rankings::{RankingsAnswer, catchment_rankings, neighborhood_rankings};
use super::status::{StatusAnswer, shape_name, status};
use super::{ApiError, Of, geometry};
use crate::state::AppState;

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

/// Outlines in degrees.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outlines {
    /// Neighborhoods and parks.
    pub areas: Vec<Outline>,
    /// Candidate catchments.
    pub catchments: Vec<Outline>,
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

/// Answers for a report. `params` are those of a ranking; the measure decides the order, all measures are answered.
///
/// # Errors
/// [`ApiError`] where nothing may be shown per neighborhood, or the neighborhoods cannot be ranked by the measure.
pub fn report(state: &AppState, params: &Params) -> Result<ReportAnswer, ApiError> {
    let by = |measure: Measure| {
        let params = Params { of: Of::Neighborhoods, measure, top: None, ..params.clone() };
        rank_neighborhoods(state, &params).map(|ranking| neighborhood_rankings(&params, &ranking, &state.data))
    };
    let per_resident = match by(Measure::PerResident) {
        Err(error) if params.measure == Measure::PerResident => return Err(error),
        other => other.ok(),
    };
    let found = catchments(state, params);
    let (catchments, no_catchments, listed) = match found {
        Ok((found, answer)) => (Some(answer), None, catchment_outlines(&found)),
        Err(ApiError::Internal(source)) => return Err(ApiError::Internal(source)),
        Err(error) => (None, Some(error.to_string()), Vec::new()),
    };
    Ok(ReportAnswer {
        measure: params.measure.name(),
        status: status(state)?,
        neighborhoods: ByMeasure { count: by(Measure::Count)?, per_resident, per_km2: by(Measure::PerKm2)? },
        catchments,
        no_catchments,
        series: series(state, params, &params.shown(Finest::Area, &state.data)?)?,
        outlines: Outlines { areas: area_outlines(state), catchments: listed, sites: site_outlines(state) },
    })
}

fn catchments(state: &AppState, params: &Params) -> Result<(CatchmentsFound, RankingsAnswer), ApiError> {
    let params = Params { of: Of::Catchments, top: None, ..params.clone() };
    let found = find_catchments(state, &params)?;
    let ranking = rank_catchments(state, &params, &found)?;
    let answer = catchment_rankings(&params, &found, &ranking, &state.data);
    Ok((found, answer))
}

/// The city's counts by month from the first to the last month that anything is known of.
fn series(state: &AppState, params: &Params, shown: &Shown) -> Result<Vec<MonthCount>, ApiError> {
    let months = &state.data.coverage.months;
    let (Some(first), Some(last)) = (months.keys().next(), months.keys().next_back()) else { return Ok(Vec::new()) };
    let window = Window::new(*first, *last).map_err(ApiError::internal)?;
    let query = query(&Params { window, ..params.clone() }, &shown.selection);
    let mut counts = vec![0; window.len()];
    state.incidents.fold(&query, |entry, n| {
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

fn area_outlines(state: &AppState) -> Vec<Outline> {
    let areas = state.data.areas.list();
    // Parks lie beneath: a small neighborhood beside one stays visible.
    let (parks, others): (Vec<_>, Vec<_>) = areas.iter().partition(|a| a.kind == AreaKind::Park);
    parks.into_iter().chain(others).map(|a| outline(&a.id, &a.name, kind(a), &a.outline)).collect()
}

fn catchment_outlines(found: &CatchmentsFound) -> Vec<Outline> {
    found.list.iter().map(|c| outline(&c.id, &c.name, "catchment", &c.outline)).collect()
}

fn site_outlines(state: &AppState) -> Vec<Outline> {
    state.data.sites.iter().map(|s| outline(&s.id, &s.name, shape_name(s.shape), &s.outline)).collect()
}
