//! The viewer's static files.

use std::sync::Arc;

use axum::Router;
use axum::extract::Request;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{Extensions, HeaderMap, HeaderValue, StatusCode, Uri, Version};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, Predicate};
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

/// Serves the folder, and the page under its own name; an absent folder gets a page that says how to build it. Any
/// other address names nothing: what is asked for by mistake must not be answered with a page.
pub(super) fn viewer(config: &Arc<Config>, state: &Arc<AppState>) -> Router {
    let packed = CompressionLayer::new().compress_when(DefaultPredicate::new().and(not_a_picture));
    let Some(folder) = config.web.as_deref().filter(|f| f.join("index.html").is_file()) else {
        return Router::new().route("/", get(absent)).fallback(nothing);
    };
    let files = ServeDir::new(folder).append_index_html_on_directories(false);
    let page = Page::new(folder, config, state);
    let routes = page.routes().merge(picture(config.preview.as_ref())).fallback_service(files);
    routes.layer(from_fn(kept)).layer(packed)
}

/// Pictures are packed already.
fn not_a_picture(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    !headers.get(CONTENT_TYPE).is_some_and(|t| t.as_bytes().starts_with(b"image/png"))
}

async fn absent() -> Response {
    (StatusCode::OK, [(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-store")], ABSENT).into_response()
}

async fn nothing(uri: Uri) -> Response {
    Problem::no_route(uri.path()).into_response()
}

/// Built files carry a hash in their name and never change; the page itself is asked for each time.
async fn kept(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let mut response = next.run(request).await;
    if response.status() == StatusCode::NOT_FOUND {
        return Problem::no_route(&path).into_response();
    }
    let value = if path.starts_with("/assets/") { "public, max-age=31536000, immutable" } else { "public, no-cache" };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static(value));
    response
}
