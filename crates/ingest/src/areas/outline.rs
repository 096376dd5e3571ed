//! Outlines: the polygons of a feature, valid, and in another reference system.

use std::cell::RefCell;

use gdal::cpl::CslStringList;
use gdal::spatial_ref::CoordTransform;
use gdal::vector::Geometry;
use geo::{Area as _, BoundingRect as _, Coord, CoordsIter, MapCoordsInPlace, MultiPolygon};

use crate::IngestError;
use crate::project::transform;

/// An area's polygons, made valid, which is told; `None`, with a warning, where it has none. `to_m` leads to meters.
///
/// # Errors
/// [`IngestError::Value`] for an outline that crosses itself too often to be repaired.
pub(super) fn outline(
    file: &str,
    geometry: Option<&Geometry>,
    (id, name): (&str, &str),
    to_m: &CoordTransform,
    warnings: &mut Vec<String>,
) -> Result<Option<MultiPolygon<f64>>, IngestError> {
    let Some(geometry) = geometry else {
        warnings.push(format!("Area {id} has no outline and was left out."));
        return Ok(None);
    };
    check_tangle(&format!("{file}, area {id}"), geometry)?;
    let polygons = polygons_of(geometry);
    if polygons.0.is_empty() {
        warnings.push(format!("Area {id} has a {} and no polygon; it was left out.", geometry.geometry_name()));
        return Ok(None);
    }
    let mut flat = geometry.clone();
    flat.flatten_to_2d();
    if !flat.is_valid() {
        let (parts, km2) = (polygons.0.len(), moved(&polygons, to_m).unsigned_area() / 1e6);
        let parts = if parts == 1 { String::new() } else { format!("{parts} parts of together ") };
        warnings.push(format!(
            "The outline of area {id} ({name}) crosses itself and was repaired: it is {parts}{km2:.2} km² now."
        ));
    }
    Ok(Some(polygons))
}

/// The polygons of a geometry, repaired where rings cross themselves.
pub(crate) fn polygons_of(geometry: &Geometry) -> MultiPolygon<f64> {
    let mut flat = geometry.clone();
    flat.flatten_to_2d();
    let valid = if flat.is_valid() { None } else { flat.make_valid(&CslStringList::new()).ok() };
    let mut polygons = Vec::new();
    if let Ok(shape) = valid.as_ref().unwrap_or(&flat).to_geo() {
        collect(shape, &mut polygons);
    }
    MultiPolygon(polygons)
}

fn collect(shape: geo::Geometry<f64>, polygons: &mut Vec<geo::Polygon<f64>>) {
    match shape {
        geo::Geometry::Polygon(p) => polygons.push(p),
        geo::Geometry::MultiPolygon(m) => polygons.extend(m.0),
        geo::Geometry::GeometryCollection(all) => all.0.into_iter().for_each(|g| collect(g, polygons)),
        _ => {}
    }
}

/// The outline in another reference system.
pub(crate) fn moved(outline: &MultiPolygon<f64>, way: &CoordTransform) -> MultiPolygon<f64> {
    let points: Vec<(f64, f64)> = outline.coords_iter().map(|c| (c.x, c.y)).collect();
    let there = RefCell::new(transform(way, &points).into_iter());
    let mut moved = outline.clone();
    // `coords_iter` and `map_coords_in_place` both go ring by ring, so that the points come in the same order.
    moved.map_coords_in_place(|c| there.borrow_mut().next().map_or(c, |(x, y)| Coord { x, y }));
    moved
}

/// Most crossings of an outline with itself that are repaired: the time of a repair grows with their square.
const MOST_CROSSINGS: usize = 1000;
/// Largest side of one area, m: no neighborhood is as wide as a country.
const LARGEST_SPAN_M: f64 = 2e6;

/// Refuses an outline that crosses itself more often than could be meant.
///
/// # Errors
/// [`IngestError::Value`].
pub(crate) fn check_tangle(what: &str, geometry: &Geometry) -> Result<(), IngestError> {
    let mut flat = geometry.clone();
    flat.flatten_to_2d();
    let mut polygons = Vec::new();
    if !flat.is_valid()
        && let Ok(shape) = flat.to_geo()
    {
        collect(shape, &mut polygons);
    }
    if crossings(&polygons) < MOST_CROSSINGS {
        return Ok(());
    }
    let corners: usize = polygons.iter().map(CoordsIter::coords_count).sum();
    Err(IngestError::Value {
        key: what.to_owned(),
        value: format!("an outline of {corners} corners that crosses itself {MOST_CROSSINGS} times or more"),
        expected: "an outline whose corners follow one another; the order of its points was lost".to_owned(),
    })
}

