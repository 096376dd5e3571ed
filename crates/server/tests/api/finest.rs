//! Place, time and hour are bounded together: every question at its finest, and attackers who want single positions.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use catchment_model::city::FinestRule;
use catchment_model::{Cell, MonthStatus, Window};
use catchment_questions::pieces::{Param, Piece as _};
use catchment_questions::surface::Surface;
use catchment_questions::{Engine, Question, Unwatched, Visitor, ask, visit};
use catchment_server::{AppState, router};
use h3o::CellIndex;
use serde_json::{Value, json};

use crate::{Reply, SMALL, city, number, patient, send};

/// The city with another rule.
fn ruled(rule: FinestRule) -> (Arc<AppState>, tempfile::TempDir) {
    let dir = tempfile::tempdir().expect("a folder");
    let mut data = city::dataset(dir.path(), SMALL);
    data.city.finest = rule;
    (Arc::new(AppState::over(Engine::load(Arc::new(data)).expect("the engine"))), dir)
}

/// The city with the rule that holds where a city file says nothing.
static RULED: LazyLock<(Arc<AppState>, tempfile::TempDir)> = LazyLock::new(|| ruled(FinestRule::default()));

/// What an attacker would like: every month, every position.
fn unbounded() -> FinestRule {
    FinestRule { months: 1, least: 0, hours_least: 0, area_km2: 0.0, points: true, ..FinestRule::default() }
}

fn service() -> Router {
    router(Arc::clone(&RULED.0), patient())
}

async fn get(path: &str) -> Reply {
    send(service(), Request::get(path).body(Body::empty()).expect("a request")).await
}

async fn post(path: &str, body: &Value) -> Reply {
    let request = Request::post(path).header("content-type", "application/json");
    send(service(), request.body(Body::from(body.to_string())).expect("a request")).await
}

fn refused_for_time(reply: &Reply) -> bool {
    let text = reply.text();
    reply.status == StatusCode::BAD_REQUEST && text.contains("told by whole steps of 12 months")
}

/// The questions: name, address, whether a window can be given.
struct Registry(Vec<(&'static str, &'static str, bool)>);

impl Visitor for Registry {
    fn question<Q: Question>(&mut self) {
        let windowed = Q::Ask::params().iter().any(|p: &Param| p.name == "from");
        self.0.push((Q::NAME, Q::ADDRESS, windowed));
    }
}

/// Questions that may be asked of one month, of offenses that may be shown finer, and how; their places are
/// neighborhoods or the city.
const BY_MONTH: [(&str, &[&str]); 4] = [
    ("counts", &["by=month", "by=year", "by=neighborhood"]),
    ("rankings", &[""]),
    ("decision", &[""]),
    ("area", &[""]),
];
/// The same questions about finer places.
const FINER: [(&str, &str); 3] =
    [("counts", "by=cell&resolution=10"), ("rankings", "of=catchments&area_km2=0.05"), ("decision", "of=catchments")];
/// Questions without a window: about points given, about the dataset, about sites and agencies of the city file,
/// over the city's own latest steps. The newest days are told as `days_of_neighborhoods_are_told_by_whole_months_alone`
/// says.
const APART: [&str; 7] = ["check", "evaluate", "locate", "recent", "route", "status", "target"];

#[tokio::test]
async fn every_question_at_its_finest_keeps_to_the_rule() {
    let mut registry = Registry(Vec::new());
    visit(&mut registry);
    for (name, address, windowed) in registry.0 {
        assert_eq!(!windowed, APART.contains(&name), "{name}: say here what it tells of a place, a month and an hour");
        if !windowed {
            continue;
        }
        let id = if name == "area" { "1" } else { "C1" };
        let address = format!("/api/v1/{}", address.replace("{id}", id));
        let month = "from=2018-02&to=2018-02&offense=homicide";
        if let Some((_, ways)) = BY_MONTH.iter().find(|(of, _)| *of == name) {
            for way in *ways {
                let reply = get(&format!("{address}?{month}&{way}")).await;
                assert_eq!(reply.status, StatusCode::OK, "{name} {way}: {}", reply.text());
                assert_eq!(hours(&reply.json()), 0, "{name} tells hours of a month");
            }
        } else if name == "score" {
            let cell = Cell::at(-90.29, 38.61, catchment_model::Resolution::R10).expect("a cell").to_string();
            let reply = post(&format!("{address}?{month}"), &json!({ "cells": [cell] })).await;
            assert!(refused_for_time(&reply), "{name}: {}", reply.text());
        } else {
            let reply = get(&format!("{address}?{month}")).await;
            assert!(refused_for_time(&reply), "{name}: {}", reply.text());
        }
        for (_, way) in FINER.iter().filter(|(of, _)| *of == name) {
            let reply = get(&format!("{address}?{month}&{way}")).await;
            assert!(refused_for_time(&reply), "{name} {way}: {}", reply.text());
        }
    }
    for layer in ["cells", "surface", "catchments"] {
        for basis in ["reported", "occurred"] {
            let asked = format!("from=2018-02&to=2018-02&time={basis}");
            assert!(refused_for_time(&get(&format!("/tiles/{layer}/11/510/785?{asked}")).await), "{layer} {basis}");
        }
    }
}

