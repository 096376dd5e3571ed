//! A town of three squares and three addresses: corners on two latitudes are all there is to lay it out by.

use std::fs;

use crate::plain_city::plain_city;
use crate::program::{catchment, json};
use crate::small_city::path;

/// Squares of 870 by 890 meters, side by side.
fn areas() -> String {
    let square = |(at, name, people): (u32, &str, u32)| {
        let (west, east) = (-90.27 + 0.01 * f64::from(at), -90.26 + 0.01 * f64::from(at));
        let ring =
            format!("[[{west:.2},38.63],[{east:.2},38.63],[{east:.2},38.638],[{west:.2},38.638],[{west:.2},38.63]]");
        let properties = format!(r#"{{"id":"{at}","name":"{name}","people":{people}}}"#);
        let geometry = format!(r#"{{"type":"Polygon","coordinates":[{ring}]}}"#);
        format!(r#"{{"type":"Feature","properties":{properties},"geometry":{geometry}}}"#)
    };
    let all = [(1, "West", 900), (2, "Middle", 800), (3, "East", 700)].map(square);
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, all.join(","))
}

/// West has one of eight, Middle two, East five.
const ADDRESSES: [&str; 8] = [
    "-90.255,38.634",
    "-90.245,38.633",
    "-90.245,38.633",
    "-90.235,38.634",
    "-90.235,38.634",
    "-90.235,38.634",
    "-90.235,38.634",
    "-90.235,38.634",
];

#[test]
fn three_squares_and_three_addresses_are_a_city() {
    let (folder, workspace) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let row = |n: usize| format!("{n},{}-{:02}-{:02},{}", 2019 + n / 24, 1 + n % 12, 1 + n % 28, ADDRESSES[n % 8]);
    let rows: Vec<String> = (0..48).map(row).collect();
    fs::write(folder.path().join("areas.geojson"), areas()).expect("written");
    fs::write(folder.path().join("in.csv"), format!("number,t,lon,lat\n{}\n", rows.join("\n"))).expect("written");
    fs::write(folder.path().join("city.toml"), plain_city(("hamlet", "A hamlet"), "2019-01", "")).expect("written");
    let city = folder.path().join("city.toml");
    catchment(workspace.path(), &["ingest", path(&city), "--no-backtest"]).ok();
    let ask = |args: &[&str]| json(&catchment(workspace.path(), args).ok());
    let ranked = ask(&["rank", "--k", "1", "--format", "json"]);
    let counts: Vec<(&str, i64)> = ranked["items"]
        .as_array()
        .expect("items")
        .iter()
        .map(|i| (i["name"].as_str().unwrap_or_default(), i["count"].as_i64().unwrap_or_default()))
        .collect();
    assert_eq!(counts, [("East", 30), ("Middle", 12), ("West", 6)]);
    let best = ask(&["optimize", "--k", "1", "--format", "json"]);
    assert_eq!(best["catchments"][0]["count"], 30, "{best}");
}
