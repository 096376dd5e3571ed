//! Places that are ranked, and their ranking: the part that neighborhoods and catchments share.

use catchment_model::city::Analysis;
use catchment_model::heap;
use catchment_model::{Area, AreaBasis, AreaKind, Measure, Query, Selection, Unit, Window};
use catchment_siting::{RankError, RankGroup, RankInput, RankParams, RankUnit, Ranked as RankedItem, Ranking, Wording};
use catchment_store::Dataset;
use catchment_tiles::Classes;
use serde::Serialize;

use super::counts::{Months, area_of, monthly};
use super::incidents::{Largest, clusters, largest};
use super::{Engine, Find};
use crate::answers::Totals;
use crate::error::AskError;
use crate::pieces::{Counted, PlaceKind};
use crate::words::{OFFENSES, behind, one_incident};

/// The census counts residents of April 1: months after the start of its year.
const CENSUS_MONTH: i32 = 3;

/// A ranking with what it was computed from.
#[derive(Debug)]
pub(crate) struct PlaceRanking {
    /// Counts and exposures.
    pub(crate) input: RankInput,
    /// Ranks.
    pub(crate) ranking: Ranking,
    /// Covered years.
    pub(crate) years: f64,
    /// The whole city.
    pub(crate) city: Totals,
    /// Words for the sentences.
    pub(crate) words: Wording,
    /// The largest incident of each unit, where offenses are counted.
    largest: Vec<Option<Largest>>,
}

impl PlaceRanking {
    /// Count, and rates, of an item.
    pub(crate) fn totals(&self, unit: usize, count: i64, data: &Dataset) -> Totals {
        let u = &self.input.units[unit];
        Totals::new(count, u.residents, u.area_km2, self.years, data.city.analysis.min_residents)
    }

    /// Sentences about an item; none where it is not ranked.
    pub(crate) fn why(&self, id: &str) -> Vec<String> {
        let mut lines = self.ranking.why(&self.input, id, &self.words).unwrap_or_default();
        if let Some(item) = self.item(id).filter(|_| self.input.clusters.is_some()) {
            lines.extend(behind(item.incidents, item.count, &self.words.events));
            let large = self.largest[item.unit]
                .and_then(|l| one_incident(l.reported, (l.offenses, &self.words.events), item.count));
            lines.extend(large);
        }
        lines
    }

    /// The item of a unit, where it is ranked.
    pub(crate) fn item(&self, id: &str) -> Option<&RankedItem> {
        self.ranking.find(id).ok()
    }

    /// Value of an item as counted, by the measure of the ranking: what maps are colored by.
    pub(crate) fn value(&self, totals: &Totals) -> Option<f64> {
        match self.ranking.params.measure {
            Measure::Count => Some(totals.count as f64),
            Measure::PerResident => totals.per_1000,
            Measure::PerKm2 => totals.per_km2,
        }
    }
}

/// The neighborhoods ranked by one measure.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NeighborhoodRanking {
    /// What is counted.
    pub(crate) counted: Counted,
    /// Where a row counts.
    pub(crate) area: AreaBasis,
    /// What they are compared by.
    pub(crate) measure: Measure,
    /// Number to choose.
    pub(crate) k: usize,
    /// Seed of the draws.
    pub(crate) seed: u64,
}

impl Find for NeighborhoodRanking {
    const NAME: &'static str = "neighborhoods ranked";
    type Found = PlaceRanking;

    fn find(&self, engine: &Engine) -> Result<PlaceRanking, AskError> {
        let query = self.counted.query(&engine.data)?;
        let counts = neighborhood_input(engine, &query, self.area);
        let unit_of = engine.incidents.places().iter().map(|place| area_of(self.area, place)).collect();
        let Self { measure, k, seed, .. } = *self;
        let ranked = Ranked { query: &query, measure, k, seed, places: "neighborhoods", unit_of };
        ranked.rank(engine, counts)
    }
}

/// Neighborhoods with their counts, and the count of the whole city.
pub(crate) fn neighborhood_input(engine: &Engine, query: &Query, area: AreaBasis) -> (RankInput, i64) {
    let months = Months::of(query.window, engine);
    let areas = engine.data.areas.list();
    let units = areas.iter().map(|a| unit(a, &engine.data, query.window)).collect();
    let (table, city) = monthly(engine, query, &months, areas.len(), |_, place| area_of(area, place));
    let groups = groups(&query.selection, &engine.data);
    let clusters = clusters(engine, query, &months, areas.len(), |_, place| area_of(area, place));
    (RankInput { months: months.covered, units, groups, monthly: table, clusters, reference: None }, city)
}

/// What places are ranked by.
pub(crate) struct Ranked<'a> {
    pub(crate) query: &'a Query,
    pub(crate) measure: Measure,
    pub(crate) k: usize,
    pub(crate) seed: u64,
    /// The word for the places.
    pub(crate) places: &'static str,
    /// Unit of each place of the cube.
    pub(crate) unit_of: Vec<Option<usize>>,
}

