//! Lines cut where they meet.

use std::collections::BTreeSet;

use geo::line_intersection::{LineIntersection, line_intersection};
use geo::{Coord, Line};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

/// A point in millimeters: points that are the same are equal.
pub(super) type Node = (i64, i64);

/// Pieces between two points that no other piece crosses, each once, the lesser point first.
pub(super) fn noded(lines: &[Vec<(f64, f64)>]) -> BTreeSet<(Node, Node)> {
    let pieces = pieces(lines);
    let corner = |n: Node| -> [f64; 2] { meters(n).into() };
    let boxed =
        |(at, (a, b)): (usize, &(Node, Node))| GeomWithData::new(Rectangle::from_corners(corner(*a), corner(*b)), at);
    let tree = RTree::bulk_load(pieces.iter().enumerate().map(boxed).collect());
    let mut cut = BTreeSet::new();
    for piece in &pieces {
        let line = Line::new(meters(piece.0), meters(piece.1));
        let around = AABB::from_corners(line.start.into(), line.end.into());
        let mut at: Vec<Node> = vec![piece.0, piece.1];
        for other in tree.locate_in_envelope_intersecting(around).map(|e| pieces[e.data]) {
            if other != *piece {
                meet(line, Line::new(meters(other.0), meters(other.1)), &mut at);
            }
        }
        // Along a line, points lie in the order of their distance from its start.
        let along = |n: &Node| (meters(*n).x - line.start.x).hypot(meters(*n).y - line.start.y);
        at.sort_by(|a, b| along(a).total_cmp(&along(b)).then(a.cmp(b)));
        at.dedup();
        cut.extend(at.windows(2).map(|w| (w[0].min(w[1]), w[0].max(w[1]))));
    }
    cut
}

/// All pieces of all lines, each once.
fn pieces(lines: &[Vec<(f64, f64)>]) -> Vec<(Node, Node)> {
    let mut all = BTreeSet::new();
    for line in lines {
        let points: Vec<Node> = line.iter().filter(|p| p.0.is_finite() && p.1.is_finite()).map(|p| node(*p)).collect();
        all.extend(points.windows(2).filter(|w| w[0] != w[1]).map(|w| (w[0].min(w[1]), w[0].max(w[1]))));
    }
    all.into_iter().collect()
}

/// Adds the points where another line meets one.
fn meet(line: Line<f64>, other: Line<f64>, at: &mut Vec<Node>) {
    match line_intersection(line, other) {
        Some(LineIntersection::SinglePoint { intersection, .. }) => at.push(node(intersection.x_y())),
        Some(LineIntersection::Collinear { intersection }) => {
            at.extend([node(intersection.start.x_y()), node(intersection.end.x_y())]);
        }
        None => {}
    }
}

#[expect(clippy::cast_possible_truncation, reason = "a finite place on Earth in millimeters")]
fn node((x, y): (f64, f64)) -> Node {
    ((x * 1e3).round() as i64, (y * 1e3).round() as i64)
}

pub(super) fn meters((x, y): Node) -> Coord<f64> {
    Coord { x: x as f64 / 1e3, y: y as f64 / 1e3 }
}
