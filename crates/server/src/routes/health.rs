//! For those who run the service.

use std::sync::atomic::Ordering;

use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::shared::Shared;

fn text(status: StatusCode, media_type: &'static str, body: String) -> Response {
    (status, [(CONTENT_TYPE, media_type), (CACHE_CONTROL, "no-store")], body).into_response()
}

/// Whether the process answers.
#[utoipa::path(get, path = "/healthz", tag = "service",
    responses((status = 200, description = "ok", content_type = "text/plain")))]
pub(crate) async fn healthz() -> Response {
    text(StatusCode::OK, "text/plain; charset=utf-8", "ok\n".to_owned())
}

/// Whether questions can be answered: the dataset is in memory and the server is not stopping.
#[utoipa::path(get, path = "/readyz", tag = "service",
    responses((status = 200, description = "ready, with the id of the dataset", content_type = "text/plain"),
        (status = 503, description = "stopping", content_type = "text/plain")))]
pub(crate) async fn readyz(State(shared): State<Shared>) -> Response {
    // The state exists only once the dataset is loaded, so there is no "loading" here.
    if shared.state.stopping.load(Ordering::Relaxed) {
        return text(StatusCode::SERVICE_UNAVAILABLE, "text/plain; charset=utf-8", "stopping\n".to_owned());
    }
    text(StatusCode::OK, "text/plain; charset=utf-8", format!("ready {}\n", shared.state.engine().data.id))
}

/// Requests by route and status, and how long they took, for Prometheus.
#[utoipa::path(get, path = "/metrics", tag = "service",
    responses((status = 200, description = "Prometheus text", content_type = "text/plain")))]
pub(crate) async fn metrics(State(shared): State<Shared>) -> Response {
    text(StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8", shared.monitor.render())
}
