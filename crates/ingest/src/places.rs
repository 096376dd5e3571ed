//! Distinct positions: each is reprojected, put into its cells and looked up among the areas once.

use catchment_model::{Areas, Cell, Position, RESOLUTIONS};
use geo::{Distance, Euclidean, Point};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::IngestError;
use crate::project::degrees_and_metres;

/// What became of a distinct position.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Found {
    /// Index into the list of positions.
    At(u32),
    /// Farther outside every area than the city file allows.
    FarOutside,
    /// It cannot be a place on Earth.
    Bad,
}

/// Distinct raw positions of one CRS.
#[derive(Debug, Default)]
pub(crate) struct Distinct {
    ids: FxHashMap<(u64, u64), u32>,
    points: Vec<(f64, f64)>,
}

impl Distinct {
    /// Whether there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.points.is_empty()
    }

    /// The number of a raw position.
    pub(crate) fn id(&mut self, point: (f64, f64)) -> u32 {
        let next = u32::try_from(self.points.len()).unwrap_or(u32::MAX);
        let id = *self.ids.entry((point.0.to_bits(), point.1.to_bits())).or_insert(next);
        if id == next {
            self.points.push(point);
        }
        id
    }

    /// Locates all of them, adds the usable ones to `positions` and tells what became of each.
    pub(crate) fn locate(
        &self,
        crs: &str,
        ground: &Ground<'_>,
        positions: &mut Vec<Position>,
    ) -> Result<Vec<Found>, IngestError> {
        let projected = degrees_and_metres("source", crs, ground.work_crs, &self.points)?;
        let located: Vec<Result<Position, Found>> =
            projected.par_iter().map(|[degrees, meters]| ground.position(*degrees, *meters)).collect();
        let mut number = |found: Result<Position, Found>| match found {
            Ok(position) => {
                let id = u32::try_from(positions.len()).unwrap_or(u32::MAX);
                positions.push(position);
                Found::At(id)
            }
            Err(why) => why,
        };
        Ok(located.into_iter().map(&mut number).collect())
    }
}

/// What positions are looked up in.
#[derive(Debug)]
pub(crate) struct Ground<'a> {
    pub(crate) areas: &'a Areas,
    pub(crate) work_crs: &'a str,
    /// Farthest distance outside every area, meters.
    pub(crate) outside_m: f64,
}

impl Ground<'_> {
    /// Whether a point in meters of the work CRS lies in an area or near one.
    pub(crate) fn holds(&self, x_m: f64, y_m: f64) -> bool {
        x_m.is_finite() && y_m.is_finite() && (self.areas.at(x_m, y_m).is_some() || self.near(x_m, y_m))
    }

    fn position(&self, (lng, lat): (f64, f64), (x_m, y_m): (f64, f64)) -> Result<Position, Found> {
        if !x_m.is_finite() || !y_m.is_finite() {
            return Err(Found::Bad);
        }
        // Some write what lies across the 180th meridian as 180.01.
        let lng = if lng.abs() > 180.0 && lng.abs() <= 540.0 { lng - 360.0 * lng.signum() } else { lng };
        let mut cells = Vec::with_capacity(RESOLUTIONS.len());
        for resolution in RESOLUTIONS {
            cells.push(Cell::at(lng, lat, resolution).ok().ok_or(Found::Bad)?);
        }
        let cells = cells.try_into().ok().ok_or(Found::Bad)?;
        let area = self.areas.at(x_m, y_m);
        if area.is_none() && !self.near(x_m, y_m) {
            return Err(Found::FarOutside);
        }
        Ok(Position { lng, lat, x_m, y_m, cells, area })
    }

    /// Whether any area is within reach.
    fn near(&self, x_m: f64, y_m: f64) -> bool {
        let point = Point::new(x_m, y_m);
        self.areas.list().iter().any(|a| Euclidean.distance(&point, &a.outline_m) <= self.outside_m)
    }
}
