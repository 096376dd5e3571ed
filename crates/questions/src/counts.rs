//! Counts folded from the cube, always over covered months only.

use catchment_model::{AreaBasis, Entry, Place, Query, Selection};
use serde::Serialize;
use utoipa::ToSchema;

use super::params::Params;
use crate::engine::Engine;

/// The months that rates divide by.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Months {
    /// Place of each month of the window among the covered ones.
    pub covered_at: Vec<Option<usize>>,
    /// Number of covered months.
    pub covered: usize,
}

/// A count, and the rates that go with it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct Totals {
    /// Count over the covered months.
    pub count: i64,
    /// Per 1,000 residents and year; absent where residents are too few or unknown.
    pub per_1000: Option<f64>,
    /// Per km² and year.
    pub per_km2: Option<f64>,
}

impl Months {
    /// The covered months of a window.
    pub(super) fn of(params: &Params, engine: &Engine) -> Self {
        let coverage = &engine.data.coverage;
        let missing = coverage.missing(params.window);
        let mut covered = 0;
        let covered_at = params
            .window
            .months()
            .map(|m| {
                let at = missing.binary_search(&m).is_err().then_some(covered);
                covered += usize::from(at.is_some());
                at
            })
            .collect();
        Self { covered_at, covered }
    }

    /// Covered years, above 0: a window without covered months is refused when it is read.
    pub(super) fn years(&self) -> f64 {
        self.covered.max(1) as f64 / 12.0
    }
}

impl Totals {
    /// Rates of a count.
    pub fn new(count: i64, residents: Option<f64>, area_km2: f64, years: f64, min_residents: f64) -> Self {
        let per = |size: f64| Some(count as f64 / years / size).filter(|v| v.is_finite());
        let enough = residents.filter(|r| *r > 0.0 && *r >= min_residents);
        Self {
            count,
            per_1000: enough.and_then(|r| per(r / 1000.0)),
            per_km2: Some(area_km2).filter(|a| *a > 0.0).and_then(per),
        }
    }
}

/// What is asked of the cube.
pub(super) fn query(params: &Params, selection: &Selection) -> Query {
    Query { window: params.window, selection: selection.clone(), unit: params.unit, time: params.time, blocks: None }
}

/// Calls `f(entry, covered month, count)` for every entry that counts.
pub(super) fn fold(
    engine: &Engine,
    params: &Params,
    selection: &Selection,
    months: &Months,
    mut f: impl FnMut(&Entry, usize, i64),
) {
    let query = query(params, selection);
    engine.incidents.fold(&query, |entry, n| {
        if let Some(month) = query.month_of(entry).and_then(|m| months.covered_at[m]) {
            f(entry, month, n);
        }
    });
}

/// Counts at `[(group × units + unit) × months + month]`, groups in the order of the selection, and the count of the
/// whole city. `unit_of` gives the unit of a place of the cube.
pub(super) fn monthly(
    engine: &Engine,
    params: &Params,
    selection: &Selection,
    months: &Months,
    units: usize,
    unit_of: impl Fn(usize, &Place) -> Option<usize>,
) -> (Vec<i64>, i64) {
    let places: Vec<Option<usize>> = engine.incidents.places().iter().enumerate().map(|(i, p)| unit_of(i, p)).collect();
    let mut group_at = vec![0; selection.weights().len()];
    for (at, id) in selection.ids().enumerate() {
        group_at[usize::from(id.0)] = at;
    }
    let groups = selection.ids().count();
    let mut table = vec![0; groups * units * months.covered];
    let mut city = 0;
    fold(engine, params, selection, months, |entry, month, n| {
        city += n;
        if let Some(unit) = places[entry.place as usize] {
            table[(group_at[usize::from(entry.group.0)] * units + unit) * months.covered + month] += n;
        }
    });
    (table, city)
}

/// Position of the area of a place.
pub(super) fn area_of(basis: AreaBasis, place: &Place) -> Option<usize> {
    place.area(basis).map(|a| usize::from(a.0))
}
