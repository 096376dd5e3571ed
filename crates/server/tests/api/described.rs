//! The description of the service is whole, and says what the service does: names described are the names accepted.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use catchment_questions::pieces::{Kind, Param, Piece, Place};
use catchment_questions::tiles::{Layer, LayerVisitor, visit_layers};
use catchment_questions::{Question, Visitor, visit};
use catchment_server::{Config, openapi_json, router};
use serde_json::Value;

use crate::{STATE, get, patient, send};

/// A question or a layer as the code declares it.
struct Declared {
    name: &'static str,
    path: String,
    method: &'static str,
    params: Vec<Param>,
    media_types: BTreeSet<&'static str>,
    long: bool,
}

#[derive(Default)]
struct All(Vec<Declared>);

impl Visitor for All {
    fn question<Q: Question>(&mut self) {
        let params = Q::Ask::params();
        let body = params.iter().any(|p| p.place == Place::Body);
        self.0.push(Declared {
            name: Q::NAME,
            path: format!("/api/v1/{}", Q::ADDRESS),
            method: if body { "post" } else { "get" },
            media_types: Q::FORMS.iter().filter_map(|f| f.media_type().split(';').next()).collect(),
            long: Q::LONG,
            params,
        });
    }
}

impl LayerVisitor for All {
    fn layer<L: Layer>(&mut self) {
        for (path, media_type) in [
            (format!("/tiles/{}/{{z}}/{{x}}/{{y}}", L::NAME), L::MEDIA_TYPE),
            (format!("/tiles/{}.json", L::NAME), "application/json"),
        ] {
            let media_types = [media_type].into();
            self.0.push(Declared {
                name: L::NAME,
                path,
                method: "get",
                params: L::Ask::params(),
                media_types,
                long: false,
            });
        }
    }
}

fn declared() -> Vec<Declared> {
    let mut all = All::default();
    visit(&mut all);
    visit_layers(&mut all);
    all.0
}

fn document() -> Value {
    serde_json::from_str(&openapi_json()).expect("JSON")
}

