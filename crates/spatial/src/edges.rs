//! The edges of an outline, by place: which of them come near a cell, and how an outline winds around a point.

use geo::{BoundingRect, Intersects, LineString, MultiPolygon, Polygon};
use rstar::primitives::{GeomWithData, Line};
use rstar::{AABB, RTree};

type Edge = GeomWithData<Line<[f64; 2]>, u32>;

/// The edges of an outline, in meters.
///
/// ```
/// use catchment_spatial::Edges;
/// let square = geo::Rect::new((0.0, 0.0), (10.0, 10.0)).to_polygon();
/// let edges = Edges::new(&square.into());
/// assert!(edges.touch((9.0, 11.0), (5.0, 5.0)) && !edges.touch((4.0, 6.0), (5.0, 5.0)));
/// assert_eq!(edges.covers((5.0, 5.0)), 1);
/// ```
#[derive(Debug)]
pub struct Edges {
    tree: RTree<Edge>,
    /// Of each ring, 1 for one that bounds a polygon, −1 for that of a hole.
    sign: Vec<i32>,
    east: f64,
}

impl Edges {
    /// Those of all rings, holes included.
    pub fn new(outline: &MultiPolygon<f64>) -> Self {
        let (mut edges, mut sign) = (Vec::new(), Vec::new());
        let mut add = |ring: &LineString<f64>, way: i32| {
            let number = u32::try_from(sign.len()).unwrap_or(u32::MAX);
            sign.push(way);
            edges
                .extend(ring.lines().map(|l| Edge::new(Line::new([l.start.x, l.start.y], [l.end.x, l.end.y]), number)));
        };
        for polygon in outline {
            add(polygon.exterior(), 1);
            polygon.interiors().iter().for_each(|hole| add(hole, -1));
        }
        let east = edges.iter().map(|e| e.geom().from[0]).fold(f64::NEG_INFINITY, f64::max);
        Self { tree: RTree::bulk_load(edges), sign, east }
    }

    /// Whether an edge touches a box, given from west to east and from south to north; either may have no width.
    pub fn touch(&self, (west, east): (f64, f64), (south, north): (f64, f64)) -> bool {
        let middle = (0.5 * (west + east), 0.5 * (south + north));
        let half = (0.5 * (east - west), 0.5 * (north - south));
        let near = self.tree.locate_in_envelope_intersecting(AABB::from_corners([west, south], [east, north]));
        // The box around the edge meets this one; so does the edge, unless its line passes by.
        near.map(Edge::geom).any(|line| {
            let (dx, dy) = (line.to[0] - line.from[0], line.to[1] - line.from[1]);
            let off = dx * (middle.1 - line.from[1]) - dy * (middle.0 - line.from[0]);
            off.abs() <= (dx.abs() * half.1 + dy.abs() * half.0) * (1.0 + 1e-9)
        })
    }

    /// Whether an edge touches a polygon.
    pub fn meet(&self, polygon: &Polygon<f64>) -> bool {
        let Some(frame) = polygon.bounding_rect() else { return false };
        let (low, high) = (frame.min(), frame.max());
        let near = self.tree.locate_in_envelope_intersecting(AABB::from_corners([low.x, low.y], [high.x, high.y]));
        near.map(Edge::geom).any(|line| {
            let line = geo::Line::new((line.from[0], line.from[1]), (line.to[0], line.to[1]));
            line.intersects(polygon)
        })
    }

    /// How many times over the outline covers a point that lies on none of its edges; holes are taken away.
    pub fn covers(&self, (x, y): (f64, f64)) -> i32 {
        let mut winds: Vec<(u32, i32)> = Vec::new();
        let ray = AABB::from_corners([x, y], [self.east.max(x), y]);
        for edge in self.tree.locate_in_envelope_intersecting(ray) {
            let (from, to) = (edge.geom().from, edge.geom().to);
            let rises = to[1] > y;
            if rises == (from[1] > y) {
                continue;
            }
            let crossing = from[0] + (y - from[1]) / (to[1] - from[1]) * (to[0] - from[0]);
            if crossing > x {
                let way = if rises { 1 } else { -1 };
                match winds.iter_mut().find(|w| w.0 == edge.data) {
                    Some(wind) => wind.1 += way,
                    None => winds.push((edge.data, way)),
                }
            }
        }
        winds.iter().map(|(ring, wind)| self.sign[*ring as usize] * wind.abs()).sum()
    }
}

#[cfg(test)]
mod tests {
    use geo::polygon;

    use super::*;

    #[test]
    fn an_outline_is_told_from_its_holes_and_its_surroundings() {
        let outline: MultiPolygon<f64> = polygon!(
            exterior: [(x: 0.0, y: 0.0), (x: 10.0, y: 0.0), (x: 10.0, y: 10.0), (x: 0.0, y: 10.0)],
            interiors: [[(x: 4.0, y: 4.0), (x: 6.0, y: 4.0), (x: 6.0, y: 6.0), (x: 4.0, y: 6.0)]],
        )
        .into();
        let edges = Edges::new(&outline);
        assert_eq!([(2.0, 5.0), (5.0, 5.0), (11.0, 5.0), (-1.0, 10.0)].map(|p| edges.covers(p)), [1, 0, 0, 0]);
        assert!(edges.touch((3.5, 4.5), (5.0, 5.5)) && !edges.touch((1.0, 3.0), (1.0, 3.0)));
    }

    #[test]
    fn a_long_edge_that_passes_by_does_not_touch() {
        let edges = Edges::new(&polygon![(x: 0.0, y: 0.0), (x: 100.0, y: 0.0), (x: 100.0, y: 100.0)].into());
        assert!(edges.touch((49.0, 51.0), (49.0, 51.0)) && !edges.touch((60.0, 62.0), (40.0, 42.0)));
        assert_eq!((edges.covers((61.0, 41.0)), edges.covers((41.0, 61.0))), (1, 0));
    }
}
