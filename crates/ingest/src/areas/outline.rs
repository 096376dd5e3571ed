//! Outlines: the polygons of a feature, valid, and in another reference system.

use std::cell::RefCell;

use gdal::cpl::CslStringList;
use gdal::spatial_ref::CoordTransform;
use gdal::vector::Geometry;
use geo::{Area as _, Coord, CoordsIter, MapCoordsInPlace, MultiPolygon};

use crate::IngestError;
use crate::project::transform;

/// An area's polygons, made valid, which is told; `None`, with a warning, where it has none. `to_m` leads to meters.
pub(super) fn outline(
    geometry: Option<&Geometry>,
    (id, name): (&str, &str),
    to_m: &CoordTransform,
    warnings: &mut Vec<String>,
) -> Option<MultiPolygon<f64>> {
    let Some(geometry) = geometry else {
        warnings.push(format!("Area {id} has no outline and was left out."));
        return None;
    };
    let polygons = polygons_of(geometry);
    if polygons.0.is_empty() {
        warnings.push(format!("Area {id} has a {} and no polygon; it was left out.", geometry.geometry_name()));
        return None;
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
    Some(polygons)
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
