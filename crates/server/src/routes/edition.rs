//! The published edition: its files, and nothing else. What is not in them cannot be asked.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, X_FRAME_OPTIONS};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::compression::CompressionLayer;
use tower_http::services::ServeDir;

use super::health::healthz;
use super::service::Monitor;
use super::{around, reply};
use crate::Config;
use crate::error::Problem;

/// Serves the files of a folder under the names that they have in it; any other address names nothing.
pub fn edition_router(folder: &Path, config: Config) -> Router {
    let files = Router::new().fallback_service(ServeDir::new(folder));
    let files = files.layer(from_fn(told)).layer(CompressionLayer::new());
    let routes = Router::new().route("/healthz", get(healthz)).route("/readyz", get(healthz));
    let config = Arc::new(Config { sign_in: None, people: None, ..config });
    around::wrap(routes, files, &config, Arc::new(Monitor::new())).layer(from_fn(framed))
}

/// Opens the small pages to frames on any site: that is what they are for.
async fn framed(request: Request, next: Next) -> Response {
    let small = request.uri().path().contains("/embed/");
    let mut response = next.run(request).await;
    if small && !response.status().is_client_error() {
        let headers = response.headers_mut();
        let policy = headers.get(CONTENT_SECURITY_POLICY).and_then(|v| v.to_str().ok()).unwrap_or_default();
        let policy = policy.split("; ").filter(|part| !part.starts_with("frame-ancestors"));
        let open = policy.chain(["frame-ancestors *"]).collect::<Vec<_>>().join("; ");
        if let Ok(open) = HeaderValue::try_from(open) {
            headers.insert(CONTENT_SECURITY_POLICY, open);
            headers.remove(X_FRAME_OPTIONS);
        }
    }
    response
}

async fn told(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if response.status() == StatusCode::NOT_FOUND {
        let detail = "only the published edition is served here, and it has no such page";
        return Problem::new(StatusCode::NOT_FOUND, "edition-only", "Not found", detail).into_response();
    }
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(reply::ASKED_AGAIN));
    response
}
