//! The service in process, over a made-up city.

mod answers;
mod backtest;
mod basemap;
mod caching;
mod chance;
mod city;
mod clusters;
mod counts;
mod decision;
mod described;
mod drawn;
mod files;
mod finest;
mod fuzz;
mod http;
mod jobs;
mod locate;
mod optimize;
mod origins;
mod parameters;
mod parts;
mod preview;
mod problems;
mod register;
mod route;
mod saved;
mod scenarios;
mod tiles;
mod withheld;

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use catchment_server::{AppState, Config, router};
use http_body_util::BodyExt;
use serde_json::Value;
use tower::ServiceExt;

/// Nine neighborhoods, of which one is a park; three years with a gap.
const SMALL: city::Size = city::Size { side: 3, from: (2018, 1), rows: 3_000 };

/// The city, loaded once for all tests.
static STATE: LazyLock<Arc<AppState>> = LazyLock::new(|| city::state(SMALL));

/// Limits that a busy machine does not reach: long work is waited for to its end.
fn patient() -> Config {
    let long = Duration::from_mins(10);
    Config { timeout: long, patience: long, ..Config::default() }
}

/// A service of its own over the shared city.
fn service() -> Router {
    router(Arc::clone(&STATE), patient())
}

/// What a request is answered with.
#[derive(Debug)]
struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Reply {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|e| unreachable!("not JSON ({e}): {}", self.text()))
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|v| v.to_str().ok()).unwrap_or_default()
    }
}

async fn send(service: Router, mut request: Request<Body>) -> Reply {
    // As every client does.
    request.headers_mut().entry("host").or_insert(axum::http::HeaderValue::from_static("127.0.0.1:8080"));
    let response = service.oneshot(request).await.expect("infallible");
    let (parts, body) = response.into_parts();
    let body = body.collect().await.expect("a body").to_bytes().to_vec();
    Reply { status: parts.status, headers: parts.headers, body }
}

async fn get_with(path: &str, headers: &[(&str, &str)]) -> Reply {
    let mut request = Request::get(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(service(), request.body(Body::empty()).expect("a request")).await
}

async fn get(path: &str) -> Reply {
    get_with(path, &[]).await
}

/// The JSON of an answer that must succeed.
async fn json(path: &str) -> Value {
    let reply = get(path).await;
    assert_eq!(reply.status, StatusCode::OK, "{path}: {}", reply.text());
    assert_eq!(reply.header("content-type"), "application/json", "{path}");
    reply.json()
}

/// What a request is told that is refused for one of its parameters.
async fn refused(path: &str, parameter: &str) -> Value {
    let reply = get(path).await;
    let problem = reply.json();
    let told = (reply.status, problem["parameter"].as_str());
    assert_eq!(told, (StatusCode::BAD_REQUEST, Some(parameter)), "{path}: {problem}");
    problem
}

/// A number of an answer.
fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| unreachable!("not a number: {value}"))
}
