//! Who may ask: names, origins, frames; and what slow senders get.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use catchment_server::{Config, router};
use serde_json::json;

use crate::{Reply, STATE, patient, send, service};

/// One address of every kind.
const PATHS: [&str; 9] = [
    "/api/v1/status",
    "/api/v1/rankings",
    "/api/v1/cells?format=csv",
    "/api/v1/openapi.json",
    "/api/v1/scenarios",
    "/tiles/neighborhoods.json",
    "/healthz",
    "/metrics",
    "/",
];

async fn ask(config: Config, path: &str, headers: &[(&str, &str)]) -> Reply {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(router(Arc::clone(&STATE), config), request.body(Body::empty()).expect("a request")).await
}

#[tokio::test]
async fn a_name_that_is_not_ours_is_refused_on_every_route() {
    for path in PATHS {
        for host in ["evil.example", "localhost.evil.example:8080", "127.0.0.1.evil.example", "?"] {
            let reply = ask(patient(), path, &[("host", host)]).await;
            assert_eq!((reply.status, &reply.json()["code"]), (StatusCode::FORBIDDEN, &json!("cross-site")), "{path}");
            assert!(reply.text().len() < 1000 && reply.header("x-frame-options") == "DENY", "{path}");
        }
    }
    let named = Config { hosts: vec!["catchment.city.local".parse().expect("a name")], ..patient() };
    let reply = ask(named, "/api/v1/status", &[("host", "Catchment.city.local:8080")]).await;
    assert_eq!(reply.status, StatusCode::OK);
}

#[tokio::test]
async fn a_request_without_a_host_is_refused() {
    use tower::ServiceExt;
    let request = Request::get("/api/v1/status").body(Body::empty()).expect("a request");
    let response = service().oneshot(request).await.expect("infallible");
    assert_eq!(response.status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn pages_of_other_origins_read_only_where_they_were_let_in() {
    let news = [("origin", "https://news.example.org")];
    for path in PATHS {
        assert_eq!(ask(patient(), path, &news).await.status, StatusCode::FORBIDDEN, "{path}");
    }
    let open = || Config { allow_origin: vec!["https://news.example.org".parse().expect("an origin")], ..patient() };
    let reply = ask(open(), "/api/v1/status", &news).await;
    assert_eq!(reply.status, StatusCode::OK);
    assert_eq!(reply.header("access-control-allow-origin"), "https://news.example.org");
    assert_eq!(reply.header("cross-origin-resource-policy"), "cross-origin");
    let other = ask(open(), "/api/v1/status", &[("origin", "https://news.example.org.evil.example")]).await;
    assert_eq!((other.status, other.header("access-control-allow-origin")), (StatusCode::FORBIDDEN, ""));
    let own = ask(open(), "/api/v1/status", &[("origin", "http://127.0.0.1:8080")]).await;
    assert_eq!((own.status, own.header("access-control-allow-origin")), (StatusCode::OK, ""));
}

#[tokio::test]
async fn frames_are_closed_until_an_origin_is_let_in() {
    let closed = ask(patient(), "/", &[]).await;
    assert!(closed.header("content-security-policy").contains("frame-ancestors 'none'"));
    assert_eq!(closed.header("x-frame-options"), "DENY");
    let config = Config { allow_embed: vec!["https://news.example.org".parse().expect("an origin")], ..patient() };
    let open = ask(config, "/", &[]).await;
    let policy = open.header("content-security-policy");
    assert!(policy.ends_with("frame-ancestors 'self' https://news.example.org"), "{policy}");
    assert_eq!(open.header("x-frame-options"), "");
}

/// A service on a port of its own; gone with the test.
async fn listening(config: Config) -> std::net::SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(catchment_server::run(listener, Arc::clone(&STATE), config, std::future::pending()));
    address
}

/// The first line of what the service says to these bytes, until it closes or says enough.
async fn say(address: std::net::SocketAddr, text: &str) -> String {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let mut stream = tokio::net::TcpStream::connect(address).await.expect("connects");
    stream.write_all(text.as_bytes()).await.expect("sent");
    let mut heard = vec![0; 64];
    let n = stream.read(&mut heard).await.unwrap_or(0);
    String::from_utf8_lossy(&heard[..n]).lines().next().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_and_silent_senders_keep_nobody_out() {
    let short = Duration::from_millis(400);
    let config = Config { connections: 40, in_flight: 4, head_time: short, body_time: short, ..patient() };
    let address = listening(config).await;
    let slow = "POST /api/v1/catchments/score HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n\
                Content-Length: 1000\r\n\r\n{";
    let mut senders = tokio::task::JoinSet::new();
    for at in 0..60 {
        let text = if at % 3 == 0 { slow } else { ["", "GET /api/v1/sta"][at % 2] };
        senders.spawn(async move { say(address, text).await });
    }
    tokio::time::sleep(Duration::from_millis(50)).await;
    for path in ["/healthz", "/api/v1/status"] {
        let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assert_eq!(say(address, &request).await, "HTTP/1.1 200 OK", "{path}");
    }
    // All are let go by the service itself: none waits for an answer that never comes.
    let said = tokio::time::timeout(Duration::from_secs(20), senders.join_all()).await.expect("all are closed");
    let refused = said.iter().filter(|line| line.starts_with("HTTP/1.1 408")).count();
    assert!(refused > 0 && said.iter().all(|line| line.is_empty() || line.starts_with("HTTP/1.1 40")), "{said:?}");
}
