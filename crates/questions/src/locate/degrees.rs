//! Points whose coordinates look like degrees, where meters are meant.

use super::LocatePoint;
use crate::error::AskError;

/// Refuses points that all lie within ±180 and ±90: as meters they would be one building, as degrees they are a city.
///
/// Small whole numbers may be meters of a drawing board: they are taken as such while the radius is shorter than the
/// box around them.
///
/// # Errors
/// [`AskError::Value`] with the box around the points, and what to do.
pub(super) fn refuse(name: &str, points: &[LocatePoint], radius_m: Option<f64>) -> Result<(), AskError> {
    let bound = |of: fn(&LocatePoint) -> f64| {
        let values = points.iter().map(of);
        (values.clone().fold(f64::INFINITY, f64::min), values.fold(f64::NEG_INFINITY, f64::max))
    };
    let ((west, east), (south, north)) = (bound(|p| p.x), bound(|p| p.y));
    let within = west >= -180.0 && east <= 180.0 && south >= -90.0 && north <= 90.0;
    let size = (east - west).hypot(north - south);
    if !within || size == 0.0 || !size.is_finite() {
        return Ok(());
    }
    let whole = points.iter().all(|p| p.x.fract() == 0.0 && p.y.fract() == 0.0);
    if whole && radius_m.is_none_or(|m| m < size) {
        return Ok(());
    }
    Err(AskError::value(
        name,
        format!("x {west} to {east}, y {south} to {north}"),
        "meters: these look like degrees of longitude and latitude, as which they are a city, while as meters all lie \
         within one building. Project them first, to the work_crs of the city for example (`ogr2ogr -t_srs \
         EPSG:26996`), or give distances; if they are meters, add 1000 to every x",
    ))
}
