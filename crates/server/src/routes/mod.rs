//! HTTP: addresses, headers and media types around `catchment_questions`. Thin by intent.

mod answers;
mod clusters;
mod decision;
mod drawn;
mod guard;
mod health;
mod layers;
mod optimize;
mod page;
mod reply;
mod scenarios;
mod service;
mod tiles;
mod viewer;

use std::sync::Arc;

use axum::Router;
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Config;
use crate::error::Problem;
use crate::state::AppState;

pub(crate) use service::Monitor;

/// The description of the service; its routes are added where they are registered.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Catchment",
        description = "Where violence concentrates, how sure that is, and what it cannot tell: rankings, cells, \
            surfaces and map tiles over one \
                       immutable dataset. Every answer names the dataset, all parameters, the seed and the program \
                       version."
    ),
    components(schemas(Problem)),
    tags(
        (name = "answers", description = "JSON; `format=csv` and `format=geojson` give files"),
        (name = "scenarios", description = "What people save; open on this machine only, as long as there is no \
            sign-in"),
        (name = "tiles", description = "Map tiles and TileJSON"),
        (name = "service", description = "For those who run it")
    )
)]
struct Description;

/// What handlers share.
#[derive(Debug, Clone)]
pub(crate) struct Shared {
    pub(crate) state: Arc<AppState>,
    pub(crate) config: Arc<Config>,
    pub(crate) monitor: Arc<Monitor>,
    pub(crate) openapi: Arc<str>,
}

fn described() -> OpenApiRouter<Shared> {
    OpenApiRouter::with_openapi(Description::openapi())
        .routes(routes!(answers::status))
        .routes(routes!(answers::rankings))
        .routes(routes!(decision::decision))
        .routes(routes!(answers::area))
        .routes(routes!(answers::catchment))
        .routes(routes!(optimize::optimize))
        .routes(routes!(optimize::chance))
        .routes(routes!(drawn::score))
        .routes(routes!(scenarios::list, scenarios::create))
        .routes(routes!(scenarios::get, scenarios::put))
        .routes(routes!(scenarios::history))
        .routes(routes!(scenarios::record))
        .routes(routes!(scenarios::compare))
        .routes(routes!(answers::cells))
        .routes(routes!(answers::surface))
        .routes(routes!(clusters::clusters))
        .routes(routes!(clusters::concentration))
        .routes(routes!(answers::backtest))
        .routes(routes!(answers::openapi))
        .routes(routes!(tiles::tile))
        .routes(routes!(tiles::tile_json))
        .routes(routes!(health::healthz))
        .routes(routes!(health::readyz))
        .routes(routes!(health::metrics))
}

/// The `OpenAPI` document of the service, as it is served at `/api/v1/openapi.json`.
pub fn openapi_json() -> String {
    described().into_openapi().to_pretty_json().unwrap_or_default()
}

/// The whole service over a loaded dataset.
pub fn router(state: Arc<AppState>, config: Config) -> Router {
    let config = Arc::new(config);
    let monitor = Arc::new(Monitor::new());
    let (api, document) = described().split_for_parts();
    let openapi = document.to_pretty_json().unwrap_or_default().into();
    let viewer = viewer::viewer(&config, &state);
    let shared = Shared { state, config: Arc::clone(&config), monitor: Arc::clone(&monitor), openapi };
    let all = api.with_state(shared).fallback_service(viewer);
    layers::wrap(all, &config, monitor)
}
