//! `/tiles`: vector tiles, pictures, TileJSON.

use axum::extract::{Path, State};
use axum::http::header::HOST;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};
use catchment_tiles::{MAX_ZOOM, TileAddress, TileError};

use super::Shared;
use super::answers::{CatchmentArea, CellSize, Common, Drawing};
use super::reply::{Content, Kept, Pairs, reply};
use crate::answers::{catchments, cells, heavy, neighborhoods, surface};
use crate::error::Problem;
use catchment_questions::{self as api, AskError, Layer, LegendItem, Params, TileJson, legend};

/// A tile of a layer. Every layer takes every parameter, so that one query serves the whole map, and uses its own.
#[utoipa::path(get, path = "/tiles/{layer}/{z}/{x}/{y}", tag = "tiles",
    params(("layer" = String, Path, description = "neighborhoods, catchments, cells, sites or surface"),
        ("z" = u32, Path, description = "Zoom, 0 to 22"), ("x" = u32, Path, description = "Column, from the \
            west"), ("y" = u32, Path, description = "Row, from the north"),
        Common, CatchmentArea, CellSize, Drawing),
    responses((status = 200, description = "A \
        tile", content((Vec<u8> = "application/vnd.mapbox-vector-tile"), (Vec<u8> = "image/png"))), (status = 304),
        (status = 400, body = Problem, content_type = "application/problem+json"), (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn tile(
    State(shared): State<Shared>,
    Path((layer, z, x, y)): Path<(String, String, String, String)>,
    Pairs(pairs): Pairs,
    headers: HeaderMap,
) -> Response {
    let read = || {
        let layer = Layer::find(&layer)?;
        let address = address(&z, &x, &y)?;
        Ok::<_, AskError>((layer, address, Params::read(layer.question(), &pairs, &shared.state.data)?))
    };
    let (layer, address, params) = match read() {
        Ok(read) => read,
        Err(error) => return Problem::from(error).into_response(),
    };
    let key = format!("{}#{}/{}/{}", params.canonical(), address.z(), address.x(), address.y());
    let bytes = async { Ok(Content::tile(layer.media_type(), tile_bytes(&shared, layer, address, &params).await?)) };
    reply(&shared.state, &headers, (&key, Kept::Tile), bytes).await
}

async fn tile_bytes(shared: &Shared, layer: Layer, address: TileAddress, params: &Params) -> Result<Vec<u8>, AskError> {
    let state = &shared.state;
    match layer {
        Layer::Neighborhoods => {
            let ranking = neighborhoods(state, params).await?;
            heavy(state, move |s| api::neighborhood_tile(s, address, &ranking)).await
        }
        Layer::Catchments => {
            let (found, ranking) = catchments(state, params).await?;
            heavy(state, move |s| api::catchment_tile(s, address, &found, &ranking)).await
        }
        Layer::Cells => {
            let found = cells(state, params).await?;
            heavy(state, move |_| api::cell_tile(address, &found)).await
        }
        Layer::Sites => heavy(state, move |s| api::site_tile(s, address)).await,
        Layer::Surface => {
            let found = surface(state, params).await?;
            heavy(state, move |s| found.tile(s, address).map_err(AskError::internal)).await
        }
    }
}

fn address(z: &str, x: &str, y: &str) -> Result<TileAddress, AskError> {
    let number = |name: &str, text: &str, accepted: &str| {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        let shortened: String = text.chars().take(100).collect();
        text.parse::<u32>().ok().filter(|_| digits).ok_or_else(|| AskError::value(name, shortened, accepted))
    };
    let zooms = format!("a zoom from 0 to {MAX_ZOOM}");
    let (z, x, y) =
        (number("z", z, &zooms)?, number("x", x, "a column of the zoom")?, number("y", y, "a row of the zoom")?);
    TileAddress::new(z, x, y).map_err(|e| match e {
        TileError::Zoom(z) => AskError::value("z", z.to_string(), zooms),
        TileError::Index { axis, value, zoom, max } => {
            AskError::value(axis, value.to_string(), format!("0 to {max} at zoom {zoom}"))
        }
        other => AskError::internal(other),
    })
}

/// A layer as TileJSON 3.0; the address of its tiles carries the parameters given here.
#[utoipa::path(get, path = "/tiles/{layer}", tag = "tiles",
    params(("layer" = String, Path, description = "A layer and .json: neighborhoods.json, catchments.json, cells.json, sites.json or surface.json"),
        Common, CatchmentArea, CellSize, Drawing),
    responses((status = 200, body = TileJson), (status = 304), (status = 400, body = Problem, content_type = "application/problem+json"),
        (status = 404, body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn tile_json(
    State(shared): State<Shared>,
    Path(layer): Path<String>,
    Pairs(pairs): Pairs,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    let Some(name) = layer.strip_suffix(".json") else { return Problem::no_route(uri.path()).into_response() };
    let read = || {
        let layer = Layer::find(name)?;
        Ok::<_, AskError>((layer, Params::read(layer.question(), &pairs, &shared.state.data)?))
    };
    let (layer, params) = match read() {
        Ok(read) => read,
        Err(error) => return Problem::from(error).into_response(),
    };
    let query = uri.query().map(|q| format!("?{q}")).unwrap_or_default();
    let tiles = format!("{}/tiles/{}/{{z}}/{{x}}/{{y}}{query}", origin(&shared, &uri, &headers), layer.name());
    let key = format!("{}#json#{tiles}", params.canonical());
    let answer = async {
        let legend = layer_legend(&shared, layer, &params).await?;
        Content::json(&api::tile_json(&shared.state, layer, tiles, legend)?)
    };
    reply(&shared.state, &headers, (&key, Kept::Answer), answer).await
}

async fn layer_legend(shared: &Shared, layer: Layer, params: &Params) -> Result<Vec<LegendItem>, AskError> {
    let state = &shared.state;
    Ok(match layer {
        Layer::Neighborhoods => legend(&api::place_classes(&*neighborhoods(state, params).await?, state)),
        Layer::Catchments => legend(&api::place_classes(&catchments(state, params).await?.1, state)),
        Layer::Cells => legend(&cells(state, params).await?.classes),
        Layer::Surface => legend(&surface(state, params).await?.classes),
        Layer::Sites => Vec::new(),
    })
}

/// Scheme and host under which the reader reached us: maps want whole addresses.
fn origin(shared: &Shared, uri: &Uri, headers: &HeaderMap) -> String {
    if let Some(url) = &shared.config.public_url {
        return url.as_str().to_owned();
    }
    let host = uri.authority().map(axum::http::uri::Authority::as_str).or_else(|| headers.get(HOST)?.to_str().ok());
    let plain = |c: char| c.is_ascii_alphanumeric() || ".:-[]_".contains(c);
    host.filter(|h| !h.is_empty() && h.chars().all(plain)).map(|h| format!("http://{h}")).unwrap_or_default()
}