/// The newest days of the city under a rule, as if all its months were known and counted alike: they end on December 5.
async fn newest_days(rule: FinestRule, query: &str) -> Reply {
    let dir = tempfile::tempdir().expect("a folder");
    let mut data = city::dataset(dir.path(), SMALL);
    data.city.finest = rule;
    let months = Window::new("2018-01".parse().expect("a month"), "2020-12".parse().expect("a month"));
    let known = (MonthStatus::Incidents, "NIBRS".to_owned());
    data.coverage.months = months.expect("a window").months().map(|m| (m, known.clone())).collect();
    let state = AppState::over(Engine::load(Arc::new(data)).expect("the engine"));
    let request = Request::get(format!("/api/v1/recent?{query}")).body(Body::empty()).expect("a request");
    send(router(Arc::new(state), patient()), request).await
}

#[tokio::test]
async fn days_of_neighborhoods_are_told_by_whole_months_alone() {
    let ruled = newest_days(FinestRule::default(), "").await.json();
    assert_eq!((&ruled["through"], &ruled["year_to_date"]["to"]), (&json!("2020-12-05"), &json!("2020-12-05")));
    assert_eq!(ruled["places_year_to_date"]["to"], "2020-11-30");
    let items = ruled["items"].as_array().expect("items");
    assert!(items[0]["kind"] == "city" && items[0]["last_28_days"].is_object());
    for place in &items[1..] {
        assert!(place["last_28_days"].is_null() && place["year_to_date"].is_object(), "{place}");
        assert!(place["not_told"].to_string().contains("whole months"), "{place}");
    }
    // A neighborhood is no more than two sums of whole months, and the city four of days.
    let table = newest_days(FinestRule::default(), "format=csv").await.text();
    let of_places = table.lines().filter(|l| l.starts_with("neighborhood,") || l.starts_with("site,"));
    let days: Vec<&str> = of_places.map(|l| l.split(',').nth(5).unwrap_or_default()).collect();
    assert!(days.len() >= 9 && days.iter().all(|day| *day == "2020-11-30"), "{table}");
    assert!(!table.contains("site,corner,Corner,last-28-days"), "{table}");
    // Without the rule the same places have days: what is tested is the rule.
    let open = newest_days(FinestRule { months: 1, ..FinestRule::default() }, "").await.json();
    assert_eq!(open["places_year_to_date"]["to"], "2020-12-05");
    assert!(open["items"].as_array().expect("items").iter().all(|i| i["last_28_days"].is_object()), "{open}");
}

#[tokio::test]
async fn groups_at_their_finest_place_have_no_newest_days() {
    let alone = newest_days(FinestRule::default(), "offense=fondling").await;
    assert!(alone.text().contains("fondling may not be shown by days and months"), "{}", alone.text());
    let with = newest_days(FinestRule::default(), "offense=robbery,fondling,rape").await.json();
    assert_eq!(with["meta"]["withheld"], json!(["rape", "fondling"]));
    assert_eq!(with["meta"]["params"]["offense"], json!(["robbery"]));
    // Rape is kept per city and year: it has no days whatever the rule.
    let open = newest_days(FinestRule { months: 1, ..FinestRule::default() }, "offense=fondling,rape").await.json();
    assert_eq!(open["meta"]["withheld"], json!(["rape"]));
}