impl Ranked<'_> {
    /// Draws and ranks places with their counts; the second number is the count of the whole city.
    pub(crate) fn rank(
        &self,
        engine: &Engine,
        (input, city_count): (RankInput, i64),
    ) -> Result<PlaceRanking, AskError> {
        let analysis = &engine.data.city.analysis;
        let rankable = input.units.iter().filter(|u| can_be_ranked(u, self.measure, analysis)).count();
        if rankable == 0 {
            let accepted = format!("a measure by which {} can be ranked: count or per_km2", self.places);
            return Err(AskError::value("measure", self.measure.name(), accepted));
        }
        // Of fewer places than were asked for, all are chosen; the answer says how many.
        let raw = RankParams {
            measure: self.measure,
            k: self.k.min(rankable),
            seed: self.seed,
            min_residents: analysis.min_residents,
            ..RankParams::default()
        };
        let ranking = raw.check().and_then(|ranker| ranker.rank(&input)).map_err(refused)?;
        let years = Months::of(self.query.window, engine).years();
        let city = city_totals(engine, self.query.window, city_count, years);
        let counted = engine.data.city.counted().unwrap_or(OFFENSES);
        let words = Wording {
            period: self.query.window.to_string(),
            events: if self.query.unit == Unit::Net { counted.to_owned() } else { "incidents".to_owned() },
            places: self.places.to_owned(),
            city_count,
            city_rate: input.reference.is_some().then_some((city.per_1000, city.per_km2)),
        };
        let largest = largest(engine, self.query, input.units.len(), &self.unit_of);
        Ok(PlaceRanking { input, ranking, years, city, words, largest })
    }
}

fn can_be_ranked(unit: &RankUnit, measure: Measure, analysis: &Analysis) -> bool {
    let enough = unit.residents.is_some_and(|r| r > 0.0 && r >= analysis.min_residents);
    unit.left_out.is_none() && (measure != Measure::PerResident || enough)
}

fn refused(error: RankError) -> AskError {
    match error {
        RankError::K { k, max } => AskError::value("k", k.to_string(), format!("a whole number from 1 to {max}")),
        RankError::NoUnits { .. } => AskError::value("measure", "", error.to_string()),
        other => AskError::internal(other),
    }
}

/// Totals of the whole city.
pub(crate) fn city_totals(engine: &Engine, window: Window, count: i64, years: f64) -> Totals {
    let areas = engine.data.areas.list();
    let residents = areas.iter().filter_map(|a| residents(a, &engine.data, window)).sum::<f64>();
    let known = Some(residents).filter(|r| *r > 0.0);
    Totals::new(count, known, areas.iter().map(|a| a.area_km2).sum(), years, engine.data.city.analysis.min_residents)
}

/// The chosen groups with their weights.
pub(crate) fn groups(selection: &Selection, data: &Dataset) -> Vec<RankGroup> {
    let group = |id| {
        data.offenses.group(id).map(|g| RankGroup {
            id: g.id.clone(),
            label: g.label.clone(),
            weight: selection.weight(id),
        })
    };
    selection.ids().filter_map(group).collect()
}

pub(super) fn unit(area: &Area, data: &Dataset, window: Window) -> RankUnit {
    let left_out = (area.kind == AreaKind::Park).then(|| "a park, cemetery or garden: counted, not ranked".to_owned());
    RankUnit { id: area.id.clone(), residents: residents(area, data, window), area_km2: area.area_km2, left_out }
}

/// Census year whose residents divide counts of a window: the city file's choice, else the census nearest to the middle
/// of the window (the earlier of two as near), because people move away and a rate by the residents of another decade
/// misleads.
pub(crate) fn population_year(data: &Dataset, window: Window) -> Option<u16> {
    let middle = i32::midpoint(i32::from(window.from().index()), i32::from(window.to().index()));
    let months_off = |year: &u16| (i32::from(*year) * 12 + CENSUS_MONTH - middle).abs();
    let years = data.areas.list().iter().flat_map(|a| a.population.keys()).copied();
    data.city.analysis.population_year.or_else(|| years.min_by_key(|year| (months_off(year), *year)))
}

/// Residents of an area in the census year that divides counts of a window.
pub(crate) fn residents(area: &Area, data: &Dataset, window: Window) -> Option<f64> {
    area.population.get(&population_year(data, window)?).copied()
}

/// What kind of place an area is.
pub(crate) fn kind(area: &Area) -> PlaceKind {
    match area.kind {
        AreaKind::Neighborhood => PlaceKind::Neighborhood,
        AreaKind::Park => PlaceKind::Park,
    }
}

/// A number, or nothing where it is not finite.
pub(crate) fn finite(v: f64) -> Option<f64> {
    v.is_finite().then_some(v)
}

/// Classes of a map of ranked places: fixed over all of them.
pub(crate) fn ranking_classes(ranking: &PlaceRanking, data: &Dataset) -> Classes {
    let items = ranking.ranking.items.iter().map(|i| (i.unit, i.count));
    Classes::quantiles(items.filter_map(|(unit, count)| ranking.value(&ranking.totals(unit, count, data))))
}

/// What a reader must know of a catchment beside its rank.
pub(crate) fn remarks(park_km2: f64, sites: &[String], data: &Dataset) -> Vec<String> {
    let mut list = Vec::new();
    if park_km2 >= 0.01 {
        list.push(format!("{park_km2:.2} km² of it lie in parks, cemeteries or gardens."));
    }
    for site in data.latest_sites().filter(|s| sites.contains(&s.id)) {
        list.push(format!("It overlaps the site {}.", site.name));
    }
    list
}

heap!(PlaceRanking { input, ranking, years, city, words, largest });
