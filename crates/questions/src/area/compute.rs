//! Places in full, computed: neighborhoods and parks, and catchments of a search.

use catchment_model::city::BridgeSource;
use catchment_model::{AreaBasis, AreaIdx, Finest, Measure, Site, SiteShape, TimeBasis, Unit};
use catchment_siting::rank::MEASURES;
use catchment_store::Dataset;
use geo::{Contains, Point};

use super::fill::{Rankings, Target, place};
use super::then_now::two_years;
use super::{Area, AreaAnswer, AreaAsk, AreaInfo, Catchment, CatchmentAnswer, CatchmentAsk};
use crate::Watch;
use crate::engine::{
    CatchmentRanking, CatchmentSearch, Engine, NeighborhoodRanking, NextDrift, NextRanks, PlaceRanking, Shows, Stacked,
    StudyCells, check_first, inside_of_place, kind, meta, population_year, remarks, spans,
};
use crate::error::AskError;
use crate::file::{Content, Form};
use crate::pieces::value::{AreaKm2, K};
use crate::pieces::{Objective, PlaceKind};
use crate::question::Question;
use crate::words::was_and_will;

impl Question for Area {
    const NAME: &'static str = "area";
    const ADDRESS: &'static str = "areas/{id}";
    const SITES: bool = true;
    const ABOUT: &'static str = "A neighborhood or park in full: series, hours, offenses, ranks, and why it stands \
        where it stands.";
    const FORMS: &'static [Form] = &[Form::Json, Form::Geojson, Form::Csv, Form::About];

    type Ask = AreaAsk;
    type Answer = AreaAnswer;

    fn check(ask: AreaAsk, data: &Dataset) -> Result<Self, AskError> {
        let AreaAsk { this, counting, placing, choosing, crossing } = ask;
        let id = this.id.as_str();
        if data.areas.find(id).is_none() {
            let accepted = match data.areas.list().first() {
                Some(first) => format!("an area id, such as {}", first.id),
                None => "an area id".to_owned(),
            };
            return Err(AskError::NotFound { what: "area", id: id.to_owned(), accepted });
        }
        let checked = Self {
            id: id.to_owned(),
            counted: counting.check(Finest::Area, data)?,
            area: placing.of(data),
            measure: choosing.measure,
            k: K::or_city(choosing.k, data),
            seed: choosing.seed.get(),
            bridge: None,
        };
        match crossing.declared(data)? {
            Some(bridge) => checked.crossed(bridge),
            None => Ok(checked),
        }
    }

    fn answer(&self, engine: &Engine, _: &dyn Watch) -> Result<AreaAnswer, AskError> {
        let query = self.counted.query(&engine.data)?;
        let rankings = Rankings {
            asked: engine.find(&self.ranking(self.measure))?,
            by: MEASURES.map(|measure| engine.find(&self.ranking(measure)).ok()),
        };
        let mut place = place(engine, &query, &rankings, self.target(engine)?)?;
        let Self { counted, area, measure, seed, .. } = self.clone();
        let next = NextDrift { counted, area, search: None, measure };
        place.why.extend(next_year(engine, (next, seed), &rankings.asked, &self.id)?);
        let positions = self.area == AreaBasis::Point;
        let measure = Some(self.measure);
        let shows = Shows { count: place.count, positions, sites: true, estimated_residents: false, measure };
        Ok(AreaAnswer { meta: meta(engine, self, &self.counted, Some(self.seed), shows)?, place })
    }

    fn file(&self, engine: &Engine, answer: &AreaAnswer, form: Form) -> Result<Content, AskError> {
        let outline = engine.data.areas.find(&self.id).and_then(|at| engine.data.areas.get(at));
        super::file::file(engine, &answer.meta, &answer.place, (form, outline.map(|a| a.outline.clone())))
    }
}

impl Area {
    fn ranking(&self, measure: Measure) -> NeighborhoodRanking {
        let Self { counted, area, k, seed, .. } = self.clone();
        NeighborhoodRanking { counted, area, measure, k, seed }
    }

