//! Points that hold more rows than chance allows: found, said wherever an answer rests on them, and treated as the city
//! file says.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::faulty::{city, understood};
use crate::program::{catchment, csv, json};
use crate::small_city::{SmallCity, ingested, path};

const CELL: &str = "8a2640c9c08ffff";

/// The city with 60 of its 160 rows at one coordinate, with more at the end of its city file and changed rows.
fn with(more: &str, rows: impl Fn(&str) -> String) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let from = city("default-coordinate");
    let from = Path::new(&from).parent().expect("a folder");
    fs::copy(from.join("areas.geojson"), folder.path().join("areas.geojson")).expect("a copy");
    let text = fs::read_to_string(from.join("city.toml")).expect("the city file");
    fs::write(folder.path().join("city.toml"), format!("{text}\n{more}")).expect("written");
    let text = fs::read_to_string(from.join("inc.csv")).expect("rows");
    let lines: Vec<String> = text.lines().map(rows).collect();
    fs::write(folder.path().join("inc.csv"), lines.join("\n")).expect("written");
    let file = folder.path().join("city.toml");
    (folder, file)
}

fn same(line: &str) -> String {
    line.to_owned()
}

/// Reads such a city; its workspace and all that was said.
fn read(more: &str, rows: impl Fn(&str) -> String) -> (TempDir, String) {
    let (_folder, file) = with(more, rows);
    let workspace = tempfile::tempdir().expect("a folder");
    let ran = catchment(workspace.path(), &["ingest", path(&file), "--no-backtest"]);
    let said = format!("{}{}", ran.out, ran.err);
    assert_eq!(ran.code, Some(0), "{said}");
    (workspace, said)
}

fn declared(treat: &str) -> String {
    format!("[[stacked]]\nname = \"Default point\"\nlon = -90.2085\nlat = 38.6105\ntreat = \"{treat}\"\n")
}

/// Count of the cell of the default coordinate, and of all cells.
fn cells(workspace: &TempDir) -> (i64, i64) {
    let out = catchment(workspace.path(), &["hotspots", "--resolution", "10", "--format", "csv"]).ok();
    let rows = csv(&out).1;
    let count = |row: &Vec<String>| row[1].parse::<i64>().expect("a count");
    (rows.iter().find(|row| row[0] == CELL).map_or(0, count), rows.iter().map(count).sum())
}

fn areas(workspace: &TempDir, basis: &str) -> Vec<(String, String)> {
    let ask = ["counts", "--by", "neighborhood", "--area", basis, "--format", "csv"];
    let out = catchment(workspace.path(), &ask).ok();
    csv(&out).1.into_iter().map(|row| (row[0].clone(), row[3].clone())).collect()
}

#[test]
fn a_default_coordinate_is_said_by_the_report_and_by_everything_that_rests_on_it() {
    let said = "60 of 160 rows lie at one point that holds more rows than chance allows";
    let workspace = understood("default-coordinate", &[said, "50 carry another area's label"]);
    let run = |args: &[&str]| catchment(workspace.path(), args).ok();
    assert!(run(&["quality"]).contains("the most repeated positions"));
    let quality = json(&run(&["quality", "--format", "json"]));
    let first = &quality["repeated"][0];
    assert_eq!((&first["rows"], &first["stacked"], &first["share"]), (&60.into(), &true.into(), &0.375.into()));
    assert_eq!(first["label_differs"][0], 50);
    let (header, rows) = csv(&run(&["quality", "--by", "position", "--format", "csv"]));
    assert_eq!((header[0].as_str(), rows[0][0].as_str(), rows[0][2].as_str()), ("rows", "60", "true"));

    let of_cell = "60 of the 60 offenses of cell 8a2640c9c08ffff are at one point: latitude 38.61050";
    let told = json(&run(&["hotspots", "--resolution", "10", "--format", "json"]));
    assert!(told["meta"]["warnings"].to_string().contains(of_cell), "{}", told["meta"]["warnings"]);
    let item = told["cells"].as_array().and_then(|c| c.iter().find(|c| c["id"] == CELL)).expect("the cell");
    assert!(item["says"].as_str().is_some_and(|s| s.starts_with("60 of the 60 offenses of this cell")), "{item}");

    for ask in [
        &["rank", "--of", "catchments", "--k", "1", "--area-km2", "0.25"][..],
        &["optimize", "--k", "1", "--area-km2", "0.25", "--basis", "counted"],
        &["rank", "--of", "catchments", "--weights", "burden:1", "--k", "1", "--area-km2", "0.25"],
    ] {
        let ask: Vec<&str> = ask.iter().copied().chain(["--format", "json"]).collect();
        let ran = catchment(workspace.path(), &ask);
        let warnings = json(&ran.ok())["meta"]["warnings"].to_string();
        assert!(warnings.contains("Check first: 60 of the "), "{ask:?}: {warnings}");
    }
    // A window and offenses of its own: the point's own counts.
    let ask = ["hotspots", "--resolution", "10", "--from", "2015-01", "--to", "2015-06", "--format", "json"];
    let part = json(&run(&ask));
    let item = part["cells"].as_array().and_then(|c| c.iter().find(|c| c["id"] == CELL)).expect("the cell").clone();
    assert!(item["count"].as_i64().is_some_and(|n| n < 60), "{item}");
    assert_eq!(item["count"], item["at_one_address"], "{item}");
}

