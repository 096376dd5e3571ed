//! A surface drawn from the located rows of a window.

use catchment_model::heap;
use catchment_model::{Query, TimeBasis, Unit};
use catchment_spatial::{Grid, KdeParams, Surface as Drawn};
use catchment_tiles::{Classes, Raster, RasterError, TileAddress};
use geo::MultiPolygon;

use super::Surface;
use crate::engine::{Engine, Find, Months, extent_m, once};
use crate::error::AskError;

/// A surface and what it was drawn from.
#[derive(Debug)]
pub(crate) struct SurfaceFound {
    /// Values per km² and year.
    pub(crate) surface: Drawn,
    /// Classes of the map.
    pub(crate) classes: Classes,
    /// Largest value.
    pub(crate) max: f64,
    /// Count of the points.
    pub(crate) count: i64,
    /// Covered years.
    pub(crate) years: f64,
}

impl Find for Surface {
    const NAME: &'static str = "surface drawn";
    type Found = SurfaceFound;

    fn find(&self, engine: &Engine) -> Result<SurfaceFound, AskError> {
        let query = self.counted.query(&engine.data)?;
        let months = Months::of(query.window, engine);
        let extent = extent_m(&engine.data.areas).ok_or_else(|| AskError::internal("the areas have no extent"))?;
        let grid = Grid::covering(extent, self.bandwidth_m, self.pixel_m).map_err(AskError::internal)?;
        let raw = KdeParams { kernel: self.kernel.into(), bandwidth_m: self.bandwidth_m };
        let kde = raw.check(grid).map_err(AskError::internal)?;
        let (x, y, weights) = chosen_points(engine, &query, &months);
        enough(engine, &weights)?;
        let region = self.edge.correction().map(|edge| kde.edge(&city(engine), edge)).transpose();
        let region = region.map_err(AskError::internal)?;
        let mut surface = kde.surface(&x, &y, &weights, region.as_ref()).map_err(AskError::internal)?;
        let years = months.years();
        for value in &mut surface.values {
            // Where more was taken back than counted there is no density.
            *value = (*value / years).max(0.0);
        }
        let max = surface.max();
        #[expect(clippy::cast_possible_truncation, reason = "a sum of whole weights")]
        let count = weights.iter().sum::<f64>() as i64;
        Ok(SurfaceFound { classes: Classes::widening(max), max, count, surface, years })
    }
}

/// The ground that is known of: all areas.
pub(super) fn city(engine: &Engine) -> MultiPolygon<f64> {
    MultiPolygon(engine.data.areas.list().iter().flat_map(|a| a.outline_m.0.iter().cloned()).collect())
}

/// Refuses a surface of so few that it is no surface but their places.
fn enough(engine: &Engine, weights: &[f64]) -> Result<(), AskError> {
    let least = engine.data.city.finest.least;
    // What was taken back elsewhere does not make the rest many.
    let held: f64 = weights.iter().filter(|w| **w > 0.0).sum();
    if held < f64::from(least) {
        let accepted = format!("a longer window or more offenses: a surface is drawn of at least {least}");
        return Err(AskError::value("offense", format!("{held} counted"), accepted));
    }
    Ok(())
}

fn chosen_points(engine: &Engine, query: &Query, months: &Months) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
    let p = &engine.points;
    let (mut x, mut y, mut weights, mut rows) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for i in 0..p.x_m.len() {
        let month = match query.time {
            TimeBasis::Reported => Some(p.reported[i]),
            TimeBasis::Occurred => p.occurred[i],
        };
        let covered = month
            .filter(|m| query.window.contains(*m))
            .and_then(|m| months.covered_at[usize::from(m.index() - query.window.from().index())]);
        if covered.is_none() || query.selection.weight(p.group[i]) <= 0.0 {
            continue;
        }
        let weight = match query.unit {
            Unit::Net => f64::from(p.count[i]),
            Unit::Incident => f64::from(p.incident[i]),
        };
        if weight != 0.0 && p.x_m[i].is_finite() {
            x.push(p.x_m[i]);
            y.push(p.y_m[i]);
            weights.push(weight);
            rows.push((p.shared[i], query.selection.weight(p.group[i])));
        }
    }
    if query.unit == Unit::Incident {
        let kept = once(&rows);
        for list in [&mut x, &mut y, &mut weights] {
            let mut at = kept.iter();
            list.retain(|_| at.next() == Some(&true));
        }
    }
    (x, y, weights)
}

impl SurfaceFound {
    /// The picture of the surface within a tile.
    pub(crate) fn tile(&self, engine: &Engine, address: TileAddress) -> Result<Vec<u8>, RasterError> {
        let g = &self.surface.grid;
        let raster = Raster {
            west_m: g.x0_m,
            north_m: g.y0_m,
            pixel_m: g.pixel_m,
            width: g.width,
            height: g.height,
            values: &self.surface.values,
        };
        raster.png(address, &self.classes, |lng, lat| engine.projection.to_metres(lng, lat))
    }
}

heap!(SurfaceFound { surface, classes, max, count, years });
