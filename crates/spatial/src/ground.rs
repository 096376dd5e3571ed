//! How much of each cell lies inside the study region: what border cells are weighed by.

use catchment_model::{Cell, Resolution};
use geo::{BoundingRect, LineString, MultiPolygon, Rect};
use rayon::prelude::*;

use crate::CellsError;
use crate::edges::Edges;
use crate::laid::{Laid, laid};

/// Every cell that has a part in the region (degrees, longitude first), sorted, each once: those with their center in
/// it and those along its border. Some may only touch it in a point: [`overlaps`] tells how much of each lies inside.
///
/// # Errors
/// [`CellsError::Polygon`] for a polygon that is not in degrees or not closed.
pub fn touching_cells(region: &MultiPolygon<f64>, resolution: Resolution) -> Result<Vec<Cell>, CellsError> {
    let mut cells = Vec::new();
    for (at, polygon) in region.iter().enumerate() {
        cells.extend(
            laid(polygon, resolution, Laid::Touched).map_err(|detail| CellsError::Polygon { polygon: at, detail })?,
        );
    }
    cells.sort_unstable();
    cells.dedup();
    Ok(cells)
}

/// For each cell, the share of it that lies in each outline: pairs of the outline's position and a share above 0, by
/// position.
///
/// Outlines are given in meters of a plane and `to_m` maps degrees (longitude, latitude) to it; a cell that cannot be
/// mapped has no share. Shares are of the cell in the plane: times its true area they are km². Only cells along a
/// border are cut: O(cells · log vertices + border cells · vertices of their outlines); the same for any number of
/// threads.
///
/// Each ring is cut to the cell edge by edge, which is exact for convex cells and any ring: Sutherland and Hodgman
/// (1974). Reentrant polygon clipping. Communications of the ACM 17(1), 32–42. doi:10.1145/360767.360802. What is left
/// of a ring that a cell cuts in two hangs together along the cell's edge, where it has no area.
pub fn overlaps(
    cells: &[Cell],
    outlines_m: &[&MultiPolygon<f64>],
    to_m: impl Fn(f64, f64) -> Option<(f64, f64)> + Sync,
) -> Vec<Vec<(usize, f64)>> {
    let outlines: Vec<Outline<'_>> = outlines_m.par_iter().map(|outline| Outline::new(outline)).collect();
    let of = |cell: &Cell| {
        let corners: Option<Vec<_>> = cell.polygon().exterior().coords().skip(1).map(|c| to_m(c.x, c.y)).collect();
        corners.map_or_else(Vec::new, |hexagon| shares(hexagon, &outlines))
    };
    cells.par_iter().map(of).collect()
}

/// An outline with what is looked up in it.
struct Outline<'a> {
    polygons: &'a MultiPolygon<f64>,
    around: Option<Rect<f64>>,
    edges: Edges,
}

impl<'a> Outline<'a> {
    fn new(outline: &'a MultiPolygon<f64>) -> Self {
        Self { polygons: outline, around: outline.bounding_rect(), edges: Edges::new(outline) }
    }
}

fn shares(mut hexagon: Vec<(f64, f64)>, outlines: &[Outline<'_>]) -> Vec<(usize, f64)> {
    let whole = twice_area(&hexagon);
    if whole < 0.0 {
        hexagon.reverse();
    }
    let axis = |of: fn(&(f64, f64)) -> f64| {
        hexagon.iter().map(of).fold((f64::MAX, f64::MIN), |(low, high), v| (low.min(v), high.max(v)))
    };
    let ((west, east), (south, north)) = (axis(|c| c.0), axis(|c| c.1));
    let meets = |r: &Rect<f64>| r.min().x <= east && r.max().x >= west && r.min().y <= north && r.max().y >= south;
    let near = outlines.iter().enumerate().filter(|(_, o)| o.around.as_ref().is_some_and(meets));
    let share = |o: &Outline<'_>| {
        // Where no edge comes near, the cell lies inside or outside as a whole.
        if !o.edges.touch((west, east), (south, north)) {
            return f64::from(o.edges.covers((0.5 * (west + east), 0.5 * (south + north))).min(1));
        }
        let ring = |line: &LineString<f64>| cut(line, &hexagon).abs();
        let inside: f64 =
            o.polygons.iter().map(|p| ring(p.exterior()) - p.interiors().iter().map(ring).sum::<f64>()).sum();
        // A cell that lies wholly inside is whole, whatever the last digit says.
        let share = inside / whole.abs();
        if share > 1.0 - 1e-9 { 1.0 } else { share }
    };
    near.map(|(at, o)| (at, share(o))).filter(|(_, share)| *share > 1e-12).collect()
}

