//! Distinct incidents over sets of groups, against counting the numbers themselves.

use std::collections::{BTreeMap, BTreeSet};

use catchment_model::{
    AreaBasis, BlockMask, Cube, Finest, GroupId, IncidentRow, LocalMinute, OffenseGroup, Offenses, Query, ReportedBy,
    TimeBasis, Unit, Window,
};
use catchment_store::cube;

use crate::support::{Made, Random, month};

const GROUPS: u8 = 5;

/// Five groups; the last is shown per area only.
fn offenses() -> Offenses {
    let group = |at: u8| OffenseGroup {
        id: format!("g{at}"),
        label: format!("Group {at}"),
        weight: f64::from([1, 3, 2, 2, 1][usize::from(at)]),
        reported_by: ReportedBy::Victim,
        finest: if at + 1 == GROUPS { Finest::Area } else { Finest::Cell },
        default: true,
    };
    Offenses::new((0..GROUPS).map(group).collect(), BTreeMap::new()).expect("groups")
}

/// Rows of random incidents, the number of each, and their cube: the first row of a number in each group stands for the
/// incident, and carries a number in common where there are several groups.
fn made(seed: u64, rows: usize) -> (Made, Vec<u64>, Cube) {
    let mut made = Made::new(seed, rows);
    let mut random = Random(seed + 1000);
    made.offenses = offenses();
    made.area_counts.clear();
    made.year_counts.clear();
    let numbers: Vec<u64> = (0..rows).map(|_| random.below((rows as u64 / 3).max(1))).collect();
    let mut groups: BTreeMap<u64, Vec<(u8, usize)>> = BTreeMap::new();
    for (at, (row, number)) in made.incidents.rows.iter_mut().zip(&numbers).enumerate() {
        row.group = GroupId(random.below(u64::from(GROUPS)));
        row.incident = 0;
        let seen = groups.entry(*number).or_default();
        if row.count > 0 && seen.iter().all(|(group, _)| *group != row.group.0) {
            row.incident = 1;
            seen.push((row.group.0, at));
        }
    }
    for (at, seen) in (1..).zip(groups.values().filter(|seen| seen.len() > 1)) {
        for (_, row) in seen {
            made.incidents.rows[*row].shared = at;
        }
    }
    let areas = made.areas.len();
    let cube = cube(&made.incidents, &made.offenses, areas, &[], &[], &made.coverage).expect("a cube");
    (made, numbers, cube)
}

fn selects(query: &Query, row: &IncidentRow) -> bool {
    let month = match query.time {
        TimeBasis::Reported => Some(row.reported),
        TimeBasis::Occurred => row.occurred.and_then(LocalMinute::month),
    };
    row.incident == 1
        && query.selection.weight(row.group) > 0.0
        && month.is_some_and(|m| query.window.contains(m))
        && query.blocks.is_none_or(|mask| mask.contains(row.block))
}

/// Incidents that are told apart: those of the group shown per area stand for themselves.
fn brute_force(made: &Made, numbers: &[u64], query: &Query) -> i64 {
    let rows = made.incidents.rows.iter().zip(numbers).filter(|(row, _)| selects(query, row));
    let distinct: BTreeSet<(bool, u64)> = rows.map(|(row, n)| (row.group.0 + 1 == GROUPS, *n)).collect();
    i64::try_from(distinct.len()).expect("few")
}

fn query(made: &Made, random: &mut Random) -> Query {
    let all: Vec<GroupId> = (0..GROUPS).map(GroupId).collect();
    let chosen: Vec<GroupId> = all.iter().copied().filter(|_| random.below::<u8>(3) > 0).collect();
    let year: u64 = 2009 + random.below::<u64>(9);
    let months = [1 + random.below::<u64>(12), 1 + random.below::<u64>(12)];
    let name = |year: u64, month: u64| format!("{year}-{month:02}");
    let window = match random.below::<u8>(3) {
        0 => Window::new(month("2009-01"), month("2018-12")),
        1 => Window::new(month(&name(year, months[0])), month(&name(year + 1, months[1]))),
        _ => Window::new(month(&name(year, months[0])), month(&name(year, months[0]))),
    };
    Query {
        window: window.expect("a window"),
        selection: made.offenses.selection(if chosen.is_empty() { &all } else { &chosen }).expect("groups"),
        unit: Unit::Incident,
        time: if random.below::<u8>(2) == 0 { TimeBasis::Reported } else { TimeBasis::Occurred },
        blocks: (random.below::<u8>(3) == 0).then(|| BlockMask::of_hours(&[0, 2, 4, 6], 6, 20)),
    }
}

#[test]
fn distinct_incidents_of_any_groups_and_months_are_those_of_the_rows() {
    for seed in 0..4 {
        let (made, numbers, cube) = made(seed, [40, 400, 3000, 9000][usize::try_from(seed).expect("small")]);
        assert!(cube.shared().len() > 3, "{}", cube.shared().len());
        let mut random = Random(seed + 50);
        for _ in 0..60 {
            let query = query(&made, &mut random);
            let right = brute_force(&made, &numbers, &query);
            assert_eq!(cube.total(&query), right, "seed {seed}, {query:?}");
            assert_eq!(cube.by_area(&query, AreaBasis::Label, made.areas.len()).iter().sum::<i64>(), right);
            assert_eq!(cube.by_place(&query).iter().sum::<i64>(), right);
            assert_eq!(cube.by_month(&query, |_| true).iter().sum::<i64>(), right);
            assert!(cube.by_place(&query).iter().all(|n| *n >= 0));
            let (mut net, mut distinct) = (0, 0);
            cube.fold_distinct(&Query { unit: Unit::Net, ..query.clone() }, |entry, n, incidents| {
                net += n - i64::from(entry.net);
                distinct += incidents;
            });
            assert_eq!((net, distinct), (0, right));
            // Each group for itself, and a part of the cube.
            let alone: i64 = query
                .selection
                .ids()
                .map(|id| {
                    let selection = made.offenses.selection(&[id]).expect("a group");
                    brute_force(&made, &numbers, &Query { selection, ..query.clone() })
                })
                .sum();
            assert_eq!(cube.by_group(&query, |_| true).iter().sum::<i64>(), alone);
            let part = cube.filtered(|e| e.reported.number() != 5);
            let mut without = made.clone();
            without.incidents.rows.iter_mut().filter(|r| r.reported.number() == 5).for_each(|r| r.incident = 0);
            assert_eq!(part.total(&query), brute_force(&without, &numbers, &query));
        }
    }
}
