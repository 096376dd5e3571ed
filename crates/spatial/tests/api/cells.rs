//! Cells of a region, their neighbors and densities.

use catchment_model::{Cell, RESOLUTIONS, Resolution};
use catchment_spatial::{CellsError, per_km2, rings, study_cells, union_cells};
use geo::{Contains, MultiPolygon, Point, polygon};

use crate::support::uniform;

/// A square with a hole, and a triangle that overlaps it.
fn region() -> MultiPolygon<f64> {
    let square = polygon!(
        exterior: [(x: -90.30, y: 38.60), (x: -90.20, y: 38.60), (x: -90.20, y: 38.70), (x: -90.30, y: 38.70)],
        interiors: [[(x: -90.26, y: 38.64), (x: -90.24, y: 38.64), (x: -90.24, y: 38.66), (x: -90.26, y: 38.66)]],
    );
    let triangle = polygon![(x: -90.22, y: 38.65), (x: -90.15, y: 38.62), (x: -90.16, y: 38.69)];
    MultiPolygon::new(vec![square, triangle])
}

#[test]
fn study_cells_are_those_whose_center_lies_inside() {
    let region = region();
    for resolution in RESOLUTIONS {
        let cells = study_cells(&region, resolution).unwrap();
        assert!(cells.windows(2).all(|w| w[0] < w[1]));
        // Every cell hit by random places of the box, judged by its own center.
        for k in 0..4000 {
            let (lng, lat) = (-90.31 + 0.17 * uniform(3, 2 * k), 38.59 + 0.12 * uniform(3, 2 * k + 1));
            let cell = Cell::at(lng, lat, resolution).unwrap();
            let (x, y) = cell.center();
            assert_eq!(cells.binary_search(&cell).is_ok(), region.contains(&Point::new(x, y)), "{cell}");
        }
    }
}

#[test]
fn touching_polygons_share_no_cell_and_leave_none_out() {
    let rect = |w: f64, e: f64| polygon![(x: w, y: 38.60), (x: e, y: 38.60), (x: e, y: 38.66), (x: w, y: 38.66)];
    let whole = study_cells(&MultiPolygon::new(vec![rect(-90.30, -90.20)]), Resolution::R9).unwrap();
    let halves = [rect(-90.30, -90.25), rect(-90.25, -90.20)];
    let both = study_cells(&MultiPolygon::new(halves.to_vec()), Resolution::R9).unwrap();
    assert_eq!(whole, both);
    let apart: usize =
        halves.map(|h| study_cells(&MultiPolygon::new(vec![h]), Resolution::R9).unwrap().len()).iter().sum();
    assert_eq!(apart, whole.len());
}

#[test]
fn an_empty_region_has_no_cells_and_metres_are_refused() {
    assert_eq!(study_cells(&MultiPolygon::new(vec![]), Resolution::R9), Ok(vec![]));
    let meters =
        polygon![(x: 739_000.0, y: 4_270_000.0), (x: 740_000.0, y: 4_270_000.0), (x: 740_000.0, y: 4_271_000.0)];
    assert!(matches!(
        study_cells(&MultiPolygon::new(vec![meters]), Resolution::R9),
        Err(CellsError::Polygon { polygon: 0, .. })
    ));
}

#[test]
fn rings_hold_the_given_cells_within_k_steps() {
    let cells = study_cells(&region(), Resolution::R8).unwrap();
    for k in [0, 1, 2, 3] {
        let neighbors = rings(&cells, k);
        assert_eq!(neighbors.len(), cells.len());
        for (i, a) in cells.iter().enumerate() {
            let within = |b: &Cell| a.h3().grid_distance(b.h3()).is_ok_and(|d| d <= i32::try_from(k).unwrap());
            let want: Vec<u32> =
                (0u32..).zip(&cells).filter(|(j, b)| *j as usize != i && within(b)).map(|(j, _)| j).collect();
            assert_eq!(neighbors.of(i), want);
        }
    }
    assert!(rings(&[], 1).is_empty());
}

#[test]
fn a_union_is_sorted_and_holds_each_cell_once() {
    let study = study_cells(&region(), Resolution::R9).unwrap();
    let beyond = Cell::at(-91.0, 38.0, Resolution::R9).unwrap();
    let all = union_cells(&study, &[study[5], beyond, beyond]);
    assert_eq!(all.len(), study.len() + 1);
    assert!(all.windows(2).all(|w| w[0] < w[1]));
    assert!(all.contains(&beyond));
}

#[test]
fn densities_use_the_true_area() {
    let cell = Cell::at(-90.2, 38.63, Resolution::R9).unwrap();
    assert_eq!(per_km2(&[cell], &[3.0]).unwrap(), vec![3.0 / cell.area_km2()]);
    assert_eq!(per_km2(&[cell], &[]), Err(CellsError::Length { counts: 0, cells: 1 }));
}
