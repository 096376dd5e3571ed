//! Map layers: what a tile's features say, and TileJSON.

use catchment_tiles::{Classes, Feature, Shapes, TileAddress, Value, VectorError};
use serde::Serialize;
use utoipa::ToSchema;

use super::catchments::CatchmentsFound;
use super::cells::CellsFound;
use super::places::{PlaceRanking, kind};
use super::rankings::{LegendItem, classes};
use super::status::shape_name;
use super::{AskError, Question, geometry};
use crate::engine::Engine;

/// A layer of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Layer {
    /// Neighborhoods and parks with counts and ranks.
    Neighborhoods,
    /// Candidate catchments.
    Catchments,
    /// Cells with Gi*.
    Cells,
    /// Existing sites.
    Sites,
    /// A kernel density surface, as pictures.
    Surface,
}

/// All layers.
pub const LAYERS: [Layer; 5] = [Layer::Neighborhoods, Layer::Catchments, Layer::Cells, Layer::Sites, Layer::Surface];

/// A layer, as TileJSON 3.0 describes it.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct TileJson {
    /// Version of TileJSON.
    pub tilejson: &'static str,
    /// Name of the layer.
    pub name: &'static str,
    /// What it shows.
    pub description: &'static str,
    /// Addresses of tiles.
    pub tiles: Vec<String>,
    /// Scheme of rows.
    pub scheme: &'static str,
    /// First zoom.
    pub minzoom: u8,
    /// Last zoom; beyond it tiles are drawn larger.
    pub maxzoom: u8,
    /// West, south, east, north.
    pub bounds: [f64; 4],
    /// Longitude, latitude, zoom.
    pub center: [f64; 3],
    /// Who made the data.
    pub attribution: String,
    /// Layers within the tiles; empty for pictures.
    pub vector_layers: Vec<VectorLayer>,
    /// Side of a picture, pixels; absent for vector tiles.
    #[serde(rename = "tileSize", skip_serializing_if = "Option::is_none")]
    pub tile_size: Option<u32>,
    /// Classes of the map, over the whole city whatever is in view.
    pub legend: Vec<LegendItem>,
}

/// A layer within vector tiles.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct VectorLayer {
    /// Name.
    pub id: &'static str,
    /// What it shows.
    pub description: &'static str,
    /// What its features say, and how.
    pub fields: std::collections::BTreeMap<&'static str, &'static str>,
    /// First zoom.
    pub minzoom: u8,
    /// Last zoom.
    pub maxzoom: u8,
}

const PLACE_FIELDS: [(&str, &str); 11] = [
    ("id", "String: id"),
    ("name", "String: name"),
    ("kind", "String: neighborhood, park or catchment"),
    ("count", "Number: count over the covered months"),
    ("per_1000", "Number: per 1,000 residents and year; absent where residents are too few"),
    ("per_km2", "Number: per km² and year"),
    ("rank", "Number: place in the ranking; absent where not ranked"),
    ("rank_low", "Number: better end of the rank's 90 % interval"),
    ("rank_high", "Number: worse end of the rank's 90 % interval"),
    ("p_top", "Number: chance of being among the first k"),
    ("class", "Number: class of the map, 0 for the lowest; absent below the first"),
];
const CELL_FIELDS: [(&str, &str); 7] = [
    ("id", "String: H3 index"),
    ("count", "Number: count over the covered months"),
    ("per_km2", "Number: per km² and year"),
    ("z", "Number: Gi*; absent where all counts are alike"),
    ("significant", "Boolean: whether it stands after the false discovery rate"),
    ("hot", "String: hot or cold, where significant"),
    ("class", "Number: class of the map by count; absent for 0"),
];
const SITE_FIELDS: [(&str, &str); 5] = [
    ("id", "String: id"),
    ("name", "String: name"),
    ("from", "String: first month"),
    ("to", "String: last month; absent where it has not ended"),
    ("shape", "String: published, or stand-in where whole neighborhoods stand in"),
];

