//! Incidents behind counts: what is independent of each other is the incident, not its offenses.
//!
//! An entry of the cube (a place, its months, its hour, an offense group) with net count n and m incidents is read as m
//! incidents of n/m offenses each. In the St. Louis files of 2014–2020, which have incident numbers, 27,838 of 27,859
//! entries of homicide, armed robbery and aggravated assault hold one incident, so that little is lost: the sum of
//! squared sizes by entries is 99.8 % of the true one (67,475 of 67,578), and 20 of 27,860 incidents lie in more than
//! one entry.

use catchment_model::heap;
use std::collections::BTreeMap;

use catchment_model::{Month, Place, Query, Resolution, Unit};
use catchment_siting::Clusters;

use super::Engine;
use super::counts::{Months, fold, fold_distinct};
use super::study::NO_CELL;
use crate::error::AskError;

/// Which of the chosen rows stand for an incident, where one of several groups has a row in each: the heaviest, of
/// equals the first. A row is given as the number of its incident, 0 where it stands in one group, and its weight.
pub(crate) fn once(rows: &[(u32, f64)]) -> Vec<bool> {
    let mut best: BTreeMap<u32, (usize, f64)> = BTreeMap::new();
    for (at, (number, weight)) in rows.iter().enumerate().filter(|(_, row)| row.0 > 0) {
        let kept = best.entry(*number).or_insert((at, *weight));
        if *weight > kept.1 {
            *kept = (at, *weight);
        }
    }
    rows.iter().enumerate().map(|(at, (number, _))| *number == 0 || best[number].0 == at).collect()
}

/// How many incidents hold how many offenses each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sizes(BTreeMap<u32, u64>);

impl Sizes {
    /// Adds so many incidents that hold so many offenses together, as evenly as whole numbers go.
    pub(crate) fn add(&mut self, offenses: i64, incidents: i64) {
        if offenses <= 0 || incidents <= 0 {
            return;
        }
        let (size, more) = (offenses / incidents, offenses % incidents);
        for (size, many) in [(size + 1, more), (size, incidents - more)] {
            if let (Ok(size @ 1..), Ok(many @ 1..)) = (u32::try_from(size), u64::try_from(many)) {
                *self.0.entry(size).or_default() += many;
            }
        }
    }

    /// The sizes of incidents that hold `offenses` together: what was taken back later is left out, at the smallest.
    pub(crate) fn holding(&self, offenses: u64) -> Vec<(u32, u64)> {
        let all: u64 = self.0.iter().map(|(size, many)| u64::from(*size) * many).sum();
        let mut back = all.saturating_sub(offenses);
        let left = |(size, many): (&u32, &u64)| {
            let gone = (back / u64::from(*size)).min(*many);
            back -= gone * u64::from(*size);
            (*size, many - gone)
        };
        self.0.iter().map(left).filter(|(_, many)| *many > 0).collect()
    }
}

/// Incidents behind the counts of [`super::counts::monthly`], laid out alike; none where incidents are counted.
pub(crate) fn clusters(
    engine: &Engine,
    query: &Query,
    months: &Months,
    units: usize,
    unit_of: impl Fn(usize, &Place) -> Option<usize>,
) -> Option<Clusters> {
    if query.unit == Unit::Incident {
        return None;
    }
    let places: Vec<Option<usize>> = engine.incidents.places().iter().enumerate().map(|(i, p)| unit_of(i, p)).collect();
    let mut group_at = vec![0; query.selection.weights().len()];
    query.selection.ids().enumerate().for_each(|(at, id)| group_at[usize::from(id.0)] = at);
    let groups = query.selection.ids().count();
    let mut held = Clusters { monthly: vec![0; groups * units * months.covered], squares: vec![0.0; groups * units] };
    fold_distinct(engine, query, months, |entry, month, n, incidents| {
        let Some(unit) = places[entry.place as usize] else { return };
        let at = group_at[usize::from(entry.group.0)] * units + unit;
        held.monthly[at * months.covered + month] += incidents;
        held.squares[at] += squares(n, i64::from(entry.incidents));
    });
    Some(held)
}

/// Sum of the squared sizes of so many incidents that hold so many offenses together, all of one size. Offenses without
/// any belong to an incident that is counted in another entry.
fn squares(offenses: i64, incidents: i64) -> f64 {
    if offenses > 0 && incidents > 0 { (offenses * offenses) as f64 / incidents as f64 } else { 0.0 }
}

/// The incident with most offenses of one group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Largest {
    /// Month of report.
    pub(crate) reported: Month,
    /// Offenses.
    pub(crate) offenses: i64,
}

/// The largest incident of each unit, by the unit of each place; none where incidents are counted.
pub(crate) fn largest(engine: &Engine, query: &Query, units: usize, unit_of: &[Option<usize>]) -> Vec<Option<Largest>> {
    let mut found: Vec<Option<Largest>> = vec![None; units];
    let months = Months::of(query.window, engine);
    fold(engine, query, &months, |entry, _, n| {
        // An entry of several incidents does not say how large each is.
        let whole = query.unit == Unit::Net && entry.incidents == 1;
        if let Some(unit) = unit_of[entry.place as usize].filter(|_| whole)
            && found[unit].is_none_or(|l| n > l.offenses)
        {
            found[unit] = Some(Largest { reported: entry.reported, offenses: n });
        }
    });
    found
}

/// Sizes of the incidents in the cells of a resolution.
pub(crate) fn sizes_in_cells(engine: &Engine, query: &Query, resolution: Resolution) -> Result<Sizes, AskError> {
    let study = engine.study(resolution)?;
    let months = Months::of(query.window, engine);
    let mut sizes = Sizes::default();
    fold(engine, query, &months, |entry, _, n| {
        if study.of_place[entry.place as usize] != NO_CELL {
            sizes.add(n, i64::from(entry.incidents));
        }
    });
    Ok(sizes)
}

heap!(Largest);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offenses_are_shared_evenly_among_the_incidents_of_an_entry() {
        let mut sizes = Sizes::default();
        sizes.add(43, 1);
        sizes.add(7, 3);
        sizes.add(-1, 0);
        sizes.add(0, 1);
        assert_eq!(sizes.holding(50), [(2, 2), (3, 1), (43, 1)]);
    }

    #[test]
    fn what_was_taken_back_leaves_the_smallest_incidents() {
        let mut sizes = Sizes::default();
        sizes.add(5, 5);
        sizes.add(40, 1);
        assert_eq!(sizes.holding(43), [(1, 3), (40, 1)]);
        assert_eq!(sizes.holding(100), [(1, 5), (40, 1)]);
    }
}
