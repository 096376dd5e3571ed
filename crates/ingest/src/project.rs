//! Coordinates from one reference system to another, in batches, through GDAL and PROJ.

use gdal::spatial_ref::{AxisMappingStrategy, CoordTransform, SpatialRef};
use rayon::prelude::*;

use crate::IngestError;

/// Degrees, longitude first.
pub(crate) const WGS84: &str = "EPSG:4326";

/// A reference system as text: a code or WKT.
pub(crate) fn reference(what: &str, crs: &str) -> Result<SpatialRef, IngestError> {
    let fault = |e: gdal::errors::GdalError| IngestError::Crs {
        what: what.to_owned(),
        value: short(crs),
        detail: e.to_string(),
    };
    let mut reference = SpatialRef::from_definition(crs).map_err(fault)?;
    reference.set_axis_mapping_strategy(AxisMappingStrategy::TraditionalGisOrder);
    Ok(reference)
}

/// Whether the coordinates of a reference system are degrees.
pub(crate) fn is_degrees(crs: &str) -> bool {
    SpatialRef::from_definition(crs).is_ok_and(|reference| reference.is_geographic())
}

/// WKT is long; its beginning names the system.
fn short(crs: &str) -> String {
    crs.chars().take(80).collect()
}

/// A way from one system to another.
pub(crate) fn between(what: &str, from: &str, to: &str) -> Result<CoordTransform, IngestError> {
    let fault = |e: gdal::errors::GdalError| IngestError::Crs {
        what: what.to_owned(),
        value: short(from),
        detail: format!("to {to}: {e}"),
    };
    CoordTransform::new(&reference(what, from)?, &reference(what, to)?).map_err(fault)
}

/// Transforms points; those that the projection does not reach become NaN.
pub(crate) fn transform(way: &CoordTransform, points: &[(f64, f64)]) -> Vec<(f64, f64)> {
    const BATCH: usize = 4096;
    let mut out = Vec::with_capacity(points.len());
    for batch in points.chunks(BATCH) {
        let (mut x, mut y): (Vec<f64>, Vec<f64>) = batch.iter().copied().unzip();
        if way.transform_coords(&mut x, &mut y, &mut []).is_ok() {
            out.extend(x.into_iter().zip(y).map(finite));
        } else {
            // Some point of the batch failed; what became of the others is not said, so each goes alone.
            out.extend(batch.iter().map(|p| one(way, *p)));
        }
    }
    out
}

fn one(way: &CoordTransform, point: (f64, f64)) -> (f64, f64) {
    let (mut x, mut y) = ([point.0], [point.1]);
    match way.transform_coords(&mut x, &mut y, &mut []) {
        Ok(()) => finite((x[0], y[0])),
        Err(_) => (f64::NAN, f64::NAN),
    }
}

fn finite(p: (f64, f64)) -> (f64, f64) {
    if p.0.is_finite() && p.1.is_finite() { p } else { (f64::NAN, f64::NAN) }
}

/// Degrees and meters of many points, on all threads. Each point is computed alone, so that the split does not matter.
pub(crate) fn degrees_and_metres(
    what: &str,
    crs: &str,
    work_crs: &str,
    points: &[(f64, f64)],
) -> Result<Vec<[(f64, f64); 2]>, IngestError> {
    // Setting up a transformation costs as much as ten thousand points: one for each thread, half of them to degrees,
    // half to meters.
    let pieces = (rayon::current_num_threads() / 2).max(1);
    let piece = points.len().div_ceil(pieces).max(1024);
    let all_to = |target: &str| {
        let parts = points.par_chunks(piece).map(|piece| Ok(transform(&between(what, crs, target)?, piece)));
        Ok::<_, IngestError>(parts.collect::<Result<Vec<_>, IngestError>>()?.concat())
    };
    let (degrees, meters) = rayon::join(|| all_to(WGS84), || all_to(work_crs));
    Ok(degrees?.into_iter().zip(meters?).map(|(d, m)| [d, m]).collect())
}

/// Checks that a CRS is projected and in meters.
///
/// # Errors
/// [`IngestError::Crs`].
pub(crate) fn check_work_crs(crs: &str) -> Result<(), IngestError> {
    let reference = reference("work_crs", crs)?;
    let refused = |detail: &str| {
        Err(IngestError::Crs { what: "work_crs".to_owned(), value: short(crs), detail: detail.to_owned() })
    };
    if !reference.is_projected() {
        return refused("it is not projected; distances need a projected CRS in meters");
    }
    if (reference.linear_units() - 1.0).abs() > 1e-9 {
        return refused("its unit is not the meter");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_plane_point_lands_in_st_louis() {
        let [degrees, meters] =
            degrees_and_metres("t", "ESRI:102696", "EPSG:26996", &[(910_439.8, 1_019_433.0)]).unwrap()[0];
        assert!((degrees.0 + 90.184_120).abs() < 1e-5 && (degrees.1 - 38.632_859).abs() < 1e-5, "{degrees:?}");
        assert!((meters.0 - 910_439.8 * 1200.0 / 3937.0).abs() < 1e-3, "{meters:?}");
    }

    #[test]
    fn points_that_cannot_be_projected_become_nan_and_spoil_no_other() {
        let good = (-90.2, 38.63);
        let points = [good, (1e12, 5e11), good, (f64::MAX, f64::MIN)];
        let out = degrees_and_metres("t", WGS84, "EPSG:26996", &points).unwrap();
        assert!(out[1][1].0.is_nan() || out[1][1].0.is_infinite() || out[1][1].0.abs() > 1e6, "{:?}", out[1]);
        assert_eq!(out[0][1], out[2][1]);
        assert!(out[0][1].0.is_finite());
    }

    #[test]
    fn a_work_crs_in_feet_or_degrees_is_refused() {
        for crs in ["EPSG:4326", "ESRI:102696", "nonsense"] {
            let text = check_work_crs(crs).unwrap_err().to_string();
            assert!(text.contains(crs), "{text}");
        }
        check_work_crs("EPSG:26996").unwrap();
    }
}
