//! A first city file guessed from the files, and then ingested as it is.

use std::fs;
use std::path::{Path, PathBuf};

use catchment_ingest::guess::{Guess, new_city};
use catchment_ingest::{Ingested, check, ingest};

use crate::support::{here, shared};

/// The case of `tests/faults` with its files.
fn fault(name: &str) -> PathBuf {
    here("../../tests/faults").join(name)
}

pub(crate) fn guessed(files: &[PathBuf], areas: &Path) -> (Guess, Ingested) {
    let guess = new_city(files, areas, None).map_err(|e| format!("{files:?}: {e}")).expect("a city file");
    let read = read(&guess.toml).map_err(|e| format!("{files:?}: {e}\n{}", guess.toml)).expect("rows");
    (guess, read)
}

fn read(toml: &str) -> Result<Ingested, catchment_ingest::IngestError> {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("city.toml"), toml).expect("written");
    ingest(&folder.path().join("city.toml"), &|_| None, &|_| {})
}

/// Rows by month, hour, group and area of the point: what figures are made of.
pub(crate) fn cube(read: &Ingested) -> Vec<String> {
    let row = |row: &catchment_model::IncidentRow| {
        let area = read.incidents.position(row).and_then(|p| p.area).and_then(|at| read.areas.get(at));
        let group = &read.city.offense[usize::from(row.group.0)].id;
        let name = area.map_or("", |a| a.id.as_str());
        format!("{} {:?} {group} {name} {}", row.reported, row.block.hour(), row.count)
    };
    let mut all: Vec<String> = read.incidents.rows.iter().map(row).collect();
    all.sort();
    all
}

#[test]
fn the_forty_rows_are_understood_in_every_form() {
    let areas = here("../../tests/faults/districts.geojson");
    let (_, plain) = guessed(&[fault("dates-plain").join("in.csv")], &areas);
    let right = cube(&plain);
    assert_eq!(right.len(), 40);
    for (name, file) in [
        ("table-shapefile", "in.shp"),
        ("table-xlsx", "in.xlsx"),
        ("table-xlsx-title-rows", "in.xlsx"),
        ("table-xlsx-two-sheets", "in.xlsx"),
        ("table-geopackage", "in.gpkg"),
        ("table-bars", "in.txt"),
        ("table-named-tab", "in.tab"),
        ("table-utf16", "in.txt"),
        ("table-json-records", "in.json"),
        ("table-quoted-line-ends", "in.csv"),
        ("points-semicolon-decimal-comma", "in.csv"),
        ("points-location-latlon-paren", "in.csv"),
        ("points-location-wkt", "in.csv"),
        ("points-swapped", "in.csv"),
        ("points-wrong-crs", "in.csv"),
        ("points-feet-thousands", "in.csv"),
        ("dates-date-2digit-year", "in.csv"),
        ("dates-date-ampm", "in.csv"),
        ("dates-date-kc", "in.csv"),
        ("dates-hour-column", "in.csv"),
        ("dates-csv-epoch", "in.csv"),
        ("dates-esrijson-epoch", "in.json"),
        ("dates-geojson-epoch", "in.geojson"),
    ] {
        let (guess, read) = guessed(&[fault(name).join(file)], &areas);
        // Some of the files have no description, and one code alone is no known one.
        let own: Vec<String> = cube(&read).iter().map(|row| row.replace(" other ", " homicide ")).collect();
        assert_eq!(own, right, "{name}\n{}", guess.toml);
    }
}

#[test]
fn a_guess_is_short_and_says_what_it_rests_on() {
    let areas = here("../../tests/faults/districts.geojson");
    let guess = new_city(&[fault("dates-plain").join("in.csv")], &areas, None).expect("a guess");
    assert!(guess.toml.lines().count() <= 75, "{}", guess.toml);
    for said in ["CHECK", "America/Chicago", "of 40 positions tried", "[source.dates]"] {
        assert!(guess.toml.contains(said), "{said}: {}", guess.toml);
    }
}

