//! From the files of a city that nobody knows to figures, by the built binary: `new-city`, `check-city`, `ingest`.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::faulty::city;
use crate::program::{Ran, catchment, csv, json};
use crate::real::{here, shared};
use crate::small_city::path;

/// The city file that is guessed of a table, in a folder of its own.
fn guessed(rows: &Path, areas: &Path) -> (tempfile::TempDir, String, Ran) {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("city.toml");
    let ran = catchment(folder.path(), &["new-city", path(rows), "--areas", path(areas), "--out", path(&out)]);
    (folder, out.to_str().expect("a path of text").to_owned(), ran)
}

#[test]
fn a_city_file_is_written_looked_at_and_ingested() {
    let rows = Path::new(&city("dates-plain")).with_file_name("in.csv");
    let (folder, out, ran) = guessed(&rows, &here("../../tests/faults/districts.geojson"));
    let told = ran.err.clone();
    ran.ok();
    assert!(told.contains("CHECK: ") && told.contains("40 rows, 0 rejected") && told.contains("check-city"), "{told}");
    let looked = catchment(folder.path(), &["check-city", &out]).ok();
    assert!(looked.contains("Counts by area") && looked.matches("raw: ").count() == 5, "{looked}");
    assert!(!folder.path().join("datasets").exists(), "check-city wrote something");
    let ingested = catchment(folder.path(), &["ingest", &out, "--no-backtest"]);
    assert!(ingested.err.contains("by default: work_crs = \"EPSG:32616\""), "{}", ingested.err);
    assert!(ingested.ok().contains("accepted 40"));
    let again = catchment(folder.path(), &["new-city", path(&rows), "--areas", "x.geojson", "--out", &out]).failed();
    assert!(again.contains("it is there already"), "{again}");
}

#[test]
fn the_shortest_city_file_has_the_figures_of_the_long_one() {
    let Some(shared) = shared() else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("city.toml");
    let other = shared.join("other/baltimore");
    let text = format!(
        "schema = 1\nname = \"Baltimore\"\ntime_zone = \"America/New_York\"\n[areas]\npath = \"{0}/nhood_2010.shp\"\n\
         id = \"NBRDESC\"\n[[source]]\npaths = [\"{0}/bpd_*.csv\"]\ncolumns = {{ occurred = [\"CrimeDate\"], time = \
         [\"CrimeTime\"], code = [\"Description\"], x = [\"Longitude\"], y = [\"Latitude\"] }}\ncode = [{{ group = \
         \"homicide\", is = \"HOMICIDE\" }}, {{ group = \"shooting\", is = \"SHOOTING\" }}]\n",
        other.display()
    );
    assert!(text.lines().count() < 40);
    fs::write(&file, text).expect("written");
    let ran = catchment(folder.path(), &["ingest", path(&file), "--no-backtest"]);
    let said = ["from = \"2018-01\", to = \"2018-07\"", "EPSG:32618", "homicide (shown by default)"];
    assert!(said.iter().all(|part| ran.err.contains(part)), "{}", ran.err);
    ran.ok();
    let right = csv(&fs::read_to_string(other.join("figures_neighborhoods.csv")).expect("figures")).1;
    let ask = ["counts", "--by", "neighborhood", "--area", "point", "--format", "csv", "--offense", "homicide"];
    let counted = csv(&catchment(folder.path(), &ask).ok()).1;
    for row in right {
        let own = counted.iter().find(|own| own[1] == row[0]).expect("the neighborhood");
        assert_eq!(own[own.len() - 1], row[1], "{}", row[0]);
    }
}

#[test]
fn every_key_is_in_the_reference_page_and_the_schema() {
    let folder = tempfile::tempdir().expect("a folder");
    let schema = catchment(folder.path(), &["city-schema"]).ok();
    let page = catchment(folder.path(), &["city-schema", "--markdown"]).ok();
    let file = |name: &str| fs::read_to_string(here("../../docs").join(name)).expect("a page");
    let hint = "write it anew: catchment city-schema > docs/city.schema.json; with --markdown > docs/city-file.md";
    assert_eq!(json(&schema), json(&file("city.schema.json")), "{hint}");
    assert_eq!(page, file("city-file.md"), "{hint}");
    // The schema allows the keys that the cities of this project use, and no others.
    let schema: Value = json(&schema);
    let keys = schema["$defs"]["City"]["properties"].as_object().expect("keys");
    for key in ["areas", "source", "stacked", "notices", "public", "region", "claim"] {
        assert!(keys.contains_key(key), "{key}");
    }
}
