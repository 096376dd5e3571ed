//! The table that ships with the demo city, through synth and ingest and back.
//!
//! Homicides per year are those that the FBI published for the city (2020: 264 here, 263 there; cause not known).

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use catchment_model::city::City;
use catchment_model::{Areas, Cube, CubeBuilder, Finest, Month, Offenses, Place, RowStatus};

use super::{Table, TableRow, write};
use crate::Ingested;

const HOMICIDES: [(i32, i32); 13] = [
    (2008, 167),
    (2009, 143),
    (2010, 144),
    (2011, 113),
    (2012, 113),
    (2013, 120),
    (2014, 159),
    (2015, 188),
    (2016, 188),
    (2017, 205),
    (2018, 187),
    (2019, 194),
    (2020, 264),
];

/// A path within this crate, by the clone that runs: a target folder shared by several may hold what another one
/// compiled.
fn here(path: &str) -> PathBuf {
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into()))
        .join(path)
}

fn folder() -> PathBuf {
    here("../../data/stl")
}

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn shipped() -> (Offenses, Areas, Table) {
    let city = City::from_toml(&fs::read_to_string(folder().join("city.toml")).unwrap()).unwrap();
    let offenses = city.offenses().unwrap();
    let areas = crate::areas::read(&city, &folder(), &|_| None).unwrap();
    let table = Table::read(&folder(), &offenses, &areas).unwrap();
    (offenses, areas, table)
}

fn cube(ingested: &Ingested) -> Cube {
    let mut builder = CubeBuilder::default();
    for row in &ingested.incidents.rows {
        let position = ingested.incidents.position(row).filter(|_| row.status != RowStatus::Unlocated);
        let place = Place {
            cells: position.map(|p| p.cells),
            area_point: position.and_then(|p| p.area),
            area_label: row.label,
        };
        let occurred = row.occurred.and_then(catchment_model::LocalMinute::month);
        builder.add(
            (row.group, row.reported, place, occurred, row.block),
            i32::from(row.count),
            i32::from(row.incident),
        );
    }
    for count in &ingested.year_counts {
        builder.add_year(count.clone());
    }
    builder.build()
}

#[test]
fn the_shipped_homicides_are_the_published_ones() {
    let (offenses, _, table) = shipped();
    let homicide = offenses.id("homicide").unwrap();
    let mut years: BTreeMap<i32, i32> = BTreeMap::new();
    for row in table.rows().iter().filter(|r| r.group == homicide && r.month.year() <= 2020) {
        *years.entry(row.month.year()).or_default() += row.net;
    }
    assert_eq!(years.into_iter().collect::<Vec<_>>(), HOMICIDES);
}

#[test]
fn no_sexual_offense_is_shipped_per_cell() {
    let (offenses, _, table) = shipped();
    let hidden: Vec<_> = ["rape", "sex_offense"].iter().map(|id| offenses.id(id).unwrap()).collect();
    assert!(hidden.iter().all(|g| offenses.group(*g).unwrap().finest == Finest::CityYear));
    assert!(table.rows().iter().all(|r| !hidden.contains(&r.group)));
    assert!(table.withheld().iter().all(|y| hidden.contains(&y.group)));
    let partial: Vec<_> = table.withheld().iter().filter(|y| y.months < 12).map(|y| (y.year, y.months)).collect();
    assert_eq!(partial, [(2024, 8), (2024, 8), (2026, 4), (2026, 4)]);
}

#[test]
fn shipped_files_stay_small_and_are_as_written() {
    let (offenses, areas, table) = shipped();
    let dir = tempfile::tempdir().unwrap();
    table.write(dir.path(), &offenses, &areas).unwrap();
    for entry in fs::read_dir(folder().join("counts")).unwrap() {
        let path = entry.unwrap().path();
        let bytes = fs::read(&path).unwrap();
        assert!(bytes.len() < 2 << 20, "{}: {} bytes", path.display(), bytes.len());
        assert_eq!(
            bytes,
            fs::read(dir.path().join("counts").join(path.file_name().unwrap())).unwrap(),
            "{}",
            path.display()
        );
    }
    let years = |dir: &Path| fs::read(dir.join("withheld_by_year.csv")).unwrap();
    assert_eq!(years(&folder()), years(dir.path()));
}

#[test]
fn thirty_shipped_months_come_back_through_ingest() {
    let (offenses, areas, table) = shipped();
    // A city file that finds no file for one of its patterns is an error: some months of each.
    let chosen = |m: Month| {
        [("2009-11", "2010-01"), ("2019-01", "2020-12"), ("2024-12", "2025-01"), ("2026-04", "2026-04")]
            .iter()
            .any(|(from, to)| (month(from)..=month(to)).contains(&m))
    };
    let rows: Vec<TableRow> = table.rows().iter().filter(|r| chosen(r.month)).copied().collect();
    let part = Table::new(rows, vec![]).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let summary = write(&part, &offenses, &areas, dir.path(), 1, &|_| {}).unwrap();
    assert_eq!(summary.unattached, 0);

    let place = dir.path().to_string_lossy().into_owned();
    let env = |name: &str| (name == "CATCHMENT_SYNTH").then(|| place.clone());
    let ingested = crate::ingest(&folder().join("city.toml"), &env, &|_| {}).unwrap();
    assert_eq!(ingested.quality.totals().rejected, 0);
    let back = Table::from_cube(&cube(&ingested), &offenses, &ingested.coverage);
    assert_eq!(back.rows().len(), part.rows().len());
    assert!(
        back.rows() == part.rows(),
        "nets or incidents differ: {:?}",
        back.rows().iter().zip(part.rows()).find(|(a, b)| a != b)
    );
    let years = |t: &Table| t.withheld().iter().filter(|y| matches!(y.year, 2019 | 2020)).copied().collect::<Vec<_>>();
    assert_eq!(years(&back), years(&table));
    assert_eq!(back.rows().iter().map(|r| r.month).collect::<std::collections::BTreeSet<_>>().len(), 30);
}
