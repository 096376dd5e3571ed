//! Cells cut to the study region: what each of them weighs, for every method.

use catchment_model::{Area, AreaIdx, Areas, Cell};
use catchment_spatial::overlaps;
use geo::MultiPolygon;

use super::projection::Projection;

/// Cells of which less lies inside are outside of the study region: their place is within the accuracy of the outlines.
const LEAST_SHARE: f64 = 0.01;

/// Cells with their parts inside the areas of a city.
#[derive(Debug)]
pub(crate) struct Clipped {
    /// Area of each cell inside the study region, km²; 0 where it is outside.
    pub(crate) km2: Vec<f64>,
    /// Areas that each cell lies in, with km² of it.
    pub(crate) parts: Vec<Vec<(AreaIdx, f64)>>,
}

/// Cuts cells to the areas of a city. Where outlines overlap, a cell is never larger than itself.
pub(crate) fn clip(cells: &[Cell], areas: &Areas, projection: &Projection) -> Clipped {
    let outlines: Vec<&MultiPolygon<f64>> = areas.list().iter().map(|a: &Area| &a.outline_m).collect();
    let shares = overlaps(cells, &outlines, |lng, lat| projection.to_metres(lng, lat));
    let (mut km2, mut parts) = (Vec::with_capacity(cells.len()), Vec::with_capacity(cells.len()));
    for (cell, shares) in cells.iter().zip(shares) {
        let whole = cell.area_km2();
        let inside = shares.iter().map(|s| s.1).sum::<f64>();
        let inside = if inside > 1.0 - 1e-9 { 1.0 } else { inside };
        km2.push(if inside >= LEAST_SHARE { inside * whole } else { 0.0 });
        let idx = |at: usize| u16::try_from(at).ok().map(AreaIdx);
        parts.push(shares.iter().filter_map(|(at, share)| Some((idx(*at)?, share * whole))).collect());
    }
    Clipped { km2, parts }
}
