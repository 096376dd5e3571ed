//! Streets as features of tiles: all lines of one name and class together, by zoom.

use std::collections::{BTreeMap, BTreeSet};

use catchment_model::basemap::{Street, StreetClass};
use fast_mvt::{MvtError, MvtGeomType, MvtLayerBuilder, MvtValueRef};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::Bounds;
use super::line::{cut, rounded, simplified};
use crate::address::{TileAddress, to_world};
use crate::vector::{BUFFER, EXTENT};

/// Tags of a feature, in the order of writing.
type Tags = Vec<(&'static str, String)>;

/// The bits of the lines that a way has already.
type Seen = BTreeSet<Vec<[u64; 2]>>;

/// Lines that say the same, in world coordinates, and the zoom from which they are in tiles.
#[derive(Debug, Clone)]
struct Way {
    tags: Tags,
    from_zoom: u8,
    lines: Vec<Vec<[f64; 2]>>,
}

/// A layer of lines.
#[derive(Debug, Clone, Default)]
pub(super) struct Ways(Vec<Way>);

/// The lines of one zoom: the way of each, its points, and where it lies.
pub(super) struct AtZoom<'a> {
    ways: &'a Ways,
    lines: Vec<(usize, Vec<[f64; 2]>)>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, usize>>,
}

/// The zoom from which a class is in tiles; it may be drawn later.
fn from_zoom(class: StreetClass) -> u8 {
    match class {
        StreetClass::Highway => 0,
        StreetClass::Arterial => 10,
        StreetClass::Ramp => 11,
        StreetClass::Street => 12,
        StreetClass::Alley | StreetClass::Path | StreetClass::Hidden => 14,
    }
}

impl Ways {
    /// Streets, without those that are hidden or lie outside the box, each line once.
    pub(super) fn of_streets(streets: &[Street], bounds: Bounds) -> Self {
        let mut ways: BTreeMap<(u8, Tags), (Seen, Way)> = BTreeMap::new();
        for street in streets.iter().filter(|s| s.class != StreetClass::Hidden) {
            let mut tags: Tags = vec![("class", street.class.name().to_owned())];
            if let Some(route) = &street.route {
                tags.extend([("network", route.network.name().to_owned()), ("ref", route.shield())]);
            } else if let Some(name) = &street.name {
                tags.push(("name", name.clone()));
            }
            let from_zoom = from_zoom(street.class);
            let new = || (Seen::new(), Way { tags: tags.clone(), from_zoom, lines: Vec::new() });
            let (seen, way) = ways.entry((from_zoom, tags.clone())).or_insert_with(new);
            for line in &street.lines {
                let points = line.coords().filter(|c| c.x.is_finite() && c.y.is_finite());
                let points: Vec<[f64; 2]> = points.map(|c| [c.x, c.y]).collect();
                for piece in cut(&points, [bounds[0], bounds[1]], [bounds[2], bounds[3]]) {
                    let world: Vec<[f64; 2]> = piece.iter().map(|p| to_world(p[0], p[1]).into()).collect();
                    if seen.insert(world.iter().map(|p| p.map(f64::to_bits)).collect()) {
                        way.lines.push(world);
                    }
                }
            }
        }
        Self(ways.into_values().map(|(_, way)| way).filter(|w| !w.lines.is_empty()).collect())
    }

    /// Lines with a name each, in degrees.
    pub(super) fn of_names<'a>(lines: impl IntoIterator<Item = (&'a str, geo::LineString<f64>)>) -> Self {
        let way = |(name, line): (&str, geo::LineString<f64>)| Way {
            tags: vec![("name", name.to_owned())],
            from_zoom: 0,
            lines: vec![line.coords().map(|c| to_world(c.x, c.y).into()).collect()],
        };
        Self(lines.into_iter().map(way).collect())
    }

    /// The lines that are in tiles of a zoom, moved by at most `tolerance` units of the tile.
    pub(super) fn at(&self, zoom: u8, tolerance: f64) -> AtZoom<'_> {
        let unit = 1.0 / f64::from(1u32 << zoom) / f64::from(EXTENT);
        let seen = self.0.iter().enumerate().filter(|(_, way)| way.from_zoom <= zoom);
        let lines: Vec<(usize, Vec<[f64; 2]>)> =
            seen.flat_map(|(i, way)| way.lines.iter().map(move |l| (i, simplified(l, tolerance * unit)))).collect();
        let boxes = lines.iter().enumerate().map(|(at, (_, line))| {
            let fold = |f: fn(f64, f64) -> f64, start: f64| {
                line.iter().fold([start; 2], |b, p| [f(b[0], p[0]), f(b[1], p[1])])
            };
            let (low, high) = (fold(f64::min, f64::MAX), fold(f64::max, f64::MIN));
            GeomWithData::new(Rectangle::from_corners(low, high), at)
        });
        let tree = RTree::bulk_load(boxes.collect());
        AtZoom { ways: self, lines, tree }
    }
}

