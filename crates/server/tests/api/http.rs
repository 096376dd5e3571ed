//! Validators, compression, headers, the viewer, health and the description.

use std::collections::BTreeSet;
use std::io::Read;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use catchment_server::{Config, router, run};

use crate::{STATE, get, get_with, patient, send, service};

#[tokio::test]
async fn an_answer_that_the_reader_has_is_a_304_without_content() {
    for path in [
        "/api/v1/status",
        "/api/v1/rankings",
        "/api/v1/areas/1",
        "/api/v1/cells",
        "/api/v1/surface",
        "/api/v1/openapi.json",
        "/tiles/cells/10/255/392",
        "/tiles/cells.json",
    ] {
        let first = get(path).await;
        let tag = first.header("etag").to_owned();
        assert!(tag.starts_with("W/\"") && tag.len() == 36, "{path}: {tag}");
        for given in [tag.clone(), format!("\"other\", {tag}"), tag.trim_start_matches("W/").to_owned()] {
            let again = get_with(path, &[("if-none-match", &given)]).await;
            assert_eq!((again.status, again.body.len()), (StatusCode::NOT_MODIFIED, 0), "{path}");
            assert_eq!(again.header("etag"), tag);
        }
        assert_eq!(get_with(path, &[("if-none-match", "W/\"other\"")]).await.status, StatusCode::OK);
    }
}

#[tokio::test]
async fn tags_follow_the_question_not_its_spelling() {
    let tag = async |path: &str| get(path).await.header("etag").to_owned();
    assert_eq!(tag("/api/v1/rankings").await, tag("/api/v1/rankings?seed=1&k=3").await);
    assert_eq!(tag("/api/v1/rankings?offense=harm").await, tag("/api/v1/rankings?offense=robbery,homicide").await);
    assert_ne!(tag("/api/v1/rankings").await, tag("/api/v1/rankings?k=2").await);
    assert_ne!(tag("/api/v1/areas/1").await, tag("/api/v1/areas/2").await);
    assert_ne!(tag("/tiles/cells/10/255/392").await, tag("/tiles/cells/10/255/391").await);
}

