//! Scenarios over HTTP: revisions, refusals, records, comparison.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use catchment_questions::Unwatched;
use catchment_questions::kept::Answered;
use catchment_questions::record::{Replay, compare, recorded_question};
use catchment_server::{Config, router};
use catchment_store::{People, canonical_json};
use serde_json::{Value, json};

use crate::{Reply, STATE, patient, send};

/// A service with a place for scenarios, which lasts as long as the folder.
pub(crate) fn service(allow_writes: bool) -> (Router, tempfile::TempDir) {
    let dir = tempfile::tempdir().expect("a folder");
    let people = Some(Arc::new(People::open(dir.path()).expect("opens")));
    (router(Arc::clone(&STATE), Config { people, allow_writes, ..patient() }), dir)
}

pub(crate) async fn ask(
    service: &Router,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<&Value>,
) -> Reply {
    let mut request = Request::builder().method(method).uri(path);
    if !headers.iter().any(|h| h.0 == "host") {
        request = request.header("host", "127.0.0.1:8080");
    }
    if body.is_some() && !headers.iter().any(|h| h.0 == "content-type") {
        request = request.header("content-type", "application/json");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = body.map_or_else(Body::empty, |b| Body::from(b.to_string()));
    send(service.clone(), request.body(body).expect("a request")).await
}

/// A record compared with its question asked again.
fn replayed(record: &Value) -> Replay {
    let pairs = recorded_question(record).expect("a record");
    let answered = Answered::of(&STATE.engine(), &pairs, &Unwatched).expect("an answer");
    compare(&STATE.engine(), record, Some(&answered)).expect("a replay")
}

fn scenario(name: &str, question: impl Into<Value>) -> Value {
    json!({"name": name, "note": "heard on Tuesday", "question": question.into(), "picked": []})
}

#[tokio::test]
async fn a_scenario_is_saved_read_changed_and_kept_in_all_its_revisions() {
    let (service, _dir) = service(true);
    let made = ask(&service, "POST", "/api/v1/scenarios", &[], Some(&scenario("North", json!({"k": 2})))).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    assert_eq!((made.header("location"), made.header("etag")), ("/api/v1/scenarios/1", "\"1\""));
    let body = made.json();
    assert_eq!(
        (&body["dataset"], &body["revision"], &body["name"]),
        (&json!(STATE.engine().data.id), &json!(1), &json!("North"))
    );
    let changed = scenario("North side", json!({"k": 3}));
    let put = ask(&service, "PUT", "/api/v1/scenarios/1", &[("if-match", "\"1\"")], Some(&changed)).await;
    assert_eq!((put.status, put.header("etag")), (StatusCode::OK, "\"2\""), "{}", put.text());
    let late = ask(&service, "PUT", "/api/v1/scenarios/1", &[("if-match", "\"1\"")], Some(&changed)).await;
    assert_eq!((late.status, &late.json()["code"]), (StatusCode::PRECONDITION_FAILED, &json!("revision-conflict")));
    let blind = ask(&service, "PUT", "/api/v1/scenarios/1", &[], Some(&changed)).await;
    assert_eq!((blind.status, &blind.json()["code"]), (StatusCode::PRECONDITION_REQUIRED, &json!("revision-needed")));
    let history = ask(&service, "GET", "/api/v1/scenarios/1/history", &[], None).await.json();
    let names: Vec<&str> =
        history["scenarios"].as_array().expect("a list").iter().filter_map(|s| s["name"].as_str()).collect();
    assert_eq!(names, ["North", "North side"]);
    assert_eq!(ask(&service, "GET", "/api/v1/scenarios/1?revision=1", &[], None).await.json()["name"], "North");
    for (path, code) in [
        ("/api/v1/scenarios/9", 404),
        ("/api/v1/scenarios/1?revision=7", 404),
        ("/api/v1/scenarios/x", 400),
        ("/api/v1/scenarios?x=1", 400),
    ] {
        assert_eq!(ask(&service, "GET", path, &[], None).await.status, code, "{path}");
    }
    let away = json!({"name": "North side", "archived": true});
    assert_eq!(
        ask(&service, "PUT", "/api/v1/scenarios/1", &[("if-match", "\"2\"")], Some(&away)).await.status,
        StatusCode::OK
    );
    assert_eq!(
        ask(&service, "GET", "/api/v1/scenarios", &[], None).await.json(),
        json!({"scenarios": [], "damaged": []})
    );
    assert_eq!(
        ask(&service, "GET", "/api/v1/scenarios?archived=true", &[], None).await.json()["scenarios"][0]["revision"],
        3
    );
}

#[tokio::test]
async fn what_the_ranking_would_refuse_is_refused_when_it_is_saved() {
    let (service, _dir) = service(true);
    for (body, code, parameter) in [
        (scenario("x", json!({"k": 99})), "invalid-parameter", json!("k")),
        (scenario("x", json!({"colour": "red"})), "unknown-parameter", json!("colour")),
        (scenario(" ", json!({})), "invalid-scenario", json!("name")),
        (
            json!({"name": "x", "drawn": [{"name": "d", "cells": ["8b2640000000fff"]}]}),
            "invalid-parameter",
            json!("cells"),
        ),
        (json!({"name": "x", "drawn": [{"name": "d"}]}), "invalid-parameter", json!("drawn")),
        (json!({"name": "x", "colour": "red"}), "invalid-body", Value::Null),
        (json!([]), "invalid-body", Value::Null),
    ] {
        let reply = ask(&service, "POST", "/api/v1/scenarios", &[], Some(&body)).await;
        assert_eq!(
            (reply.status, &reply.json()["code"], &reply.json()["parameter"]),
            (StatusCode::BAD_REQUEST, &json!(code), &parameter),
            "{body}"
        );
    }
    let large = json!({"name": "x", "note": "y".repeat(300_000)});
    assert_eq!(
        ask(&service, "POST", "/api/v1/scenarios", &[], Some(&large)).await.status,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    assert_eq!(
        ask(&service, "GET", "/api/v1/scenarios?archived=true", &[], None).await.json(),
        json!({"scenarios": [], "damaged": []})
    );
}

#[tokio::test]
async fn without_leave_nothing_is_open_and_pages_of_other_sites_are_refused() {
    let body = scenario("x", json!({}));
    let (closed, _dir) = service(false);
    for (method, path) in [
        ("GET", "/api/v1/scenarios"),
        ("POST", "/api/v1/scenarios"),
        ("PUT", "/api/v1/scenarios/1"),
        ("POST", "/api/v1/scenarios/1/record"),
    ] {
        let reply = ask(&closed, method, path, &[], Some(&body)).await;
        assert_eq!(
            (reply.status, &reply.json()["code"]),
            (StatusCode::FORBIDDEN, &json!("writes-not-allowed")),
            "{method} {path}"
        );
    }
    let (open, _dir) = service(true);
    for headers in [
        &[("host", "evil.example:8080")][..],
        &[("origin", "https://evil.example")],
        &[("origin", "http://127.0.0.1:9999")],
        &[("origin", "null")],
        &[("sec-fetch-site", "cross-site")],
    ] {
        let reply = ask(&open, "POST", "/api/v1/scenarios", headers, Some(&body)).await;
        assert_eq!((reply.status, &reply.json()["code"]), (StatusCode::FORBIDDEN, &json!("cross-site")), "{headers:?}");
    }
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"] {
        let reply = ask(&open, "POST", "/api/v1/scenarios", &[("content-type", kind)], Some(&body)).await;
        assert_eq!(reply.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{kind}");
    }
    let own = [
        ("origin", "http://127.0.0.1:8080"),
        ("sec-fetch-site", "same-origin"),
        ("content-type", "application/json; charset=utf-8"),
    ];
    assert_eq!(ask(&open, "POST", "/api/v1/scenarios", &own, Some(&body)).await.status, StatusCode::CREATED);
    assert_eq!(crate::get("/api/v1/scenarios").await.status, StatusCode::FORBIDDEN, "closed by default");
}

#[tokio::test]
async fn a_record_is_reproduced_to_the_byte_and_an_edited_one_is_not() {
    let (service, _dir) = service(true);
    for question in
        [json!({"k": 2, "measure": "per_km2"}), json!({"of": "catchments", "k": 1, "area_km2": 0.4, "seed": 7})]
    {
        let made = ask(&service, "POST", "/api/v1/scenarios", &[], Some(&scenario("r", question.clone()))).await.json();
        let reply = ask(&service, "POST", &format!("/api/v1/scenarios/{}/record", made["id"]), &[], None).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
        let again = ask(&service, "POST", &format!("/api/v1/scenarios/{}/record", made["id"]), &[], None).await;
        assert_eq!(reply.body, again.body);
        let record = reply.json();
        assert_eq!(record["scenario"]["revision"], 1);
        assert_eq!(record["dataset"]["id"], STATE.engine().data.id);
        assert!(record["answer"]["meta"]["params"]["k"].is_u64() && record["dataset"]["city_file_blake3"].is_string());
        let replay = replayed(&record);
        assert!(replay.reproduced && replay.same_answer && replay.changed.is_empty(), "{replay:?}");
        let mut edited = record.clone();
        edited["question"]["k"] = json!("3");
        let replay = replayed(&edited);
        assert!(!replay.reproduced && replay.changed.iter().any(|d| d.what == "the record itself"), "{replay:?}");
        assert!(replay.differences.iter().any(|d| d.what == "meta.params.k"), "{replay:?}");
        let mut other = record;
        other["dataset"]["inputs"] = json!({"gone.csv": {"bytes": 1, "blake3": "00"}});
        other["program"] = json!("catchment 0.0.1");
        let replay = compare(&STATE.engine(), &other, None).expect("a replay");
        let changed: Vec<&str> = replay.changed.iter().map(|d| d.what.as_str()).collect();
        assert!(changed.contains(&"program") && changed.contains(&"input gone.csv"), "{changed:?}");
    }
    assert!(recorded_question(&json!({"record": 2})).is_err() && recorded_question(&json!({"record": 1})).is_err());
}

/// Everything that a record says is what the answer says; an answer may say more (sentences that records of this form
/// do not hold). Names that answers no longer have are passed over.
#[track_caller]
fn assert_holds(answer: &Value, record: &Value, gone: &[&str]) {
    match (answer, record) {
        (Value::Object(answer), Value::Object(record)) => {
            for (name, value) in record.iter().filter(|(name, _)| !gone.contains(&name.as_str())) {
                assert_holds(answer.get(name).unwrap_or_else(|| unreachable!("no {name}")), value, gone);
            }
        }
        (Value::Array(answer), Value::Array(record)) => {
            assert_eq!(answer.len(), record.len());
            answer.iter().zip(record).for_each(|(a, r)| assert_holds(a, r, gone));
        }
        _ => assert_eq!(canonical_json(answer), canonical_json(record)),
    }
}

#[tokio::test]
async fn a_record_holds_the_decision_and_the_choice_that_were_asked_for() {
    let (service, _dir) = service(true);
    let question = json!({"k": 2, "seed": 3, "of": "catchments", "area_km2": 0.4,
        "weights": {"burden": 2, "recency": 1}, "concentration": 20, "spacing_m": 100, "budget_usd": 2_000_000});
    let made = ask(&service, "POST", "/api/v1/scenarios", &[], Some(&scenario("whole", question))).await.json();
    let record = ask(&service, "POST", &format!("/api/v1/scenarios/{}/record", made["id"]), &[], None).await.json();
    let asked = "k=2&seed=3&area_km2=0.4";
    let decision = ask(
        &service,
        "GET",
        &format!(
            "/api/v1/decision?{asked}&of=catchments&weights=burden:2,recency:1&concentration=20&parts=by_measure,guard"
        ),
        &[],
        None,
    )
    .await;
    assert_holds(&decision.json(), &record["answer"]["decision"], &["rules", "parts", "area"]);
    assert_eq!(
        record["answer"]["decision"]["items"].as_array().map(Vec::len),
        Some(decision.json()["items"].as_array().expect("items").len())
    );
    let choice = ask(
        &service,
        "GET",
        &format!("/api/v1/optimize?{asked}&spacing_m=100&budget_usd=2000000&weights=burden:2,recency:1"),
        &[],
        None,
    )
    .await;
    assert_holds(&choice.json(), &record["answer"]["choice"], &["area", "measure"]);
    // Computed anew from the record alone, without what the service remembers.
    let replay = replayed(&record);
    assert!(replay.reproduced, "{replay:?}");
    let mut edited = record;
    edited["question"]["weights"] = json!("burden:1,recency:4");
    let replay = replayed(&edited);
    assert!(replay.differences.iter().any(|d| d.what.starts_with("decision.meta.params.criteria")), "{replay:?}");
}

#[tokio::test]
async fn weights_and_limits_that_cannot_be_are_refused_when_they_are_saved() {
    let (service, _dir) = service(true);
    for (question, parameter) in [
        (json!({"weights": {"burden": -1}}), "weights"),
        (json!({"concentration": 0}), "concentration"),
        (json!({"exclude": "nowhere"}), "exclude"),
        (json!({"bandwidth_m": 300}), "bandwidth_m"),
    ] {
        let told = ask(&service, "POST", "/api/v1/scenarios", &[], Some(&scenario("bad", question))).await;
        assert_eq!(told.status, StatusCode::BAD_REQUEST);
        assert!(told.text().contains(parameter), "{}", told.text());
    }
}

#[tokio::test]
async fn two_scenarios_stand_side_by_side() {
    let (service, _dir) = service(true);
    let cells = crate::json("/api/v1/cells?resolution=9").await;
    let mut first = scenario("three", json!({"k": 3}));
    // A cell with counts lies in the city; others may only reach into it.
    let inside = cells["cells"].as_array().expect("cells").iter().find(|c| c["count"].as_i64() > Some(0));
    first["drawn"] = json!([{"name": "corner", "cells": [inside.expect("a cell")["id"]]}]);
    for body in [
        first,
        scenario("two", json!({"k": 2, "seed": 5})),
        scenario("catchments", json!({"of": "catchments", "k": 2, "area_km2": 0.4})),
    ] {
        assert_eq!(ask(&service, "POST", "/api/v1/scenarios", &[], Some(&body)).await.status, StatusCode::CREATED);
    }
    let told = ask(&service, "GET", "/api/v1/scenarios/compare?a=1&b=2", &[], None).await;
    assert_eq!(told.status, StatusCode::OK, "{}", told.text());
    let told = told.json();
    let differ: Vec<&str> =
        told["differences"].as_array().expect("a list").iter().filter_map(|d| d["parameter"].as_str()).collect();
    assert_eq!(differ, ["k", "seed"]);
    assert_eq!((told["both"].as_array().map(Vec::len), told["only_a"].as_array().map(Vec::len)), (Some(2), Some(1)));
    let shared = &told["both"][0];
    assert_eq!((&shared["overlap"], &shared["a"]["harm"]), (&json!(1.0), &shared["b"]["harm"]));
    assert!(shared["a"]["item"]["score_low"].as_f64() < shared["a"]["item"]["score_high"].as_f64());
    assert!(told["a"]["drawn"][0]["score"]["count"].is_i64(), "{}", told["a"]["drawn"]);
    let weighed = scenario("weighed", json!({"k": 2, "seed": 5, "weights": "residents:1", "spacing_m": 50}));
    assert_eq!(ask(&service, "POST", "/api/v1/scenarios", &[], Some(&weighed)).await.status, StatusCode::CREATED);
    let told = ask(&service, "GET", "/api/v1/scenarios/compare?a=2&b=4", &[], None).await.json();
    let differ: Vec<&str> =
        told["differences"].as_array().expect("a list").iter().filter_map(|d| d["parameter"].as_str()).collect();
    assert!(differ.contains(&"criteria") && differ.contains(&"spacing_m") && !differ.contains(&"seed"), "{differ:?}");
    let same = ask(&service, "GET", "/api/v1/scenarios/compare?a=3&b=3", &[], None).await.json();
    assert_eq!((same["both"].as_array().map(Vec::len), &same["differences"]), (Some(2), &json!([])));
    let mixed = ask(&service, "GET", "/api/v1/scenarios/compare?a=1&b=3", &[], None).await.json();
    assert!(mixed["warnings"][0].as_str().expect("a sentence").contains("cannot be matched"));
    for path in
        ["/api/v1/scenarios/compare?a=1", "/api/v1/scenarios/compare?a=1&b=x", "/api/v1/scenarios/compare?a=1&b=2&c=3"]
    {
        assert_eq!(ask(&service, "GET", path, &[], None).await.status, StatusCode::BAD_REQUEST, "{path}");
    }
}
