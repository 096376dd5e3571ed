//! What is saved is the state of the screen that was acted on, and what is compared is what was chosen.

use axum::http::StatusCode;
use serde_json::{Value, json};

use crate::json as get_json;
use crate::scenarios::{ask, service};

async fn save(service: &axum::Router, body: Value) -> crate::Reply {
    ask(service, "POST", "/api/v1/scenarios", &[], Some(&body)).await
}

fn names(places: &Value) -> Vec<String> {
    let name = |p: &Value| p["name"].as_str().expect("a name").to_owned();
    places.as_array().expect("places").iter().map(name).collect()
}

/// A choice of catchments under limits, as the viewer saves it.
fn choice(name: &str, more: &Value) -> Value {
    let mut question = json!({"of": "neighborhoods", "k": 2, "area_km2": 0.5, "effort": 1});
    question.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    json!({"name": name, "question": question, "asked": "optimize", "view": "#/catchments?k=2&km2=0.5&zoom=12.5"})
}

#[tokio::test]
async fn the_answer_acted_on_and_the_screen_are_kept_in_every_revision_and_enter_the_record() {
    let (service, _dir) = service(true);
    let made = save(&service, choice("under limits", &json!({"exclude": "1"}))).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.text());
    let kept = ask(&service, "GET", "/api/v1/scenarios/1", &[], None).await.json();
    assert_eq!((&kept["asked"], &kept["view"]), (&json!("optimize"), &json!("#/catchments?k=2&km2=0.5&zoom=12.5")));
    let other = json!({"name": "a ranking", "question": {"k": 2}, "asked": "rankings", "view": "#/places"});
    let put = ask(&service, "PUT", "/api/v1/scenarios/1", &[("if-match", "\"1\"")], Some(&other)).await;
    assert_eq!((put.status, &put.json()["view"]), (StatusCode::OK, &json!("#/places")));
    let first = ask(&service, "GET", "/api/v1/scenarios/1?revision=1", &[], None).await.json();
    assert_eq!((&first["asked"], &first["view"]), (&kept["asked"], &kept["view"]));
    let record = ask(&service, "POST", "/api/v1/scenarios/1/record?revision=1", &[], None).await.json();
    assert_eq!((&record["scenario"]["asked"], &record["scenario"]["view"]), (&kept["asked"], &kept["view"]));
    let chosen = get_json("/api/v1/optimize?k=2&area_km2=0.5&effort=1&exclude=1").await;
    assert_eq!(record["answer"]["choice"]["harm"], chosen["harm"]);
}

#[tokio::test]
async fn a_choice_under_limits_is_compared_by_what_it_chose() {
    let (service, _dir) = service(true);
    let free = get_json("/api/v1/optimize?k=2&area_km2=0.5&effort=1").await;
    let home = names(&free["catchments"])[0].split(" / ").next().expect("a name").to_owned();
    let ranking = get_json("/api/v1/rankings").await;
    let closed = ranking["items"].as_array().expect("items").iter().find(|i| i["name"] == home.as_str());
    let closed = closed.expect("the area")["id"].as_str().expect("an id").to_owned();
    for body in [
        choice("free", &json!({})),
        choice("closed", &json!({"exclude": closed})),
        json!({"name": "ranked", "question": {"k": 2}, "asked": "rankings"}),
        // Saved before the answer acted on was kept: limits are named, nothing is picked.
        json!({"name": "older", "question": {"k": 2, "area_km2": 0.5, "effort": 1, "exclude": closed}}),
    ] {
        assert_eq!(save(&service, body).await.status, StatusCode::CREATED);
    }
    let compare = async |a: u32, b: u32| {
        let reply = ask(&service, "GET", &format!("/api/v1/scenarios/compare?a={a}&b={b}"), &[], None).await;
        assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
        reply.json()
    };
    let told = compare(1, 2).await;
    assert_eq!((&told["a"]["of"], &told["b"]["of"]), (&json!("chosen"), &json!("chosen")));
    let without = get_json(&format!("/api/v1/optimize?k=2&area_km2=0.5&effort=1&exclude={closed}")).await;
    let of = |told: &Value, side: &str| -> Vec<String> {
        let shared = told["both"].as_array().expect("places").iter().map(|s| s[side].clone()).collect::<Vec<_>>();
        let mut all = names(&Value::Array(shared));
        all.extend(names(&told[format!("only_{side}")]));
        all.sort();
        all
    };
    let sorted = |answer: &Value| {
        let mut all = names(&answer["catchments"]);
        all.sort();
        all
    };
    assert_eq!((of(&told, "a"), of(&told, "b")), (sorted(&free), sorted(&without)));
    assert!(of(&told, "b").iter().all(|name| !name.contains(&home)), "a closed place was not chosen: {told}");
    assert!(told["differences"].to_string().contains("exclude"), "{}", told["differences"]);
    // The same choice, with and without the name of the answer acted on.
    let same = compare(2, 4).await;
    assert_eq!((names(&same["only_a"]).len(), names(&same["only_b"]).len()), (0, 0), "{same}");
    assert_eq!(of(&same, "a"), sorted(&without));
    let mixed = compare(2, 3).await;
    assert_eq!((&mixed["a"]["of"], &mixed["b"]["of"]), (&json!("chosen"), &json!("neighborhoods")));
    assert!(mixed["warnings"].to_string().contains("cannot be matched"), "{}", mixed["warnings"]);
    assert_eq!(names(&mixed["both"]), [""; 0]);
}

