//! Whether the outlines can be measured and told apart.

use catchment_model::Area;
use geo::orient::Direction;
use geo::{Area as _, BooleanOps, BoundingRect, GeodesicArea, Intersects, Orient, Polygon};

use crate::IngestError;

/// Largest error of a length in the work CRS, as a share: twice that of an area.
const SCALE: f64 = 0.001;
/// Shared ground that is told: this share of the smaller area, and this much, km². Borders drawn twice never meet
/// exactly.
const SHARED: (f64, f64) = (0.005, 0.001);
/// Pairs that are named.
const NAMED: usize = 10;

/// Refuses a work CRS that does not measure here: areas on the ellipsoid (Karney 2013, doi 10.1007/s00190-012-0578-z)
/// beside those in the CRS.
///
/// # Errors
/// [`IngestError::Value`] where lengths are off by more than 0.1%.
pub(super) fn measured(list: &[Area], work_crs: &str) -> Result<(), IngestError> {
    let (mut flat, mut true_m2) = (0.0, 0.0);
    for area in list {
        flat += area.outline_m.unsigned_area();
        true_m2 += area.outline.iter().map(true_m2_of).sum::<f64>();
    }
    let off = (flat / true_m2).sqrt() - 1.0;
    if !off.is_finite() || off.abs() <= SCALE {
        return Ok(());
    }
    Err(IngestError::Value {
        key: "work_crs".to_owned(),
        value: format!("\"{work_crs}\" (lengths over the areas come out {:+.1}%)", 100.0 * off),
        expected: "a system that measures this city to 0.1%: its UTM zone or its state plane, in meters".to_owned(),
    })
}

/// Area on the ellipsoid of one polygon, m². Rings may run either way, each part its own: the unsigned area of a ring
/// that runs clockwise is the rest of the Earth, and signed ones of several parts cancel.
fn true_m2_of(polygon: &Polygon<f64>) -> f64 {
    polygon.orient(Direction::Default).geodesic_area_signed().abs()
}

/// Pairs of areas that share ground: points in it count for the first of the file.
pub(super) fn overlaps(list: &[Area]) -> Vec<String> {
    let boxes: Vec<_> = list.iter().map(|a| a.outline_m.bounding_rect()).collect();
    let mut told = Vec::new();
    for (at, one) in list.iter().enumerate() {
        for (other_at, other) in list.iter().enumerate().skip(at + 1) {
            let near = boxes[at].zip(boxes[other_at]).is_some_and(|(a, b)| a.intersects(&b));
            if !near {
                continue;
            }
            let km2 = one.outline_m.intersection(&other.outline_m).unsigned_area() / 1e6;
            if km2 >= SHARED.1 && km2 >= SHARED.0 * one.area_km2.min(other.area_km2) {
                told.push(format!(
                    "Areas {} ({}) and {} ({}) share {km2:.2} km²: points there count for {}, the first in the file, \
                     and the ground for both.",
                    one.id, one.name, other.id, other.name, one.id
                ));
            }
        }
    }
    if told.len() > NAMED {
        let more = told.len() - NAMED;
        told.truncate(NAMED);
        told.push(format!("{more} more pairs of areas share ground."));
    }
    told
}

#[cfg(test)]
mod tests {
    use geo::LineString;

    use super::*;

    #[test]
    fn parts_and_holes_are_measured_whichever_way_their_rings_run() {
        let square = |x: f64, size: f64| geo::Rect::new((x, 38.6), (x + size, 38.6 + size)).to_polygon();
        let turned = |ring: &LineString<f64>| LineString::new(ring.0.iter().rev().copied().collect());
        let (outer, hole) = (square(-90.2, 0.02), square(-90.195, 0.01).exterior().clone());
        let hole_m2 = true_m2_of(&Polygon::new(hole.clone(), vec![]));
        let right = true_m2_of(&outer) - hole_m2;
        assert!((hole_m2 / (1113.2 * 1113.2 * 38.605_f64.to_radians().cos()) - 1.0).abs() < 0.01, "{hole_m2}");
        for exterior in [outer.exterior().clone(), turned(outer.exterior())] {
            for hole in [hole.clone(), turned(&hole)] {
                let found = true_m2_of(&Polygon::new(exterior.clone(), vec![hole]));
                assert!((found / right - 1.0).abs() < 1e-9, "{found} beside {right}");
            }
        }
    }
}