/// Twice the signed area of what a convex ring, counterclockwise, leaves of a ring.
fn cut(line: &LineString<f64>, convex: &[(f64, f64)]) -> f64 {
    let mut left: Vec<(f64, f64)> = line.coords().skip(1).map(|c| (c.x, c.y)).collect();
    for (at, a) in convex.iter().enumerate() {
        let b = convex[(at + 1) % convex.len()];
        let side = |p: (f64, f64)| (b.0 - a.0) * (p.1 - a.1) - (b.1 - a.1) * (p.0 - a.0);
        let mut kept = Vec::with_capacity(left.len() + 2);
        let mut before = left.last().map(|p| (*p, side(*p)));
        for &p in &left {
            let s = side(p);
            if let Some((q, t)) = before.filter(|(_, t)| (*t >= 0.0) != (s >= 0.0)) {
                let f = t / (t - s);
                kept.push((q.0 + f * (p.0 - q.0), q.1 + f * (p.1 - q.1)));
            }
            if s >= 0.0 {
                kept.push(p);
            }
            before = Some((p, s));
        }
        left = kept;
    }
    twice_area(&left)
}

/// Twice the signed area of a ring, counterclockwise above 0; measured from its first corner, so that no digits are
/// lost far from the origin.
fn twice_area(ring: &[(f64, f64)]) -> f64 {
    let Some(first) = ring.first() else { return 0.0 };
    let cross = |w: &[(f64, f64)]| (w[0].0 - first.0) * (w[1].1 - first.1) - (w[1].0 - first.0) * (w[0].1 - first.1);
    ring.windows(2).map(cross).sum()
}

#[cfg(test)]
mod tests {
    use geo::polygon;

    use super::*;

    const SQUARE: [(f64, f64); 4] = [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)];

    fn of(outlines: &[MultiPolygon<f64>]) -> Vec<(usize, f64)> {
        shares(SQUARE.to_vec(), &outlines.iter().map(Outline::new).collect::<Vec<_>>())
    }

    #[test]
    fn a_comb_that_leaves_and_enters_again_has_the_area_of_its_teeth() {
        // Two teeth of 0.2 × 0.5, joined outside of the square.
        let comb = polygon![
            (x: 0.2, y: 0.5), (x: 0.2, y: -1.0), (x: 0.8, y: -1.0), (x: 0.8, y: 0.5), (x: 0.6, y: 0.5),
            (x: 0.6, y: -0.5), (x: 0.4, y: -0.5), (x: 0.4, y: 0.5),
        ];
        let found = of(&[comb.into()]);
        assert!((found[0].1 - 0.2).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn holes_are_left_out_and_shares_of_neighbors_add_up() {
        let left = polygon!(
            exterior: [(x: -1.0, y: -1.0), (x: 0.5, y: -1.0), (x: 0.5, y: 2.0), (x: -1.0, y: 2.0)],
            interiors: [[(x: 0.0, y: 0.0), (x: 0.25, y: 0.0), (x: 0.25, y: 0.4), (x: 0.0, y: 0.4)]],
        );
        let right = polygon![(x: 0.5, y: -1.0), (x: 3.0, y: -1.0), (x: 3.0, y: 2.0), (x: 0.5, y: 2.0)];
        let far = polygon![(x: 5.0, y: 5.0), (x: 6.0, y: 5.0), (x: 6.0, y: 6.0)];
        let found = of(&[left.into(), right.into(), far.into()]);
        assert_eq!(found.iter().map(|f| f.0).collect::<Vec<_>>(), [0, 1]);
        assert!((found[0].1 - 0.4).abs() < 1e-12 && (found[1].1 - 0.5).abs() < 1e-12, "{found:?}");
    }

    #[test]
    fn a_cell_inside_is_whole_to_the_last_digit() {
        let around = polygon![(x: -1e6, y: -1e6), (x: 1e6, y: -1e6), (x: 1e6, y: 1e6), (x: -1e6, y: 1e6)];
        assert_eq!(of(&[around.into()]), [(0, 1.0)]);
    }
}