impl Layer {
    /// The layer of that name.
    ///
    /// # Errors
    /// [`AskError::NotFound`].
    pub fn find(name: &str) -> Result<Self, AskError> {
        let found = LAYERS.into_iter().find(|l| l.name() == name);
        let names: Vec<&str> = LAYERS.iter().map(|l| l.name()).collect();
        found.ok_or_else(|| AskError::NotFound {
            what: "layer",
            id: name.chars().take(100).collect(),
            accepted: names.join(", "),
        })
    }

    /// Name in addresses and within tiles.
    pub fn name(self) -> &'static str {
        match self {
            Self::Neighborhoods => "neighborhoods",
            Self::Catchments => "catchments",
            Self::Cells => "cells",
            Self::Sites => "sites",
            Self::Surface => "surface",
        }
    }

    /// The question that a layer answers.
    pub fn question(self) -> Question {
        match self {
            Self::Neighborhoods => Question::NeighborhoodTiles,
            Self::Catchments => Question::CatchmentTiles,
            Self::Cells => Question::CellTiles,
            Self::Sites => Question::SiteTiles,
            Self::Surface => Question::SurfaceTiles,
        }
    }

    /// Media type of its tiles.
    pub fn media_type(self) -> &'static str {
        if self == Self::Surface { "image/png" } else { "application/vnd.mapbox-vector-tile" }
    }

    fn description(self) -> &'static str {
        match self {
            Self::Neighborhoods => "Neighborhoods and parks with counts and ranks",
            Self::Catchments => "Candidate catchments with counts and ranks",
            Self::Cells => "H3 cells with counts and Gi*",
            Self::Sites => "Existing sites",
            Self::Surface => "Kernel density per km² and year",
        }
    }

    fn fields(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Neighborhoods | Self::Catchments => &PLACE_FIELDS,
            Self::Cells => &CELL_FIELDS,
            Self::Sites => &SITE_FIELDS,
            Self::Surface => &[],
        }
    }

    fn zooms(self) -> (u8, u8) {
        if self == Self::Surface { (0, 15) } else { (0, 16) }
    }
}

/// A layer as TileJSON; `tiles` is the address of a tile with `{z}`, `{x}`, `{y}`.
///
/// # Errors
/// [`AskError`] where the areas have no extent.
pub fn tile_json(engine: &Engine, layer: Layer, tiles: String, legend: Vec<LegendItem>) -> Result<TileJson, AskError> {
    let bounds = geometry::bounds(&engine.data.areas).ok_or_else(|| AskError::internal("the areas have no extent"))?;
    let [west, south, east, north] = bounds;
    let (minzoom, maxzoom) = layer.zooms();
    let within = VectorLayer {
        id: layer.name(),
        description: layer.description(),
        fields: layer.fields().iter().copied().collect(),
        minzoom,
        maxzoom,
    };
    let raster = layer == Layer::Surface;
    let city = &engine.data.city;
    Ok(TileJson {
        tilejson: "3.0.0",
        name: layer.name(),
        description: layer.description(),
        tiles: vec![tiles],
        scheme: "xyz",
        minzoom,
        maxzoom,
        bounds,
        center: [f64::midpoint(west, east), f64::midpoint(south, north), 11.0],
        attribution: format!("{} Areas: {}.", city.attribution, city.areas.credit),
        vector_layers: if raster { Vec::new() } else { vec![within] },
        tile_size: raster.then_some(catchment_tiles::RASTER_PIXELS),
        legend,
    })
}

