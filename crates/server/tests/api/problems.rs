//! Problem documents.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use catchment_server::{Config, router};

use crate::{STATE, get, send};

#[tokio::test]
async fn problems_have_the_agreed_shape() {
    insta::assert_json_snapshot!("invalid_parameter", get("/api/v1/rankings?k=99").await.json());
    insta::assert_json_snapshot!("unknown_parameter", get("/api/v1/cells?top=3").await.json());
    insta::assert_json_snapshot!("withheld", get("/api/v1/cells?offense=rape").await.json());
    insta::assert_json_snapshot!("not_covered", get("/api/v1/rankings?from=1990-01&to=1990-12").await.json());
    insta::assert_json_snapshot!("no_area", get("/api/v1/areas/999").await.json());
    insta::assert_json_snapshot!("no_catchment", get("/api/v1/catchments/C99?k=1").await.json());
    insta::assert_json_snapshot!("no_layer", get("/tiles/streets/1/0/0").await.json());
    insta::assert_json_snapshot!("no_route", get("/api/v1/nothing").await.json());
}

#[tokio::test]
async fn what_is_not_there_is_a_404_with_a_document() {
    for path in [
        "/api/v1/areas/999",
        "/api/v1/areas/%2e%2e",
        "/api/v1",
        "/api/v2/status",
        "/tiles/streets.json",
        "/tiles/neighborhoods",
        "/tiles/a/b/c/d/e",
    ] {
        let reply = get(path).await;
        assert_eq!(reply.status, StatusCode::NOT_FOUND, "{path}: {}", reply.text());
        assert_eq!(reply.header("content-type"), "application/problem+json", "{path}");
        assert_eq!(reply.json()["code"], "not-found");
        assert_eq!(reply.header("cache-control"), "no-store");
    }
}

#[tokio::test]
async fn other_methods_are_refused_with_a_document() {
    let request = Request::post("/api/v1/status").body(Body::empty()).expect("request");
    let reply = send(crate::service(), request).await;
    assert_eq!(reply.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(reply.json()["code"], "method-not-allowed");
    assert!(reply.header("allow").contains("GET"));
}

#[tokio::test]
async fn a_large_body_is_refused() {
    let request =
        Request::get("/api/v1/status").header("content-length", "1000000").body(Body::empty()).expect("request");
    let reply = send(crate::service(), request).await;
    assert_eq!((reply.status, &reply.json()["code"]), (StatusCode::PAYLOAD_TOO_LARGE, &"body-too-large".into()));
}

#[tokio::test]
async fn beyond_the_limits_there_is_a_503_and_health_still_answers() {
    let full = || router(Arc::clone(&STATE), Config { in_flight: 0, ..Config::default() });
    let ask = |path: &str| Request::get(path).body(Body::empty()).expect("request");
    let reply = send(full(), ask("/api/v1/status")).await;
    assert_eq!((reply.status, &reply.json()["code"]), (StatusCode::SERVICE_UNAVAILABLE, &"busy".into()));
    assert_eq!(reply.header("retry-after"), "1");
    assert_eq!(send(full(), ask("/healthz")).await.status, StatusCode::OK);
    let hasty = router(Arc::clone(&STATE), Config { timeout: Duration::ZERO, ..Config::default() });
    let reply = send(hasty, ask("/api/v1/rankings?seed=4242&of=catchments")).await;
    assert_eq!((reply.status, &reply.json()["code"]), (StatusCode::SERVICE_UNAVAILABLE, &"timeout".into()));
    for word in ["busy", "loading"] {
        assert!(!reply.text().contains(word), "one is not the other: {}", reply.text());
    }
}