    /// The same, carried over a series break.
    ///
    /// # Errors
    /// [`AskError::Value`] where it would have no effect: counts that it does not compare, or two years that do not lie
    /// on both sides of its break.
    fn crossed(self, bridge: &BridgeSource) -> Result<Self, AskError> {
        let refused = |accepted: String| Err(AskError::value("bridge", &bridge.name, accepted));
        let labels = self.area == AreaBasis::Label && self.counted.time == TimeBasis::Reported;
        if !labels || self.counted.unit != Unit::Net {
            return refused("area=label, time=reported and unit=net beside it, as published counts are".into());
        }
        if !two_years(self.counted.to).is_some_and(|[then, now]| spans(bridge, then, now)) {
            return refused(format!(
                "a last month whose twelve months lie in {} to {} and the twelve before in {} to {}",
                bridge.after.from, bridge.after.to, bridge.before.from, bridge.before.to
            ));
        }
        Ok(Self { bridge: Some(bridge.name.clone()), ..self })
    }

    fn target<'e>(&self, engine: &'e Engine) -> Result<Target<'e>, AskError> {
        let areas = &engine.data.areas;
        let another = || AskError::internal("the area is of another dataset");
        let idx = areas.find(&self.id).ok_or_else(another)?;
        let area = areas.get(idx).ok_or_else(another)?;
        let info = AreaInfo {
            id: area.id.clone(),
            name: area.name.clone(),
            kind: kind(area),
            area_km2: area.area_km2,
            population: area.population.iter().map(|(year, n)| (year.to_string(), *n)).collect(),
            sites: sites_of(engine, idx)?,
        };
        let inside = engine.incidents.places().iter().map(|p| p.area(self.area) == Some(idx)).collect();
        // Counts published per area carry the police's own label and no date of occurrence.
        let with_area_counts = self.area == AreaBasis::Label && self.counted.time == TimeBasis::Reported;
        Ok(Target {
            info,
            inside,
            unit: usize::from(idx.0),
            with_area_counts,
            remarks: Vec::new(),
            place: Finest::Area,
            bridge: engine.data.city.bridge.iter().find(|b| self.bridge.as_ref() == Some(&b.name)),
        })
    }
}

impl Question for Catchment {
    const NAME: &'static str = "catchment";
    const ADDRESS: &'static str = "catchments/{id}";
    const SITES: bool = true;
    const ABOUT: &'static str = "A catchment of a search in full: series, hours, offenses, ranks, and why it stands \
        where it stands.";
    const FORMS: &'static [Form] = &[Form::Json, Form::Geojson, Form::Csv, Form::About];

    type Ask = CatchmentAsk;
    type Answer = CatchmentAnswer;

    fn check(ask: CatchmentAsk, data: &Dataset) -> Result<Self, AskError> {
        let CatchmentAsk { this, counting, choosing, search } = ask;
        Ok(Self {
            id: this.id.as_str().to_owned(),
            counted: counting.check(Finest::Cell, data)?,
            measure: choosing.measure,
            basis: search.basis.unwrap_or(Objective::Counted),
            shape: search.shape(None)?,
            k: K::or_city(choosing.k, data),
            seed: choosing.seed.get(),
            area_km2: AreaKm2::or_city(search.area_km2, data),
        })
    }

    fn answer(&self, engine: &Engine, _: &dyn Watch) -> Result<CatchmentAnswer, AskError> {
        let query = self.counted.query(&engine.data)?;
        let target = self.target(engine)?;
        let rankings = Rankings {
            asked: engine.find(&self.ranking(self.measure))?,
            by: MEASURES.map(|measure| engine.find(&self.ranking(measure)).ok()),
        };
        let mut place = place(engine, &query, &rankings, target)?;
        let (counted, search) = (self.counted.clone(), Some(self.search()));
        let next = NextDrift { counted, area: AreaBasis::Point, search, measure: self.measure };
        place.why.extend(next_year(engine, (next, self.seed), &rankings.asked, &self.id)?);
        let found = engine.find(&self.search())?;
        let candidate = found.list.iter().find(|c| c.id == self.id);
        let stacked = Stacked::of(engine, &query);
        let says = candidate.and_then(|c| stacked.of_catchment(&found.study, c, place.count));
        place.why.extend(says.clone());
        let measure = Some(self.measure);
        let shows = Shows { count: place.count, positions: true, sites: true, estimated_residents: true, measure };
        let mut meta = meta(engine, self, &self.counted, Some(self.seed), shows)?;
        meta.warnings.extend(check_first(says));
        Ok(CatchmentAnswer { meta, place })
    }

