//! Parquet and GeoParquet that pyarrow and geopandas wrote, read by the built binary as the text that they were made
//! of.

use std::fs;
use std::path::Path;

use crate::faulty::city;
use crate::program::{Ran, catchment};
use crate::real::here;
use crate::small_city::path;

/// Reads the made-up city with other files and columns.
fn read(workspace: &Path, changes: &[(&str, String)]) -> Ran {
    let original = city("dates-plain");
    let mut text = fs::read_to_string(&original).expect("the city file");
    let rows = Path::new(&original).with_file_name("in.csv");
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    text = text.replace("\"in.csv\"", &format!("\"{}\"", path(&rows)));
    text = text.replace("../districts.geojson", path(&here("../../tests/faults/districts.geojson")));
    let file = workspace.join("city.toml");
    fs::write(&file, text).expect("the city file is written");
    catchment(workspace, &["ingest", path(&file), "--no-backtest"])
}

/// Counts by neighborhood, month and cell.
fn counts(changes: &[(&str, String)]) -> Vec<String> {
    let workspace = tempfile::tempdir().expect("a folder");
    read(workspace.path(), changes).ok();
    let answers = |by: &str| catchment(workspace.path(), &["counts", "--by", by, "--format", "csv"]).ok();
    ["neighborhood", "month", "cell"].map(answers).to_vec()
}

fn file(name: &str) -> String {
    format!("\"{}\"", path(&here("../../tests/files/parquet").join(name)))
}

#[test]
fn rows_that_another_program_wrote_count_as_their_text_does() {
    let plain = counts(&[]);
    let inside = ("x = [\"lon\"]\ny = [\"lat\"]\n", String::new());
    let of_file = ("crs = \"EPSG:4326\"\n", String::new());
    for (name, more) in [
        ("plain.parquet", vec![]),
        ("zoned.parquet", vec![]),
        (
            "parts.parquet",
            vec![
                ("occurred = [\"t\"]", "occurred = [\"day\"]\ntime = [\"clock\"]".to_owned()),
                ("[\"lon\"]", "[\"at.lon\"]".to_owned()),
                ("[\"lat\"]", "[\"at.lat\"]".to_owned()),
            ],
        ),
        ("degrees.parquet", vec![inside.clone(), of_file.clone()]),
        ("meters.parquet", vec![inside.clone(), of_file.clone()]),
        ("pairs.parquet", vec![inside, of_file]),
    ] {
        let changes = [&[("\"in.csv\"", file(name))], more.as_slice()].concat();
        assert_eq!(counts(&changes), plain, "{name}");
    }
    assert_eq!(counts(&[("\"../districts.geojson\"", file("districts.parquet"))]), plain, "boundaries");
}

#[test]
fn a_city_file_is_guessed_of_them() {
    for name in ["plain.parquet", "zoned.parquet", "meters.parquet"] {
        let folder = tempfile::tempdir().expect("a folder");
        let files = here("../../tests/files/parquet");
        let (rows, areas, out) = (files.join(name), files.join("districts.parquet"), folder.path().join("city.toml"));
        let ran = catchment(folder.path(), &["new-city", path(&rows), "--areas", path(&areas), "--out", path(&out)]);
        assert!(ran.err.contains("40 rows, 0 rejected"), "{name}: {}", ran.err);
        ran.ok();
        assert!(
            catchment(folder.path(), &["ingest", path(&out), "--no-backtest"]).ok().contains("accepted 40"),
            "{name}"
        );
    }
}

#[test]
fn a_damaged_file_is_refused_by_name() {
    let folder = tempfile::tempdir().expect("a folder");
    let whole = fs::read(here("../../tests/files/parquet/plain.parquet")).expect("the file");
    for (what, bytes) in
        [("cut", &whole[..whole.len() / 2]), ("begun", &whole[..4]), ("without end", &whole[..whole.len() - 4])]
    {
        let damaged = folder.path().join("rows.parquet");
        fs::write(&damaged, bytes).expect("written");
        let told = read(folder.path(), &[("\"in.csv\"", format!("\"{}\"", path(&damaged)))]).failed();
        assert!(told.contains("rows.parquet") && told.contains("Parquet") && told.len() < 1000, "{what}: {told}");
    }
    let changes =
        [("\"../districts.geojson\"", file("plain.parquet")), ("name = \"name\"", "name = \"descr\"".to_owned())];
    let told = read(folder.path(), &changes).failed();
    assert!(told.contains("plain.parquet") && told.contains("holds outlines"), "{told}");
}
