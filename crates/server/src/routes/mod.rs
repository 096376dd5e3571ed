//! HTTP: addresses, headers and media types around the questions. What is asked and answered lives in `questions`.

mod anew;
mod around;
mod basemap;
mod brief;
mod describe;
mod door;
mod edition;
mod guard;
mod health;
mod page;
mod question;
mod reply;
mod scenarios;
mod service;
mod shared;
mod sign_in;
mod sites;
mod tiles;
mod trail;
mod viewer;
mod views;

use std::sync::Arc;

use axum::Router;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, ETAG};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use moka::sync::Cache;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Config;
use crate::error::Problem;
use crate::state::AppState;
use shared::Shared;

pub use edition::edition_router;
use service::Monitor;

/// The description of the service; its routes are added where they are registered.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Catchment",
        description = "Where violence concentrates, how sure that is, and what it cannot tell: rankings, cells, \
                       surfaces and map tiles over one immutable dataset. Every answer names the dataset, all \
                       parameters, the seed and the program version.",
        license(name = "Apache-2.0 OR MIT", identifier = "Apache-2.0 OR MIT")
    ),
    components(schemas(Problem)),
    tags(
        (name = "answers", description = "JSON; `format=csv` and `format=geojson` give files"),
        (name = "scenarios",
            description = "What people save; without a sign-in, open on this machine only"),
        (name = "sites", description = "The register of sites: nothing in it is overwritten; open as scenarios are"),
        (name = "tiles", description = "Map tiles and TileJSON"),
        (name = "service", description = "For those who run it")
    )
)]
struct Description;

/// What a remembered spelling takes beside its text, twice its key included, bytes.
const SPELLING: usize = 512;

fn described() -> OpenApiRouter<Shared> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(scenarios::list, scenarios::create))
        .routes(routes!(scenarios::get, scenarios::put))
        .routes(routes!(scenarios::history))
        .routes(routes!(scenarios::record))
        .routes(routes!(scenarios::compare))
        .routes(routes!(sites::list, sites::add))
        .routes(routes!(sites::history))
        .routes(routes!(sites::change))
        .routes(routes!(basemap::about))
        .routes(routes!(basemap::tiles))
        .routes(routes!(basemap::gazetteer))
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz))
        .routes(routes!(health::metrics))
        .routes(routes!(sign_in::session))
        .routes(routes!(openapi))
}

fn parts() -> (Router<Shared>, utoipa::openapi::OpenApi) {
    let (routes, document) = described().split_for_parts();
    let mut questions = question::Routes(routes);
    catchment_questions::visit(&mut questions);
    let mut described = describe::Described(document);
    catchment_questions::visit(&mut described);
    let mut document = tiles::described(described.0);
    describe::open_parts(&mut document);
    (tiles::routes(questions.0), document)
}

/// The `OpenAPI` document of the service, as it is served at `/api/v1/openapi.json`.
pub fn openapi_json() -> String {
    parts().1.to_pretty_json().unwrap_or_default()
}

/// The whole service over a dataset made ready.
pub fn router(state: Arc<AppState>, config: Config) -> Router {
    let config = Arc::new(config);
    let monitor = Arc::new(Monitor::new());
    let (routes, document) = parts();
    let viewer = viewer::viewer(&config, &state);
    let shared = Shared {
        dataset: HeaderValue::try_from(state.engine().data.id.as_str()).unwrap_or(HeaderValue::from_static("")),
        spellings: Cache::builder()
            .weigher(|text: &String, asked: &Arc<shared::Asked>| {
                u32::try_from(text.len() + asked.key.len() + SPELLING).unwrap_or(u32::MAX)
            })
            .max_capacity(config.spellings)
            .build(),
        openapi: document.to_pretty_json().unwrap_or_default().into(),
        state,
        config: Arc::clone(&config),
        monitor: Arc::clone(&monitor),
        seen: Arc::default(),
    };
    let routes = routes.route(brief::BRIEF, axum::routing::get(brief::brief)).merge(sign_in::routes(&config));
    let routes = routes.layer(axum::middleware::from_fn_with_state(shared.clone(), anew::register));
    around::wrap(routes.with_state(shared), viewer, &config, monitor)
}

/// This description.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "service",
    responses((status = 200, description = "The description of the service, OpenAPI 3.1.", body = Object),
        (status = 304, description = "The reader has it.")))]
async fn openapi(State(shared): State<Shared>, headers: HeaderMap) -> Response {
    let tag = blake3::hash(shared.openapi.as_bytes()).to_hex().as_str()[..32].to_owned();
    let mut response = if reply::has(&headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(CONTENT_TYPE, HeaderValue::from_static("application/json"))], shared.openapi.to_string()).into_response()
    };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
    if let Ok(value) = HeaderValue::try_from(format!("W/\"{tag}\"")) {
        response.headers_mut().insert(ETAG, value);
    }
    response
}
