//! Cities on the 180th meridian.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::faulty::{city, understood};
use crate::program::{catchment, json};
use crate::serving::Server;
use crate::small_city::path;

/// West and east of every ring of some `GeoJSON`.
fn widths(value: &Value, out: &mut Vec<(f64, f64)>) {
    let Some(list) = value.as_array() else { return };
    let ring: Option<Vec<f64>> = list.iter().map(|p| p.get(0).and_then(Value::as_f64)).collect();
    match ring {
        Some(x) if !x.is_empty() => {
            out.push((x.iter().copied().fold(f64::MAX, f64::min), x.iter().copied().fold(f64::MIN, f64::max)));
        }
        _ => list.iter().for_each(|part| widths(part, out)),
    }
}

fn rings(collection: &Value) -> Vec<(f64, f64)> {
    let mut out = Vec::new();
    for feature in collection["features"].as_array().expect("features") {
        widths(&feature["geometry"]["coordinates"], &mut out);
    }
    out
}

#[test]
fn cells_are_cut_at_the_meridian_and_tiles_lie_around_it() {
    let workspace = understood("antimeridian-cells", &[]);
    for ask in [
        &["counts", "--by", "cell", "--format", "geojson"][..],
        &["hotspots", "--format", "geojson"],
        &["rank", "--of", "catchments", "--k", "1", "--area-km2", "0.5", "--format", "geojson"],
    ] {
        let told = json(&catchment(workspace.path(), ask).ok());
        let all = rings(&told);
        assert!(!all.is_empty());
        for (west, east) in &all {
            let least = if ask[0] == "rank" { 0.1 } else { 0.01 };
            assert!(east - west < least && *west >= -180.0 && *east <= 180.0, "{ask:?}: {west} to {east}");
        }
        assert!(all.iter().any(|r| r.1 > 179.9) && (ask[0] == "rank" || all.iter().any(|r| r.0 < -179.9)), "{ask:?}");
    }

    let server = Server::start(workspace.path(), &[]);
    let told = json(&server.get("/tiles/neighborhoods.json").1);
    let center = told["center"][0].as_f64().expect("a longitude");
    assert!((center - 180.0).abs() < 0.03, "{told}");
    let bounds: Vec<f64> = told["bounds"].as_array().expect("bounds").iter().filter_map(Value::as_f64).collect();
    assert!(bounds[2] - bounds[0] < 0.1, "{bounds:?}");
    let status = json(&server.get("/api/v1/status").1);
    let start = status["city"]["center"][0].as_f64().expect("a longitude");
    assert!((start - 180.0).abs() < 0.03, "{}", status["city"]);
    // Zoom 12: the last column and the first touch the meridian; row by the usual formula.
    for (layer, x) in [("neighborhoods", 4095), ("neighborhoods", 0), ("cells", 4095), ("cells", 0)] {
        let (status, body) = server.get(&format!("/tiles/{layer}/12/{x}/2242.mvt"));
        assert!(status == 200 && !body.is_empty(), "{layer} {x}: {status}, {} bytes", body.len());
    }
}

/// The same city where no meridian is near, by longitude alone, and on it: what areas count and how they rank is the
/// same to eight digits.
#[test]
fn a_city_moved_onto_the_meridian_counts_and_ranks_alike() {
    let said: Vec<(String, String)> = [-90.0, 179.97, 180.0].map(answers).to_vec();
    assert_eq!(said[0], said[1]);
    assert_eq!(said[0], said[2]);
}

/// Counts by neighborhood, and ranks, of the city on the meridian moved so that it lies around a longitude.
fn answers(center: f64) -> (String, String) {
    let folder = tempfile::tempdir().expect("a folder");
    let from = city("antimeridian-cells");
    let from = Path::new(&from).parent().expect("a folder");
    let turned = |lng: f64| {
        let beyond = if lng < 0.0 { lng + 360.0 } else { lng } - 180.0;
        let moved = ((center + beyond) * 1e9).round() / 1e9;
        if moved > 180.0 { ((moved - 360.0) * 1e9).round() / 1e9 } else { moved }
    };
    let text = fs::read_to_string(from.join("city.toml")).expect("the city file");
    let plane = format!("+proj=tmerc +lat_0=-17 +lon_0={center} +k=1 +x_0=500000 +y_0=1000000 +ellps=GRS80 +units=m");
    fs::write(folder.path().join("city.toml"), text.replace("EPSG:3460", &plane)).expect("written");
    let rows = fs::read_to_string(from.join("inc.csv")).expect("rows");
    let moved = |line: &str| {
        let mut fields: Vec<String> = line.split(',').map(str::to_owned).collect();
        if let Ok(lng) = fields[4].parse::<f64>() {
            fields[4] = turned(lng).to_string();
        }
        fields.join(",")
    };
    let rows: Vec<String> = rows.lines().map(moved).collect();
    fs::write(folder.path().join("inc.csv"), rows.join("\n")).expect("written");
    // Outlines of three plain boxes; where one crosses the meridian it is cut.
    let boxes = [("1", "West", -0.03, -0.01), ("2", "Astride", -0.01, 0.01), ("3", "East", 0.01, 0.03)];
    let features: Vec<Value> = boxes
        .iter()
        .map(|(id, name, west, east)| {
            let at = |by: f64| ((center + by) * 1e9).round() / 1e9;
            let cut = |w: f64, e: f64, by: f64| {
                serde_json::json!([[
                    [w + by, -16.85],
                    [e + by, -16.85],
                    [e + by, -16.83],
                    [w + by, -16.83],
                    [w + by, -16.85]
                ]])
            };
            let (w, e) = (at(*west), at(*east));
            let parts = if e <= 180.0 {
                vec![cut(w, e, 0.0)]
            } else if w >= 180.0 {
                vec![cut(w, e, -360.0)]
            } else {
                vec![cut(w, 180.0, 0.0), cut(180.0, e, -360.0)]
            };
            serde_json::json!({"type": "Feature", "properties": {"ID": id, "NAME": name, "POP": 1000},
                "geometry": {"type": "MultiPolygon", "coordinates": parts}})
        })
        .collect();
    let areas = serde_json::json!({"type": "FeatureCollection", "features": features});
    fs::write(folder.path().join("areas.geojson"), areas.to_string()).expect("written");
    let workspace = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("city.toml");
    catchment(workspace.path(), &["ingest", path(&file), "--no-backtest"]).ok();
    let ask = ["counts", "--by", "neighborhood", "--area", "point", "--format", "csv"];
    let counts = catchment(workspace.path(), &ask).ok();
    let ranks = catchment(workspace.path(), &["rank", "--area", "point", "--format", "csv"]).ok();
    let rounded = |field: &str| field.parse().map_or_else(|_| field.to_owned(), |x: f64| format!("{x:.7e}"));
    (counts, ranks.split(',').map(rounded).collect::<Vec<_>>().join(","))
}
