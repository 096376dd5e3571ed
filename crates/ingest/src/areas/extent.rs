//! Where a city lies, before anything is known in which its distances could be measured.

use std::path::Path;

use catchment_model::city::AreaSource;

use super::shapes;
use crate::IngestError;
use crate::columns::missing;
use crate::fields::plain_name;
use crate::paths::{Env, find_one};
use crate::project::{WGS84, between, transform};

/// Longitude and latitude.
pub(crate) type Degrees = (f64, f64);

/// The box around the outlines in degrees: its south-western and north-eastern corner.
///
/// # Errors
/// [`IngestError`] for a missing file, layer, column or CRS, and for outlines that are no place on earth.
pub(crate) fn extent(areas: &AreaSource, base: &Path, env: Env<'_>) -> Result<(Degrees, Degrees), IngestError> {
    let input = find_one("areas", &areas.path, base, env)?;
    let file = input.name();
    let fits = |names: &[String]| {
        let found = names.iter().any(|n| plain_name(n) == plain_name(&areas.id));
        let lacks = [("areas.id".to_owned(), std::slice::from_ref(&areas.id))];
        if found || areas.id.eq_ignore_ascii_case("id") { Ok(()) } else { Err(missing(&file, &lacks, names)) }
    };
    let shapes = shapes::read(&input, areas, &fits)?;
    let way = between("areas", &shapes.crs, WGS84)?;
    let boxes = shapes.rows.iter().filter_map(|shape| shape.geometry.as_ref()).map(gdal::vector::Geometry::envelope);
    let corners: Vec<Degrees> = boxes
        .flat_map(|b| [(b.MinX, b.MinY), (b.MinX, b.MaxY), (b.MaxX, b.MinY), (b.MaxX, b.MaxY)])
        .filter(|(x, y)| x.is_finite() && y.is_finite())
        .collect();
    let there = transform(&way, &corners);
    let on_earth = |(x, y): &Degrees| (-180.0..=180.0).contains(x) && (-90.0..=90.0).contains(y);
    if there.is_empty() || !there.iter().all(on_earth) {
        return Err(IngestError::Format {
            file,
            detail: format!("its outlines ({}) are no place on earth", shapes.rows.len()),
            expected: "outlines, and state the right crs under [areas] where the file names none or a wrong one",
        });
    }
    let first = there[0];
    let least = there.iter().fold(first, |a, b| (a.0.min(b.0), a.1.min(b.1)));
    let most = there.iter().fold(first, |a, b| (a.0.max(b.0), a.1.max(b.1)));
    Ok((least, most))
}
