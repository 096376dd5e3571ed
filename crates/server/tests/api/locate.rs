//! Location models over HTTP.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::{Value, json};

use crate::{Reply, number, send, service};

async fn locate(query: &str, body: &Value) -> Reply {
    let request = Request::post(format!("/api/v1/locate{query}")).header("content-type", "application/json");
    send(service(), request.body(Body::from(body.to_string())).expect("a request")).await
}

fn problem() -> Value {
    let point = |id: &str, x: f64, weight: f64| json!({"id": id, "x": x, "y": 0.0, "weight": weight});
    let demand = [
        point("a", 0.0, 5.0),
        point("b", 100.0, 3.0),
        point("c", 1000.0, 4.0),
        point("d", 1100.0, 1.0),
        point("e", 5000.0, 9.0),
    ];
    json!({"model": "mclp", "radius_m": 150, "sites": 2, "demand": demand})
}

#[tokio::test]
async fn sites_are_chosen_and_proven_best() {
    let reply = locate("", &problem()).await;
    assert_eq!(reply.status, StatusCode::OK, "{}", reply.text());
    let answer = reply.json();
    assert_eq!((number(&answer["objective"]), number(&answer["bound"])), (17.0, 17.0));
    assert_eq!(answer["proven"], true);
    let table = locate("?format=csv", &problem()).await;
    assert_eq!(table.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert!(table.text().starts_with("site,x,y,points,weight,mean_m\n"), "{}", table.text());
    assert_eq!(table.text().lines().count(), 3);
}

#[tokio::test]
async fn what_cannot_be_solved_is_refused_by_name() {
    for (name, value, word) in [
        ("sites", json!(6), "1 to 5"),
        ("radius_m", Value::Null, "radius_m"),
        ("model", json!("p-center"), "p-median"),
        ("solver", json!("magic"), "branch"),
        ("radius", json!(5), "radius"),
    ] {
        let mut body = problem();
        body[name] = value;
        let reply = locate("", &body).await;
        assert_eq!(reply.status, StatusCode::BAD_REQUEST, "{name}: {}", reply.text());
        assert_eq!(reply.json()["code"], "invalid-parameter", "{name}");
        assert!(reply.text().contains(word), "{name}: {}", reply.text());
    }
    assert_eq!(locate("?k=2", &problem()).await.json()["code"], "unknown-parameter");
    assert_eq!(locate("?problem=x", &problem()).await.status, StatusCode::BAD_REQUEST);
    let empty = Request::post("/api/v1/locate").header("content-type", "application/json").body(Body::empty());
    assert_eq!(send(service(), empty.expect("a request")).await.status, StatusCode::BAD_REQUEST);
    let plain = Request::post("/api/v1/locate").header("content-type", "text/plain").body(Body::from("{}"));
    assert_eq!(send(service(), plain.expect("a request")).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
}
