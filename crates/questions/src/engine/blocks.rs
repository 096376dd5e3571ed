//! City blocks of the streets that stand beside a dataset, and outlines along them.

use catchment_model::heap;
use catchment_spatial::Blocks;
use geo::{Coord, CoordsIter, MapCoords, MultiPolygon};
use serde::Serialize;

use super::geometry::beside;
use super::{Engine, Find};
use crate::error::AskError;

/// The blocks of a city, with the plane that they lie in.
#[derive(Debug)]
pub(crate) struct CityBlocks {
    blocks: Blocks,
    plane: Plane,
}

/// What blocks are found from: the file of streets.
#[derive(Serialize)]
struct FromStreets<'a> {
    streets: &'a str,
}

impl Find for FromStreets<'_> {
    const NAME: &'static str = "blocks";
    type Found = Option<CityBlocks>;

    fn find(&self, engine: &Engine) -> Result<Self::Found, AskError> {
        let Some(streets) = engine.data.streets().map_err(AskError::internal)? else { return Ok(None) };
        let plane = Plane::over(engine.bounds()?);
        let line = |points: &Vec<[f64; 2]>| points.iter().map(|p| plane.meters(p[0], p[1])).collect();
        let lines: Vec<Vec<(f64, f64)>> = streets.list.iter().map(|w| line(&w.points)).collect();
        let blocks = Blocks::of(&lines);
        Ok((!blocks.is_empty()).then_some(CityBlocks { blocks, plane }))
    }
}

/// The blocks between the streets of the workspace; `None` where it has no streets.
pub(crate) fn city_blocks(engine: &Engine) -> Result<Option<std::sync::Arc<Option<CityBlocks>>>, AskError> {
    let Some(streets) = engine.data.streets().map_err(AskError::internal)? else { return Ok(None) };
    engine.find(&FromStreets { streets: &streets.id }).map(Some)
}

impl CityBlocks {
    /// Some ground, degrees, with its edge along streets; `None` where no street is near.
    pub(crate) fn outline(&self, ground: &MultiPolygon<f64>) -> Option<MultiPolygon<f64>> {
        let flat = ground.map_coords(|c| self.plane.meters(c.x, c.y).into());
        let outline = self.blocks.outline(&flat)?;
        let round = |c: Coord<f64>| {
            let (lng, lat) = self.plane.degrees(c.x, c.y);
            // A centimeter: the points of streets are those of the map again.
            Coord { x: (lng * 1e7).round() / 1e7, y: (lat * 1e7).round() / 1e7 }
        };
        let outline = outline.map_coords(round);
        (outline.coords_count() > 0).then_some(outline)
    }
}

/// A plane that touches the city in its middle: to half a percent true over fifty kilometers, which is enough to say of
/// which side more of a block lies.
#[derive(Debug, Clone, Copy)]
struct Plane {
    center: (f64, f64),
    /// Meters in a degree, east and north.
    scale: (f64, f64),
}

impl Plane {
    fn over([west, south, east, north]: [f64; 4]) -> Self {
        let center = (f64::midpoint(west, east), f64::midpoint(south, north));
        Self { center, scale: (111_320.0 * center.1.to_radians().cos(), 111_195.0) }
    }

    fn meters(&self, lng: f64, lat: f64) -> (f64, f64) {
        let east = beside(lng, self.center.0) - self.center.0;
        (east * self.scale.0, (lat - self.center.1) * self.scale.1)
    }

    fn degrees(&self, x: f64, y: f64) -> (f64, f64) {
        (self.center.0 + x / self.scale.0, self.center.1 + y / self.scale.1)
    }
}

heap!(Plane);
heap!(CityBlocks { blocks, plane });

#[cfg(test)]
mod tests {
    use super::Plane;

    #[test]
    fn a_place_comes_back_from_the_plane() {
        for bounds in [[-90.33, 38.53, -90.17, 38.78], [176.0, -18.3, 182.0, -16.1]] {
            let plane = Plane::over(bounds);
            let (x, y) = plane.meters(bounds[0], bounds[3]);
            let (lng, lat) = plane.degrees(x, y);
            assert!((lng - bounds[0]).abs() < 1e-9 && (lat - bounds[3]).abs() < 1e-9);
        }
    }
}
