//! Positions as cities write them, and sources that lose too much, read by the built binary.

use std::fs;

use crate::faulty::{city, counts, read, understood};
use crate::program::{catchment, csv};

/// Counts by district, by point.
fn by_point(name: &str) -> Vec<String> {
    let workspace = understood(name, &["accepted 40"]);
    let ask = ["counts", "--by", "neighborhood", "--area", "point", "--format", "csv"];
    let out = catchment(workspace.path(), &ask).ok();
    csv(&out).1.iter().map(|row| format!("{} {}", row[0], row[3])).collect()
}

#[test]
fn points_are_one_however_they_are_written() {
    let right = by_point("dates-plain");
    assert!(right.contains(&"11 6".to_owned()), "{right:?}");
    for name in [
        "points-semicolon-decimal-comma",
        "points-location-latlon-paren",
        "points-location-wkt",
        "points-feet-thousands",
    ] {
        assert_eq!(by_point(name), right, "{name}");
    }
}

#[test]
fn points_elsewhere_are_refused_with_what_would_put_them_into_the_city() {
    for (name, said) in [
        ("points-swapped", "x and y look swapped"),
        ("points-wrong-crs", "with crs = \"EPSG:3435\" they would be in it"),
    ] {
        let (_workspace, ran) = read(name);
        let error = ran.failed();
        assert!(error.contains(said) && error.contains("40 of 40 rows"), "{name}: {error}");
    }
}

#[test]
fn one_point_alone_is_a_place() {
    understood("points-multipoint-of-one", &["accepted 60"]);
}

/// A source of which most rows are lost ends the ingest, says why, and leaves the dataset as it was; a key allows it.
#[test]
fn a_source_that_loses_too_much_is_refused_and_the_dataset_stays() {
    let workspace = understood("area-id-0", &[]);
    let before = counts(&workspace);
    let folder = tempfile::tempdir().expect("a folder");
    let from = city("area-id-0");
    let from = std::path::Path::new(&from).parent().expect("a folder");
    for file in ["areas.geojson", "city.toml"] {
        fs::copy(from.join(file), folder.path().join(file)).expect("a copy");
    }
    let rows = fs::read_to_string(from.join("inc.csv")).expect("rows");
    let broken: Vec<String> = rows
        .lines()
        .enumerate()
        .map(|(at, line)| if at % 5 == 0 { line.to_owned() } else { line.replace("-90.", "nowhere ") })
        .collect();
    fs::write(folder.path().join("inc.csv"), broken.join("\n")).expect("rows");
    let toml = folder.path().join("city.toml");
    let ingest = ["ingest", toml.to_str().expect("a path"), "--no-backtest"];
    let error = catchment(workspace.path(), &ingest).failed();
    for said in ["161 bad-coordinates (inc.csv line ", "No dataset was written", "largest_loss = 0.81"] {
        assert!(error.contains(said), "no \"{said}\" in {error}");
    }
    assert_eq!(counts(&workspace), before);
    let text = fs::read_to_string(&toml).expect("the city file");
    fs::write(&toml, text.replace("reporting =", "largest_loss = 0.9\nreporting =")).expect("the city file");
    let told = catchment(workspace.path(), &ingest);
    assert!(format!("{}{}", told.out, told.err).contains("could not be read or have no position"), "{}", told.err);
    assert_eq!(told.code, Some(0));
}
