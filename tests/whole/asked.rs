//! Commands that ask one question each, in each of its forms: the best choice of sites, concentration, a place, a drawn
//! area, the dataset.

use std::path::Path;

use serde_json::{Value, json};

use crate::program::{catchment, csv, json as read};
use crate::small_city::{SmallCity, ingested, path};

/// Runs a question in a form.
fn told(workspace: &Path, args: &[&str], form: &str) -> String {
    catchment(workspace, &[args, &["--format", form]].concat()).ok()
}

/// The header of a table that has rows.
#[track_caller]
fn columns(text: &str) -> String {
    let (header, rows) = csv(text);
    assert!(!rows.is_empty(), "no row: {text}");
    header.join(",")
}

/// The features of a map file: each with an id, a geometry, and columns without anything nested.
#[track_caller]
fn features(text: &str) -> Vec<Value> {
    let map = read(text);
    assert_eq!(map["type"], "FeatureCollection");
    let features = map["features"].as_array().expect("features").clone();
    for feature in &features {
        assert!(feature["id"].is_string() && feature["geometry"]["coordinates"].is_array(), "{feature}");
    }
    features
}

#[test]
fn the_best_choice_of_sites_is_told_in_every_form_with_what_is_proven() {
    let (_city, workspace) = SmallCity::ingested();
    let ask = ["optimize", "--k", "2", "--area-km2", "0.5"];
    let answer = read(&told(&workspace, &ask, "json"));
    let number = |name: &str| answer[name].as_f64().expect("a number");
    assert_eq!(answer["catchments"].as_array().map(Vec::len), Some(2));
    assert!(number("harm") > 0.0 && number("harm") <= number("bound") && number("gap") >= 0.0, "{answer}");
    assert_eq!(columns(&told(&workspace, &ask, "csv")), "id,name,area_km2,count,harm,basis,residents,cells");
    assert_eq!(features(&told(&workspace, &ask, "geojson")).len(), 2);
    let table = catchment(&workspace, &ask).ok();
    for said in [answer["finding"].as_str().expect("a sentence"), "So many: 1 hold", "Made up for tests"] {
        assert!(table.contains(said), "no \"{said}\" in {table}");
    }
    // A limit holds: what is closed is not chosen.
    let closed = read(&told(&workspace, &[&ask[..], &["--exclude", "2"]].concat(), "json"));
    let names = |answer: &Value| answer["catchments"].to_string().contains("Old Mill, North");
    assert!(names(&answer) && !names(&closed), "{closed}");
    let refused = catchment(&workspace, &["optimize", "--measure", "per_resident"]).failed();
    assert!(refused.contains("--measure"), "{refused}");
}

#[test]
fn money_and_staff_limit_nothing_where_the_city_has_not_said_what_a_site_costs() {
    let city = SmallCity::write();
    let text = std::fs::read_to_string(city.file()).expect("a city file");
    let from = text.find("[site_cost]").expect("what a site costs");
    let to = from + text[from..].find("\n\n").expect("more after it");
    std::fs::write(city.file(), format!("{}{}", &text[..from], &text[to..])).expect("written");
    let workspace = ingested(&city);
    for (flag, value, key) in [("--budget-usd", "2000000", "launch_usd"), ("--staff", "20", "staff")] {
        let refused = catchment(&workspace, &["optimize", "--k", "2", flag, value]).failed();
        assert!(refused.contains(flag) && refused.contains(&format!("{key} of [site_cost]")), "{refused}");
    }
    let answer = read(&told(&workspace, &["optimize", "--k", "2", "--area-km2", "0.5"], "json"));
    assert_eq!(answer["cost"], Value::Null, "no other city's figure stands in");
}

#[test]
fn concentration_is_told_beside_what_chance_alone_would_give() {
    let (_city, workspace) = SmallCity::ingested();
    let ask = ["concentration", "--resolution", "9"];
    let answer = read(&told(&workspace, &ask, "json"));
    let gini = &answer["concentration"]["gini"];
    assert!(gini["observed"].as_f64() > gini["null"]["mean"].as_f64(), "offenses lie where the city put them: {gini}");
    let header = "figure,observed,chance,chance_low,chance_high,first,second";
    assert_eq!(columns(&told(&workspace, &ask, "csv")), header);
    let table = catchment(&workspace, &ask).ok();
    assert!(table.contains(answer["finding"].as_str().expect("a sentence")) && table.contains("Gini"), "{table}");
    let refused = catchment(&workspace, &["concentration", "--format", "geojson"]).failed();
    assert!(refused.contains("--format geojson: expected table, json, csv"), "{refused}");
}

