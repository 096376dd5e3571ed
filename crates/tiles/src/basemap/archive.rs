//! The archive: all tiles of all zooms in one `PMTiles` file of version 3.

use std::io::{Cursor, Write};

use catchment_model::basemap::{Ground, GroundKind, Parts};
use flate2::Compression;
use flate2::write::GzEncoder;
use geo::{MultiPolygon, unary_union};
use pmtiles::{Compression as Packing, PmTilesWriter, PmtError, TileCoord, TileId, TileType};
use serde_json::json;

use super::label::middle_lines;
use super::place::Places;
use super::ways::Ways;
use super::{Bounds, Covered};
use crate::address::{TileAddress, TileError};
use crate::gazetteer;
use crate::vector::{Feature, Shapes, Value, VectorError};

/// The zooms in the archive; the map draws closer ones from the last.
pub const MIN_BASEMAP_ZOOM: u8 = 7;
/// See [`MIN_BASEMAP_ZOOM`].
pub const MAX_BASEMAP_ZOOM: u8 = 14;

/// Lines are moved by at most this many units of a tile: half a pixel, at the last zoom, which is drawn larger, less.
const TOLERANCE: f64 = 4.0;
const LAST_TOLERANCE: f64 = 1.0;

/// Holes of the city smaller than this, square degrees (some 10 ha), are gaps between outlines that should touch.
const GAP: f64 = 1e-5;

/// The basemap of a city.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basemap {
    /// The tiles, a `PMTiles` file.
    pub pmtiles: Vec<u8>,
    /// Where streets, crossings, areas and sites are, as JSON.
    pub gazetteer: Vec<u8>,
    /// Tiles in the archive.
    pub tiles: usize,
    /// Streets with a name, and crossings of two of them.
    pub found: (usize, usize),
}