#[tokio::test]
async fn a_bad_question_is_refused_even_with_a_tag() {
    let reply = get_with("/api/v1/rankings?k=99", &[("if-none-match", "*")]).await;
    assert_eq!(reply.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn answers_are_compressed_as_asked_and_pictures_are_not() {
    let plain = get("/api/v1/cells").await;
    assert_eq!(plain.header("content-encoding"), "");
    for encoding in ["gzip", "br", "zstd"] {
        let reply = get_with("/api/v1/cells", &[("accept-encoding", encoding)]).await;
        assert_eq!(reply.header("content-encoding"), encoding);
        assert!(reply.body.len() < plain.body.len() / 2);
        assert!(reply.header("vary").split(", ").any(|v| v == "accept-encoding"));
    }
    let gzip = get_with("/api/v1/cells", &[("accept-encoding", "gzip")]).await;
    let mut text = Vec::new();
    flate2::read::GzDecoder::new(gzip.body.as_slice()).read_to_end(&mut text).expect("gzip");
    assert_eq!(text, plain.body);
    let tile = get_with("/tiles/cells/10/255/392", &[("accept-encoding", "gzip")]).await;
    assert_eq!(tile.header("content-encoding"), "gzip");
    let picture = get_with("/tiles/surface/11/510/785", &[("accept-encoding", "gzip")]).await;
    assert_eq!(picture.header("content-encoding"), "");
}

#[tokio::test]
async fn every_answer_carries_the_security_headers_and_an_id() {
    let (service, mut ids) = (service(), BTreeSet::new());
    for path in ["/", "/api/v1/status", "/api/v1/nothing", "/healthz", "/tiles/surface/0/0/0", "/api/v1/status"] {
        let reply = send(service.clone(), Request::get(path).body(Body::empty()).expect("a request")).await;
        assert!(reply.header("content-security-policy").contains("worker-src 'self' blob:"), "{path}");
        assert_eq!(reply.header("x-content-type-options"), "nosniff");
        assert_eq!(reply.header("referrer-policy"), "no-referrer");
        assert!(ids.insert(reply.header("x-request-id").to_owned()), "{path}: an id of its own");
        assert_eq!(reply.header("access-control-allow-origin"), "", "no other site may read it");
    }
    assert!(ids.iter().all(|id| id.len() >= 16), "{ids:?}");
    assert_eq!(get_with("/healthz", &[("x-request-id", "mine")]).await.header("x-request-id"), "mine");
}

#[tokio::test]
async fn health_readiness_and_metrics_answer() {
    assert_eq!(get("/healthz").await.text(), "ok\n");
    assert_eq!(get("/readyz").await.text(), format!("ready {}\n", STATE.engine().data.id));
    let service = service();
    let ask = |path: &str| Request::get(path).body(Body::empty()).expect("request");
    send(service.clone(), ask("/api/v1/areas/1?k=99")).await;
    send(service.clone(), ask("/api/v1/areas/2")).await;
    let text = send(service, ask("/metrics")).await.text();
    assert!(text.contains(r#"catchment_requests_total{route="/api/v1/areas/{id}",status="400"} 1"#), "{text}");
    assert!(text.contains(r#"catchment_requests_total{route="/api/v1/areas/{id}",status="200"} 1"#), "{text}");
    assert!(text.contains(r#"catchment_request_seconds_bucket{route="/api/v1/areas/{id}",le="0.1"}"#), "{text}");
}

#[tokio::test]
async fn without_a_viewer_a_page_says_how_to_build_it() {
    let reply = get("/").await;
    assert_eq!((reply.status, reply.header("content-type")), (StatusCode::OK, "text/html; charset=utf-8"));
    assert!(reply.text().contains("npm run build"));
    for path in ["/elsewhere", "/place/1", "/index.html", "/docs", "/collections"] {
        let reply = get(path).await;
        assert_eq!(
            (reply.status, reply.header("content-type")),
            (StatusCode::NOT_FOUND, "application/problem+json"),
            "{path}"
        );
    }
}

#[tokio::test]
async fn the_viewer_is_served_from_its_folder_and_nothing_beyond_it() {
    let dir = tempfile::tempdir().expect("folder");
    let web = dir.path().join("web");
    std::fs::create_dir_all(web.join("assets")).expect("folders");
    std::fs::write(web.join("index.html"), "<!doctype html>viewer").expect("file");
    std::fs::write(web.join("assets/a-1234.js"), "1").expect("file");
    std::fs::write(dir.path().join("secret.txt"), "for nobody").expect("file");
    let service = router(Arc::clone(&STATE), Config { web: Some(web), ..patient() });
    let ask = async |path: &str| send(service.clone(), Request::get(path).body(Body::empty()).expect("request")).await;
    for path in ["/", "/index.html"] {
        let reply = ask(path).await;
        assert_eq!(
            (reply.status, reply.text().as_str(), reply.header("cache-control")),
            (StatusCode::OK, "<!doctype html>viewer", "public, no-cache")
        );
        assert_eq!(reply.header("content-type"), "text/html; charset=utf-8");
    }
    // What names nothing is not answered with a page: a program would take it for an answer.
    for path in
        ["/place", "/place/1/2", "/anything-unknown", "/docs", "/collections", "/assets", "/assets/", "/index.htm"]
    {
        let reply = ask(path).await;
        assert_eq!((reply.status, &reply.json()["code"]), (StatusCode::NOT_FOUND, &"not-found".into()), "{path}");
        assert_eq!(reply.header("content-type"), "application/problem+json", "{path}");
    }
    let script = ask("/assets/a-1234.js").await;
    assert_eq!(script.header("content-type"), "text/javascript");
    assert!(script.header("cache-control").contains("immutable"));
    let gone = ask("/assets/gone.js").await;
    assert_eq!((gone.status, gone.header("cache-control")), (StatusCode::NOT_FOUND, "no-store"));
    for path in ["/../secret.txt", "/%2e%2e/secret.txt", "/assets/%2e%2e%2f%2e%2e%2fsecret.txt"] {
        let reply = ask(path).await;
        assert!(reply.status.is_client_error() && !reply.text().contains("for nobody"), "{path}: {}", reply.text());
    }
    assert_eq!(ask("/api/v1/status").await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_server_stops_when_told() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let shutdown = async move {
        let _ = stopped.await;
    };
    let served = tokio::spawn(run(listener, Arc::clone(&STATE), Config::default(), shutdown));
    stop.send(()).expect("running");
    let ended =
        tokio::time::timeout(std::time::Duration::from_secs(5), served).await.expect("in time").expect("no panic");
    assert!(ended.is_ok());
}
