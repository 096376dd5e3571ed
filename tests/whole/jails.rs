//! The two jails of St. Louis in the real files: found, said, and, declared, left off the map.

use std::path::Path;

use crate::program::{catchment, command, json, ran};
use crate::real::{project, real, shared};
use crate::small_city::path;

/// Each jail with the cell that it lies in, what counts there in 2009 to 2018 and of how many (FIGURES.md of the real
/// files counts the rows by hand).
const JAILS: [(&str, &str, i64, i64); 2] =
    [("200 S TUCKER BLVD", "8a2640c82287fff", 64, 70), ("7600 HALL ST", "8a2640cb6a1ffff", 62, 62)];

const WINDOW: [&str; 4] = ["--from", "2009-01", "--to", "2018-12"];

fn ask(workspace: &Path, words: &[&str]) -> serde_json::Value {
    let all: Vec<&str> = words.iter().chain(&WINDOW).chain(&["--format", "json"]).copied().collect();
    json(&catchment(workspace, &all).ok())
}

/// Count of a cell, and what is said of it.
fn cell(answer: &serde_json::Value, id: &str) -> (i64, String) {
    let item = answer["cells"].as_array().and_then(|cells| cells.iter().find(|c| c["id"] == id));
    let item = item.unwrap_or(&serde_json::Value::Null);
    (item["count"].as_i64().unwrap_or_default(), item["says"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn the_two_jails_are_found_and_said_where_a_cell_rests_on_them() {
    let Some(workspace) = real() else { return };
    let quality = json(&catchment(workspace, &["quality", "--format", "json"]).ok());
    let listed = quality["repeated"].as_array().expect("a list");
    for (address, ..) in JAILS {
        let point = listed.iter().find(|p| p["address"] == address && p["stacked"] == true);
        assert!(point.is_some(), "{address} is not listed");
    }
    let cells = ask(workspace, &["hotspots", "--resolution", "10"]);
    for (address, id, here, all) in JAILS {
        let says = format!("{here} of the {all} offenses of this cell are at one address: {address}.");
        assert_eq!(cell(&cells, id), (all, says));
    }
    let warnings = cells["meta"]["warnings"].to_string();
    assert!(warnings.contains("Check first: "), "{warnings}");
}

/// With the jails left to the areas, neighborhoods count as before; the choice is shown with and without.
#[test]
#[expect(clippy::print_stdout, reason = "the choice with and without, for whoever runs it")]
fn declared_the_jails_are_left_off_cells_while_areas_count_them() {
    let (Some(workspace), Some(shared)) = (real(), shared()) else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("city.toml");
    let text = std::fs::read_to_string(project().join("data/stl/city-real.toml")).expect("the city file");
    let declared: Vec<String> = JAILS
        .iter()
        .map(|(address, ..)| format!("[[stacked]]\nname = \"Jail\"\naddress = \"{address}\"\ntreat = \"areas-only\"\n"))
        .collect();
    let text = text.replace("\"basemap/", &format!("\"{}/", project().join("data/stl/basemap").display()));
    std::fs::write(&file, format!("{text}\n{}", declared.join("\n"))).expect("written");
    let without = folder.path().join("without");
    let mut ingest = command(&without);
    ran(ingest
        .env("CATCHMENT_SHARED", shared)
        .args(["ingest", "--no-backtest", path(&file)])
        .output()
        .expect("it runs"))
    .ok();

    let cells = ask(&without, &["hotspots", "--resolution", "10"]);
    for (_, id, here, all) in JAILS {
        assert_eq!(cell(&cells, id), (all - here, String::new()));
    }
    for basis in ["label", "point"] {
        let by =
            |workspace: &Path| ask(workspace, &["counts", "--by", "neighborhood", "--area", basis])["items"].clone();
        assert_eq!(by(workspace), by(&without), "{basis}");
    }
    for k in ["1", "3"] {
        let words = ["optimize", "--k", k, "--area-km2", "2.5", "--basis", "counted", "--shape", "free"];
        let (with, without) = (ask(workspace, &words), ask(&without, &words));
        let told = |answer: &serde_json::Value| {
            let list = answer["catchments"].as_array().cloned().unwrap_or_default();
            list.iter().map(|c| format!("{}: {}", c["name"], c["count"])).collect::<Vec<_>>().join("; ")
        };
        println!("k = {k}, with the jails: {}; without: {}", told(&with), told(&without));
        assert!(with["harm"].as_f64() >= without["harm"].as_f64());
    }
}
