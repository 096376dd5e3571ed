//! What can be weighed: counts of the places, and what else criteria need. It depends on no measure, seed or weight.

use catchment_model::heap;
use std::sync::Arc;

use catchment_model::{AreaBasis, BlockMask, Query, Window};
use catchment_siting::{RankGroup, RankInput};
use serde::Serialize;

use super::sites::{Reach, Reached};
use crate::answers::Totals;
use crate::engine::{
    CatchmentSearch, CatchmentsFound, Engine, Find, Months, area_of, catchment_input, city_totals, existing,
    fold_distinct, neighborhood_input, units_of_places,
};
use crate::error::AskError;
use crate::pieces::Counted;

/// The places of a decision, counted.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Weighable {
    /// What is counted.
    pub(super) counted: Counted,
    /// Where a row counts.
    pub(super) area: AreaBasis,
    /// The search that gives the places; neighborhoods where there is none.
    pub(super) search: Option<CatchmentSearch>,
    /// Which sites exist.
    pub(super) sites: String,
}

/// Counts of the places, and what criteria need beside them.
#[derive(Debug)]
pub(super) struct WeighablePlaces {
    /// Counts and exposures.
    pub(super) input: RankInput,
    /// Names of the places, in the order of the units.
    pub(super) names: Vec<String>,
    /// The whole city.
    pub(super) city: Totals,
    /// Covered years.
    pub(super) years: f64,
    /// Age of each covered month.
    pub(super) ages: Vec<u32>,
    /// Incidents of known hour within and outside the working hours of a site; or why there are none.
    pub(super) shift: Result<Vec<(f64, f64)>, String>,
    /// Ids of the sites that exist.
    pub(super) sites: Vec<String>,
    /// What they are to each place.
    pub(super) reach: Arc<Reach>,
}

impl Find for Weighable {
    const NAME: &'static str = "places to weigh";
    type Found = WeighablePlaces;

    fn find(&self, engine: &Engine) -> Result<WeighablePlaces, AskError> {
        let query = self.counted.query(&engine.data)?;
        let found = self.search.as_ref().map(|search| engine.find(search)).transpose()?;
        let found = found.as_deref();
        let sites: Vec<String> =
            existing(&self.sites, &engine.data, query.window).iter().map(|s| s.id.clone()).collect();
        let reach = engine.find(&Reached { sites: sites.clone(), search: self.search.clone() })?;
        Ok(self.weigh(engine, &query, found, (sites, reach)))
    }
}

impl Weighable {
    /// The places counted: those found, or neighborhoods.
    pub(super) fn weigh(
        &self,
        engine: &Engine,
        query: &Query,
        found: Option<&CatchmentsFound>,
        (sites, reach): (Vec<String>, Arc<Reach>),
    ) -> WeighablePlaces {
        let months = Months::of(query.window, engine);
        let (input, count) = self.input(engine, query, found);
        WeighablePlaces {
            names: names(engine, found),
            city: city_totals(engine, query.window, count, months.years()),
            years: months.years(),
            ages: ages(query.window, &months),
            shift: self.shift(engine, query, found, (&months, input.units.len())),
            input,
            sites,
            reach,
        }
    }

    /// Counts of the places, and of the whole city.
    pub(super) fn input(&self, engine: &Engine, query: &Query, found: Option<&CatchmentsFound>) -> (RankInput, i64) {
        match found {
            Some(found) => catchment_input(engine, query, found),
            None => neighborhood_input(engine, query, self.area),
        }
    }

    fn shift(
        &self,
        engine: &Engine,
        query: &Query,
        found: Option<&CatchmentsFound>,
        (months, units): (&Months, usize),
    ) -> Result<Vec<(f64, f64)>, String> {
        let shift = engine.data.city.shift.as_ref().ok_or("the city file gives no working hours of a site")?;
        let mask = BlockMask::of_hours(&shift.weekdays, shift.from_hour, shift.to_hour);
        let unit_of = self.units_of_places(engine, found);
        let mut sums = vec![(0, 0); units];
        fold_distinct(engine, query, months, |entry, _, _, m| {
            if let Some(unit) = unit_of[entry.place as usize].filter(|_| entry.block.hour().is_some()) {
                let (within, outside) = &mut sums[unit];
                *(if mask.contains(entry.block) { within } else { outside }) += m;
            }
        });
        let known = |(within, outside): (i64, i64)| (within.max(0) as f64, outside.max(0) as f64);
        Ok(sums.into_iter().map(known).collect())
    }

    /// Unit of each place of the cube.
    fn units_of_places(&self, engine: &Engine, found: Option<&CatchmentsFound>) -> Vec<Option<usize>> {
        let Some(found) = found else {
            return engine.incidents.places().iter().map(|p| area_of(self.area, p)).collect();
        };
        units_of_places(found)
    }
}

impl WeighablePlaces {
    /// Net count of a unit over all groups that are counted.
    pub(super) fn count(&self, unit: usize) -> i64 {
        self.sum(&self.input.monthly, unit)
    }

    /// Distinct incidents behind it.
    pub(super) fn incidents(&self, unit: usize) -> i64 {
        self.sum(self.input.clusters.as_ref().map_or(&self.input.monthly, |c| &c.monthly), unit)
    }

    fn sum(&self, monthly: &[i64], unit: usize) -> i64 {
        let input = &self.input;
        let of = |(group, g): (usize, &RankGroup)| -> i64 {
            let start = (group * input.units.len() + unit) * input.months;
            if g.weight > 0.0 { monthly[start..start + input.months].iter().sum() } else { 0 }
        };
        input.groups.iter().enumerate().map(of).sum()
    }

    /// Its count with its rates.
    pub(super) fn totals(&self, unit: usize, min_residents: f64) -> Totals {
        let place = &self.input.units[unit];
        Totals::new(self.count(unit), place.residents, place.area_km2, self.years, min_residents)
    }
}

fn names(engine: &Engine, found: Option<&CatchmentsFound>) -> Vec<String> {
    match found {
        Some(found) => found.list.iter().map(|c| c.name.clone()).collect(),
        None => engine.data.areas.list().iter().map(|a| a.name.clone()).collect(),
    }
}

fn ages(window: Window, months: &Months) -> Vec<u32> {
    let last = window.to().index();
    let covered = window.months().zip(&months.covered_at).filter(|(_, at)| at.is_some());
    covered.map(|(m, _)| u32::from(last - m.index())).collect()
}

heap!(WeighablePlaces { input, names, city, years, ages, shift, sites, reach });
