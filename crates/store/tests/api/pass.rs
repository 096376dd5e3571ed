//! The fast pass against the tree map of the model, row by row.

use catchment_model::{
    AreaIdx, Block, Cube, CubeBuilder, Finest, GroupId, LocalMinute, NO_POSITION, Place, RowStatus, YearCount,
};
use catchment_store::{AreaCount, StoreError, cube};

use crate::support::{HOMICIDE, Made, RAPE, month};

const ASSAULT: GroupId = GroupId(2);

fn fast(made: &Made) -> Result<Cube, StoreError> {
    cube(&made.incidents, &made.offenses, made.areas.len(), &made.area_counts, &made.year_counts, &made.coverage)
}

/// One row at a time into the model's builder; counts per year, which the builder only collects, are taken from the
/// caller.
fn brute_force(made: &Made, years: Vec<YearCount>) -> Cube {
    let mut builder = CubeBuilder::default();
    let finest = |group: GroupId| made.offenses.group(group).expect("known").finest;
    for row in made.incidents.rows.iter().filter(|r| finest(r.group) != Finest::CityYear) {
        let position = made.incidents.position(row).filter(|_| row.status != RowStatus::Unlocated);
        let place = Place {
            cells: position.filter(|_| finest(row.group) == Finest::Cell).map(|p| p.cells),
            area_point: position.and_then(|p| p.area),
            area_label: row.label,
        };
        let occurred = row.occurred.and_then(LocalMinute::month);
        builder.add(
            (row.group, row.reported, place, occurred, row.block),
            i32::from(row.count),
            i32::from(row.incident),
        );
    }
    for count in made.area_counts.iter().filter(|c| finest(c.group) != Finest::CityYear) {
        let place = Place { cells: None, area_point: None, area_label: Some(count.area) };
        builder.add((count.group, count.month, place, None, Block::UNKNOWN), count.net, 0);
    }
    for count in years {
        builder.add_year(count);
    }
    builder.build()
}

#[test]
fn the_fast_pass_gives_the_cube_of_the_tree_map() {
    for seed in [1, 2] {
        for rows in [0, 1, 2, 500, 20_000] {
            let made = Made::new(seed, rows);
            let fast = fast(&made).unwrap();
            let slow = brute_force(&made, fast.year_counts().to_vec());
            assert_eq!(fast.places(), slow.places(), "seed {seed}, {rows} rows");
            assert_eq!(fast.entries(), slow.entries(), "seed {seed}, {rows} rows");
            assert_eq!(fast, slow);
        }
    }
}

#[test]
fn rows_that_take_each_other_back_leave_no_entry() {
    let mut made = Made::new(3, 300);
    made.area_counts.clear();
    let rows = made.incidents.rows.clone();
    made.incidents.rows.extend(rows.into_iter().map(|r| catchment_model::IncidentRow {
        count: -r.count,
        incident: 0,
        ..r
    }));
    made.incidents.rows.iter_mut().for_each(|r| r.incident = 0);
    let fast = fast(&made).unwrap();
    assert!(fast.entries().is_empty());
    assert_eq!(fast, brute_force(&made, fast.year_counts().to_vec()));
}

#[test]
fn a_withheld_group_enters_per_year_only() {
    let made = Made::new(4, 8000);
    let cube = fast(&made).unwrap();
    assert!(cube.entries().iter().all(|e| e.group != RAPE));
    let of_rows = |year: i32| -> i64 {
        made.incidents
            .rows
            .iter()
            .filter(|r| r.group == RAPE && r.reported.year() == year)
            .map(|r| i64::from(r.count))
            .sum()
    };
    for year in 2009..=2018 {
        let stored: Vec<_> = cube.year_counts().iter().filter(|c| c.group == RAPE && c.year == year).collect();
        assert_eq!(stored, [&YearCount { year, group: RAPE, net: of_rows(year) }]);
    }
}

#[test]
fn a_published_year_stands_where_the_rows_cover_only_a_part() {
    let made = Made::new(4, 8000);
    let net = |year: i32| {
        fast(&made).unwrap().year_counts().iter().find(|c| c.group == RAPE && c.year == year).map(|c| c.net)
    };
    // One month of area counts in 2021 against the published year; twelve covered months in 2010 against a published 1.
    assert_eq!(net(2021), Some(230));
    assert_ne!(net(2010), Some(1));
}

#[test]
fn counts_of_a_withheld_group_per_area_become_a_year() {
    let mut made = Made::new(4, 0);
    made.year_counts.clear();
    let of_rape: i64 = made.area_counts.iter().filter(|c| c.group == RAPE).map(|c| i64::from(c.net)).sum();
    assert_eq!(fast(&made).unwrap().year_counts(), [YearCount { year: 2021, group: RAPE, net: of_rape }]);
}

#[test]
fn published_counts_of_the_same_year_and_group_add_up() {
    let mut made = Made::new(4, 0);
    made.area_counts.clear();
    made.year_counts =
        vec![YearCount { year: 2022, group: HOMICIDE, net: 3 }, YearCount { year: 2022, group: HOMICIDE, net: 4 }];
    assert_eq!(fast(&made).unwrap().year_counts(), [YearCount { year: 2022, group: HOMICIDE, net: 7 }]);
}

#[test]
fn a_group_shown_per_area_has_areas_but_no_cells() {
    let cube = fast(&Made::new(5, 8000)).unwrap();
    let places: Vec<_> =
        cube.entries().iter().filter(|e| e.group == ASSAULT).map(|e| cube.places()[e.place as usize]).collect();
    assert!(places.iter().all(|p| p.cells.is_none()));
    assert!(places.iter().any(|p| p.area_point.is_some()) && places.iter().any(|p| p.area_label.is_some()));
}

#[test]
fn indices_that_point_nowhere_are_refused() {
    let refused = |change: fn(&mut Made)| {
        let mut made = Made::new(6, 100);
        change(&mut made);
        assert!(matches!(fast(&made), Err(StoreError::Input { .. })));
    };
    refused(|m| m.incidents.rows[50].group = GroupId(4));
    refused(|m| m.incidents.rows[50].label = Some(AreaIdx(80)));
    refused(|m| m.incidents.rows[50].label = Some(AreaIdx(u16::MAX)));
    refused(|m| m.incidents.rows[50].position = NO_POSITION - 1);
    refused(|m| m.incidents.positions[0].area = Some(AreaIdx(80)));
    refused(|m| m.area_counts.push(AreaCount { month: month("2021-01"), area: AreaIdx(80), group: HOMICIDE, net: 1 }));
    refused(|m| m.area_counts.push(AreaCount { month: month("2021-01"), area: AreaIdx(0), group: GroupId(9), net: 1 }));
    refused(|m| {
        m.area_counts.push(AreaCount { month: month("2021-01"), area: AreaIdx(0), group: HOMICIDE, net: i32::MAX });
    });
}
