//! A drawn area laid over the city: its cells.

use std::collections::BTreeSet;

use catchment_model::Cell;
use catchment_tiles::cut_at_180;
use geo::{BoundingRect, Contains, CoordsIter, LineString, MultiPolygon, Point, Polygon};
use h3o::CellIndex;
use serde::Deserialize;
use serde_json::Value;

use super::DrawnArea;
use crate::engine::{Engine, StudyCells};
use crate::error::AskError;

/// Most cells in a request.
const MAX_CELLS: usize = 20_000;
/// Most corners of a polygon.
const MAX_CORNERS: usize = 5_000;

/// The part of the body that says where the area is.
pub(super) fn field(drawn: &DrawnArea) -> &'static str {
    if drawn.polygon.is_some() { "polygon" } else { "cells" }
}

/// Whether a drawn area can be read here: what a scenario is held to when it is saved.
///
/// # Errors
/// [`AskError`] for cells or a polygon that cannot be read, cells finer than the city allows, and an area of which no
/// cell lies in the city.
pub fn check_drawn(engine: &Engine, drawn: &DrawnArea) -> Result<(), AskError> {
    inside_cells(engine, engine.finest_study()?, drawn).map(|_| ())
}

/// Positions of the drawn cells among those inside of the city, ascending, and how many given cells are not.
pub(super) fn inside_cells(
    engine: &Engine,
    study: &StudyCells,
    drawn: &DrawnArea,
) -> Result<(Vec<usize>, usize), AskError> {
    let (cells, outside) = match (&drawn.cells, &drawn.polygon) {
        (Some(cells), None) => from_cells(engine, study, cells)?,
        (None, Some(polygon)) => (cells_within(study, &read_polygon(polygon)?), 0),
        _ => return Err(AskError::value("drawn", "", "an object with either \"cells\" or \"polygon\"")),
    };
    if cells.is_empty() {
        return Err(AskError::value(
            field(drawn),
            format!("{outside} cells outside"),
            "at least one cell whose center lies in the city",
        ));
    }
    Ok((cells, outside))
}

fn from_cells(engine: &Engine, study: &StudyCells, given: &[String]) -> Result<(Vec<usize>, usize), AskError> {
    let finest = engine.data.city.positions.finest_resolution;
    if given.is_empty() || given.len() > MAX_CELLS {
        return Err(AskError::value("cells", format!("{} cells", given.len()), format!("1 to {MAX_CELLS} cells")));
    }
    let accepted = || format!("H3 cells of resolution 5 to {finest}, the finest that this city shows");
    let mut found = BTreeSet::new();
    let mut outside = 0;
    for text in given {
        let index: CellIndex = text.parse().map_err(|_cause| AskError::value("cells", text, accepted()))?;
        let resolution = u8::from(index.resolution());
        if !(5..=u8::from(finest)).contains(&resolution) {
            return Err(AskError::value("cells", format!("{text} (resolution {resolution})"), accepted()));
        }
        let to = h3o::Resolution::try_from(u8::from(finest)).map_err(AskError::internal)?;
        let inside: Vec<usize> =
            index.children(to).filter_map(|c| study.inside.binary_search(&Cell::from(c)).ok()).collect();
        outside += usize::from(inside.is_empty());
        found.extend(inside);
    }
    Ok((found.into_iter().collect(), outside))
}

/// Cells whose center an outline holds, degrees.
pub(crate) fn cells_within(study: &StudyCells, polygon: &MultiPolygon<f64>) -> Vec<usize> {
    let polygon = cut_at_180(polygon);
    let Some(frame) = polygon.bounding_rect() else { return Vec::new() };
    let holds = |cell: &Cell| {
        let (lng, lat) = cell.center();
        let point = Point::new(lng, lat);
        frame.contains(&point) && polygon.contains(&point)
    };
    (0..study.inside.len()).filter(|at| holds(&study.inside[*at])).collect()
}

pub(super) fn read_polygon(given: &Value) -> Result<MultiPolygon<f64>, AskError> {
    let refuse = |why: String| {
        AskError::value("polygon", why, "a GeoJSON Polygon or MultiPolygon, longitude and latitude in degrees")
    };
    let outline: Outline = serde_json::from_value(given.clone()).map_err(|e| refuse(e.to_string()))?;
    let rings = match outline {
        Outline::Polygon(rings) => vec![rings],
        Outline::MultiPolygon(polygons) => polygons,
    };
    let polygon = MultiPolygon(
        rings
            .into_iter()
            .map(polygon)
            .collect::<Option<Vec<_>>>()
            .ok_or_else(|| refuse("a position without two numbers".to_owned()))?,
    );
    let corners = polygon.coords_count();
    if !(4..=MAX_CORNERS).contains(&corners) {
        return Err(AskError::value("polygon", format!("{corners} corners"), format!("4 to {MAX_CORNERS} corners")));
    }
    let earthly = |c: geo::Coord<f64>| c.x.is_finite() && c.y.is_finite() && c.x.abs() <= 360.0 && c.y.abs() <= 90.0;
    if let Some(bad) = polygon.coords_iter().find(|c| !earthly(*c)) {
        return Err(refuse(format!("{}, {}", bad.x, bad.y)));
    }
    Ok(polygon)
}

/// The outlines that are read (RFC 7946, section 3.1).
#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Outline {
    Polygon(Vec<Vec<Vec<f64>>>),
    MultiPolygon(Vec<Vec<Vec<Vec<f64>>>>),
}

/// A polygon of its rings, the outer one first.
fn polygon(rings: Vec<Vec<Vec<f64>>>) -> Option<Polygon<f64>> {
    let ring = |positions: Vec<Vec<f64>>| {
        let places = positions.iter().map(|p| Some(geo::Coord { x: *p.first()?, y: *p.get(1)? }));
        Some(LineString(places.collect::<Option<Vec<_>>>()?))
    };
    let mut rings = rings.into_iter().map(ring).collect::<Option<Vec<_>>>()?.into_iter();
    Some(Polygon::new(rings.next()?, rings.collect()))
}
