//! The archive: all tiles of all zooms in one `PMTiles` file of version 3.

use catchment_model::basemap::{Ground, GroundKind, Parts};
use geo::{MultiPolygon, unary_union};
use serde_json::json;

use super::label::middle_lines;
use super::place::Places;
use super::ways::{AtZoom, Ways};
use super::{Bounds, Covered, MARGIN};
use crate::address::TileAddress;
use crate::archive::{About, ArchiveError};
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
    /// Lines of the streets that have names, as JSON.
    pub streets: Vec<u8>,
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
    /// The tiles cannot be written.
    #[error("the tiles of the basemap cannot be written")]
    Archive(#[from] ArchiveError),
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
        let outlines: Vec<_> = parts.areas.iter().map(|a| &a.outline).collect();
        let covered = Covered::of(&outlines, MARGIN).ok_or(BasemapError::Nowhere)?;
        let (city, bounds) = (covered.city, covered.bounds());
        let layers = Layers::new(parts, bounds);
        let about = About {
            zooms: MIN_BASEMAP_ZOOM..=MAX_BASEMAP_ZOOM,
            bounds,
            center: covered.center(),
            spans: covered.spans,
            metadata: metadata(parts),
        };
        let (pmtiles, tiles) =
            about.archive(|zoom| layers.lines(zoom), |lines, address| layers.tile(lines, address))?;
        let gazetteer = gazetteer::Gazetteer::of(parts, city);
        let found = (gazetteer.streets.len(), gazetteer.crossings.len());
        let streets = serde_json::to_vec(&gazetteer::NamedLines::of(parts, city))?;
        Ok(Self { pmtiles, gazetteer: serde_json::to_vec(&gazetteer)?, streets, tiles, found })
    }
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

    /// The lines as a zoom draws them: streets, and names along rivers.
    fn lines(&self, zoom: u8) -> [AtZoom<'_>; 2] {
        let tolerance = if zoom == MAX_BASEMAP_ZOOM { LAST_TOLERANCE } else { TOLERANCE };
        [self.streets.at(zoom, tolerance), self.rivers.at(zoom, tolerance)]
    }

    fn tile(&self, [streets, rivers]: &[AtZoom<'_>; 2], address: TileAddress) -> Result<Vec<u8>, ArchiveError> {
        let land = |_| Some(Feature::<&str> { id: 1, properties: Vec::new() });
        let mut tile = self.land.tile(address, "land", land)?;
        tile.extend(self.water.tile(address, "water")?);
        tile.extend(self.parks.tile(address, "park")?);
        tile.extend(streets.tile(address, "street")?);
        tile.extend(rivers.tile(address, "water_name")?);
        tile.extend(self.places.tile(address, "place")?);
        Ok(tile)
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