#[test]
fn an_area_is_told_as_it_is_ranked() {
    let (_city, workspace) = SmallCity::ingested();
    let ranked = read(&told(&workspace, &["rank", "--k", "2", "--top", "100"], "json"));
    let first = &ranked["items"][0];
    let answer = read(&told(&workspace, &["area", "2", "--k", "2"], "json"));
    assert_eq!((&first["id"], &answer["area"]["name"]), (&json!("2"), &json!("Old Mill, North")));
    assert_eq!((&answer["count"], &answer["rank"]["count"]["rank"]), (&first["count"], &json!(1)));
    assert_eq!(features(&told(&workspace, &["area", "2"], "geojson")).len(), 1);
    let table = catchment(&workspace, &["area", "2", "--k", "2"]).ok();
    for said in ["Old Mill, North (neighborhood, 2)", "P(top 2)", "Counted: ", "Made up for tests"] {
        assert!(table.contains(said), "no \"{said}\" in {table}");
    }
    let refused = catchment(&workspace, &["area", "77"]).failed();
    assert!(refused.contains("77"), "{refused}");
}

#[test]
fn a_catchment_is_told_as_it_is_ranked() {
    let (_city, workspace) = SmallCity::ingested();
    let search = ["--k", "2", "--area-km2", "0.5"];
    let ranked = read(&told(&workspace, &[&["rank", "--of", "catchments"], &search[..]].concat(), "json"));
    let answer = read(&told(&workspace, &[&["area", "C1"], &search[..]].concat(), "json"));
    let item = ranked["items"].as_array().expect("items").iter().find(|i| i["id"] == "C1").expect("C1");
    assert_eq!((&answer["area"]["id"], &answer["count"]), (&json!("C1"), &item["count"]));
    // What only a search has is refused for a neighborhood.
    let refused = catchment(&workspace, &["area", "2", "--area-km2", "0.5"]).failed();
    assert!(refused.contains("--area-km2"), "{refused}");
}

