//! The daily cube, against counting the rows themselves.

use std::collections::{BTreeMap, BTreeSet};

use catchment_model::{AreaBasis, AreaIdx, Day, Days, Finest, GroupId, RowStatus};
use catchment_store::{Dataset, write};
use tempfile::tempdir;

use crate::support::{HOMICIDE, Made, RAPE, month};

/// A group of the made-up city that is told per cell, and one per area.
const BURGLARY: GroupId = GroupId(1);
const ASSAULT: GroupId = GroupId(2);

/// The city with every tenth incident in two groups, the second row of it beside the first.
fn made() -> Made {
    let mut made = Made::new(7, 20_000);
    let mut number = 0;
    for at in (0..made.incidents.rows.len() - 1).step_by(10) {
        let first = made.incidents.rows[at];
        if first.group == HOMICIDE && first.incident == 1 {
            number += 1;
            made.incidents.rows[at].shared = number;
            made.incidents.rows[at + 1] =
                catchment_model::IncidentRow { group: BURGLARY, shared: number, line: first.line + 1, ..first };
        }
    }
    made
}

/// Rows of the newest 24 months by day, or without one, counted one by one: net and distinct incidents of both groups.
fn counted(made: &Made, basis: AreaBasis) -> BTreeMap<(Option<Day>, Option<AreaIdx>), (i64, i64)> {
    let days = Days { from: Day::first_of(month("2017-01")), to: Day::last_of(month("2018-12")) };
    let (mut sums, mut seen): (BTreeMap<_, (i64, i64)>, BTreeSet<u32>) = (BTreeMap::new(), BTreeSet::new());
    for row in made.incidents.rows.iter().filter(|r| r.group == HOMICIDE || r.group == BURGLARY) {
        let day = row.occurred.map(Day::of);
        if row.reported < month("2017-01") || day.is_some_and(|d| !days.contains(d)) {
            continue;
        }
        let position = made.incidents.position(row).filter(|_| row.status != RowStatus::Unlocated);
        let area = if basis == AreaBasis::Label { row.label } else { position.and_then(|p| p.area) };
        let sum = sums.entry((day, area)).or_default();
        sum.0 += i64::from(row.count);
        sum.1 += i64::from(row.incident > 0 && (row.shared == 0 || seen.insert(row.shared)));
    }
    sums.retain(|_, sum| *sum != (0, 0));
    sums
}

#[test]
fn days_areas_and_distinct_incidents_are_those_of_the_rows() {
    let (workspace, made) = (tempdir().unwrap(), made());
    write(workspace.path(), &made.dataset()).unwrap();
    let data = Dataset::open(workspace.path()).unwrap();
    let daily = data.daily.as_ref().expect("days");
    assert!(daily.shared().iter().map(|s| s.incidents).sum::<i32>() > 3, "{:?}", daily.shared());
    let chosen = data.offenses.select("homicide,burglary").unwrap();
    for basis in [AreaBasis::Label, AreaBasis::Point] {
        let mut sums: BTreeMap<_, (i64, i64)> = BTreeMap::new();
        daily.fold(
            &chosen,
            |_| true,
            |entry, net, incidents| {
                let sum = sums.entry((entry.day, entry.area(basis))).or_default();
                *sum = (sum.0 + net, sum.1 + incidents);
            },
        );
        sums.retain(|_, sum| *sum != (0, 0));
        assert!(sums.len() > 1000 && sums.keys().any(|(day, _)| day.is_none()));
        assert_eq!(sums, counted(&made, basis), "{basis:?}");
    }
}

#[test]
fn groups_told_per_city_and_year_have_no_days_and_numbers_lead_nowhere() {
    let (workspace, mut made) = (tempdir().unwrap(), made());
    for row in made.incidents.rows.iter_mut().filter(|r| r.shared > 0 && r.group == BURGLARY) {
        row.group = ASSAULT;
    }
    write(workspace.path(), &made.dataset()).unwrap();
    let data = Dataset::open(workspace.path()).unwrap();
    let daily = data.daily.expect("days");
    assert!(daily.entries().iter().all(|e| e.group != RAPE) && daily.entries().iter().any(|e| e.group == ASSAULT));
    let finest = |at: u32| data.offenses.group(daily.entries()[at as usize].group).unwrap().finest;
    assert!(daily.shared().iter().flat_map(|s| &s.entries).all(|at| finest(*at) == Finest::Cell));
    assert_eq!(daily.window().to_string(), "2017-01 to 2018-12");
}