/// Pairs of edges that cross, up to [`MOST_CROSSINGS`]: edges in the order of their left ends, each beside those that
/// begin before it ends.
fn crossings(polygons: &[geo::Polygon<f64>]) -> usize {
    let rings = polygons.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    let mut edges: Vec<geo::Line<f64>> = rings.flat_map(geo::LineString::lines).collect();
    edges.sort_by(|a, b| a.start.x.min(a.end.x).total_cmp(&b.start.x.min(b.end.x)));
    let mut found = 0;
    for (at, one) in edges.iter().enumerate() {
        let ends = one.start.x.max(one.end.x);
        let beside = edges[at + 1..].iter().take_while(|other| other.start.x.min(other.end.x) <= ends);
        for other in beside {
            let proper = matches!(
                geo::line_intersection::line_intersection(*one, *other),
                Some(geo::LineIntersection::SinglePoint { is_proper: true, .. })
            );
            found += usize::from(proper);
            if found >= MOST_CROSSINGS {
                return found;
            }
        }
    }
    found
}

/// Refuses an area that reaches too far to be one: a corner at 0, 0, or with a digit lost.
///
/// # Errors
/// [`IngestError::Value`].
pub(super) fn check_span(
    file: &str,
    id: &str,
    (outline, outline_m): (&MultiPolygon<f64>, &MultiPolygon<f64>),
) -> Result<(), IngestError> {
    let refuse = |value: String| {
        Err(IngestError::Value {
            key: format!("{file}, area {id}"),
            value,
            expected:
                "an area that the work_crs can place, at most 2,000 km wide; look for a corner at 0, 0 or with a \
                       digit lost"
                    .to_owned(),
        })
    };
    let lost = outline.coords_iter().zip(outline_m.coords_iter()).find(|(_, m)| !m.x.is_finite() || !m.y.is_finite());
    if let Some((corner, _)) = lost {
        return refuse(format!("a corner at longitude {}, latitude {}", corner.x, corner.y));
    }
    let size = outline_m.bounding_rect().map_or(0.0, |b| b.width().max(b.height()));
    if size > LARGEST_SPAN_M { refuse(format!("{:.0} km from end to end", size / 1000.0)) } else { Ok(()) }
}

/// Feet taken for degrees are the usual slip: a GeoJSON file in State Plane feet whose CRS member a reader ignores.
pub(super) fn check_degrees(file: &str, crs: &str, id: &str, outline: &MultiPolygon<f64>) -> Result<(), IngestError> {
    let bad = outline.coords_iter().find(|c| !(-180.0..=180.0).contains(&c.x) || !(-90.0..=90.0).contains(&c.y));
    match bad {
        None => Ok(()),
        Some(c) => Err(IngestError::Crs {
            what: format!("{file}, area {id}"),
            value: crs.chars().take(80).collect(),
            detail: format!(
                "a corner comes out at longitude {}, latitude {}; state the right crs under [areas]",
                c.x, c.y
            ),
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A star of `corners` that jumps to the far side at each step.
    fn star(corners: u32) -> String {
        let at = |i: u32| {
            let turn = f64::from(i * (corners / 2) % corners) * std::f64::consts::TAU / f64::from(corners);
            format!("[{},{}]", -90.2 + 0.01 * turn.cos(), 38.6 + 0.01 * turn.sin())
        };
        let ring = (0..corners).chain([0]).map(at).collect::<Vec<_>>().join(",");
        format!("{{\"type\":\"Polygon\",\"coordinates\":[[{ring}]]}}")
    }

    #[test]
    fn a_tangle_is_refused_and_a_bow_tie_is_not() {
        let tangled = |corners| check_tangle("f, area 1", &Geometry::from_geojson(&star(corners)).unwrap());
        assert!(tangled(5).is_ok());
        let text = tangled(301).unwrap_err().to_string();
        assert!(text.contains("area 1") && text.contains("302 corners"), "{text}");
    }

    #[test]
    fn a_corner_far_away_is_refused() {
        let wide = |width: f64| MultiPolygon(vec![geo::Rect::new((0.0, 0.0), (width, 1.0)).to_polygon()]);
        assert!(check_span("f", "1", (&wide(1.0), &wide(1.9e6))).is_ok());
        let text = check_span("f", "1", (&wide(1.0), &wide(9e6))).unwrap_err().to_string();
        assert!(text.contains("9000 km"), "{text}");
        let text = check_span("f", "1", (&wide(1.0), &wide(f64::NAN))).unwrap_err().to_string();
        assert!(text.contains("longitude"), "{text}");
    }
}