/// Sum of all hours that an answer tells.
fn hours(answer: &Value) -> i64 {
    let days = answer["hours"].as_array().into_iter().flatten();
    days.flat_map(|day| day.as_array().into_iter().flatten()).filter_map(Value::as_i64).sum()
}

#[tokio::test]
async fn a_group_at_its_finest_place_is_told_by_whole_steps_and_never_by_the_hour() {
    for path in ["/api/v1/areas/1?", "/api/v1/rankings?", "/api/v1/counts?by=neighborhood&", "/api/v1/decision?"] {
        let reply = get(&format!("{path}offense=fondling&from=2018-02&to=2018-02")).await;
        assert!(refused_for_time(&reply), "{path}: {}", reply.text());
        // One that may be shown finer does not carry the other along.
        let reply = get(&format!("{path}offense=robbery,fondling&from=2018-02&to=2018-02")).await;
        assert!(refused_for_time(&reply), "{path}: {}", reply.text());
    }
    let told = get("/api/v1/areas/1?offense=fondling&from=2018-01&to=2019-12").await.json();
    assert!(told["count"].as_i64().expect("a count") > 0);
    assert_eq!((hours(&told), &told["shift_share"], &told["hours_unknown"]), (0, &Value::Null, &told["count"]));
    let series = told["series"].as_array().expect("months");
    assert!(series.len() == 24 && series.iter().all(|m| m["count"].is_null()), "{series:?}");
    assert!(told["why"].to_string().contains("By month and by hour it is not told"), "{}", told["why"]);
}

#[tokio::test]
async fn hours_of_a_neighborhood_need_whole_steps_and_enough() {
    let harm = |window: &str| format!("/api/v1/areas/1?offense=robbery,homicide&{window}");
    let whole = get(&harm("from=2018-01&to=2019-12")).await.json();
    assert!(hours(&whole) > 0 && whole["series"][0]["count"].is_i64(), "{}", whole["why"]);
    let part = get(&harm("from=2018-02&to=2019-12")).await.json();
    assert!(hours(&part) == 0 && part["series"][0]["count"].is_i64(), "{}", part["why"]);
    assert!(part["why"].to_string().contains("By hour it is not told"), "{}", part["why"]);
}

#[tokio::test]
async fn a_surface_needs_enough_and_a_bandwidth_no_smaller_than_cells_are_apart() {
    let narrow = get("/api/v1/surface?bandwidth_m=100").await;
    assert!(narrow.text().contains("a number from 130 to 5000"), "{}", narrow.text());
    assert_eq!(get("/api/v1/surface?bandwidth_m=130").await.status, StatusCode::OK);
    let (state, _dir) = ruled(FinestRule { least: 100_000, ..FinestRule::default() });
    let request = Request::get("/api/v1/surface").body(Body::empty()).expect("a request");
    let few = send(router(state, patient()), request).await;
    assert!(few.text().contains("a surface is drawn of at least 100000"), "{}", few.text());
}

/// Single incidents, each alone within 400 m, whose place an attacker reads from a surface: how far off each is, from
/// the position and from the center of its finest cell, meters.
fn attack(state: &AppState, window: (&str, &str), bandwidth_m: u32) -> Vec<(f64, f64)> {
    let (engine, bandwidth) = (state.engine(), bandwidth_m.to_string());
    let pairs = [
        ("from", window.0),
        ("to", window.1),
        ("offense", "homicide"),
        ("bandwidth_m", bandwidth.as_str()),
        ("pixel_m", "10"),
    ];
    let pairs: Vec<_> = pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let surface: Surface = ask(&pairs, &engine.data).expect("a question");
    let grid = engine.answer(&surface, &Unwatched).expect("an answer").grid.clone();
    let values = surface.values(&engine).expect("values");
    let rows = engine.data.incidents().expect("rows");
    let query = surface.counted.query(&engine.data).expect("a query");
    let chosen: Vec<_> = (rows.rows.iter())
        .filter(|row| query.window.contains(row.reported) && query.selection.weight(row.group) > 0.0 && row.count != 0)
        .filter_map(|row| rows.positions.get(row.position as usize).map(|p| (row.count, *p)))
        .collect();
    let far = |a: (f64, f64), b: (f64, f64)| (a.0 - b.0).hypot(a.1 - b.1);
    let alone = |at: usize| {
        let (count, p) = &chosen[at];
        let near = chosen.iter().filter(|(_, q)| far((p.x_m, p.y_m), (q.x_m, q.y_m)) < 400.0).count();
        *count == 1 && near == 1
    };
    let found = (0..chosen.len()).filter(|at| alone(*at)).filter_map(|at| {
        let (_, p) = chosen[at];
        // All that the attacker needs to know before is the cell.
        let (lng, lat) = p.cells[2].center();
        let center = engine.projection.to_metres(lng, lat)?;
        let (mut sum, mut x, mut y) = (0.0, 0.0, 0.0);
        for (i, value) in values.list().iter().enumerate() {
            let (column, row) = ((i % grid.width) as f64 + 0.5, (i / grid.width) as f64 + 0.5);
            let here = (grid.x0_m + column * grid.pixel_m, grid.y0_m - row * grid.pixel_m);
            if far(here, center) < 250.0 {
                (sum, x, y) = (sum + value, x + value * here.0, y + value * here.1);
            }
        }
        let read = (x / sum, y / sum);
        (sum > 0.0).then(|| (far(read, (p.x_m, p.y_m)), far(read, center)))
    });
    found.collect()
}