/// Why a basemap was not made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BasemapError {
    /// No area has an outline.
    #[error("the basemap needs the outline of at least one area")]
    Nowhere,
    /// A tile that cannot be written.
    #[error("a tile of the basemap cannot be written")]
    Vector(#[from] VectorError),
    /// A layer that cannot be written.
    #[error("a layer of the basemap cannot be written")]
    Layer(#[from] fast_mvt::MvtError),
    /// An address that is none.
    #[error("a tile of the basemap has no address")]
    Address(#[from] TileError),
    /// The archive cannot be written.
    #[error("the archive of the basemap cannot be written")]
    Archive(#[from] PmtError),
    /// Packing in memory failed.
    #[error("a tile of the basemap cannot be packed")]
    Pack(#[from] std::io::Error),
    /// The gazetteer cannot be written.
    #[error("the gazetteer cannot be written")]
    Gazetteer(#[from] serde_json::Error),
}

impl Basemap {
    /// Makes tiles and gazetteer. The same parts give the same bytes.
    ///
    /// # Errors
    /// [`BasemapError`] where no area has an outline, or what is to be written exceeds a format.
    pub fn build(parts: &Parts) -> Result<Self, BasemapError> {
        let covered = Covered::of(&parts.areas).ok_or(BasemapError::Nowhere)?;
        let (city, bounds) = (covered.city, covered.bounds());
        let layers = Layers::new(parts, bounds);
        let mut writer = PmTilesWriter::new(TileType::Mvt)
            .precompressed(Packing::Gzip)
            .min_zoom(MIN_BASEMAP_ZOOM)
            .max_zoom(MAX_BASEMAP_ZOOM)
            .bounds(bounds[0], bounds[1], bounds[2], bounds[3])
            .center(covered.middle, f64::midpoint(city[1], city[3]))
            .center_zoom(11)
            .metadata(metadata(parts));
        // Directories are small: the default level is as good as any.
        writer = writer.internal_compression(Packing::Gzip);
        let mut bytes = Cursor::new(Vec::new());
        let mut archive = writer.create(&mut bytes)?;
        let mut tiles = 0;
        for zoom in MIN_BASEMAP_ZOOM..=MAX_BASEMAP_ZOOM {
            for (coord, tile) in layers.zoom(zoom, &covered.spans)? {
                archive.add_tile(coord, &packed(&tile)?)?;
                tiles += 1;
            }
        }
        archive.finalize()?;
        let gazetteer = gazetteer::Gazetteer::of(parts, city);
        let found = (gazetteer.streets.len(), gazetteer.crossings.len());
        Ok(Self { pmtiles: bytes.into_inner(), gazetteer: serde_json::to_vec(&gazetteer)?, tiles, found })
    }
}

fn packed(tile: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(tile)?;
    packer.finish()
}

fn metadata(parts: &Parts) -> String {
    let text = |names: &[&str]| names.iter().map(|n| ((*n).to_owned(), json!("String"))).collect();
    let layer = |id: &str, names: &[&str]| {
        let fields: serde_json::Map<String, serde_json::Value> = text(names);
        json!({ "id": id, "fields": fields, "minzoom": MIN_BASEMAP_ZOOM, "maxzoom": MAX_BASEMAP_ZOOM })
    };
    json!({
        "name": format!("Basemap of {}", parts.city.1),
        "city": parts.city.0,
        "description": "Streets, water, parks and names, made by catchment basemap",
        "attribution": parts.credits.join(" · "),
        "type": "baselayer",
        "vector_layers": [
            layer("land", &[]),
            layer("water", &["name"]),
            layer("park", &["name", "kind"]),
            layer("street", &["class", "name", "network", "ref"]),
            layer("water_name", &["name"]),
            layer("place", &["name", "kind", "id"]),
        ],
    })
    .to_string()
}

/// What tiles are cut from.
struct Layers {
    land: Shapes,
    water: Grounds,
    parks: Grounds,
    streets: Ways,
    rivers: Ways,
    places: Places,
}

impl Layers {
    fn new(parts: &Parts, bounds: Bounds) -> Self {
        let all = || parts.areas.iter().chain(&parts.grounds);
        let of = |wanted: fn(GroundKind) -> bool| Grounds::new(&all().filter(|g| wanted(g.kind)).collect::<Vec<_>>());
        let waters = || all().filter(|g| g.kind == GroundKind::Water && !g.name.is_empty());
        let middles = waters().flat_map(|g| middle_lines(&g.outline, bounds).into_iter().map(|l| (g.name.as_str(), l)));
        // A river that has its name along it has none on a point.
        let pointed = all().filter(|g| g.kind != GroundKind::Water || middle_lines(&g.outline, bounds).is_empty());
        Self {
            land: Shapes::new([&city_of(&parts.areas)]),
            water: of(|k| k == GroundKind::Water),
            parks: of(|k| matches!(k, GroundKind::Park | GroundKind::Cemetery)),
            streets: Ways::of_streets(&parts.streets, bounds),
            rivers: Ways::of_names(middles),
            places: Places::new(pointed),
        }
    }

    /// All tiles of a zoom that hold something, in the order of the archive.
    fn zoom(&self, zoom: u8, spans: &[Bounds]) -> Result<Vec<(TileCoord, Vec<u8>)>, BasemapError> {
        let tolerance = if zoom == MAX_BASEMAP_ZOOM { LAST_TOLERANCE } else { TOLERANCE };
        let (streets, rivers) = (self.streets.at(zoom, tolerance), self.rivers.at(zoom, tolerance));
        let mut tiles = Vec::new();
        let mut all = Vec::new();
        for span in spans {
            all.extend(addresses(zoom, *span)?);
        }
        for address in all {
            let mut tile = self.land.tile(address, "land", |_| Some(Feature { id: 1, properties: Vec::new() }))?;
            tile.extend(self.water.tile(address, "water")?);
            tile.extend(self.parks.tile(address, "park")?);
            tile.extend(streets.tile(address, "street")?);
            tile.extend(rivers.tile(address, "water_name")?);
            tile.extend(self.places.tile(address, "place")?);
            if !tile.is_empty() {
                tiles.push((TileCoord::new(zoom, address.x(), address.y())?, tile));
            }
        }
        tiles.sort_by_key(|(coord, _)| TileId::from(*coord));
        Ok(tiles)
    }
}

/// Areas of one layer with what they say.
struct Grounds {
    shapes: Shapes,
    says: Vec<Vec<(&'static str, Value)>>,
}

impl Grounds {
    fn new(grounds: &[&Ground]) -> Self {
        let says = |g: &&Ground| {
            let name = (!g.name.is_empty()).then(|| ("name", Value::Text(g.name.clone())));
            std::iter::once(("kind", Value::Text(g.kind.name().to_owned()))).chain(name).collect()
        };
        Self { shapes: Shapes::new(grounds.iter().map(|g| &g.outline)), says: grounds.iter().map(says).collect() }
    }

    fn tile(&self, address: TileAddress, layer: &str) -> Result<Vec<u8>, VectorError> {
        let feature = |i: usize| Some(Feature { id: i as u64 + 1, properties: self.says[i].clone() });
        self.shapes.tile(address, layer, feature)
    }
}

/// The city: all its areas as one, without the slits between outlines that should touch.
fn city_of(areas: &[Ground]) -> MultiPolygon<f64> {
    use geo::Area;
    let mut city = unary_union(areas.iter().map(|a| &a.outline));
    for part in &mut city.0 {
        let (outer, holes) = std::mem::replace(part, geo::Polygon::empty()).into_inner();
        let large = |hole: &geo::LineString<f64>| geo::Polygon::new(hole.clone(), Vec::new()).unsigned_area() > GAP;
        *part = geo::Polygon::new(outer, holes.into_iter().filter(large).collect());
    }
    city
}

fn addresses(zoom: u8, [west, south, east, north]: Bounds) -> Result<Vec<TileAddress>, TileError> {
    let first = TileAddress::at(west, north, zoom.into())?;
    let last = TileAddress::at(east, south, zoom.into())?;
    let rows = first.y()..=last.y();
    rows.flat_map(|y| (first.x()..=last.x()).map(move |x| TileAddress::new(zoom.into(), x, y))).collect()
}
