//! Points that lie elsewhere because they are written another way: some rows of a source, one text for both numbers,
//! feet for meters.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::faulty::city;
use crate::program::{Ran, catchment};
use crate::small_city::path;

/// A city of `tests/faults` with a changed city file and changed rows, read.
fn changed(name: &str, toml: impl Fn(String) -> String, row: impl Fn(usize, &str) -> String) -> (TempDir, Ran) {
    let folder = tempfile::tempdir().expect("a folder");
    let from = city(name);
    let from = Path::new(&from).parent().expect("a folder");
    let below = folder.path().join("city");
    fs::create_dir(&below).expect("a folder");
    fs::copy(from.join("../districts.geojson"), folder.path().join("districts.geojson")).expect("a copy");
    let text = fs::read_to_string(from.join("city.toml")).expect("the city file");
    fs::write(below.join("city.toml"), toml(text)).expect("written");
    let rows = fs::read_to_string(from.join("in.csv")).expect("rows");
    let rows: Vec<String> = rows.lines().enumerate().map(|(at, line)| row(at, line)).collect();
    fs::write(below.join("in.csv"), rows.join("\n")).expect("written");
    let file = below.join("city.toml");
    let ran = catchment(&folder.path().join("workspace"), &["ingest", path(&file), "--no-backtest"]);
    (folder, ran)
}

/// The last two fields of a row in the other order.
fn swapped(line: &str) -> String {
    let fields: Vec<&str> = line.split(',').collect();
    let [start @ .., x, y] = fields.as_slice() else { return line.to_owned() };
    format!("{},{y},{x}", start.join(","))
}

fn told(ran: &Ran) -> String {
    format!("{}{}", ran.out, ran.err)
}

#[test]
fn some_rows_written_otherwise_are_said() {
    let right = |text: String| text.replace("x = [\"lat\"]\ny = [\"lon\"]", "x = [\"lon\"]\ny = [\"lat\"]");
    let some = |at: usize, line: &str| if at > 0 && at.is_multiple_of(4) { swapped(line) } else { line.to_owned() };
    let (_folder, ran) = changed("points-swapped", right, some);
    assert_eq!(ran.code, Some(0), "{}", told(&ran));
    assert!(told(&ran).contains("10 with x and y swapped"), "{}", told(&ran));
    let lost =
        |at: usize, line: &str| if at > 0 && at.is_multiple_of(4) { line.replace(",-", ",") } else { line.to_owned() };
    let (_folder, ran) = changed("points-swapped", right, lost);
    assert!(told(&ran).contains("10 with a minus sign before the longitude"), "{}", told(&ran));
}

#[test]
fn a_point_in_one_text_may_have_either_number_first() {
    let turned = |at: usize, line: &str| match line.split_once("\"(") {
        Some((start, pair)) if at > 0 => {
            let (lat, lng) = pair.trim_end_matches(")\"").split_once(", ").expect("a pair");
            format!("{start}\"({lng}, {lat})\"")
        }
        _ => line.to_owned(),
    };
    let (_folder, ran) = changed("points-location-latlon-paren", |text| text, turned);
    assert!(ran.failed().contains("point_order = \"xy\""));
    let says = |text: String| text.replace("reporting =", "point_order = \"xy\"\nreporting =");
    let (_folder, ran) = changed("points-location-latlon-paren", says, turned);
    assert!(told(&ran).contains("accepted 40"), "{}", told(&ran));
    let wrong = |text: String| text.replace("reporting =", "point_order = \"lat\"\nreporting =");
    let (_folder, ran) = changed("points-location-latlon-paren", wrong, turned);
    assert!(ran.failed().contains("xy or yx"));
}

#[test]
fn feet_taken_for_meters_are_said() {
    let meters = |text: String| text.replace("EPSG:3435", "EPSG:26971");
    let (_folder, ran) = changed("points-feet-thousands", meters, |_, line| line.to_owned());
    let error = ran.failed();
    assert!(error.contains("feet, not meters") || error.contains("EPSG:3435"), "{error}");
}
