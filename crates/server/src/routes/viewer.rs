//! The viewer's static files.

use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::services::ServeDir;

use super::page::{Page, picture};
use crate::error::Problem;
use crate::{AppState, Config};

/// Shown where no viewer was built.
const ABSENT: &str = "<!doctype html>
<html lang=\"en\">
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>Catchment</title>
<h1>Catchment is running; the viewer is not built</h1>
<p>Build it, then start the server with its folder:</p>
<pre>cd web
npm ci
npm run build
catchment serve --web web/dist</pre>
<p>The service itself answers: <a href=\"/api/v1/status\">status</a>, <a href=\"/api/v1/openapi.json\">its \
    description</a>.</p>
</html>
";

/// Serves the folder; an address that names no file gets the viewer itself, an absent folder a page that says how to
/// build it.
pub(super) fn viewer(config: &Config, state: &AppState) -> Router {
    let Some(folder) = config.web.as_deref().filter(|f| f.join("index.html").is_file()) else {
        return Router::new().route("/", get(absent)).fallback(nothing).layer(from_fn(apart));
    };
    let page = Page::new(folder, config, state);
    let files = ServeDir::new(folder).append_index_html_on_directories(false).fallback(page.anywhere());
    let routes = page.routes().merge(picture(config.preview.as_ref())).fallback_service(files);
    routes.layer(from_fn(kept)).layer(from_fn(apart))
}

async fn absent() -> Response {
    (StatusCode::OK, [(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-store")], ABSENT).into_response()
}

/// An address of the service that names nothing is not the viewer's.
async fn apart(request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if ["/api", "/tiles"]
        .iter()
        .any(|p| path.strip_prefix(p).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')))
    {
        return Problem::no_route(path).into_response();
    }
    next.run(request).await
}

async fn nothing() -> Response {
    StatusCode::NOT_FOUND.into_response()
}

/// Built files carry a hash in their name and never change; the page itself is asked for each time. A missing file is
/// missing: only addresses without an ending are the viewer's own.
async fn kept(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let ending = Path::new(&path).extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    let is_file = !ending.is_empty() && ending != "html";
    let mut response = next.run(request).await;
    let is_page = response.headers().get(CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"text/html"));
    if is_file && is_page {
        return StatusCode::NOT_FOUND.into_response();
    }
    let value = if path.starts_with("/assets/") { "public, max-age=31536000, immutable" } else { "public, no-cache" };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(value));
    response
}
