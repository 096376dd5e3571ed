//! From a portal to figures by the built binary: `fetch`, `new-city`, `ingest`.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::faulty::city;
use crate::portal::{Has, Portal};
use crate::program::{catchment, csv, json};
use crate::real::here;
use crate::small_city::path;

/// What the files of a city hold, with a cell that needs quotes.
fn has() -> Has {
    let text = fs::read_to_string(Path::new(&city("dates-plain")).with_file_name("in.csv")).expect("rows");
    let (header, mut rows) = csv(&text);
    "FIRST DEGREE, MURDER".clone_into(&mut rows[7][3]);
    Has { header, rows, ..Has::default() }
}

fn fetch(folder: &TempDir, address: &str, name: &str, more: &[&str]) -> (PathBuf, crate::program::Ran) {
    let out = folder.path().join(name);
    let ran = catchment(folder.path(), &[&["fetch", address, "--out", path(&out)], more].concat());
    (out, ran)
}

/// Counts by neighborhood of the city file that is guessed of a file.
fn counts(folder: &TempDir, file: &Path) -> String {
    let out = folder.path().join("city.toml");
    let areas = here("../../tests/faults/districts.geojson");
    catchment(folder.path(), &["new-city", path(file), "--areas", path(&areas), "--out", path(&out)]).ok();
    let workspace = folder.path().join("workspace");
    catchment(&workspace, &["ingest", path(&out), "--no-backtest"]).ok();
    catchment(&workspace, &["counts", "--by", "neighborhood", "--area", "point", "--format", "csv"]).ok()
}

fn expected() -> String {
    let folder = tempfile::tempdir().expect("a folder");
    counts(&folder, &Path::new(&city("dates-plain")).with_file_name("in.csv"))
}

#[test]
fn a_table_of_socrata_comes_page_by_page_and_counts_as_the_file_does() {
    let portal = Portal::start(Has { busy: 1, ..has() });
    let folder = tempfile::tempdir().expect("a folder");
    let (file, ran) = fetch(&folder, &format!("{}/d/abcd-1234", portal.address), "crimes.csv", &["--page", "16"]);
    assert!(ran.err.contains("wrote 40 rows of \"Crimes\""), "{}", ran.err);
    ran.ok();
    let pages = portal.asked.lock().expect("a log").iter().filter(|asked| asked.contains("offset")).count();
    // Three, and the one that was too busy.
    assert_eq!(pages, 4);
    let (_, rows) = csv(&fs::read_to_string(&file).expect("the file"));
    assert_eq!(rows, has().rows);
    let about = json(&fs::read_to_string(folder.path().join("crimes-about.json")).expect("where it is from"));
    for (key, value) in [("title", "Crimes"), ("license", "CC0"), ("changed", "2023-11-14T22:13:20Z")] {
        assert_eq!(about[key], value);
    }
    assert_eq!((about["rows"].as_u64(), about["pages"].as_u64()), (Some(40), Some(3)));
    assert_eq!(about["sha256"].as_str().map(str::len), Some(64));
    assert_eq!(counts(&folder, &file), expected());
}

#[test]
fn a_layer_of_arcgis_comes_by_the_numbers_of_its_features() {
    let portal = Portal::start(has());
    let expected = expected();
    for (at, page) in [
        "rest/services/Police/FeatureServer/0",
        "rest/services/Police/FeatureServer",
        "datasets/town::crimes/about",
        "datasets/0123456789abcdef0123456789abcdef_0/explore",
    ]
    .iter()
    .enumerate()
    {
        let folder = tempfile::tempdir().expect("a folder");
        let address = format!("{}/{page}", portal.address);
        let (file, ran) = fetch(&folder, &address, "crimes.json", &["--portal", &portal.address]);
        assert!(ran.err.contains("wrote 40 rows") && ran.err.contains("states no license"), "{page}: {}", ran.err);
        ran.ok();
        if at == 0 {
            assert_eq!(counts(&folder, &file), expected);
        }
    }
}

#[test]
fn what_is_not_whole_is_not_written() {
    let portal = Portal::start(Has { miscounted: 3, ..has() });
    let folder = tempfile::tempdir().expect("a folder");
    let (file, ran) = fetch(&folder, &format!("{}/resource/abcd-1234.csv", portal.address), "crimes.csv", &[]);
    let told = ran.failed();
    assert!(told.contains("40 rows came where the portal counts 43"), "{told}");
    assert!(!file.exists() && fs::read_dir(folder.path()).expect("a folder").count() == 0, "something is left");
}

#[test]
fn an_address_and_a_name_that_do_not_fit_are_refused() {
    let portal = Portal::start(has());
    let folder = tempfile::tempdir().expect("a folder");
    for (address, name, said) in [
        ("crimes", "x.csv", "no table or layer is seen"),
        ("resource/efgh-5678.csv", "x.csv", "404 Not Found: nothing here"),
        ("d/abcd-1234", "x.json", "a name that ends in .csv"),
        ("rest/services/Police/FeatureServer/7", "x.json", "Invalid URL no such layer"),
    ] {
        let (file, ran) = fetch(&folder, &format!("{}/{address}", portal.address), name, &[]);
        let told = ran.failed();
        assert!(told.contains(said) && !file.exists(), "{address}: {told}");
    }
}