    fn file(&self, engine: &Engine, answer: &CatchmentAnswer, form: Form) -> Result<Content, AskError> {
        let found = engine.find(&self.search())?;
        let outline = found.list.iter().find(|c| c.id == self.id).map(|c| c.outline.clone());
        super::file::file(engine, &answer.meta, &answer.place, (form, outline))
    }
}

impl Catchment {
    fn search(&self) -> CatchmentSearch {
        let Self { counted, basis, k, area_km2, shape, seed, .. } = self.clone();
        CatchmentSearch { counted, basis, k, area_km2, shape, seed }
    }

    fn ranking(&self, measure: Measure) -> CatchmentRanking {
        CatchmentRanking { search: self.search(), measure }
    }

    fn target(&self, engine: &Engine) -> Result<Target<'static>, AskError> {
        let found = engine.find(&self.search())?;
        let at = found.list.iter().position(|c| c.id == self.id);
        let accepted = || format!("C1 to C{} for this question", found.list.len());
        let missing = || AskError::NotFound { what: "catchment", id: self.id.clone(), accepted: accepted() };
        let unit = at.ok_or_else(missing)?;
        let candidate = &found.list[unit];
        let year = population_year(&engine.data, self.counted.window()?);
        let info = AreaInfo {
            id: candidate.id.clone(),
            name: candidate.name.clone(),
            kind: PlaceKind::Catchment,
            area_km2: candidate.area_km2,
            population: year.zip(candidate.residents).map(|(y, n)| (y.to_string(), n.round())).into_iter().collect(),
            sites: candidate.sites.clone(),
        };
        let inside = inside_of(&found.study, &candidate.cells);
        let remarks = remarks(candidate.park_km2, &candidate.sites, &engine.data);
        Ok(Target { info, inside, unit, with_area_counts: false, remarks, place: Finest::Cell, bridge: None })
    }
}

/// Whether each place of the cube lies in one of some cells, which are in order.
pub(crate) fn inside_of(study: &StudyCells, cells: &[usize]) -> Vec<bool> {
    let at = inside_of_place(study);
    at.iter().map(|cell| cell.is_some_and(|c| cells.binary_search(&c).is_ok())).collect()
}

/// What a place was, and what it will be in the year to come; none where it is not ranked or drift cannot be learned.
fn next_year(
    engine: &Engine,
    (drift, seed): (NextDrift, u64),
    asked: &PlaceRanking,
    id: &str,
) -> Result<Option<String>, AskError> {
    let k = asked.ranking.params.k;
    let ranks = engine.find(&NextRanks { drift, k, seed })?;
    let both = asked.item(id).zip(ranks.iter().find(|n| n.id == id));
    Ok(both.map(|(was, will)| was_and_will(k, &asked.words.period, was.p_top, will.p_top)))
}

/// Sites that stand in an area: named by the site, or, where an outline is published, with a cell inside it.
fn sites_of(engine: &Engine, idx: AreaIdx) -> Result<Vec<String>, AskError> {
    let data = &engine.data;
    let id = data.areas.get(idx).map(|a| a.id.as_str());
    let study = engine.finest_study()?;
    let reaches = |site: &Site| {
        let cells = study.inside.iter().zip(&study.area).filter(|(_, area)| **area == Some(idx));
        site.shape == SiteShape::Published
            && cells.map(|(c, _)| c.center()).any(|(lng, lat)| site.outline.contains(&Point::new(lng, lat)))
    };
    let named = |site: &Site| id.is_some_and(|id| site.area_ids.iter().any(|a| a == id));
    Ok(data.latest_sites().filter(|s| named(s) || reaches(s)).map(|s| s.id.clone()).collect())
}
