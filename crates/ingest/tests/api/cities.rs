//! Other cities need a city file and no Rust.

use std::collections::BTreeMap;
use std::path::Path;

use catchment_ingest::Ingested;
use catchment_model::IncidentRow;

use crate::support::{groups, here, ingest_real, reason, shared};

fn city(name: &str, shared: &Path) -> Ingested {
    let path = here("../../data").join(name);
    let read = ingest_real(&path, shared).expect("the city can be read");
    assert!(read.quality.balances());
    read
}

/// A table of figures: key, then numbers.
fn figures(path: &Path) -> Vec<(String, Vec<i64>)> {
    let text = std::fs::read_to_string(path).expect("figures");
    let line = |l: &str| {
        let mut parts = l.split(',');
        let key = parts.next().unwrap_or_default().to_owned();
        (key, parts.map(|p| p.parse().expect("a number")).collect())
    };
    text.lines().skip(1).map(line).collect()
}

#[test]
fn new_york_shootings_count_victims_incidents_and_deaths_as_published() {
    let Some(shared) = shared("new_york_shootings_count_victims_incidents_and_deaths_as_published") else { return };
    let read = city("new-york/city.toml", &shared);
    let totals = read.quality.totals();
    // Coordinates such as "1,023,220" are read: no row is without a place, and one lies in no precinct.
    assert_eq!((totals.rows, totals.accepted, totals.rejected), (20_659, 20_659, 0), "{totals:?}");
    assert_eq!(reason(&read, "outside-areas"), 1);
    let homicide = groups(&read, "homicide")[0];
    let incidents: BTreeMap<u8, i64> = read.incidents.rows.iter().fold(BTreeMap::new(), |mut n, r| {
        *n.entry(r.group.0).or_default() += i64::from(r.incident);
        n
    });
    // An incident with a death and an injury counts in both groups, so that the groups hold more than the 16,255
    // incidents.
    assert!(incidents.values().sum::<i64>() >= 16_255, "{incidents:?}");
    let of = |keep: &dyn Fn(&IncidentRow) -> bool| {
        let rows: Vec<&IncidentRow> = read.incidents.rows.iter().filter(|r| keep(r)).collect();
        [rows.len() as i64, rows.iter().filter(|r| r.group == homicide).count() as i64]
    };
    for (year, numbers) in figures(&shared.join("other/new-york/figures_years.csv")) {
        assert_eq!(of(&|r| r.reported.year().to_string() == year), [numbers[0], numbers[2]], "{year}");
    }
    for (precinct, numbers) in figures(&shared.join("other/new-york/figures_precincts.csv")) {
        let area = read.areas.find(&precinct);
        assert!(area.is_some(), "{precinct}");
        assert_eq!(of(&|r| r.label == area), [numbers[0], numbers[2]], "precinct {precinct}");
    }
    // PRECINCT agrees with the polygon in 96.5 % (published); many points lie exactly on borders, where any convention
    // will do.
    let (differ, both) = read.quality.label_differs;
    assert!((differ as f64 / both as f64 - 0.035).abs() < 0.005, "{differ} of {both}");
}

#[test]
fn new_york_without_groups_has_the_published_number_of_incidents() {
    let Some(shared) = shared("new_york_without_groups_has_the_published_number_of_incidents") else { return };
    let text = std::fs::read_to_string(here("../../data/new-york/city.toml")).expect("the city file");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("city.toml");
    std::fs::write(&path, text.replace("group = \"homicide\"", "group = \"shooting\"")).expect("written");
    let read = ingest_real(&path, &shared).expect("the city can be read");
    assert_eq!(read.incidents.rows.iter().map(|r| i64::from(r.incident)).sum::<i64>(), 16_255);
}

#[test]
fn baltimore_points_fall_into_neighborhoods_as_published() {
    let Some(shared) = shared("baltimore_points_fall_into_neighborhoods_as_published") else { return };
    let read = city("baltimore/city.toml", &shared);
    let totals = read.quality.totals();
    assert_eq!((totals.rows, totals.accepted), (515, 515), "{totals:?}");
    assert_eq!(reason(&read, "outside-areas"), 0);
    assert!(read.quality.files[0].encoding.contains("byte-order mark"));
    let homicide = groups(&read, "homicide")[0];
    let mut seen = 0;
    for (name, numbers) in figures(&shared.join("other/baltimore/figures_neighborhoods.csv")) {
        let area = read.areas.find(&name);
        assert!(area.is_some(), "{name}");
        let inside = |r: &&IncidentRow| read.incidents.position(r).is_some_and(|p| p.area == area);
        let homicides = read.incidents.rows.iter().filter(inside).filter(|r| r.group == homicide).count() as i64;
        let all = read.incidents.rows.iter().filter(inside).count() as i64;
        assert_eq!([homicides, all - homicides, all], numbers[..3], "{name}");
        seen += all;
    }
    assert_eq!(seen, 515);
}