#[tokio::test]
async fn a_decision_is_compared_by_its_own_order_and_picks_come_before_all() {
    let (service, _dir) = service(true);
    let question = json!({"k": 2, "weights": {"residents": 1}});
    for body in [
        json!({"name": "decided", "question": question, "asked": "decision"}),
        json!({"name": "ranked", "question": question, "asked": "rankings"}),
        json!({"name": "picked", "question": question, "asked": "decision", "picked": ["5"]}),
    ] {
        assert_eq!(save(&service, body).await.status, StatusCode::CREATED);
    }
    let told = ask(&service, "GET", "/api/v1/scenarios/compare?a=1&b=2", &[], None).await.json();
    let first = |answer: Value| -> Vec<String> { names(&answer["items"]).into_iter().take(2).collect() };
    let decided = first(get_json("/api/v1/decision?k=2&weights=residents:1").await);
    let ranked = first(get_json("/api/v1/rankings?k=2").await);
    assert_ne!(decided, ranked, "residents lead to other places than counts");
    let of = |side: &str| {
        let mut all: Vec<String> = names(&told[format!("only_{side}")]);
        all.extend(
            told["both"].as_array().expect("both").iter().filter_map(|s| s[side]["name"].as_str().map(str::to_owned)),
        );
        all.sort();
        all
    };
    let sorted = |mut list: Vec<String>| {
        list.sort();
        list
    };
    assert_eq!((of("a"), of("b")), (sorted(decided), sorted(ranked)));
    assert_eq!(told["differences"][0]["parameter"], "asked");
    let picked = ask(&service, "GET", "/api/v1/scenarios/compare?a=3&b=3", &[], None).await.json();
    assert_eq!((&picked["a"]["picked"], &picked["both"][0]["a"]["id"]), (&json!(true), &json!("5")));
}

#[tokio::test]
async fn an_answer_that_there_is_not_and_a_view_that_is_too_long_are_refused() {
    let (service, _dir) = service(true);
    let body = |more: Value| {
        let mut body = json!({"name": "x", "question": {}});
        body.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
        body
    };
    let unknown = save(&service, body(json!({"asked": "weather"}))).await;
    assert_eq!((unknown.status, &unknown.json()["code"]), (StatusCode::BAD_REQUEST, &json!("invalid-body")));
    let long = save(&service, body(json!({"view": "x".repeat(2001)}))).await;
    assert_eq!(
        (long.status, &long.json()["code"], &long.json()["parameter"]),
        (StatusCode::BAD_REQUEST, &json!("invalid-scenario"), &json!("view"))
    );
    assert_eq!(save(&service, body(json!({"view": "x".repeat(2000)}))).await.status, StatusCode::CREATED);
}
