//! The year after a window: drift learned from the whole past of places, and their ranks.

use catchment_model::{AreaBasis, Measure, Query, Unit, Window};
use catchment_siting::{Drift, NextInput, NextRank, RankInput, RankParams, RankUnit, Reference, Visible};
use serde::Serialize;

use super::catchments::{listed_units, tile_owners, tile_units};
use super::counts::{Months, area_of};
use super::places::{groups, unit};
use super::{CatchmentSearch, CatchmentsFound, Engine, Find, inside_of_place, owners};
use crate::error::AskError;
use crate::pieces::Counted;

/// Incidents for which the usual number of offenses per incident counts in a place's own: one incident with dozens of
/// victims says little about the next one.
const USUAL_INCIDENTS: f64 = 100.0;

/// How places drift.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NextDrift {
    /// What is counted.
    pub(crate) counted: Counted,
    /// Where a row counts.
    pub(crate) area: AreaBasis,
    /// The search that gives the places; neighborhoods where there is none.
    pub(crate) search: Option<CatchmentSearch>,
    /// What they are compared by.
    pub(crate) measure: Measure,
}

/// Ranks in the year after the window, for a number that is chosen.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NextRanks {
    /// How places drift.
    pub(crate) drift: NextDrift,
    /// Number to choose.
    pub(crate) k: usize,
    /// Seed of the draws.
    pub(crate) seed: u64,
}

impl Find for NextRanks {
    const NAME: &'static str = "ranks of the next year";
    /// In order of id; nothing where drift cannot be learned.
    type Found = Vec<NextRank>;

    fn find(&self, engine: &Engine) -> Result<Vec<NextRank>, AskError> {
        let drift = engine.find(&self.drift)?;
        Ok((*drift).as_ref().map(|drift| drift.with_seed(self.seed).ranks(self.k)).unwrap_or_default())
    }
}

/// When a fall in each place would be visible.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct NextVisible(pub(crate) NextDrift);

impl Find for NextVisible {
    const NAME: &'static str = "falls that would be visible";
    /// In order of id; nothing where drift cannot be learned.
    type Found = Vec<Visible>;

    fn find(&self, engine: &Engine) -> Result<Vec<Visible>, AskError> {
        let drift = engine.find(&self.0)?;
        Ok((*drift).as_ref().map(Drift::all_visible).unwrap_or_default())
    }
}

impl Find for NextDrift {
    const NAME: &'static str = "drift of places";
    /// Or the number of years that there are.
    type Found = Result<Drift, usize>;

    fn find(&self, engine: &Engine) -> Result<Self::Found, AskError> {
        let query = self.counted.query(&engine.data)?;
        let Some(first) = engine.data.coverage.incidents_span().map(Window::from) else { return Ok(Err(0)) };
        let Ok(window) = Window::new(first, query.window.to()) else { return Ok(Err(0)) };
        let past = Query { window, ..query.clone() };
        let months = Months::of(window, engine);
        let ages = ages(window, &months);
        let found = self.search.as_ref().map(|search| engine.find(search)).transpose()?;
        let found = found.as_deref();
        let own = Counts::new(engine, &past, &months, self.places(engine, query.window, found));
        let reference = found.map(|found| {
            let tiles = (tile_units(engine, query.window, found), of_cells(found, &tile_owners(found)));
            Counts::new(engine, &past, &months, tiles)
        });
        let per_count = own.offenses_per_count(reference.as_ref(), query.unit);
        let input = RankInput {
            months: months.covered,
            units: own.units,
            groups: groups(&past.selection, &engine.data),
            monthly: own.monthly,
            // The counts are incidents themselves.
            clusters: None,
            reference: reference.map(|r| Reference { units: r.units, monthly: r.monthly, clusters: None }),
        };
        let min_residents = engine.data.city.analysis.min_residents;
        let params = RankParams { measure: self.measure, min_residents, ..RankParams::default() };
        let input = NextInput { past: &input, ages: &ages, per_count: &per_count };
        let learned = params.drift(&input).map_err(AskError::internal)?;
        Ok(learned.ok_or_else(|| input.years()))
    }
}

