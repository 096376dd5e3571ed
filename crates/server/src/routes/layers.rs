//! What surrounds every route: limits, ids, compression, headers, counting, and no answer without a document.

use std::any::Any;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, Response as HttpResponse};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use tokio::sync::Semaphore;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate, SizeAbove};
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::trace::TraceLayer;

use super::Monitor;
use crate::Config;
use crate::error::{PROBLEM_JSON, Problem};

/// The viewer's own files, workers that it makes from blobs, and pictures that it draws; nothing from elsewhere.
const POLICY: &str = "default-src 'self'; script-src 'self'; worker-src 'self' blob:; child-src 'self' blob:; img-src \
    'self' data: blob:; \
                      style-src 'self' 'unsafe-inline'; connect-src 'self'; object-src 'none'; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'none'";

/// What the limits need.
#[derive(Debug, Clone)]
struct Limits {
    config: Arc<Config>,
    places: Arc<Semaphore>,
    monitor: Arc<Monitor>,
}

/// Puts everything around the routes. Outermost first: request id, trace, counting, headers, compression, documents,
/// panics, limits.
pub(super) fn wrap(routes: Router, config: &Arc<Config>, monitor: Arc<Monitor>) -> Router {
    let limits = Limits { config: Arc::clone(config), places: Arc::new(Semaphore::new(config.in_flight)), monitor };
    let fixed = |name: HeaderName, value: &'static str| {
        SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
    };
    let compressed = DefaultPredicate::new().and(SizeAbove::new(512)).and(not_a_picture);
    routes
        .route_layer(from_fn_with_state(limits.clone(), limited))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn(documented))
        .layer(CompressionLayer::new().compress_when(compressed))
        .layer(fixed(CONTENT_SECURITY_POLICY, POLICY))
        .layer(fixed(X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(X_FRAME_OPTIONS, "DENY"))
        .layer(fixed(REFERRER_POLICY, "no-referrer"))
        .layer(fixed(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"))
        .layer(from_fn_with_state(limits, counted))
        .layer(TraceLayer::new_for_http().make_span_with(span))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
}

fn span(request: &Request) -> tracing::Span {
    let id = request.headers().get("x-request-id").and_then(|v| v.to_str().ok()).unwrap_or_default();
    tracing::info_span!("request", method = %request.method(), path = request.uri().path(), id)
}

/// Pictures are compressed already.
fn not_a_picture(
    _: axum::http::StatusCode,
    _: axum::http::Version,
    headers: &axum::http::HeaderMap,
    _: &axum::http::Extensions,
) -> bool {
    !headers.get(CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"image/png"))
}

/// Counts requests by the route that they matched; what matched none is one route of its own, however many addresses
/// are tried.
async fn counted(State(limits): State<Limits>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let route =
        request.extensions().get::<MatchedPath>().map_or_else(|| "viewer".to_owned(), |m| m.as_str().to_owned());
    limits.monitor.in_flight(1.0);
    let response = next.run(request).await;
    limits.monitor.in_flight(-1.0);
    limits.monitor.answered(&route, response.status().as_u16(), began.elapsed());
    response
}

/// Body, number and time. Health and metrics are answered even when nothing else is.
async fn limited(State(limits): State<Limits>, request: Request, next: Next) -> Response {
    let matched = request.extensions().get::<MatchedPath>().map(|m| m.as_str().to_owned());
    if matched.is_some_and(|m| matches!(m.as_str(), "/healthz" | "/readyz" | "/metrics")) {
        return next.run(request).await;
    }
    let length = request.headers().get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|n| n > limits.config.body_bytes) {
        return Problem::too_large(limits.config.body_bytes).into_response();
    }
    let Ok(_place) = limits.places.try_acquire() else { return Problem::busy().into_response() };
    match tokio::time::timeout(limits.config.timeout, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Problem::timeout().into_response(),
    }
}

/// Gives a document to every refusal that came without one.
async fn documented(request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let status = response.status();
    let has = response.headers().get(CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(PROBLEM_JSON.as_bytes()));
    let spoken =
        response.headers().get(CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"text/plain; charset=utf-8"));
    if !(status.is_client_error() || status.is_server_error()) || has || (spoken && status == 503) {
        return response;
    }
    let mut document = Problem::of_status(status).into_response();
    if let Some(allow) = response.headers().get(axum::http::header::ALLOW) {
        document.headers_mut().insert(axum::http::header::ALLOW, allow.clone());
    }
    document
}

#[expect(clippy::needless_pass_by_value, reason = "the signature that the layer asks for")]
fn panicked(cause: Box<dyn Any + Send + 'static>) -> HttpResponse<axum::body::Body> {
    let text = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
    tracing::error!(cause = text.unwrap_or("unknown"), "a handler panicked");
    Problem::internal().into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;
    use axum::routing::get;
    use tower::ServiceExt;

    #[tokio::test]
    async fn a_panic_is_a_document_without_detail() {
        async fn boom() -> &'static str {
            panic!("secret detail")
        }
        let routes = Router::new().route("/boom", get(boom));
        let service = wrap(routes, &Arc::new(Config::default()), Arc::new(Monitor::new()));
        let response = service.oneshot(Request::get("/boom").body(Body::empty()).unwrap()).await.unwrap();
        assert_eq!(response.status(), 500);
        assert_eq!(response.headers()[CONTENT_TYPE], PROBLEM_JSON);
        assert!(response.headers().contains_key("x-request-id"));
        let body = axum::body::to_bytes(response.into_body(), 10_000).await.unwrap();
        let text = String::from_utf8_lossy(&body);
        assert!(text.contains("\"code\":\"internal\"") && !text.contains("secret"), "{text}");
    }
}
