//! `catchment still` as people run it: the middle of every neighborhood has the color that the ranking's legend gives
//! its count. Runs on the workspace that `CATCHMENT_WORKSPACE` names with the program that `CATCHMENT_BIN` names;
//! without them it says so and passes.

use std::f64::consts::PI;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::colors::{is, read};

fn run(program: &Path, workspace: &str, args: &[&str]) -> Vec<u8> {
    let beside = Path::new(env!("CARGO_BIN_EXE_catchment-still")).parent().expect("a folder").to_path_buf();
    let before = std::env::var_os("PATH").unwrap_or_default();
    let paths = std::iter::once(beside).chain(std::env::split_paths(&before));
    let path = std::env::join_paths(paths).expect("a path");
    let done = Command::new(program)
        .arg("--workspace")
        .arg(workspace)
        .args(args)
        .env("PATH", path)
        .output()
        .expect("the program runs");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    done.stdout
}

/// Web Mercator: a place in pixels of a tile of 512, by the usual formula.
fn pixel((lng, lat): (f64, f64), (z, x, y): (u32, u32, u32)) -> (f64, f64) {
    let tiles = f64::from(1u32 << z);
    let north = lat.to_radians().tan().asinh() / PI;
    (512.0 * ((lng / 360.0 + 0.5) * tiles - f64::from(x)), 512.0 * ((1.0 - north) / 2.0 * tiles - f64::from(y)))
}

/// Mean of a ring's corners, and its distance to the nearest corner in pixels: far from the border for the squat shapes
/// of neighborhoods.
fn middle(ring: &[(f64, f64)]) -> ((f64, f64), f64) {
    let n = ring.len() as f64;
    let at = (ring.iter().map(|p| p.0).sum::<f64>() / n, ring.iter().map(|p| p.1).sum::<f64>() / n);
    let nearest = ring.iter().zip(ring.iter().skip(1)).map(|(a, b)| distance(at, *a, *b)).fold(f64::INFINITY, f64::min);
    (at, nearest)
}

fn distance(p: (f64, f64), a: (f64, f64), b: (f64, f64)) -> f64 {
    let (dx, dy) = (b.0 - a.0, b.1 - a.1);
    let along = if dx == 0.0 && dy == 0.0 {
        0.0
    } else {
        (((p.0 - a.0) * dx + (p.1 - a.1) * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0)
    };
    (p.0 - a.0 - along * dx).hypot(p.1 - a.1 - along * dy)
}

fn inside(p: (f64, f64), ring: &[(f64, f64)]) -> bool {
    let crosses = |(a, b): (&(f64, f64), &(f64, f64))| {
        (a.1 > p.1) != (b.1 > p.1) && p.0 < (b.0 - a.0) * (p.1 - a.1) / (b.1 - a.1) + a.0
    };
    ring.iter().zip(ring.iter().skip(1)).filter(|pair| crosses(*pair)).count() % 2 == 1
}

fn color(text: &str) -> [u8; 3] {
    [1, 3, 5].map(|at| u8::from_str_radix(&text[at..at + 2], 16).expect("a color"))
}

#[test]
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn the_middle_of_every_neighborhood_has_the_color_of_its_class() {
    let (Some(program), Ok(workspace)) = (std::env::var_os("CATCHMENT_BIN"), std::env::var("CATCHMENT_WORKSPACE"))
    else {
        assert!(std::env::var_os("CI").is_none(), "CATCHMENT_BIN and CATCHMENT_WORKSPACE are not set");
        eprintln!("skipped: CATCHMENT_BIN and CATCHMENT_WORKSPACE are not set");
        return;
    };
    let program = Path::new(&program);
    let ask = |form: &str| -> Value {
        serde_json::from_slice(&run(program, &workspace, &["rank", "--top", "1000", "--format", form])).expect("JSON")
    };
    let (ranking, outlines) = (ask("json"), ask("geojson"));
    let legend = ranking["legend"].as_array().expect("a legend");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("tile.png");
    // Downtown St. Louis and the neighborhoods around it.
    let tile = (12, 1021, 1570);
    let [z, x, y] = [tile.0, tile.1, tile.2].map(|n: u32| n.to_string());
    run(program, &workspace, &["still", "--out", file.to_str().expect("text"), "--z", &z, "--x", &x, "--y", &y]);
    let picture = read(&file);
    let mut checked = 0;
    for feature in outlines["features"].as_array().expect("features") {
        for polygon in feature["geometry"]["coordinates"].as_array().expect("polygons") {
            let corner =
                |p: &Value| pixel((p[0].as_f64().expect("a longitude"), p[1].as_f64().expect("a latitude")), tile);
            let ring: Vec<(f64, f64)> = polygon[0].as_array().expect("a ring").iter().map(corner).collect();
            let (at, room) = middle(&ring);
            if room < 4.0 || !inside(at, &ring) || !(0.0..512.0).contains(&at.0) || !(0.0..512.0).contains(&at.1) {
                continue;
            }
            let count = feature["properties"]["count"].as_f64().expect("a count");
            let class = legend.iter().rev().find(|c| c["from"].as_f64().expect("a bound") <= count).expect("a class");
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "inside 0 to 512")]
            is(&picture, (at.0 as u32, at.1 as u32), color(class["color"].as_str().expect("a color")));
            checked += 1;
        }
    }
    assert!(checked >= 10, "only {checked} neighborhoods lie in the tile");
}

