//! Places that are ranked, and their ranking: the part that neighborhoods and catchments share.

use catchment_model::city::Analysis;
use catchment_model::{Area, AreaKind, Finest, Window};
use catchment_siting::{Measure, RankError, RankGroup, RankInput, RankParams, RankUnit, Ranked, Ranking, Wording};
use catchment_store::Dataset;

use super::counts::{Months, Totals, area_of, monthly};
use super::params::{Params, Shown};
use super::{ApiError, meta};
use crate::engine::Engine;

/// The census counts residents of April 1: months after the start of its year.
const CENSUS_MONTH: i32 = 3;

/// A ranking with what it was computed from.
#[derive(Debug)]
pub struct PlaceRanking {
    /// Counts and exposures.
    pub input: RankInput,
    /// Ranks.
    pub ranking: Ranking,
    /// What is counted.
    pub shown: Shown,
    /// Covered years.
    pub years: f64,
    /// The whole city.
    pub city: Totals,
    /// Words for the sentences.
    pub words: Wording,
}

impl PlaceRanking {
    /// Count, and rates, of an item.
    pub fn totals(&self, unit: usize, count: i64, data: &Dataset) -> Totals {
        let u = &self.input.units[unit];
        Totals::new(count, u.residents, u.area_km2, self.years, data.city.analysis.min_residents)
    }

    /// Sentences about an item; none where it is not ranked.
    pub fn why(&self, id: &str) -> Vec<String> {
        self.ranking.why(&self.input, id, &self.words).unwrap_or_default()
    }

    /// The item of a unit, where it is ranked.
    pub fn item(&self, id: &str) -> Option<&Ranked> {
        self.ranking.find(id).ok()
    }

    /// Value of an item as counted, by the measure of the ranking: what maps are colored by.
    pub fn value(&self, totals: &Totals) -> Option<f64> {
        match self.ranking.params.measure {
            Measure::Count => Some(totals.count as f64),
            Measure::PerResident => totals.per_1000,
            Measure::PerKm2 => totals.per_km2,
        }
    }
}

/// Ranks the neighborhoods.
///
/// # Errors
/// [`ApiError`] where nothing may be shown, or too few can be ranked.
pub fn rank_neighborhoods(engine: &Engine, params: &Params) -> Result<PlaceRanking, ApiError> {
    let shown = params.shown(Finest::Area, &engine.data)?;
    let counted = neighborhood_input(engine, params, &shown);
    rank(engine, params, shown, &Months::of(params, engine), counted, "neighborhoods")
}

/// Neighborhoods with their counts of what is shown, and the count of the whole city.
pub(super) fn neighborhood_input(engine: &Engine, params: &Params, shown: &Shown) -> (RankInput, i64) {
    let months = Months::of(params, engine);
    let areas = engine.data.areas.list();
    let units = areas.iter().map(|a| unit(a, &engine.data, params.window)).collect();
    let (table, city) =
        monthly(engine, params, &shown.selection, &months, areas.len(), |_, place| area_of(params.basis, place));
    (
        RankInput {
            months: months.covered,
            units,
            groups: groups(shown, &engine.data),
            monthly: table,
            reference: None,
        },
        city,
    )
}

/// Draws and ranks.
pub(crate) fn rank(
    engine: &Engine,
    params: &Params,
    shown: Shown,
    months: &Months,
    (input, city_count): (RankInput, i64),
    places: &str,
) -> Result<PlaceRanking, ApiError> {
    let analysis = &engine.data.city.analysis;
    let rankable = input.units.iter().filter(|u| can_be_ranked(u, params.measure, analysis)).count();
    if rankable == 0 {
        return Err(ApiError::value(
            "measure",
            params.measure.name(),
            format!("a measure by which {places} can be ranked: count or per_km2"),
        ));
    }
    // Of fewer places than were asked for, all are chosen; the answer says how many.
    let raw = RankParams {
        measure: params.measure,
        k: params.k.min(rankable),
        seed: params.seed,
        min_residents: analysis.min_residents,
        ..RankParams::default()
    };
    let ranking = raw.check().and_then(|ranker| ranker.rank(&input)).map_err(refused)?;
    let words = Wording {
        period: params.window.to_string(),
        events: if params.unit == catchment_model::Unit::Net { "offenses".to_owned() } else { "incidents".to_owned() },
        places: places.to_owned(),
        city_count,
    };
    let city = city_totals(engine, params.window, city_count, months.years());
    Ok(PlaceRanking { input, ranking, shown, years: months.years(), city, words })
}