impl AtZoom<'_> {
    /// The layer within a tile: no bytes where nothing lies there.
    pub(super) fn tile(&self, address: TileAddress, layer: &str) -> Result<Vec<u8>, MvtError> {
        let (west, north, side) = address.world();
        let margin = side * BUFFER / f64::from(EXTENT);
        let (low, high) = ([west - margin, north - margin], [west + side + margin, north + side + margin]);
        let square = AABB::from_corners(low, high);
        let mut hits: Vec<usize> = self.tree.locate_in_envelope_intersecting(square).map(|e| e.data).collect();
        hits.sort_unstable();
        let scale = f64::from(EXTENT) / side;
        let mut features: BTreeMap<usize, Vec<Vec<fast_mvt::MvtCoord>>> = BTreeMap::new();
        for (way, line) in hits.into_iter().map(|at| &self.lines[at]) {
            for piece in cut(line, low, high) {
                let units: Vec<[f64; 2]> =
                    piece.iter().map(|p| [(p[0] - west) * scale, (p[1] - north) * scale]).collect();
                if let Some(line) = rounded(&units) {
                    features.entry(*way).or_default().push(line);
                }
            }
        }
        if features.is_empty() {
            return Ok(Vec::new());
        }
        let mut builder = MvtLayerBuilder::new(layer)?;
        for (way, lines) in features {
            let mut open = builder.feature_of(MvtGeomType::LineString);
            for line in lines {
                open.line(line)?;
            }
            for (key, value) in &self.ways.0[way].tags {
                open.tag_ref(key, MvtValueRef::String(value))?;
            }
            builder = open.end();
        }
        Ok(builder.encode())
    }
}

#[cfg(test)]
mod tests {
    use geo::line_string;

    use super::*;
    use catchment_model::basemap::Route;

    fn street(name: &str, class: StreetClass, line: geo::LineString<f64>) -> Street {
        let route = Route::of(name);
        Street { name: (!name.is_empty()).then(|| name.to_owned()), class, route, lines: vec![line] }
    }

    const BOUNDS: Bounds = [-91.0, 38.0, -90.0, 39.0];

    #[test]
    fn lines_of_one_name_are_one_way_and_repeated_lines_are_drawn_once() {
        let line = line_string![(x: -90.3, y: 38.6), (x: -90.2, y: 38.6)];
        let other = line_string![(x: -90.2, y: 38.6), (x: -90.1, y: 38.6)];
        let streets = [
            street("A St", StreetClass::Street, line.clone()),
            street("A St", StreetClass::Street, line.clone()),
            street("A St", StreetClass::Street, other),
            street("I- 70", StreetClass::Highway, line.clone()),
            street("", StreetClass::Hidden, line),
        ];
        let ways = Ways::of_streets(&streets, BOUNDS);
        let found: Vec<_> = ways.0.iter().map(|w| (w.tags.len(), w.lines.len())).collect();
        assert_eq!(found, [(3, 1), (2, 2)]);
    }

    #[test]
    fn small_streets_wait_for_their_zoom() {
        let line = line_string![(x: -90.3, y: 38.6), (x: -90.2, y: 38.61)];
        let class = |c| street("", c, line.clone());
        let streets: Vec<Street> = StreetClass::ALL.iter().map(|c| class(*c)).collect();
        let ways = Ways::of_streets(&streets, BOUNDS);
        let at = |zoom| ways.at(zoom, 1.0).lines.len();
        assert_eq!([at(8), at(10), at(11), at(12), at(14)], [1, 2, 3, 4, 6]);
        let tile = TileAddress::at(-90.25, 38.605, 14).unwrap();
        assert!(!ways.at(14, 1.0).tile(tile, "street").unwrap().is_empty());
        assert!(ways.at(14, 1.0).tile(TileAddress::at(10.0, 50.0, 14).unwrap(), "street").unwrap().is_empty());
    }
}
