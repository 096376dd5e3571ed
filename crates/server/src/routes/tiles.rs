//! `/tiles`: the layers of the map. One handler for the tiles of all layers, one for their descriptions.

use std::sync::Arc;

use axum::Router;
use axum::extract::{OriginalUri, RawPathParams, RawQuery, State};
use axum::http::header::HOST;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use axum::routing::get;
use catchment_questions::file::{Content, Form};
use catchment_questions::pieces::{Param, Piece};
use catchment_questions::tiles::{
    Layer, LayerVisitor, TileAddress, TileError, TileJson, ask_layer, tile_json, visit_layers,
};
use catchment_questions::{AskError, Engine};
use utoipa::openapi::path::{HttpMethod, OperationBuilder, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{Components, ContentBuilder, OpenApi, PathItem, RefOr, Required, ResponseBuilder};

use super::describe::{Add, parameter, problem, with_schema};
use super::door::{self, Door};
use super::reply::{has, not_modified, send};
use super::shared::{Asked, Shared};
use crate::error::Refused;

/// Deepest zoom of an address.
const MAX_ZOOM: u32 = 22;

/// Adds the routes of each layer.
pub(super) fn routes(routes: Router<Shared>) -> Router<Shared> {
    let mut layers = Routes(routes);
    visit_layers(&mut layers);
    layers.0.route("/tiles/{layer}", get(unknown)).route("/tiles/{layer}/{z}/{x}/{y}", get(unknown))
}

/// Adds the layers to a document.
pub(super) fn described(document: OpenApi) -> OpenApi {
    let mut layers = Described(document);
    visit_layers(&mut layers);
    layers.0
}

struct Routes(Router<Shared>);

impl LayerVisitor for Routes {
    fn layer<L: Layer>(&mut self) {
        let (tiles, json) = (format!("/tiles/{}/{{z}}/{{x}}/{{y}}", L::NAME), format!("/tiles/{}.json", L::NAME));
        self.0 = std::mem::take(&mut self.0).route(&tiles, get(tile::<L>)).route(&json, get(description::<L>));
    }
}

/// A layer that there is not.
async fn unknown(path: RawPathParams) -> Refused {
    let name = path.iter().find(|(name, _)| *name == "layer").map_or("", |(_, value)| value);
    let name = name.trim_end_matches(".json");
    let mut names = Names(Vec::new());
    visit_layers(&mut names);
    let id = name.chars().take(100).collect();
    AskError::NotFound { what: "layer", id, accepted: names.0.join(", ") }.into()
}

struct Names(Vec<&'static str>);

impl LayerVisitor for Names {
    fn layer<L: Layer>(&mut self) {
        self.0.push(L::NAME);
    }
}

async fn tile<L: Layer>(
    State(shared): State<Shared>,
    path: RawPathParams,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let query = query.unwrap_or_default();
    let part = |name: &str| path.iter().find(|(n, _)| *n == name).map_or("", |(_, value)| value);
    let (z, x, y) = (part("z"), part("x"), part("y"));
    let engine = shared.state.engine();
    let register = engine.data.register.as_deref().unwrap_or_default();
    let spelled = format!("{register} {} {z}/{x}/{y}?{query}", L::NAME);
    if let Some(asked) = shared.spellings.get(&spelled) {
        if has(&headers, &asked.tag) {
            return Ok(not_modified(&shared, &asked));
        }
        if let Some(finished) = engine.remembered(&asked.key, asked.encoding(&headers)) {
            return Ok(send(&shared, &asked, &finished));
        }
    }
    let address = address(z, x, plain_row::<L>(y))?;
    let (layer, immutable) = read::<L>(&shared, &query)?;
    let key = Engine::tile_key(&layer, address)?;
    let asked = Arc::new(asked(&shared, key, immutable));
    shared.spellings.insert(spelled, Arc::clone(&asked));
    if has(&headers, &asked.tag) {
        return Ok(not_modified(&shared, &asked));
    }
    let encoding = asked.encoding(&headers);
    let finished = shared.state.quick(move |engine| engine.finished_tile(&layer, address, encoding)).await?;
    Ok(send(&shared, &asked, &finished))
}

async fn description<L: Layer>(
    State(shared): State<Shared>,
    OriginalUri(uri): OriginalUri,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let query = query.unwrap_or_default();
    let (layer, immutable) = read::<L>(&shared, &query)?;
    // Tiles that the description leads to belong to the dataset that it was made from.
    let rest = query.split('&').filter(|pair| !pair.is_empty() && !pair.starts_with("dataset="));
    let dataset = format!("dataset={}", shared.state.engine().data.id);
    let query: Vec<&str> = rest.chain([dataset.as_str()]).collect();
    let tiles = format!("{}/tiles/{}/{{z}}/{{x}}/{{y}}?{}", origin(&shared, &uri, &headers), L::NAME, query.join("&"));
    let key = format!("{} {tiles}", Engine::tile_key(&layer, TileAddress::new(0, 0, 0).map_err(AskError::internal)?)?);
    let asked = asked(&shared, key.clone(), immutable);
    if has(&headers, &asked.tag) {
        return Ok(not_modified(&shared, &asked));
    }
    let encoding = asked.encoding(&headers);
    let work =
        move |engine: &Engine| engine.finish(&key, encoding, || Content::json(&tile_json(engine, &layer, tiles)?));
    let finished = shared.state.quick(work).await?;
    Ok(send(&shared, &asked, &finished))
}

fn asked(shared: &Shared, key: String, immutable: bool) -> Asked {
    let tag = shared.state.engine().tag(&key);
    Asked { key, tag, form: Form::Json, byte_order_mark: false, immutable, about: None }
}

/// Reads and checks a layer with what belongs to the door.
fn read<L: Layer>(shared: &Shared, query: &str) -> Result<(L, bool), Refused> {
    let engine = shared.state.engine();
    let Door { dataset, rest, .. } =
        door::take(door::pairs(query)?, &L::Ask::params(), &[Form::Json], &engine.data.id)?;
    Ok((ask_layer(&rest, &engine.data)?, dataset && !L::SITES))
}

/// The row of an address without the ending of a file that some programs put behind it.
fn plain_row<L: Layer>(row: &str) -> &str {
    endings::<L>().iter().find_map(|ending| row.strip_suffix(ending)).unwrap_or(row)
}

/// Endings of files of a layer's tiles.
fn endings<L: Layer>() -> &'static [&'static str] {
    if L::MEDIA_TYPE == "image/png" { &[".png"] } else { &[".mvt", ".pbf"] }
}

/// A row as an address may spell it, as a regular expression.
fn row_pattern<L: Layer>() -> String {
    format!("^[0-9]+({})?$", endings::<L>().join("|").replace('.', "[.]"))
}

fn address(z: &str, x: &str, y: &str) -> Result<TileAddress, AskError> {
    let number = |name: &str, text: &str, accepted: &str| {
        let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
        text.parse::<u32>().ok().filter(|_| digits).ok_or_else(|| AskError::value(name, text, accepted))
    };
    let zooms = format!("a zoom from 0 to {MAX_ZOOM}");
    let (z, x) = (number("z", z, &zooms)?, number("x", x, "a column of the zoom")?);
    let y = number("y", y, "a row of the zoom")?;
    TileAddress::new(z, x, y).map_err(|e| match e {
        TileError::Zoom(z) => AskError::value("z", z.to_string(), zooms),
        TileError::Index { axis, value, zoom, max } => {
            AskError::value(axis, value.to_string(), format!("0 to {max} at zoom {zoom}"))
        }
        other => AskError::internal(other),
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

struct Described(OpenApi);

impl LayerVisitor for Described {
    fn layer<L: Layer>(&mut self) {
        self.0.components.get_or_insert_with(Components::new).add::<TileJson>();
        let params: Vec<Param> = [L::Ask::params(), door::params(&[Form::Json])].concat();
        let operation = |id: String, summary: String| {
            let operation = OperationBuilder::new().tag("tiles").operation_id(Some(id)).summary(Some(summary));
            operation
                .response("304", ResponseBuilder::new().description("The reader has it."))
                .response("400", problem("A parameter is not accepted: the document names it, its value and what is."))
                .response("404", problem("The address names another dataset."))
                .response("503", problem("Too many requests at once, or the answer took too long."))
        };
        let bytes = ObjectBuilder::new().schema_type(Type::String).content_media_type(L::MEDIA_TYPE).build();
        let bytes = ContentBuilder::new().schema(Some(RefOr::from(Schema::from(bytes)))).build();
        let tile = operation(format!("{}_tile", L::NAME), format!("A tile: {}.", L::ABOUT.to_lowercase()))
            .parameters(Some(within_address::<L>().into_iter().chain(params.iter().map(parameter))))
            .response("200", ResponseBuilder::new().description("A tile.").content(L::MEDIA_TYPE, bytes));
        // A picture of nothing is a picture.
        let tile = if L::FIELDS.is_empty() {
            tile
        } else {
            tile.response("204", ResponseBuilder::new().description("Nothing lies within this tile."))
        };
        let json = operation(format!("{}_tilejson", L::NAME), format!("The layer as TileJSON 3.0: {}.", L::ABOUT))
            .parameters(Some(params.iter().map(parameter)))
            .response("200", with_schema::<TileJson>("The layer as TileJSON 3.0.", "application/json"));
        let paths = &mut self.0.paths.paths;
        paths.insert(format!("/tiles/{}/{{z}}/{{x}}/{{y}}", L::NAME), PathItem::new(HttpMethod::Get, tile));
        paths.insert(format!("/tiles/{}.json", L::NAME), PathItem::new(HttpMethod::Get, json));
    }
}

/// Zoom, column and row.
fn within_address<L: Layer>() -> Vec<Parameter> {
    let number =
        |most: u64| ObjectBuilder::new().schema_type(Type::Integer).minimum(Some(0)).maximum(Some(most as f64));
    let one = |name: &str, about: &str, schema: ObjectBuilder| {
        ParameterBuilder::new()
            .name(name)
            .parameter_in(ParameterIn::Path)
            .required(Required::True)
            .description(Some(about))
            .schema(Some(RefOr::from(Schema::from(schema.build()))))
            .build()
    };
    let row = ObjectBuilder::new().schema_type(Type::String).pattern(Some(row_pattern::<L>()));
    vec![
        one("z", "Zoom.", number(MAX_ZOOM.into())),
        one("x", "Column, from the west.", number((1 << MAX_ZOOM) - 1)),
        one("y", "Row, from the north, a whole number; the ending of a file may follow.", row),
    ]
}
