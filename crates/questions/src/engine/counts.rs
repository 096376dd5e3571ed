//! Counts folded from the cube, always over covered months only.

use catchment_model::{AreaBasis, Entry, Place, Query, Unit, Window};

use super::Engine;

/// The months that rates divide by.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Months {
    /// Place of each month of the window among the covered ones.
    pub(crate) covered_at: Vec<Option<usize>>,
    /// Number of covered months.
    pub(crate) covered: usize,
}

impl Months {
    /// The covered months of a window.
    pub(crate) fn of(window: Window, engine: &Engine) -> Self {
        let missing = engine.data.coverage.missing(window);
        let mut covered = 0;
        let covered_at = window
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
    pub(crate) fn years(&self) -> f64 {
        self.covered.max(1) as f64 / 12.0
    }
}

/// The same query by distinct incidents, whatever unit is shown: what tests take as independent. One incident with many
/// victims is one event.
pub(crate) fn by_incidents(query: &Query) -> Query {
    Query { unit: Unit::Incident, ..query.clone() }
}

/// Calls `f(entry, covered month, count)` for every entry that counts.
pub(crate) fn fold(engine: &Engine, query: &Query, months: &Months, mut f: impl FnMut(&Entry, usize, i64)) {
    engine.incidents.fold(query, |entry, n| {
        if let Some(month) = query.month_of(entry).and_then(|m| months.covered_at[m]) {
            f(entry, month, n);
        }
    });
}

/// As [`fold`], with the distinct incidents of the entry: `f(entry, covered month, count, incidents)`.
pub(crate) fn fold_distinct(
    engine: &Engine,
    query: &Query,
    months: &Months,
    mut f: impl FnMut(&Entry, usize, i64, i64),
) {
    engine.incidents.fold_distinct(query, |entry, n, incidents| {
        if let Some(month) = query.month_of(entry).and_then(|m| months.covered_at[m]) {
            f(entry, month, n, incidents);
        }
    });
}

/// Counts at `[(group × units + unit) × months + month]`, groups in the order of the selection, and the count of the
/// whole city. `unit_of` gives the unit of a place of the cube.
pub(crate) fn monthly(
    engine: &Engine,
    query: &Query,
    months: &Months,
    units: usize,
    unit_of: impl Fn(usize, &Place) -> Option<usize>,
) -> (Vec<i64>, i64) {
    let places: Vec<Option<usize>> = engine.incidents.places().iter().enumerate().map(|(i, p)| unit_of(i, p)).collect();
    let mut group_at = vec![0; query.selection.weights().len()];
    for (at, id) in query.selection.ids().enumerate() {
        group_at[usize::from(id.0)] = at;
    }
    let groups = query.selection.ids().count();
    let mut table = vec![0; groups * units * months.covered];
    let mut city = 0;
    fold(engine, query, months, |entry, month, n| {
        city += n;
        if let Some(unit) = places[entry.place as usize] {
            table[(group_at[usize::from(entry.group.0)] * units + unit) * months.covered + month] += n;
        }
    });
    (table, city)
}

/// Position of the area of a place.
pub(crate) fn area_of(basis: AreaBasis, place: &Place) -> Option<usize> {
    place.area(basis).map(|a| usize::from(a.0))
}
