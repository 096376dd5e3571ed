//! `/tiles`: waits for the layers.
use super::Shared;
use axum::Router;
use utoipa::openapi::OpenApi;
pub(super) fn routes(routes: Router<Shared>) -> Router<Shared> {
    routes
}
pub(super) fn described(document: OpenApi) -> OpenApi {
    document
}
