//! Catchments with their edges along streets: what is shown is what is counted.

use serde_json::Value;

use crate::program::{catchment, json};
use crate::small_city::{SmallCity, ingested, path};

/// Streets every so many degrees, from the south-west of the made-up city: blocks of 113 by 145 meters.
const STEP: f64 = 0.0013;
const CORNER: [f64; 2] = [-90.2413, 38.6027];
const LINES: u32 = 34;

const FILE: &str = "[[basemap.file]]\nkind = \"streets\"\npath = \"streets.geojson\"\nname = \"road\"\n\
                    class = \"rank\"\nclasses = { big = \"street\" }\ncredit = \"Made up, 2026\"\n\n";

fn with_streets(city: &SmallCity) {
    let end = STEP * f64::from(LINES - 1);
    let line = |at: u32, east: bool| {
        let off = STEP * f64::from(at);
        let ends = if east { [[0.0, off], [end, off]] } else { [[off, 0.0], [off, end]] };
        let ends = ends.map(|[x, y]| [CORNER[0] + x, CORNER[1] + y]);
        serde_json::json!({"type": "Feature", "properties": {"road": format!("{at} St"), "rank": "big"},
            "geometry": {"type": "LineString", "coordinates": ends}})
    };
    let all: Vec<Value> = (0..LINES).flat_map(|at| [line(at, true), line(at, false)]).collect();
    let text = serde_json::json!({"type": "FeatureCollection", "features": all}).to_string();
    std::fs::write(city.dir.path().join("streets.geojson"), text).expect("written");
    let text = std::fs::read_to_string(city.file()).expect("the city file");
    std::fs::write(city.file(), text.replacen("[[offense]]", &format!("{FILE}[[offense]]"), 1)).expect("room");
}

const ASK: [&str; 9] = ["optimize", "--k", "2", "--area-km2", "0.5", "--basis", "counted", "--format", "json"];

fn positions(outline: &Value) -> Vec<[f64; 2]> {
    let number = |v: &Value| v.as_f64().expect("a number");
    let rings = outline["coordinates"].as_array().expect("polygons").iter().flat_map(|p| p.as_array().expect("rings"));
    let places = rings.flat_map(|ring| ring.as_array().expect("positions"));
    places.map(|p| [number(&p[0]), number(&p[1])]).collect()
}

#[test]
fn an_outline_along_streets_is_counted_inside_what_is_shown() {
    let city = SmallCity::write();
    with_streets(&city);
    let workspace = ingested(&city);
    let plain = json(&catchment(&workspace, &ASK).ok());
    let asked = json(&catchment(&workspace, &[&ASK[..], &["--parts", "streets"]].concat()).ok());
    let list = |answer: &Value| answer["catchments"].as_array().expect("catchments").clone();
    for (mut with, without) in list(&asked).into_iter().zip(list(&plain)) {
        let along = with.as_object_mut().expect("an object").remove("along").expect("an outline along streets");
        assert_eq!(with, without, "the choice itself is the same");
        let ratio = along["area_km2"].as_f64().expect("km²") / without["area_km2"].as_f64().expect("km²");
        assert!((0.7..1.3).contains(&ratio), "{ratio}");
        // Every corner lies on a street.
        let off = |x: f64, from: f64| ((x - from) / STEP - ((x - from) / STEP).round()).abs() * STEP * 111_000.0;
        for [x, y] in positions(&along["outline"]) {
            assert!(off(x, CORNER[0]).min(off(y, CORNER[1])) < 1.5, "{x} {y} is on no street");
        }
        // Who draws the same outline by hand is told the same count.
        let drawn = city.dir.path().join("drawn.json");
        std::fs::write(&drawn, serde_json::json!({"polygon": along["outline"]}).to_string()).expect("written");
        let score = json(&catchment(&workspace, &["score", "--drawn", path(&drawn), "--format", "json"]).ok());
        assert_eq!(score["drawn"]["count"], along["count"]);
    }
    // A map file has the outline that was asked for.
    let ask = [&ASK[..8], &["geojson", "--parts", "streets"]].concat();
    let file = json(&catchment(&workspace, &ask).ok());
    assert_eq!(file["features"][0]["geometry"], list(&asked)[0]["along"]["outline"]);
}

#[test]
fn without_streets_the_answer_says_where_they_come_from() {
    let city = SmallCity::write();
    let answer = json(&catchment(&ingested(&city), &[&ASK[..], &["--parts", "streets"]].concat()).ok());
    assert_eq!(answer["catchments"][0].get("along"), None);
    assert!(answer["notes"].to_string().contains("catchment basemap"), "{}", answer["notes"]);
}
