//! Cells over one polygon: those with their center in it, and those that it touches.
//!
//! A tiler that compares each cell with the whole polygon takes minutes for a state's or a harbor city's outline. Here
//! the cells near a polygon are sampled, and each is compared with the edges near it: O((cells + vertices) · log
//! vertices).

use catchment_model::{Cell, Resolution};
use geo::{BoundingRect, MultiPolygon, Polygon};
use h3o::LatLng;
use h3o::geom::{ContainmentMode, TilerBuilder};
use rayon::prelude::*;

use crate::edges::Edges;

/// Which cells of a polygon are meant.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Laid {
    /// Those with their center in it.
    Centers,
    /// Those that it touches.
    Touched,
}

/// Meters of a degree of latitude.
const DEGREE_M: f64 = 111_195.0;
/// Distance of samples in edges of a cell: any disk of half an edge about a cell's center holds one, and the most
/// distorted hexagon holds such a disk.
const SPACING: f64 = 0.7;

pub(crate) fn h3_resolution(resolution: Resolution) -> h3o::Resolution {
    match resolution {
        Resolution::R8 => h3o::Resolution::Eight,
        Resolution::R9 => h3o::Resolution::Nine,
        Resolution::R10 => h3o::Resolution::Ten,
    }
}

/// The cells of a polygon in degrees, longitude first, sorted, each once; what is wrong with it, where it is none.
pub(crate) fn laid(polygon: &Polygon<f64>, resolution: Resolution, which: Laid) -> Result<Vec<Cell>, String> {
    let h3 = h3_resolution(resolution);
    let mode = if which == Laid::Centers { ContainmentMode::ContainsCentroid } else { ContainmentMode::Covers };
    let mut tiler = TilerBuilder::new(h3).containment_mode(mode).build();
    // Says what is wrong with it, too.
    tiler.add(polygon.clone()).map_err(|e| e.to_string())?;
    let frame = polygon
        .bounding_rect()
        .filter(|frame| frame.width() < 90.0 && frame.min().y.abs().max(frame.max().y.abs()) < 80.0);
    // What goes around the globe, or lies at a pole, is not for samples on a plane.
    let Some(frame) = frame else {
        let mut cells: Vec<Cell> = tiler.into_coverage().map(Cell::from).collect();
        cells.sort_unstable();
        cells.dedup();
        return Ok(cells);
    };
    let edges = Edges::new(&MultiPolygon(vec![polygon.clone()]));
    let step_y = SPACING * h3.edge_length_m() / DEGREE_M;
    let step_x = step_y / frame.min().y.abs().max(frame.max().y.abs()).to_radians().cos();
    // One cell beyond the frame: it may touch with a corner.
    let beyond = if which == Laid::Centers { 1.0 } else { 4.0 };
    let (west, south) = (frame.min().x - beyond * step_x, frame.min().y - beyond * step_y);
    let columns = steps(frame.width() / step_x + 2.0 * beyond);
    let rows = steps(frame.height() / step_y + 2.0 * beyond);
    let row = |y: u32| -> Vec<Cell> {
        let lat = south + f64::from(y) * step_y;
        let cell = |x: u32| LatLng::new(lat, west + f64::from(x) * step_x).ok().map(|p| Cell::from(p.to_cell(h3)));
        let mut cells: Vec<Cell> = (0..=columns).filter_map(cell).collect();
        cells.dedup();
        cells
    };
    let mut cells: Vec<Cell> = (0..=rows).into_par_iter().flat_map_iter(row).collect();
    cells.sort_unstable();
    cells.dedup();
    let wanted =
        |cell: &Cell| edges.covers(cell.center()) > 0 || (which == Laid::Touched && edges.meet(&cell.polygon()));
    Ok(cells.into_par_iter().filter(wanted).collect())
}

/// A count of steps, rounded up.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "frames are below 90 degrees")]
fn steps(count: f64) -> u32 {
    count.ceil() as u32
}

#[cfg(test)]
mod tests {
    use geo::{LineString, polygon};

    use super::*;

    /// What the tiler of `h3o` says.
    fn tiled(polygon: &Polygon<f64>, mode: ContainmentMode) -> Vec<Cell> {
        let mut tiler = TilerBuilder::new(h3o::Resolution::Ten).containment_mode(mode).build();
        tiler.add(polygon.clone()).unwrap();
        let mut cells: Vec<Cell> = tiler.into_coverage().map(Cell::from).collect();
        cells.sort_unstable();
        cells.dedup();
        cells
    }

    #[test]
    fn the_cells_of_a_polygon_are_those_of_the_tiler() {
        for (lng, lat) in [(-90.2_f64, 38.6_f64), (18.4, -33.9), (10.7, 59.9), (179.9, -17.8), (0.0, 0.0)] {
            for size in [0.0001, 0.003, 0.02] {
                // A star with a hole, so that sides run at every angle.
                let point =
                    |turn: f64, far: f64| (lng + far * turn.cos() / lat.to_radians().cos(), lat + far * turn.sin());
                let ring = |scale: f64| -> LineString<f64> {
                    let far = |i: u32| size * scale * if i.is_multiple_of(2) { 1.0 } else { 0.45 };
                    (0..=22).map(|i| point(f64::from(i % 22) * std::f64::consts::TAU / 22.0, far(i % 22))).collect()
                };
                let star = Polygon::new(ring(1.0), vec![ring(0.3)]);
                for (which, mode) in
                    [(Laid::Centers, ContainmentMode::ContainsCentroid), (Laid::Touched, ContainmentMode::Covers)]
                {
                    let ours = laid(&star, Resolution::R10, which).unwrap();
                    assert_eq!(ours, tiled(&star, mode), "{which:?} at {lng}, {lat}, {size}");
                }
            }
        }
    }

    #[test]
    fn a_polygon_that_is_none_is_refused() {
        let flat = polygon![(x: f64::NAN, y: 1.0), (x: 2.0, y: 1.0), (x: 2.0, y: 3.0)];
        assert!(laid(&flat, Resolution::R10, Laid::Centers).is_err());
    }
}