#[test]
fn new_york_and_baltimore_have_their_figures_as_guessed() {
    let Some(shared) = shared("new_york_and_baltimore_have_their_figures_as_guessed") else { return };
    let other = shared.join("other");
    let rows = other.join("new-york/nypd_shooting_incident_data_historic_2006-2018.csv.gz");
    let (guess, read) = guessed(&[rows], &other.join("new-york/police_precincts.geojson.gz"));
    let count = |read: &Ingested, of: &str, key: &dyn Fn(&catchment_model::IncidentRow) -> bool| {
        let is = |row: &&catchment_model::IncidentRow| read.city.offense[usize::from(row.group.0)].id == of && key(row);
        read.incidents.rows.iter().filter(is).map(|r| i64::from(r.count)).sum::<i64>()
    };
    for line in fs::read_to_string(other.join("new-york/figures_precincts.csv")).expect("figures").lines().skip(1) {
        let parts: Vec<&str> = line.split(',').collect();
        let area = read.areas.find(parts[0]);
        let own = |row: &catchment_model::IncidentRow| row.label == area;
        let (dead, all) = (count(&read, "homicide", &own), count(&read, "shooting", &own));
        assert_eq!([(dead + all).to_string(), dead.to_string()], [parts[1], parts[3]], "{line}\n{}", guess.toml);
    }
    let rows = other.join("baltimore/bpd_homicides_shootings_2018-01_2018-07.csv");
    let (guess, read) = guessed(&[rows], &other.join("baltimore/nhood_2010.shp"));
    let mut seen = 0;
    for line in fs::read_to_string(other.join("baltimore/figures_neighborhoods.csv")).expect("figures").lines().skip(1)
    {
        let parts: Vec<&str> = line.split(',').collect();
        let area = read.areas.list().iter().position(|a| a.name == parts[0]).and_then(|at| u16::try_from(at).ok());
        let inside =
            |row: &catchment_model::IncidentRow| read.incidents.position(row).and_then(|p| p.area).map(|a| a.0) == area;
        let own = [count(&read, "homicide", &inside), count(&read, "shooting", &inside)];
        assert_eq!(own.map(|n| n.to_string()), [parts[1], parts[2]], "{line}\n{}", guess.toml);
        seen += own[0] + own[1];
    }
    assert_eq!(seen, 515);
}

#[test]
fn dates_that_read_both_ways_are_marked() {
    let folder = tempfile::tempdir().expect("a folder");
    let areas = here("../../tests/faults/districts.geojson");
    let row = |day: u32| format!("{day},0{}/0{}/2020,ROBBERY,41.85,-87.65\n", 1 + day % 9, 1 + day % 7);
    let rows: String = (0..30).map(row).collect();
    let file = folder.path().join("in.csv");
    fs::write(&file, format!("case_number,date,offense,latitude,longitude\n{rows}")).expect("written");
    let guess = new_city(&[file], &areas, None).expect("a guess");
    assert!(guess.toml.contains("CHECK: \"dmy\" reads as many rows"), "{}", guess.toml);
    assert!(guess.doubts.iter().any(|d| d.contains("mdy and as dmy alike")), "{:?}", guess.doubts);
}

#[test]
fn a_city_file_is_looked_at_without_writing_anything() {
    let city = fault("dates-plain").join("city.toml");
    let before = fs::read_dir(city.parent().expect("a folder")).expect("files").count();
    let report = check::check(&city, &|_| None).expect("a look").report();
    for said in ["40 rows, 0 rejected", "raw: ", "is:  ", "Counts by year", "Counts by area", "Doubtful"] {
        assert!(report.contains(said), "{said}: {report}");
    }
    assert_eq!(report.matches("raw: ").count(), 5, "{report}");
    assert_eq!(fs::read_dir(city.parent().expect("a folder")).expect("files").count(), before);
}