/// Each operation with its path and method.
fn operations(document: &Value) -> impl Iterator<Item = (&String, &String, &Value)> {
    let paths = document["paths"].as_object().expect("paths").iter();
    paths.flat_map(|(path, item)| item.as_object().expect("methods").iter().map(move |(m, o)| (path, m, o)))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn said(value: &Value) -> bool {
    value.as_str().is_some_and(|text| !text.trim().is_empty())
}

#[tokio::test]
async fn it_is_what_the_service_hands_out() {
    let reply = get("/api/v1/openapi.json").await;
    assert_eq!((reply.text(), reply.header("content-type")), (openapi_json(), "application/json"));
    let document = document();
    assert_eq!(document["openapi"], "3.1.0");
    assert!(said(&document["info"]["title"]) && said(&document["info"]["version"]));
}

#[test]
fn it_holds_every_question_every_layer_and_nothing_unknown() {
    let others = [
        "/api/v1/basemap",
        "/api/v1/openapi.json",
        "/api/v1/scenarios",
        "/api/v1/scenarios/compare",
        "/api/v1/scenarios/{id}",
        "/api/v1/scenarios/{id}/history",
        "/api/v1/scenarios/{id}/record",
        "/api/v1/session",
        "/api/v1/sites/register",
        "/api/v1/sites/register/{id}",
        "/api/v1/sites/register/{id}/history",
        "/basemap.pmtiles",
        "/gazetteer.json",
        "/healthz",
        "/metrics",
        "/readyz",
    ];
    let declared = declared();
    let expected: BTreeSet<&str> = declared.iter().map(|d| d.path.as_str()).chain(others).collect();
    let document = document();
    let found: BTreeSet<&str> = document["paths"].as_object().expect("paths").keys().map(String::as_str).collect();
    assert_eq!(found, expected);
    for one in &declared {
        let methods: Vec<&String> = document["paths"][&one.path].as_object().expect("methods").keys().collect();
        assert_eq!(methods, [one.method], "{}", one.path);
    }
}

#[test]
fn every_operation_says_what_it_is_under_a_name_of_its_own() {
    let document = document();
    let tags: BTreeSet<&str> = list(&document["tags"]).iter().filter_map(|t| t["name"].as_str()).collect();
    let mut ids = BTreeSet::new();
    for (path, method, operation) in operations(&document) {
        let at = format!("{method} {path}");
        assert!(said(&operation["summary"]) || said(&operation["description"]), "{at}");
        let id = operation["operationId"].as_str().expect("an id");
        assert!(ids.insert(id), "{at}: {id} stands twice");
        assert!(list(&operation["tags"]).iter().all(|t| t.as_str().is_some_and(|t| tags.contains(t))), "{at}");
        let responses = operation["responses"].as_object().expect("responses");
        assert!(["200", "201"].iter().any(|good| responses.contains_key(*good)), "{at}");
        for (status, response) in responses {
            assert!(said(&response["description"]), "{at} {status}");
            if status.starts_with(['4', '5']) && !path.starts_with("/readyz") {
                let schema = &response["content"]["application/problem+json"]["schema"]["$ref"];
                assert_eq!(schema, "#/components/schemas/Problem", "{at} {status}");
            }
        }
    }
}

#[test]
fn every_parameter_says_what_it_takes() {
    let document = document();
    for (path, method, operation) in operations(&document) {
        let mut names = BTreeSet::new();
        for param in list(&operation["parameters"]) {
            let at = format!("{method} {path} {}", param["name"]);
            assert!(names.insert((param["in"].to_string(), param["name"].to_string())), "{at}: twice");
            assert!(said(&param["description"]), "{at}");
            let schema = &param["schema"];
            let kind = schema["type"].as_str().unwrap_or_else(|| unreachable!("{at}: no type in {schema}"));
            let bounded = schema["minimum"].is_number() && schema["maximum"].is_number();
            let told = match kind {
                "integer" | "number" => bounded && schema["minimum"].as_f64() <= schema["maximum"].as_f64(),
                "string" => !list(&schema["enum"]).is_empty() || said(&schema["pattern"]),
                other => other == "boolean",
            };
            assert!(told, "{at}: {schema}");
        }
        let within: BTreeSet<&str> = path.split(['{', '}']).skip(1).step_by(2).collect();
        let described = |p: &&Value| p["in"] == "path";
        let named: BTreeSet<&str> =
            list(&operation["parameters"]).iter().filter(described).filter_map(|p| p["name"].as_str()).collect();
        assert_eq!(within, named, "{method} {path}");
    }
}

#[test]
fn parameters_carry_range_words_and_default_of_their_declaration() {
    let document = document();
    for one in declared() {
        let operation = &document["paths"][&one.path][one.method];
        for param in one.params.iter().filter(|p| p.place != Place::Body) {
            let described = list(&operation["parameters"]).iter().find(|d| d["name"] == param.name);
            let described = described.unwrap_or_else(|| unreachable!("{} of {} is missing", param.name, one.path));
            let (at, schema) = (format!("{} {}", one.path, param.name), &described["schema"]);
            match &param.kind {
                Kind::Whole { least, most, .. } => {
                    assert_eq!(schema["type"], "integer", "{at}");
                    assert_eq!(schema["minimum"].as_f64(), Some(*least as f64), "{at}");
                    assert_eq!(schema["maximum"].as_f64(), Some(*most as f64), "{at}");
                }
                Kind::Number { least, most, .. } => {
                    let range = (schema["minimum"].as_f64(), schema["maximum"].as_f64());
                    assert_eq!((&schema["type"], range), (&"number".into(), (Some(*least), Some(*most))), "{at}");
                }
                Kind::Choice(words) => {
                    let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                    assert_eq!(schema["enum"], serde_json::json!(words), "{at}");
                }
                Kind::Text { pattern, .. } => assert_eq!(schema["pattern"], *pattern, "{at}"),
            }
            let default = schema.get("default").map(|d| d.as_str().map_or_else(|| d.to_string(), str::to_owned));
            assert_eq!(default, param.default, "{at}");
            assert_eq!(described["required"].as_bool().unwrap_or(false), param.required, "{at}");
            assert_eq!(described["in"], if param.place == Place::Path { "path" } else { "query" }, "{at}");
        }
        let body = one.params.iter().find(|p| p.place == Place::Body);
        assert_eq!(operation["requestBody"].is_object(), body.is_some(), "{}", one.path);
        if body.is_some() {
            let content = &operation["requestBody"]["content"]["application/json"];
            assert!(content["schema"].is_object() && !content["example"].is_null(), "{}", one.path);
            assert_eq!(operation["requestBody"]["required"], true, "{}", one.path);
        }
    }
}

#[test]
fn answers_are_declared_in_every_form() {
    let document = document();
    for one in declared() {
        let responses = &document["paths"][&one.path][one.method]["responses"];
        let content = responses["200"]["content"].as_object().expect("content");
        let found: BTreeSet<&str> = content.keys().map(String::as_str).collect();
        assert_eq!(found, one.media_types, "{}", one.path);
        assert!(content.values().all(|c| c["schema"].is_object()), "{}", one.path);
        assert_eq!(responses["202"].is_object(), one.long, "{}: {}", one.path, one.name);
        assert_eq!(responses["304"].is_object(), one.method == "get", "{}", one.path);
        for status in ["400", "404", "503"] {
            assert!(responses[status].is_object(), "{} {status}", one.path);
        }
        let vector = one.media_types.contains("application/vnd.mapbox-vector-tile");
        assert_eq!(responses["204"].is_object(), vector, "{}", one.path);
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(map) => {
                found.extend(map.get("$ref").and_then(Value::as_str).map(str::to_owned));
                map.values().for_each(|v| references(v, found));
            }
            Value::Array(items) => items.iter().for_each(|v| references(v, found)),
            _ => {}
        }
    }
    let document = document();
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(found.len() > 50, "{}", found.len());
    for reference in &found {
        let pointer = reference.strip_prefix('#').expect("within the document");
        assert!(document.pointer(pointer).is_some_and(Value::is_object), "{reference}");
    }
    for name in document["components"]["schemas"].as_object().expect("schemas").keys() {
        assert!(found.contains(&format!("#/components/schemas/{name}")), "nothing refers to {name}");
    }
    for schema in [
        "RankingsAnswer",
        "AreaAnswer",
        "CellsAnswer",
        "SurfaceAnswer",
        "StatusAnswer",
        "TileJson",
        "Problem",
        "ScenarioAnswer",
        "CompareAnswer",
        "ScoreAnswer",
    ] {
        assert!(document["components"]["schemas"][schema].is_object(), "{schema}");
    }
}