fn can_be_ranked(unit: &RankUnit, measure: Measure, analysis: &Analysis) -> bool {
    let enough = unit.residents.is_some_and(|r| r > 0.0 && r >= analysis.min_residents);
    unit.left_out.is_none() && (measure != Measure::PerResident || enough)
}

fn refused(error: RankError) -> ApiError {
    match error {
        RankError::K { k, max } => ApiError::value("k", k.to_string(), format!("a whole number from 1 to {max}")),
        RankError::NoUnits { .. } => ApiError::value("measure", "", error.to_string()),
        other => ApiError::internal(other),
    }
}

/// Totals of the whole city.
pub(super) fn city_totals(engine: &Engine, window: Window, count: i64, years: f64) -> Totals {
    let areas = engine.data.areas.list();
    let residents = areas.iter().filter_map(|a| residents(a, &engine.data, window)).sum::<f64>();
    let known = Some(residents).filter(|r| *r > 0.0);
    Totals::new(count, known, areas.iter().map(|a| a.area_km2).sum(), years, engine.data.city.analysis.min_residents)
}

/// The chosen groups with their weights.
pub(crate) fn groups(shown: &Shown, data: &Dataset) -> Vec<RankGroup> {
    let group = |id| {
        data.offenses.group(id).map(|g| RankGroup {
            id: g.id.clone(),
            label: g.label.clone(),
            weight: shown.selection.weight(id),
        })
    };
    shown.selection.ids().filter_map(group).collect()
}

fn unit(area: &Area, data: &Dataset, window: Window) -> RankUnit {
    let left_out = (area.kind == AreaKind::Park).then(|| "a park, cemetery or garden: counted, not ranked".to_owned());
    RankUnit { id: area.id.clone(), residents: residents(area, data, window), area_km2: area.area_km2, left_out }
}

/// Census year whose residents divide counts of a window: the city file's choice, else the census nearest to the middle
/// of the window (the earlier of two as near), because people move away and a rate by the residents of another decade
/// misleads.
pub(super) fn population_year(data: &Dataset, window: Window) -> Option<u16> {
    let middle = i32::midpoint(i32::from(window.from().index()), i32::from(window.to().index()));
    let months_off = |year: &u16| (i32::from(*year) * 12 + CENSUS_MONTH - middle).abs();
    let years = data.areas.list().iter().flat_map(|a| a.population.keys()).copied();
    data.city.analysis.population_year.or_else(|| years.min_by_key(|year| (months_off(year), *year)))
}

/// Residents of an area in the census year that divides counts of a window.
pub(super) fn residents(area: &Area, data: &Dataset, window: Window) -> Option<f64> {
    area.population.get(&population_year(data, window)?).copied()
}

/// Whether an area is ranked, in one word.
pub(super) fn kind(area: &Area) -> &'static str {
    match area.kind {
        AreaKind::Neighborhood => "neighborhood",
        AreaKind::Park => "park",
    }
}

/// What the answer of a ranking shows.
pub(super) fn shows(params: &Params, count: i64) -> meta::Shows {
    let catchments = params.of == super::Of::Catchments;
    let positions = catchments || params.basis == catchment_model::AreaBasis::Point;
    meta::Shows { count, positions, sites: true, estimated_residents: catchments }
}