#[test]
fn the_address_of_the_file_names_the_point() {
    let address = |line: &str| match line.split(',').next() {
        Some("id") => format!("{line},House,Street Name"),
        Some(_) if line.contains("-90.2085,38.6105") => format!("{line},0200,S TUCKER BLVD"),
        _ => format!("{line},7,MAIN ST"),
    };
    let (workspace, said) = read("", address);
    assert!(said.contains("S TUCKER BLVD (60 rows"), "{said}");
    let (_workspace, said) = {
        let (_folder, file) = with("", address);
        let text = fs::read_to_string(&file).expect("the city file");
        let named = text.replace("x = [\"lon\"]", "address = [\"House\", \"Street Name\"]\nx = [\"lon\"]");
        fs::write(&file, named).expect("written");
        let workspace = tempfile::tempdir().expect("a folder");
        let ran = catchment(workspace.path(), &["ingest", path(&file), "--no-backtest"]);
        (workspace, format!("{}{}", ran.out, ran.err))
    };
    assert!(said.contains("200 S TUCKER BLVD (60 rows"), "{said}");
    let out = catchment(workspace.path(), &["hotspots", "--resolution", "10", "--format", "json"]).ok();
    assert!(out.contains("are at one address: S TUCKER BLVD."), "{out}");
}

#[test]
fn a_declared_point_is_kept_spread_or_left_to_areas() {
    let (before, _) = read("", same);
    assert_eq!(cells(&before), (60, 160));
    let labels = areas(&before, "label");
    let points = areas(&before, "point");

    let (kept, said) = read(&declared("keep"), same);
    assert!(!said.contains("more rows than chance allows, such as"), "{said}");
    assert_eq!(cells(&kept), (60, 160));
    let quiet = catchment(kept.path(), &["hotspots", "--resolution", "10", "--format", "json"]).ok();
    assert!(!quiet.contains("Check first"), "{quiet}");
    assert!(catchment(kept.path(), &["quality"]).ok().contains("Default point (37.50%; declared: keep"));

    let (off, _) = read(&declared("areas-only"), same);
    assert_eq!(cells(&off), (0, 100));
    let (spread, _) = read(&declared("spread"), same);
    let (there, all) = cells(&spread);
    assert!(there < 10 && all == 160, "{there} of {all}");
    for workspace in [&kept, &off, &spread] {
        assert_eq!((areas(workspace, "label"), areas(workspace, "point")), (labels.clone(), points.clone()));
    }
    let again = read(&declared("spread"), same).0;
    let id = |workspace: &TempDir| fs::read_to_string(workspace.path().join("current")).expect("an id");
    assert_eq!(id(&again), id(&spread));
}

#[test]
fn what_a_declaration_lacks_is_said() {
    for (more, said) in [
        ("[[stacked]]\nname = \"J\"\ntreat = \"keep\"\n", "one of: lon and lat, x and y, address"),
        ("[[stacked]]\nname = \"J\"\nlon = -90.2\ntreat = \"keep\"\n", "one of: lon and lat, x and y, address"),
        ("[[stacked]]\nname = \"J\"\nlon = 38.6\nlat = -90.2\ntreat = \"keep\"\n", "-90 to 90"),
        ("[[stacked]]\nname = \"J\"\nlon = -90.2\nlat = 38.6\ntreat = \"drop\"\n", "areas-only"),
        ("[[stacked]]\nname = \"J\"\nlon = -90.2\nlat = 38.6\nradius_m = -1\ntreat = \"keep\"\n", "0 to 500"),
        ("[[stacked]]\nlon = -90.2\nlat = 38.6\ntreat = \"keep\"\n", "name"),
    ] {
        let (_folder, file) = with(more, same);
        let workspace = tempfile::tempdir().expect("a folder");
        let error = catchment(workspace.path(), &["ingest", path(&file), "--no-backtest"]).failed();
        assert!(error.contains(said), "{more}: {error}");
    }
    let (_workspace, said) =
        read("[[stacked]]\nname = \"J\"\nlon = -90.2001\nlat = 38.6001\nradius_m = 0.1\ntreat = \"keep\"\n", same);
    assert!(said.contains("stacked \"J\": no two rows share a position within 0.1 m"), "{said}");
}

#[test]
fn a_city_of_scattered_rows_has_no_stack() {
    let city = SmallCity::write();
    let quality = catchment(&ingested(&city), &["quality"]).ok();
    assert!(!quality.contains("more rows than chance allows"), "{quality}");
}
