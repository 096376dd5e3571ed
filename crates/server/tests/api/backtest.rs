//! The backtest over HTTP.

use std::sync::{Arc, LazyLock};

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use catchment_questions::backtest::Backtest;
use catchment_questions::{Unwatched, ask as question};
use catchment_server::{AppState, router};
use serde_json::Value;

use crate::{Reply, city, get, number, patient, send};

/// Seven years and the gap of 2020.
pub(crate) static LONG: LazyLock<Arc<AppState>> =
    LazyLock::new(|| city::state(city::Size { side: 3, from: (2013, 1), rows: 9_000 }));

const METHODS: [&str; 11] = [
    "engine",
    "greedy",
    "greedy-data",
    "greedy-surface",
    "neighborhoods",
    "hottest-cells",
    "kde-peaks",
    "gi-cells",
    "engine-cells",
    "random",
    "oracle",
];

fn service() -> Router {
    router(Arc::clone(&LONG), patient())
}

async fn ask(path: &str) -> Reply {
    send(service(), Request::get(path).body(Body::empty()).expect("a request")).await
}

async fn json(path: &str) -> Value {
    let reply = ask(path).await;
    assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.text());
    reply.json()
}

#[tokio::test]
async fn every_whole_year_with_a_past_is_measured_by_every_method() {
    let answer = json("/api/v1/backtest?resolution=9&k=2").await;
    let years: Vec<i64> =
        answer["years"].as_array().expect("years").iter().filter_map(|y| y["year"].as_i64()).collect();
    // Four years before the first; 2020 has months without incidents.
    assert_eq!(years, [2017, 2018, 2019]);
    let rows = answer["rows"].as_array().expect("rows");
    assert_eq!(rows.len(), 2 * 3 * METHODS.len());
    for row in rows {
        let (capture, oracle) = (number(&row["capture"]), number(&row["oracle"]));
        assert!((0.0..=1.0).contains(&capture) && oracle > 0.0, "{row}");
        assert!((capture / oracle - number(&row["capture_ratio"])).abs() < 1e-12, "{row}");
        let grown = number(&row["greedy_oracle"]);
        assert!(grown > 0.0 && grown <= oracle + 1e-12, "{row}");
        assert!((number(&row["harm"]) / number(&row["located"]) - capture).abs() < 1e-12, "{row}");
        assert!(number(&row["ground_km2"]) <= 2.0 * number(&row["area_km2"]) + 1e-9, "{row}");
    }
    let methods: Vec<&str> = rows.iter().take(METHODS.len()).filter_map(|r| r["method"].as_str()).collect();
    assert_eq!(methods, METHODS);
    for area in 0..2 {
        let summary = &answer["summary"].as_array().expect("a summary")[area * METHODS.len()..];
        assert!(number(&summary[0]["capture_ratio"]) > number(&summary[9]["capture_ratio"]), "better than random");
        let paired = &summary[9]["engine_less"];
        assert!(number(&paired["low"]) < number(&paired["mean"]) && number(&paired["mean"]) < number(&paired["high"]));
        assert!(summary[0]["engine_less"].is_null() && summary[1]["engine_cells_less"].is_null());
    }
    assert_eq!(answer["limit"].as_array().map(Vec::len), Some(2));
    assert!(answer["notes"].to_string().contains("No incidents for 2020-01"));
}

#[tokio::test]
async fn a_window_says_which_years_are_measured() {
    let answer = json("/api/v1/backtest?resolution=9&area_km2=0.5&from=2018-01&to=2019-06").await;
    assert_eq!(answer["years"], serde_json::json!([{"year": 2018, "past_months": 60, "predictor_weights": []}]));
    assert_eq!((&answer["parameters"]["from"], &answer["parameters"]["to"]), (&"2018-01".into(), &"2019-06".into()));
    assert_eq!(answer["parameters"]["areas_km2"], serde_json::json!([0.5]));
    // The choice does not depend on which other years are asked for.
    let all = json("/api/v1/backtest?resolution=9&area_km2=0.5").await;
    let of_2018 = |v: &Value| {
        v["rows"].as_array().expect("rows").iter().filter(|r| r["year"] == 2018).cloned().collect::<Vec<_>>()
    };
    assert_eq!(of_2018(&answer), of_2018(&all));
}

#[tokio::test]
async fn what_cannot_be_tested_is_refused_with_what_can() {
    let none = ask("/api/v1/backtest?from=2013-01&to=2014-12").await;
    assert_eq!((none.status, &none.json()["code"]), (StatusCode::BAD_REQUEST, &"window-not-covered".into()));
    assert!(none.text().contains("48 covered months before it"), "{}", none.text());
    let small = ask("/api/v1/backtest?area_km2=0.06&resolution=9").await;
    assert_eq!(
        (small.status, &small.json()["parameter"]),
        (StatusCode::BAD_REQUEST, &"area_km2".into()),
        "{}",
        small.text()
    );
    let occurred = ask("/api/v1/backtest?time=occurred").await;
    assert_eq!((occurred.status, &occurred.json()["parameter"]), (StatusCode::BAD_REQUEST, &"time".into()));
    for other in ["measure=count", "top=3", "area=label", "basis=counted", "effort=1", "ring=1"] {
        let unknown = get(&format!("/api/v1/backtest?{other}")).await;
        assert_eq!((unknown.status, &unknown.json()["code"]), (StatusCode::BAD_REQUEST, &"unknown-parameter".into()));
    }
}

#[tokio::test]
async fn withheld_groups_stay_withheld() {
    let alone = ask("/api/v1/backtest?offense=rape").await;
    assert_eq!((alone.status, &alone.json()["code"]), (StatusCode::BAD_REQUEST, &"withheld".into()));
    let path = "/api/v1/backtest?resolution=9&area_km2=0.5&from=2018-01&to=2018-12&offense=homicide,robbery";
    let (with, without) = (json(&format!("{path},rape")).await, json(path).await);
    assert_eq!(with["meta"]["withheld"], serde_json::json!(["rape"]));
    assert_eq!(with["rows"], without["rows"]);
}

#[test]
fn the_finest_cells_are_the_default_and_every_located_row_counts() {
    let engine = &LONG.engine();
    let pairs = [("area_km2".to_owned(), "0.25".to_owned())];
    let asked: Backtest = question(&pairs, &engine.data).expect("a question");
    let answer = engine.answer(&asked, &Unwatched).expect("a backtest");
    assert_eq!(u8::from(answer.parameters.resolution), 10);
    let query = asked.counted.query(&engine.data).expect("offenses");
    for year in &answer.years {
        let located: i64 = engine
            .incidents
            .entries()
            .iter()
            .filter(|e| e.reported.year() == year.year && query.selection.weight(e.group) > 0.0)
            .filter(|e| engine.incidents.places()[e.place as usize].cells.is_some())
            .map(|e| i64::from(e.net))
            .sum();
        let row = answer.rows.iter().find(|r| r.year == year.year).expect("a row");
        assert!((row.located - located as f64).abs() < 1e-9, "{} located, {located} in the cube", row.located);
    }
}
