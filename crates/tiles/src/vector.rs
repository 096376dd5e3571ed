//! Outlines of a layer, prepared once, and the tiles cut from them.

use catchment_model::Heap;
use fast_mvt::{MvtGeomType, MvtLayerBuilder, MvtValueRef};
use geo::{LineString, MultiPolygon};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use crate::address::{TileAddress, to_world};
use crate::clip::{Ring, clip, rounded, simplify, speck};
use crate::meridian::cut_at_180;

/// Units along a tile's side.
pub const EXTENT: u32 = 4096;

/// Units kept around a tile, so that outlines are drawn across its edge.
pub(crate) const BUFFER: f64 = 64.0;

/// From this zoom on outlines are not simplified.
const WHOLE_FROM_ZOOM: u8 = 15;

/// Outlines are moved by at most this many units below that zoom (a quarter pixel of a 512-pixel tile).
const TOLERANCE: f64 = 2.0;

/// A layer that cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("the tile layer \"{layer}\" cannot be written")]
pub struct VectorError {
    layer: String,
    #[source]
    source: fast_mvt::MvtError,
}

/// What a feature says of itself. Numbers that are not finite are left out of the tile.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text.
    Text(String),
    /// Whole number.
    Int(i64),
    /// Number.
    Float(f64),
    /// Yes or no.
    Bool(bool),
}

/// A feature's number (for the map's feature state) and what it says of itself, under names of the program or, where
/// they come from elsewhere, owned ones.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature<Name = &'static str> {
    /// Number, unique in the layer.
    pub id: u64,
    /// Names and values; a value that is unknown is left out, since tiles have no null.
    pub properties: Vec<(Name, Value)>,
}

/// One polygon in world coordinates: exterior first, then holes.
type Rings = Vec<Ring>;

/// The outlines of a layer in world coordinates, with a spatial index.
///
/// ```
/// use catchment_tiles::{Feature, Shapes, TileAddress, Value};
/// use geo::{MultiPolygon, polygon};
///
/// let square = polygon![(x: -90.3, y: 38.6), (x: -90.2, y: 38.6), (x: -90.2, y: 38.7), (x: -90.3, y: 38.7)];
/// let shapes = Shapes::new([&MultiPolygon(vec![square])]);
/// let describe = |at: usize| Some(Feature { id: at as u64, properties: vec![("count", Value::Int(7))] });
///
/// assert!(!shapes.tile(TileAddress::at(-90.25, 38.65, 12)?, "areas", describe)?.is_empty());
/// assert!(shapes.tile(TileAddress::at(10.0, 50.0, 12)?, "areas", describe)?.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Shapes {
    polygons: Vec<Vec<Rings>>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

impl Shapes {
    /// Projects and indexes outlines given in degrees; the order is kept, empty outlines are never drawn.
    pub fn new<'a>(outlines: impl IntoIterator<Item = &'a MultiPolygon<f64>>) -> Self {
        let polygons: Vec<Vec<Rings>> = outlines.into_iter().map(project).collect();
        let boxes = polygons.iter().enumerate().filter_map(|(i, p)| {
            let (low, high) = bounds(p)?;
            Some(GeomWithData::new(Rectangle::from_corners(low, high), i))
        });
        let tree = RTree::bulk_load(boxes.collect());
        Self { polygons, tree }
    }

    /// Number of outlines.
    pub fn len(&self) -> usize {
        self.polygons.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.polygons.is_empty()
    }

    /// The layer within a tile. `describe` is asked for every outline that touches the tile, in order;
    /// `None` leaves it out. A tile without features is empty: no bytes, since the specification wants every layer to
    /// have a feature (section 4.1) and strict readers refuse one that has none.
    ///
    /// Outlines are clipped to the tile and a buffer of 64 units, below zoom 15 simplified by at most two
    /// units, and wound as version 2 of the vector tile specification asks (section 4.3.4.4). A feature
    /// that is too small for a surface of its own at this zoom becomes a square of one unit: it is never dropped.
    ///
    /// # Errors
    /// [`VectorError`] where the layer's name is empty or a count exceeds what the format holds.
    pub fn tile<Name: AsRef<str>>(
        &self,
        address: TileAddress,
        layer: &str,
        mut describe: impl FnMut(usize) -> Option<Feature<Name>>,
    ) -> Result<Vec<u8>, VectorError> {
        let fault = |source| VectorError { layer: layer.to_owned(), source };
        let mut builder = MvtLayerBuilder::new(layer).map_err(fault)?;
        let mut features = 0usize;
        for index in self.touching(address) {
            let pieces: Vec<_> = self.polygons[index].iter().filter_map(|p| cut(p, address)).collect();
            if pieces.is_empty() {
                continue;
            }
            let Some(feature) = describe(index) else { continue };
            let mut open = builder.feature_of(MvtGeomType::Polygon);
            open.id(Some(feature.id));
            for rings in pieces {
                for (i, ring) in rings.into_iter().enumerate() {
                    open.ring(ring, i == 0).map_err(fault)?;
                }
            }
            for (key, value) in &feature.properties {
                if let Some(value) = written(value) {
                    open.tag_ref(key.as_ref(), value).map_err(fault)?;
                }
            }
            builder = open.end();
            features += 1;
        }
        Ok(if features == 0 { Vec::new() } else { builder.encode() })
    }

    /// Outlines whose box touches the tile with its buffer, in order.
    fn touching(&self, address: TileAddress) -> Vec<usize> {
        let (west, north, side) = address.world();
        let margin = side * BUFFER / f64::from(EXTENT);
        let square = AABB::from_corners([west - margin, north - margin], [west + side + margin, north + side + margin]);
        let mut hits: Vec<usize> = self.tree.locate_in_envelope_intersecting(square).map(|e| e.data).collect();
        hits.sort_unstable();
        hits
    }
}

