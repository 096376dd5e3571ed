//! Points at the centers of their cells: what is finer than the city shows is not even in memory.

use std::collections::HashMap;

use catchment_model::{Cell, Resolution};
use catchment_store::{ControlPoint, Points};

use super::projection::Projection;

/// Moves every point to the center of its cell of the finest resolution. A point whose position is not among the
/// dataset's own has no cell and is left out.
pub(super) fn snapped(
    points: Points,
    positions: &[ControlPoint],
    (finest, projection): (Resolution, &Projection),
) -> Points {
    let center = |([lng, lat], [x_m, y_m]): &ControlPoint| {
        let (lng, lat) = Cell::at(*lng, *lat, finest).ok()?.center();
        let at = projection.to_metres(lng, lat)?;
        Some(((x_m.to_bits(), y_m.to_bits()), at))
    };
    let centers: HashMap<(u64, u64), (f64, f64)> = positions.iter().filter_map(center).collect();
    let mut points = points;
    for (x, y) in points.x_m.iter_mut().zip(&mut points.y_m) {
        (*x, *y) = centers.get(&(x.to_bits(), y.to_bits())).copied().unwrap_or((f64::NAN, f64::NAN));
    }
    points
}
