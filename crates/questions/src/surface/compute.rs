//! Kernel density surfaces.

use catchment_model::{Finest, TimeBasis, Unit};
use catchment_spatial::{Grid, KdeParams, Surface};
use catchment_tiles::{Classes, Raster, RasterError, TileAddress};
use geo::MultiPolygon;
use serde::Serialize;
use utoipa::ToSchema;

use super::counts::Months;
use super::meta::{Meta, Shows};
use super::params::{Params, Shown, edge_name};
use super::rankings::{LegendItem, finite, legend};
use super::{AskError, geometry};
use crate::engine::Engine;

/// A surface and what it was drawn from.
#[derive(Debug)]
pub struct SurfaceFound {
    /// Values per km² and year.
    pub surface: Surface,
    /// Classes of the map.
    pub classes: Classes,
    /// Largest value.
    pub max: f64,
    /// Count of the points.
    pub count: i64,
    /// What is counted.
    pub shown: Shown,
    /// Covered years.
    pub years: f64,
}

/// A surface in words; its picture is at `/tiles/surface/{z}/{x}/{y}`.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SurfaceAnswer {
    /// What the answer says of itself.
    pub meta: Meta,
    /// Classes of the map, over the whole city whatever is in view.
    pub legend: Vec<LegendItem>,
    /// Largest value.
    pub max: Option<f64>,
    /// Count of the points per km² of the city's areas, and year.
    pub mean: Option<f64>,
    /// Unit of the values.
    pub unit: &'static str,
    /// Edge correction: `none` (values are low along the city's border), `uniform` or `diggle`.
    pub edge: &'static str,
    /// Points that a correction leaves out since they lie outside every area; 0 without correction.
    pub left_out: usize,
    /// The raster.
    pub grid: GridInfo,
}

/// A raster in the work CRS.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct GridInfo {
    /// Work CRS.
    pub crs: String,
    /// West edge, metres.
    pub x0_m: f64,
    /// North edge, metres.
    pub y0_m: f64,
    /// Side of a pixel, metres.
    pub pixel_m: f64,
    /// Columns.
    pub width: usize,
    /// Rows.
    pub height: usize,
}

/// Draws a surface from the located rows of the covered months.
///
/// # Errors
/// [`AskError`] where nothing may be shown per point, or the bandwidth and pixel do not fit the city.
pub fn find_surface(engine: &Engine, params: &Params) -> Result<SurfaceFound, AskError> {
    let shown = params.shown(Finest::Cell, &engine.data)?;
    let months = Months::of(params, engine);
    let extent =
        geometry::extent_m(&engine.data.areas).ok_or_else(|| AskError::internal("the areas have no extent"))?;
    let grid = Grid::covering(extent, params.bandwidth_m, params.pixel_m).map_err(AskError::internal)?;
    let kde =
        KdeParams { kernel: params.kernel, bandwidth_m: params.bandwidth_m }.check(grid).map_err(AskError::internal)?;
    let (x, y, weights) = chosen_points(engine, params, &shown, &months);
    let region = params.edge.map(|edge| kde.edge(&city(engine), edge)).transpose().map_err(AskError::internal)?;
    let mut surface = kde.surface(&x, &y, &weights, region.as_ref()).map_err(AskError::internal)?;
    let years = months.years();
    for value in &mut surface.values {
        *value /= years;
    }
    let max = surface.max();
    #[expect(clippy::cast_possible_truncation, reason = "a sum of whole weights")]
    let count = weights.iter().sum::<f64>() as i64;
    Ok(SurfaceFound { classes: Classes::widening(max), max, count, surface, shown, years })
}

/// The ground that is known of: all areas.
fn city(engine: &Engine) -> MultiPolygon<f64> {
    MultiPolygon(engine.data.areas.list().iter().flat_map(|a| a.outline_m.0.iter().cloned()).collect())
}

fn chosen_points(engine: &Engine, params: &Params, shown: &Shown, months: &Months) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
    let p = &engine.points;
    let (mut x, mut y, mut weights) = (Vec::new(), Vec::new(), Vec::new());
    for i in 0..p.x_m.len() {
        let month = match params.time {
            TimeBasis::Reported => Some(p.reported[i]),
            TimeBasis::Occurred => p.occurred[i],
        };
        let covered = month
            .filter(|m| params.window.contains(*m))
            .and_then(|m| months.covered_at[usize::from(m.index() - params.window.from().index())]);
        if covered.is_none() || shown.selection.weight(p.group[i]) <= 0.0 {
            continue;
        }
        let weight = match params.unit {
            Unit::Net => f64::from(p.count[i]),
            Unit::Incident => f64::from(p.incident[i]),
        };
        if weight != 0.0 {
            x.push(p.x_m[i]);
            y.push(p.y_m[i]);
            weights.push(weight);
        }
    }
    (x, y, weights)
}

/// A surface as an answer.
pub fn surface_answer(engine: &Engine, params: &Params, found: &SurfaceFound) -> SurfaceAnswer {
    let shows = Shows { count: found.count, positions: true, sites: false, estimated_residents: false };
    let grid = &found.surface.grid;
    let km2: f64 = engine.data.areas.list().iter().map(|a| a.area_km2).sum();
    SurfaceAnswer {
        meta: Meta::new(params, &found.shown, &engine.data, shows),
        legend: legend(&found.classes),
        max: finite(found.max),
        mean: finite(found.count as f64 / km2 / found.years),
        unit: "per km² per year",
        edge: edge_name(params.edge),
        left_out: found.surface.left_out,
        grid: GridInfo {
            crs: engine.data.city.work_crs.clone(),
            x0_m: grid.x0_m,
            y0_m: grid.y0_m,
            pixel_m: grid.pixel_m,
            width: grid.width,
            height: grid.height,
        },
    }
}

impl SurfaceFound {
    /// The picture of the surface within a tile.
    ///
    /// # Errors
    /// [`RasterError`].
    pub fn tile(&self, engine: &Engine, address: TileAddress) -> Result<Vec<u8>, RasterError> {
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