impl NextDrift {
    /// The places and the one of each place of the cube.
    fn places(&self, engine: &Engine, window: Window, found: Option<&CatchmentsFound>) -> Places {
        if let Some(found) = found {
            return (listed_units(found), of_cells(found, &owners(found)));
        }
        let units = engine.data.areas.list().iter().map(|a| unit(a, &engine.data, window)).collect();
        (units, engine.incidents.places().iter().map(|p| area_of(self.area, p)).collect())
    }
}

/// Units, and the unit of each place of the cube.
type Places = (Vec<RankUnit>, Vec<Option<usize>>);

/// The unit of each place of the cube, by that of its cell.
fn of_cells(found: &CatchmentsFound, owner: &[Option<usize>]) -> Vec<Option<usize>> {
    inside_of_place(&found.study).into_iter().map(|cell| cell.and_then(|c| owner[c])).collect()
}

/// Months between each covered month and the last of the window.
fn ages(window: Window, months: &Months) -> Vec<u32> {
    let last = window.to().index();
    let covered = window.months().zip(&months.covered_at).filter(|(_, at)| at.is_some());
    covered.map(|(m, _)| u32::from(last - m.index())).collect()
}

/// Monthly incidents of some places, and what they weigh beside their offenses.
struct Counts {
    units: Vec<RankUnit>,
    /// Incidents, laid out as [`RankInput::monthly`].
    monthly: Vec<i64>,
    /// Weighted offenses, weighted incidents and incidents of each unit.
    sums: Vec<(f64, f64, f64)>,
}

impl Counts {
    /// Counts by incidents whatever the query's unit: several victims of one event are not several events.
    fn new(engine: &Engine, query: &Query, months: &Months, (units, unit_of): Places) -> Self {
        let mut group_at = vec![0; query.selection.weights().len()];
        for (at, id) in query.selection.ids().enumerate() {
            group_at[usize::from(id.0)] = at;
        }
        let mut monthly = vec![0; query.selection.ids().count() * units.len() * months.covered];
        let mut sums = vec![(0.0, 0.0, 0.0); units.len()];
        let query = Query { unit: Unit::Incident, ..query.clone() };
        engine.incidents.fold(&query, |entry, n| {
            let month = query.month_of(entry).and_then(|m| months.covered_at[m]);
            if let (Some(month), Some(unit)) = (month, unit_of[entry.place as usize]) {
                let group = group_at[usize::from(entry.group.0)];
                monthly[(group * units.len() + unit) * months.covered + month] += n;
                let weight = query.selection.weight(entry.group);
                let sum: &mut (f64, f64, f64) = &mut sums[unit];
                sum.0 += weight * f64::from(entry.net);
                sum.1 += weight * n as f64;
                sum.2 += n as f64;
            }
        });
        Self { units, monthly, sums }
    }

    /// Offenses per incident of each unit, moved toward the usual number; 1 where incidents are asked for.
    fn offenses_per_count(&self, usual: Option<&Self>, unit: Unit) -> Vec<f64> {
        let add = |a: (f64, f64, f64), b: &(f64, f64, f64)| (a.0 + b.0, a.1 + b.1, a.2 + b.2);
        let (offenses, incidents, number) = usual.unwrap_or(self).sums.iter().fold((0.0, 0.0, 0.0), add);
        if unit == Unit::Incident || offenses <= 0.0 || incidents <= 0.0 {
            return vec![1.0; self.units.len()];
        }
        let (ratio, worth) = (offenses / incidents, USUAL_INCIDENTS * incidents / number);
        self.sums.iter().map(|s| (s.0.max(0.0) + worth * ratio) / (s.1.max(0.0) + worth)).collect()
    }
}