fn written(value: &Value) -> Option<MvtValueRef<'_>> {
    Some(match value {
        Value::Text(t) => MvtValueRef::String(t),
        Value::Int(i) => u64::try_from(*i).map_or(MvtValueRef::SInt(*i), MvtValueRef::UInt),
        Value::Float(f) if f.is_finite() => MvtValueRef::Double(*f),
        Value::Float(_) => return None,
        Value::Bool(b) => MvtValueRef::Bool(*b),
    })
}

fn project(outline: &MultiPolygon<f64>) -> Vec<Rings> {
    let ring = |line: &LineString<f64>| -> Ring {
        let mut points: Ring = line.coords().map(|c| to_world(c.x, c.y)).map(|(x, y)| [x, y]).collect();
        while points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        points
    };
    cut_at_180(outline)
        .iter()
        .map(|p| std::iter::once(p.exterior()).chain(p.interiors()).map(ring).collect::<Rings>())
        .filter(|rings| rings[0].len() >= 3 && rings.iter().flatten().flatten().all(|v| v.is_finite()))
        .collect()
}

fn bounds(polygons: &[Rings]) -> Option<([f64; 2], [f64; 2])> {
    let mut points = polygons.iter().flat_map(|rings| &rings[0]);
    let first = *points.next()?;
    Some(points.fold((first, first), |(low, high), p| {
        ([low[0].min(p[0]), low[1].min(p[1])], [high[0].max(p[0]), high[1].max(p[1])])
    }))
}

/// The polygon in units of the tile, or `None` where no part of it is inside.
fn cut(polygon: &Rings, address: TileAddress) -> Option<Vec<Vec<fast_mvt::MvtCoord>>> {
    let (west, north, side) = address.world();
    let scale = f64::from(EXTENT) / side;
    let tolerance = if address.z() < WHOLE_FROM_ZOOM { TOLERANCE } else { 0.0 };
    let mut out = Vec::with_capacity(polygon.len());
    for (i, ring) in polygon.iter().enumerate() {
        let units: Ring = ring.iter().map(|p| [(p[0] - west) * scale, (p[1] - north) * scale]).collect();
        let inside = clip(&units, f64::from(EXTENT), BUFFER);
        let drawn = rounded(&simplify(&inside, tolerance)).or_else(|| rounded(&inside));
        match (i, drawn) {
            (_, Some(ring)) => out.push(ring),
            (0, None) if !inside.is_empty() && spans_little(&units) => return Some(vec![speck(&inside)]),
            (0, None) => return None,
            (_, None) => {}
        }
    }
    Some(out)
}

/// Whether a ring is small as a whole, not merely cut to a sliver at the tile's edge.
fn spans_little(ring: &Ring) -> bool {
    let span = |axis: usize| {
        let values = ring.iter().map(|p| p[axis]);
        values.clone().fold(f64::MIN, f64::max) - values.fold(f64::MAX, f64::min)
    };
    span(0).min(span(1)) < 4.0
}

/// What the index takes for each thing in it, its share of the nodes included, bytes, about.
const INDEXED: usize = 128;

impl Heap for Shapes {
    fn heap(&self) -> usize {
        let Self { polygons, tree } = self;
        polygons.heap() + INDEXED * tree.size()
    }
}
