//! Outlines, names and residents as cities write them: what is read is understood or said, by the built binary.
//!
//! Each folder of `tests/faults` is a made-up city of six squares, 1.6335 km² each, after a public complaint about a
//! tool like this.

use serde_json::Value;
use tempfile::TempDir;

use crate::faulty::{counts, read, understood};
use crate::program::catchment;

/// A figure of each ranked neighborhood, by id.
fn figure(workspace: &TempDir, id: &str, name: &str) -> Value {
    let out = catchment(workspace.path(), &["rank", "--format", "json"]).ok();
    let answer: Value = serde_json::from_str(&out).expect("JSON");
    let items = answer["items"].as_array().expect("items");
    items.iter().find(|item| item["id"] == id).map_or(Value::Null, |item| item[name].clone())
}

#[test]
fn names_are_found_however_their_accents_are_written() {
    let workspace = understood("names-decomposed", &[]);
    assert!(counts(&workspace).iter().any(|row| row.ends_with("arol 24")), "{:?}", counts(&workspace));
}

#[test]
fn a_name_of_two_areas_is_said_and_counts_where_its_points_lie() {
    let workspace = understood("two-areas-of-one-name", &["named Chelsea (ids 1, 6)"]);
    let counts = counts(&workspace);
    for row in ["1 Chelsea 30", "6 Chelsea 10", "0 (unknown) 0"] {
        assert!(counts.contains(&row.to_owned()), "{counts:?}");
    }
}

#[test]
fn a_name_that_points_nowhere_is_said() {
    understood("name-of-no-area", &["\"Old Town\" to 77, which is no area's id"]);
}

#[test]
fn ground_that_stands_twice_counts_once() {
    let workspace = understood("feature-twice", &["area id 1 (Area 1) stands more than once"]);
    let close = |name: &str, right: f64| {
        let found = figure(&workspace, "1", name).as_f64().expect("a number");
        assert!((found / right - 1.0).abs() < 1e-3, "{name}: {found}");
    };
    close("area_km2", 1.6335);
    close("per_km2", 11.94);
}

#[test]
fn ground_that_two_areas_share_is_said() {
    understood("areas-overlap-unsaid", &["Areas 1 (Area 1) and 2 (Area 2) share 0.82 km²"]);
}

#[test]
fn a_system_that_does_not_measure_the_city_is_refused() {
    let (_workspace, ran) = read("work-crs-web-mercator");
    let error = ran.failed();
    assert!(error.contains("work_crs = \"EPSG:3857\"") && error.contains("+28.1%"), "{error}");
}

#[test]
fn residents_that_are_not_known_are_left_out_and_said() {
    let workspace = understood("residents-sentinel", &["residents below 0 were left out", "area 1 in 2010"]);
    assert_eq!(figure(&workspace, "1", "residents"), Value::Null);
    let ask = ["rank", "--of", "catchments", "--area-km2", "1", "--k", "2", "--format", "json"];
    let answer: Value = serde_json::from_str(&catchment(workspace.path(), &ask).ok()).expect("JSON");
    for item in answer["items"].as_array().expect("items") {
        assert!(item["residents"].as_f64().is_none_or(|n| n >= 0.0), "{item}");
    }
}

#[test]
fn residents_of_several_rows_are_added_up_and_said() {
    let workspace = understood("join-several-rows-an-area", &["several rows for area 1 (2 rows)", "added up"]);
    assert_eq!(figure(&workspace, "1", "residents"), 1000.0);
    assert_eq!(figure(&workspace, "1", "per_1000"), 19.5);
}

#[test]
fn residents_that_could_be_two_numbers_are_left_out_and_said() {
    let told = ["(\"1.234\"), 2 in 2010 (\"12.345\")", "decimal =", "(\"k. A.\")", "(\"-666666666\")"];
    let workspace = understood("residents-written-german", &told);
    assert_eq!(figure(&workspace, "1", "residents"), Value::Null);
    assert_eq!(figure(&workspace, "3", "residents"), 12345.0);
}

#[test]
fn what_lies_in_no_area_has_an_id_that_no_area_has() {
    // One row has a label that is the name of no area, and a point in Area 1.
    let counts = counts(&understood("area-id-0", &["1 of 201 rows"]));
    for row in ["0 Area 1 40", " (unknown) 0"] {
        assert!(counts.contains(&row.to_owned()), "{counts:?}");
    }
}

#[test]
fn the_id_of_a_feature_may_stand_beside_its_properties() {
    let counts = counts(&understood("geojson-id-outside-properties", &["no column is named id"]));
    let ids: Vec<&str> = counts.iter().map(|row| row.split(' ').next().unwrap_or_default()).collect();
    assert_eq!(ids, ["1", "2", "3", "4", "5", "6", "0"]);
}