#[test]
fn an_attacker_reads_single_positions_from_surfaces_only_without_the_rule() {
    let (open, _dir) = ruled(unbounded());
    let mut read: Vec<(f64, f64)> = Vec::new();
    for month in ["2018-02", "2018-03", "2018-05", "2018-07"] {
        read.extend(attack(&open, (month, month), 50));
    }
    let exact = read.iter().filter(|(off, _)| *off < 2.0).count();
    assert!(read.len() >= 10 && exact * 10 >= read.len() * 9, "the attack is no attack: {exact} of {}", read.len());
    let mut held: Vec<(f64, f64)> = Vec::new();
    for (from, to) in [("2018-01", "2018-12"), ("2019-01", "2019-12"), ("2020-04", "2020-12")] {
        held.extend(attack(&RULED.0, (from, to), 130));
    }
    assert!(held.len() >= 3, "{} single incidents", held.len());
    // What is read is the center of the cell, which was known.
    assert!(held.iter().all(|(_, center)| *center < 5.0), "{held:?}");
    let near = held.iter().filter(|(off, _)| *off < 2.0).count();
    assert!(near * 4 < held.len(), "{near} of {}", held.len());
}

#[tokio::test]
async fn a_polygon_tells_no_part_of_a_finest_cell() {
    let answer = get("/api/v1/cells?resolution=10&offense=homicide&from=2018-01&to=2018-12").await.json();
    let singles = answer["cells"].as_array().expect("cells").iter().filter(|c| c["count"] == 1);
    let mut tried = 0;
    for cell in singles.take(5) {
        let index: CellIndex = cell["id"].as_str().expect("an id").parse().expect("a cell");
        let center = h3o::LatLng::from(index);
        // Halves that hold the center, and halves that do not: never a part of what is in the cell.
        for (west, east) in [(-0.0007, 0.000_05), (-0.000_05, 0.0007), (0.000_05, 0.0007), (-0.0007, -0.000_05)] {
            let (w, e) = (center.lng() + west, center.lng() + east);
            let (s, n) = (center.lat() - 0.0003, center.lat() + 0.0003);
            let ring = [[w, s], [e, s], [e, n], [w, n], [w, s]];
            let drawn = json!({ "polygon": { "type": "Polygon", "coordinates": [ring] } });
            let reply = post("/api/v1/catchments/score?offense=homicide&from=2018-01&to=2018-12", &drawn).await;
            if reply.status != StatusCode::OK {
                assert!(reply.text().contains("at least one cell whose center lies in the city"), "{}", reply.text());
                continue;
            }
            let told = reply.json();
            let cells: Vec<&str> =
                told["drawn"]["cells"].as_array().expect("ids").iter().filter_map(Value::as_str).collect();
            let of = |id: &&str| {
                let all = answer["cells"].as_array().into_iter().flatten();
                all.filter(|c| c["id"] == **id).map(|c| number(&c["count"])).sum::<f64>()
            };
            assert!((number(&told["drawn"]["count"]) - cells.iter().map(of).sum::<f64>()).abs() < 1e-9);
            tried += 1;
        }
    }
    assert!(tried >= 4, "{tried}");
}
