//! The study region as scan lines.

use geo::{CoordsIter, MultiPolygon};

use super::KdeError;
use crate::Grid;

/// Edges of the region in pixel coordinates, found by the row they cross. Overlapping polygons count once.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Region {
    /// First row of `rows`, in pixels.
    top: f64,
    /// Edges that touch each row of pixels.
    rows: Vec<Vec<Edge>>,
}

/// An edge of a polygon, by pixel coordinates.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Edge {
    polygon: u32,
    from: (f64, f64),
    to: (f64, f64),
}

impl Edge {
    /// Column coordinate where the edge meets a row coordinate; half-open, so a shared vertex counts once.
    fn crossing(&self, py: f64) -> Option<f64> {
        let (a, b) = (self.from, self.to);
        ((a.1 <= py) != (b.1 <= py)).then(|| a.0 + (py - a.1) / (b.1 - a.1) * (b.0 - a.0))
    }
}

impl Region {
    /// The part of the region whose rows lie in a closed range of row coordinates.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "cut to the range before the cast")]
    pub(super) fn new(region: &MultiPolygon<f64>, grid: &Grid, (top, bottom): (f64, f64)) -> Result<Self, KdeError> {
        if let Some(c) = region.coords_iter().find(|c| !(c.x.is_finite() && c.y.is_finite())) {
            return Err(KdeError::Region { x: c.x, y: c.y });
        }
        let mut rows = vec![Vec::new(); (bottom - top).ceil().max(0.0) as usize + 1];
        let last = (rows.len() - 1) as f64;
        for (polygon, shape) in (0u32..).zip(region) {
            for ring in std::iter::once(shape.exterior()).chain(shape.interiors()) {
                for line in ring.lines() {
                    let edge = Edge {
                        polygon,
                        from: (grid.px(line.start.x), grid.py(line.start.y)),
                        to: (grid.px(line.end.x), grid.py(line.end.y)),
                    };
                    let (low, high) = (edge.from.1.min(edge.to.1) - top, edge.from.1.max(edge.to.1) - top);
                    if high >= 0.0 && low <= last + 1.0 {
                        for row in &mut rows[low.clamp(0.0, last) as usize..=high.clamp(0.0, last) as usize] {
                            row.push(edge);
                        }
                    }
                }
            }
        }
        Ok(Self { top, rows })
    }

    /// Where a line of constant row coordinate lies inside: closed intervals of column coordinates, ascending,
    /// disjoint.
    pub(super) fn intervals(&self, py: f64) -> Vec<(f64, f64)> {
        let mut crossings: Vec<(u32, f64)> =
            self.edges(py).iter().filter_map(|e| e.crossing(py).map(|x| (e.polygon, x))).collect();
        crossings.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut pairs: Vec<(f64, f64)> = crossings.chunks_exact(2).map(|pair| (pair[0].1, pair[1].1)).collect();
        pairs.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut joined: Vec<(f64, f64)> = Vec::new();
        for (from, to) in pairs {
            match joined.last_mut() {
                Some(last) if from <= last.1 => last.1 = last.1.max(to),
                _ => joined.push((from, to)),
            }
        }
        joined
    }

    /// Whether a point in pixel coordinates lies inside some polygon.
    pub(super) fn contains(&self, px: f64, py: f64) -> bool {
        let mut left: Vec<u32> =
            self.edges(py).iter().filter(|e| e.crossing(py).is_some_and(|x| x <= px)).map(|e| e.polygon).collect();
        left.sort_unstable();
        left.chunk_by(|a, b| a == b).any(|same| same.len() % 2 == 1)
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked not to be negative; beyond the end gives none"
    )]
    fn edges(&self, py: f64) -> &[Edge] {
        let row = py - self.top;
        if row < 0.0 { &[] } else { self.rows.get(row as usize).map_or(&[], Vec::as_slice) }
    }
}