#[test]
fn a_drawn_area_is_scored_as_a_bare_polygon_as_a_feature_and_as_cells() {
    let (city, workspace) = SmallCity::ingested();
    let file = city.dir.path().join("site.geojson");
    let ask = ["score", "--drawn", path(&file)];
    // A square within the second neighborhood.
    let (west, east, south, north) = (-90.224, -90.217, 38.620, 38.627);
    let ring = json!([[west, south], [east, south], [east, north], [west, north], [west, south]]);
    let polygon = json!({"type": "Polygon", "coordinates": [ring]});
    let feature = json!({"type": "Feature", "properties": {}, "geometry": polygon});
    let collection = json!({"type": "FeatureCollection", "features": [feature]});
    let score = |content: &Value| {
        std::fs::write(&file, content.to_string()).expect("the file is written");
        read(&told(&workspace, &ask, "json"))
    };
    let answer = score(&polygon);
    assert_eq!(answer["drawn"]["name"], "Old Mill, North");
    assert!(answer["drawn"]["count"].as_i64() > Some(0), "{answer}");
    for same in [&feature, &collection, &json!({ "polygon": polygon }), &json!({"cells": answer["drawn"]["cells"]})] {
        assert_eq!(score(same)["drawn"], answer["drawn"], "{same}");
    }
    // Its own figures alone are there at once, and are the same.
    std::fs::write(&file, polygon.to_string()).expect("the file is written");
    let own = read(&told(&workspace, &[&ask[..], &["--extent", "own"]].concat(), "json"));
    assert_eq!(own["drawn"], answer["drawn"]);
    assert!(own["best"].is_null() && own["share_of_best"].is_null() && !answer["best"].is_null());
    assert!(own["finding"].as_str().is_some_and(|f| f.contains("was not searched for")), "{own}");
    let table = catchment(&workspace, &ask).ok();
    assert!(table.contains("best of its size") && table.contains("drawn"), "{table}");
    for (content, said) in [
        (r#"{"type":"FeatureCollection","features":[]}"#, "0 features; expected one polygon"),
        ("nothing", "not a JSON document"),
    ] {
        std::fs::write(&file, content).expect("the file is written");
        let refused = catchment(&workspace, &ask).failed();
        assert!(refused.contains("--drawn") && refused.contains(said), "{refused}");
    }
    let missing = catchment(&workspace, &["score", "--drawn", "nowhere.json"]).failed();
    assert!(missing.contains("--drawn nowhere.json: cannot be read"), "{missing}");
}

#[test]
fn the_state_of_the_dataset_is_told_for_people_and_programs() {
    let (_city, workspace) = SmallCity::ingested();
    let status = read(&told(&workspace, &["status"], "json"));
    assert_eq!((&status["city"]["name"], &status["through"]), (&json!("Smallville"), &json!("2016-12")));
    let quality = read(&told(&workspace, &["quality"], "json"));
    assert_eq!((&status["dataset"], &status["rows"]["rows"]), (&quality["dataset"], &quality["totals"]["rows"]));
    let table = catchment(&workspace, &["status"]).ok();
    for said in ["Smallville, dataset ", "2015-07", "missing", "UCR/SRS", "Made up for tests"] {
        assert!(table.contains(said), "no \"{said}\" in {table}");
    }
    let refused = catchment(&workspace, &["status", "--format", "csv"]).failed();
    assert!(refused.contains("--format csv: expected table, json"), "{refused}");
}

#[test]
fn chances_are_told_in_every_form() {
    let (_city, workspace) = SmallCity::ingested();
    let ask = ["chance", "--k", "1", "--area-km2", "0.5", "--draws", "50", "--basis", "counted"];
    let answer = read(&told(&workspace, &ask, "json"));
    assert_eq!((&answer["draws"], answer["catchments"].as_array().map(Vec::len)), (&json!(50), Some(1)));
    assert_eq!(columns(&told(&workspace, &ask, "csv")), "cell,p,standard_error,area");
    assert!(!features(&told(&workspace, &ask, "geojson")).is_empty());
    assert!(catchment(&workspace, &ask).ok().contains(answer["finding"].as_str().expect("a sentence")));
}

#[test]
fn a_flag_that_would_have_no_effect_is_refused_by_name() {
    let (_city, workspace) = SmallCity::ingested();
    for (args, said) in [
        (&["counts", "--by", "year", "--area", "label"][..], "--area label"),
        (&["counts", "--by", "month", "--resolution", "9"], "--resolution 9"),
        (&["rank", "--basis", "expected"], "--basis expected"),
        (&["rank", "--of", "catchments", "--area", "point"], "--area point: expected --of neighborhoods beside it"),
        (&["rank", "--of", "catchments", "--weights", "burden:1", "--area", "label"], "--area label"),
        (&["hotspots", "--permutations", "99"], "--permutations"),
        (&["hotspots", "--method", "knox", "--baseline", "area"], "--baseline area"),
        (&["rank", "--bom"], "--bom: has no effect beside --format table"),
        (&["rank", "--format", "json", "--about", "x.json"], "--about: has no effect beside --format json"),
        (&["hotspots", "--step-months", "3"], "--step-months 3"),
        (&["hotspots", "--method", "moran", "--step-months", "3"], "try: --method emerging --step-months 3"),
        (&["rank", "--weights", "burden:1", "--format", "geojson"], "--format geojson: expected table, json, csv"),
    ] {
        let refused = catchment(&workspace, args).failed();
        assert!(refused.contains(said), "{args:?}: no \"{said}\" in {refused}");
    }
}

#[test]
fn new_sites_keep_apart_and_lie_where_people_live() {
    let (_city, workspace) = SmallCity::ingested();
    let ask = ["optimize", "--k", "2", "--area-km2", "0.3", "--basis", "counted"];
    let asked = |more: &[&str]| read(&told(&workspace, &[&ask[..], more].concat(), "json"));
    let middle = |c: &Value| {
        let cells = c["cells"].as_array().expect("cells");
        let one =
            |cell: &Value| cell.as_str().expect("a cell").parse::<catchment_model::Cell>().expect("a cell").center();
        let sum = cells.iter().map(one).fold((0.0, 0.0), |s, c| (s.0 + c.0, s.1 + c.1));
        (sum.0 / cells.len() as f64, sum.1 / cells.len() as f64)
    };
    let apart_m = |answer: &Value| {
        let (a, b) = (middle(&answer["catchments"][0]), middle(&answer["catchments"][1]));
        ((a.0 - b.0) * 86_900.0).hypot((a.1 - b.1) * 111_000.0)
    };
    let (near, far) = (asked(&[]), asked(&["--apart-m", "1500"]));
    assert!(apart_m(&near) < 1_300.0 && apart_m(&far) > 1_300.0, "{} and {}", apart_m(&near), apart_m(&far));
    assert!(far["harm"].as_f64() <= near["harm"].as_f64() && far["bound"].as_f64() >= far["harm"].as_f64());
    assert!(far["notes"].to_string().contains("1500 m apart"), "{}", far["notes"]);
    // Old Mill has some 360 residents on so much ground, the south 900.
    let lived = asked(&["--least-residents", "500"]);
    let names = |answer: &Value| answer["catchments"].to_string();
    assert!(names(&near).contains("Old Mill"), "{near}");
    for c in lived["catchments"].as_array().expect("catchments") {
        assert!(c["residents"].as_f64().is_some_and(|n| n >= 500.0), "{c}");
    }
    assert!(lived["harm"].as_f64() < near["harm"].as_f64() && lived["bound"].as_f64() >= lived["harm"].as_f64());
    let refused = catchment(&workspace, &[&ask[..], &["--least-residents", "0"]].concat()).failed();
    assert!(refused.contains("least-residents"), "{refused}");
}