type Properties = Vec<(&'static str, Value)>;

fn text(v: &str) -> Value {
    Value::Text(v.to_owned())
}

fn whole(v: usize) -> Value {
    Value::Int(i64::try_from(v).unwrap_or(i64::MAX))
}

/// Properties of all places of a ranking, by unit.
fn place_properties(
    ranking: &PlaceRanking,
    engine: &Engine,
    name: impl Fn(usize) -> (String, &'static str),
) -> Vec<Properties> {
    let classes = classes(ranking, &engine.data);
    let units = &ranking.input.units;
    let mut all: Vec<Properties> = vec![Vec::new(); units.len()];
    let about = |unit: usize, count: i64| {
        let (name, kind) = name(unit);
        let totals = ranking.totals(unit, count, &engine.data);
        let mut p = vec![
            ("id", text(&units[unit].id)),
            ("name", Value::Text(name)),
            ("kind", text(kind)),
            ("count", Value::Int(count)),
        ];
        p.extend(totals.per_1000.map(|v| ("per_1000", Value::Float(v))));
        p.extend(totals.per_km2.map(|v| ("per_km2", Value::Float(v))));
        (p, ranking.value(&totals))
    };
    for item in &ranking.ranking.items {
        let (mut p, value) = about(item.unit, item.count);
        p.extend([
            ("rank", whole(item.rank)),
            ("rank_low", whole(item.rank_low)),
            ("rank_high", whole(item.rank_high)),
            ("p_top", Value::Float(item.p_top)),
        ]);
        p.extend(value.and_then(|v| classes.of(v)).map(|c| ("class", whole(c))));
        all[item.unit] = p;
    }
    for item in &ranking.ranking.not_ranked {
        all[item.unit] = about(item.unit, item.count).0;
    }
    all
}

fn written(
    shapes: &Shapes,
    address: TileAddress,
    layer: Layer,
    mut properties: impl FnMut(usize) -> Option<Properties>,
) -> Result<Vec<u8>, AskError> {
    let feature = |i: usize| Some(Feature { id: i as u64 + 1, properties: properties(i)? });
    shapes.tile(address, layer.name(), feature).map_err(|e: VectorError| AskError::internal(e))
}

/// A tile of neighborhoods and parks.
///
/// # Errors
/// [`AskError::Internal`] where the tile cannot be written.
pub fn neighborhood_tile(engine: &Engine, address: TileAddress, ranking: &PlaceRanking) -> Result<Vec<u8>, AskError> {
    let areas = engine.data.areas.list();
    let mut properties = place_properties(ranking, engine, |i| (areas[i].name.clone(), kind(&areas[i])));
    written(&engine.area_shapes, address, Layer::Neighborhoods, |i| properties.get_mut(i).map(std::mem::take))
}

/// A tile of catchments.
///
/// # Errors
/// As [`neighborhood_tile`].
pub fn catchment_tile(
    engine: &Engine,
    address: TileAddress,
    found: &CatchmentsFound,
    ranking: &PlaceRanking,
) -> Result<Vec<u8>, AskError> {
    let mut properties = place_properties(ranking, engine, |i| (found.list[i].name.clone(), "catchment"));
    written(&found.shapes, address, Layer::Catchments, |i| properties.get_mut(i).map(std::mem::take))
}

/// A tile of cells.
///
/// # Errors
/// As [`neighborhood_tile`].
pub fn cell_tile(address: TileAddress, found: &CellsFound) -> Result<Vec<u8>, AskError> {
    written(&found.study.shapes, address, Layer::Cells, |i| {
        let at = found.cells.binary_search(&found.study.all[i]).ok()?;
        let item = found.item(at);
        let class = found.classes.of(item.count as f64);
        let mut p = vec![("id", Value::Text(item.id)), ("count", Value::Int(item.count))];
        p.extend(item.per_km2.map(|v| ("per_km2", Value::Float(v))));
        p.extend(item.z.map(|v| ("z", Value::Float(v))));
        p.push(("significant", Value::Bool(item.significant)));
        p.extend(item.hot.map(|v| ("hot", text(v))));
        p.extend(class.map(|c| ("class", whole(c))));
        Some(p)
    })
}

/// A tile of existing sites.
///
/// # Errors
/// As [`neighborhood_tile`].
pub fn site_tile(engine: &Engine, address: TileAddress) -> Result<Vec<u8>, AskError> {
    written(&engine.site_shapes, address, Layer::Sites, |i| {
        let site = engine.data.sites.get(i)?;
        let mut p =
            vec![("id", text(&site.id)), ("name", text(&site.name)), ("from", Value::Text(site.from.to_string()))];
        p.extend(site.to.map(|m| ("to", Value::Text(m.to_string()))));
        p.push(("shape", text(shape_name(site.shape))));
        Some(p)
    })
}

/// Classes of a layer of places.
pub fn place_classes(ranking: &PlaceRanking, engine: &Engine) -> Classes {
    classes(ranking, &engine.data)
}