#[tokio::test]
async fn names_described_are_the_names_accepted() {
    let document = document();
    for one in declared() {
        let operation = &document["paths"][&one.path][one.method];
        let query = |p: &&Value| p["in"] == "query";
        let described: BTreeSet<&str> =
            list(&operation["parameters"]).iter().filter(query).filter_map(|p| p["name"].as_str()).collect();
        let address = one.path.replace("{id}", "1").replace("{z}/{x}/{y}", "0/0/0");
        let request = Request::builder().method(&*one.method.to_uppercase()).uri(format!("{address}?nonsense=1"));
        let body = if one.method == "post" { Body::from("{}") } else { Body::empty() };
        let request = request.header("content-type", "application/json").body(body).expect("a request");
        // Where people may write, whoever asks is a planner: readers learn nothing of the desk, names included.
        let service = router(Arc::clone(&STATE), Config { allow_writes: true, ..patient() });
        let reply = send(service, request).await;
        let problem = reply.json();
        assert_eq!(
            (reply.status, &problem["code"]),
            (StatusCode::BAD_REQUEST, &"unknown-parameter".into()),
            "{address}"
        );
        let accepted: BTreeSet<&str> = problem["accepted"].as_str().expect("text").split(", ").collect();
        assert_eq!(described, accepted, "{}", one.path);
    }
}

#[test]
fn what_others_are_made_of_is_open_to_what_stands_beside_it() {
    let document: Value = serde_json::from_str(&openapi_json()).expect("the description");
    let schemas = document["components"]["schemas"].as_object().expect("schemas");
    let parts = schemas.values().filter_map(|s| s["allOf"].as_array()).flatten().filter_map(|p| p["$ref"].as_str());
    let names: BTreeSet<&str> = parts.filter_map(|p| p.rsplit('/').next()).collect();
    assert!(names.contains("ScenarioBody"), "a saved scenario is what was saved, and more: {names:?}");
    for name in names {
        assert!(schemas[name]["additionalProperties"].is_null(), "{name} forbids what stands beside it");
    }
}