#[test]
fn a_fitted_picture_of_each_layer_has_its_size_and_the_darkest_class() {
    let (Some(program), Ok(workspace)) = (std::env::var_os("CATCHMENT_BIN"), std::env::var("CATCHMENT_WORKSPACE"))
    else {
        return;
    };
    let folder = tempfile::tempdir().expect("a folder");
    for layer in ["neighborhoods", "cells", "catchments"] {
        let file = folder.path().join(format!("{layer}.png"));
        run(
            Path::new(&program),
            &workspace,
            &["still", "--layer", layer, "--size", "600x315", "--out", file.to_str().expect("text")],
        );
        let picture = read(&file);
        assert_eq!((picture.width, picture.height), (600, 315));
        let dark = picture
            .rgba
            .chunks_exact(4)
            .filter(|p| p[0].abs_diff(177) <= 1 && p[1] <= 1 && p[2].abs_diff(38) <= 1)
            .count();
        assert!(dark >= 5, "{layer}: {dark} pixels of the darkest class");
    }
}

#[test]
fn a_preview_has_the_size_that_links_want_its_dataset_and_no_color_beside_the_classes() {
    let (Some(program), Ok(workspace)) = (std::env::var_os("CATCHMENT_BIN"), std::env::var("CATCHMENT_WORKSPACE"))
    else {
        return;
    };
    let program = Path::new(&program);
    run(program, &workspace, &["still", "--preview"]);
    let file = Path::new(&workspace).join("preview.png");
    let picture = read(&file);
    assert_eq!((picture.width, picture.height), (1200, 630));
    let ranking: Value =
        serde_json::from_slice(&run(program, &workspace, &["rank", "--top", "1", "--format", "json"])).expect("JSON");
    let reader = png::Decoder::new(std::fs::File::open(&file).expect("a picture")).read_info().expect("a PNG");
    let text = |keyword: &str| {
        let found = reader.info().utf8_text.iter().find(|t| t.keyword == keyword).expect("a text");
        found.get_text().expect("text")
    };
    assert_eq!(Some(text("Dataset").as_str()), ranking["meta"]["dataset"].as_str());
    assert!(text("Description").starts_with("Neighborhoods of "), "{}", text("Description"));
    let mut known: Vec<[u8; 3]> = ranking["legend"]
        .as_array()
        .expect("a legend")
        .iter()
        .map(|c| color(c["color"].as_str().expect("a color")))
        .collect();
    known.extend([[255, 255, 255], [0xdc, 0xdc, 0xdc]]);
    let is_known = |p: &[u8]| known.iter().any(|k| k.iter().zip(p).all(|(a, b)| a.abs_diff(*b) <= 1));
    let pixels = picture.rgba.len() / 4;
    let flat = picture.rgba.chunks_exact(4).filter(|p| is_known(p)).count();
    // The others are mixed where colors meet.
    assert!(flat as f64 > 0.97 * pixels as f64, "{flat} of {pixels} pixels have a color of the map");
    let colored = picture.rgba.chunks_exact(4).filter(|p| p[..3] != [255, 255, 255]).count();
    assert!(colored as f64 > 0.08 * pixels as f64, "{colored} of {pixels} pixels are colored");
}
