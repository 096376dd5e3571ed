//! Whether the outlines can be measured and told apart.

use catchment_model::Area;
use geo::{Area as _, BooleanOps, BoundingRect, GeodesicArea, Intersects};

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
        // Signed: rings may run either way, and the unsigned area of one that runs clockwise is the rest of the Earth.
        true_m2 += area.outline.geodesic_area_signed().abs();
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
