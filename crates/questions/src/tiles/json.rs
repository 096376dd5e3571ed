//! A layer as `TileJSON` 3.0 describes it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Layer;
use crate::answers::LegendItem;
use crate::engine::{Engine, bounds};
use crate::error::AskError;

/// A layer, as `TileJSON` 3.0 describes it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TileJson {
    /// Version of `TileJSON`.
    pub tilejson: String,
    /// Name of the layer.
    pub name: String,
    /// What it shows.
    pub description: String,
    /// Addresses of tiles.
    pub tiles: Vec<String>,
    /// Scheme of rows.
    pub scheme: String,
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
    /// Classes of the map in words, without HTML.
    pub legend: String,
    /// Layers within the tiles; empty for pictures.
    pub vector_layers: Vec<VectorLayer>,
    /// Side of a picture, pixels; absent for vector tiles.
    #[serde(rename = "tileSize", default, skip_serializing_if = "Option::is_none")]
    pub tile_size: Option<u32>,
    /// Classes of the map, over the whole city whatever is in view; not part of `TileJSON`.
    pub catchment_legend: Vec<LegendItem>,
}

/// A layer within vector tiles.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct VectorLayer {
    /// Name.
    pub id: String,
    /// What it shows.
    pub description: String,
    /// What its features say, and how.
    pub fields: BTreeMap<String, String>,
    /// First zoom.
    pub minzoom: u8,
    /// Last zoom.
    pub maxzoom: u8,
}

/// A layer as `TileJSON`; `tiles` is the address of a tile with `{z}`, `{x}`, `{y}`.
///
/// # Errors
/// [`AskError`] where the areas have no extent, and as [`Layer::legend`].
pub fn tile_json<L: Layer>(engine: &Engine, layer: &L, tiles: String) -> Result<TileJson, AskError> {
    let extent = bounds(&engine.data.areas).ok_or_else(|| AskError::internal("the areas have no extent"))?;
    let [west, south, east, north] = extent;
    let (minzoom, maxzoom) = L::ZOOMS;
    let within = || VectorLayer {
        id: L::NAME.to_owned(),
        description: L::ABOUT.to_owned(),
        fields: L::FIELDS.iter().map(|(name, about)| ((*name).to_owned(), (*about).to_owned())).collect(),
        minzoom,
        maxzoom,
    };
    let picture = L::FIELDS.is_empty();
    let city = &engine.data.city;
    let legend = layer.legend(engine)?;
    Ok(TileJson {
        tilejson: "3.0.0".to_owned(),
        name: L::NAME.to_owned(),
        description: L::ABOUT.to_owned(),
        tiles: vec![tiles],
        scheme: "xyz".to_owned(),
        minzoom,
        maxzoom,
        bounds: extent,
        center: [f64::midpoint(west, east), f64::midpoint(south, north), 11.0],
        attribution: format!("{} Areas: {}.", city.attribution, city.areas.credit),
        legend: legend.text,
        vector_layers: if picture { Vec::new() } else { vec![within()] },
        tile_size: picture.then_some(catchment_tiles::RASTER_PIXELS),
        catchment_legend: legend.classes,
    })
}
