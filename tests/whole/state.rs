//! A made-up state: 75,000 cells of resolution 10, nearly all of them empty, and a few towns. What it costs must follow
//! the towns. How long it takes is measured elsewhere; here everything that looks at cells must come to its end.

use std::fmt::Write as _;
use std::fs;

use tempfile::TempDir;

use crate::plain_city::plain_city;
use crate::program::{catchment, json};
use crate::small_city::path;

/// Middle of the state, and half of its width and height, degrees: some 1,130 km².
const MIDDLE: (f64, f64) = (-90.5, 38.6);
const HALF: (f64, f64) = (0.19, 0.155);
/// Vertices of a county's outer border: a river bends as often.
const BENDS: u32 = 1_500;
/// Towns, as degrees from the middle.
const TOWNS: [(f64, f64); 4] = [(-0.1, 0.08), (0.12, 0.05), (0.02, -0.09), (-0.13, -0.1)];
/// Incidents in all.
const INCIDENTS: u32 = 5_000;

/// A small linear congruential generator: same numbers on every machine.
struct Draw(u64);

impl Draw {
    fn unit(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from(self.0 >> 33).unwrap_or(0)) / f64::from(1_u32 << 31)
    }
}

/// A county: one quarter of the state, its outer border bent.
fn county(east: f64, north: f64) -> String {
    let corner = |x: f64, y: f64| format!("[{:.6},{:.6}]", MIDDLE.0 + x * HALF.0, MIDDLE.1 + y * HALF.1);
    let mut ring = vec![corner(0.0, 0.0), corner(east, 0.0)];
    for at in 1..BENDS {
        let (turn, bend) = (f64::from(at) / f64::from(BENDS), 1.0 + 0.02 * (f64::from(at) * 0.7).sin());
        // Up the one side, then along the other.
        let (x, y) = if turn < 0.5 { (1.0, 2.0 * turn) } else { (2.0 - 2.0 * turn, 1.0) };
        ring.push(corner(east * x * bend, north * y * bend));
    }
    ring.extend([corner(0.0, north), corner(0.0, 0.0)]);
    if east * north < 0.0 {
        ring.reverse();
    }
    ring.join(",")
}

fn counties() -> String {
    let quarter = |(at, (east, north)): (usize, (f64, f64))| {
        let properties = format!(r#"{{"id":"{at}","name":"County {at}","people":40000}}"#);
        let geometry = format!(r#"{{"type":"Polygon","coordinates":[[{}]]}}"#, county(east, north));
        format!(r#"{{"type":"Feature","properties":{properties},"geometry":{geometry}}}"#)
    };
    let quarters = [(1.0, 1.0), (-1.0, 1.0), (-1.0, -1.0), (1.0, -1.0)];
    let features: Vec<String> = (1..).zip(quarters).map(quarter).collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

fn incidents() -> String {
    let mut draw = Draw(11);
    let mut rows = String::from("number,t,lon,lat\n");
    for number in 0..INCIDENTS {
        // The first towns are the larger ones, and all have a middle.
        let share = draw.unit() * draw.unit();
        let town = TOWNS[[0.25, 0.5, 0.75].into_iter().filter(|part| share >= *part).count()];
        let mut off = || 0.03 * (draw.unit() + draw.unit() + draw.unit() - 1.5);
        let (x, y) = (MIDDLE.0 + town.0 + off(), MIDDLE.1 + town.1 + off());
        let (year, month, day) = (2015 + number % 6, 1 + number / 6 % 12, 1 + number / 72 % 28);
        writeln!(rows, "{number},{year}-{month:02}-{day:02},{x:.5},{y:.5}").expect("text");
    }
    rows
}

fn ingested() -> (TempDir, TempDir) {
    let (folder, workspace) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    fs::write(folder.path().join("areas.geojson"), counties()).expect("written");
    fs::write(folder.path().join("in.csv"), incidents()).expect("written");
    let text = plain_city(("state", "A state"), "2015-01", "pixel_m = 5.0\n");
    fs::write(folder.path().join("city.toml"), text).expect("written");
    let city = folder.path().join("city.toml");
    catchment(workspace.path(), &["ingest", path(&city), "--no-backtest"]).ok();
    (folder, workspace)
}

#[test]
fn a_state_that_is_mostly_empty_has_catchments_and_surfaces() {
    let (folder, workspace) = ingested();
    let ask = |args: &[&str]| catchment(workspace.path(), args).ok();
    let even = json(&ask(&["concentration", "--resolution", "10", "--format", "json"]));
    assert!(even["cells"].as_u64().is_some_and(|cells| (70_000..80_000).contains(&cells)), "{} cells", even["cells"]);
    let ranked = json(&ask(&["rank", "--of", "catchments", "--format", "json"]));
    let items = ranked["items"].as_array().expect("items");
    let count = |i: &serde_json::Value| i["count"].as_i64().unwrap_or_default();
    // A town's ground is some 40 km²: a catchment in its middle holds ten times what an even spread would give it.
    assert!(items.len() >= 3 && items.iter().take(3).all(|i| count(i) > 10), "{ranked}");
    let best = json(&ask(&["optimize", "--k", "3", "--format", "json"]));
    assert_eq!(best["catchments"].as_array().map_or(0, Vec::len), 3, "{best}");
    // Pixels of 5 m would be 45 million: the city file's wish is not computed, and that is said.
    let file = folder.path().join("kde.tif");
    let told = catchment(workspace.path(), &["surface", "--edge", "none", "--out", path(&file)]);
    assert_eq!(told.code, Some(0), "{}", told.err);
    assert!(fs::metadata(&file).is_ok_and(|m| m.len() < 40 << 20));
}
