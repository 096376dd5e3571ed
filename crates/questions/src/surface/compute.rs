//! A surface in figures.

use std::sync::Arc;

use catchment_model::{AreaIdx, Cell, Finest, Resolution};
use catchment_spatial::Edges;
use catchment_store::Dataset;

use super::draw::city;
use super::{GridInfo, PlaceValue, Surface, SurfaceAnswer, SurfaceAsk, SurfaceFound, words};
use crate::Watch;
use crate::answers::{LegendItem, at_least_none};
use crate::engine::{Engine, Shows, Stacked, check_first, extent_m, finite, meta};
use crate::error::AskError;
use crate::pieces::Value as _;
use crate::pieces::value::{BandwidthM, PixelM};
use crate::question::Question;

/// Unit of the values.
const UNIT: &str = "per km² per year";
/// Most pixels of a surface.
const MAX_PIXELS: f64 = 4_000_000.0;
/// Largest side of a pixel, meters.
const COARSEST: f64 = 1000.0;

impl Question for Surface {
    const NAME: &'static str = "surface";
    const ADDRESS: &'static str = "surface";
    const ABOUT: &'static str = "A kernel density surface in figures: classes, largest and mean value, raster.";

    type Ask = SurfaceAsk;
    type Answer = SurfaceAnswer;

    fn check(ask: SurfaceAsk, data: &Dataset) -> Result<Self, AskError> {
        let SurfaceAsk { counting, smoothing } = ask;
        let analysis = &data.city.analysis;
        if let Some(pixel) = smoothing.pixel_m {
            let finest = finest_pixel(data);
            if pixel.get() < finest {
                return Err(AskError::value("pixel_m", pixel.write(), format!("a number from {finest} to {COARSEST}")));
            }
        }
        let least = least_bandwidth(data);
        if let Some(bandwidth) = smoothing.bandwidth_m.filter(|b| b.get() < least) {
            let accepted = format!("a number from {least} to 5000: cells of this city are as far apart");
            return Err(AskError::value("bandwidth_m", bandwidth.write(), accepted));
        }
        Ok(Self {
            counted: counting.check(Finest::Cell, data)?,
            kernel: smoothing.kernel,
            bandwidth_m: smoothing.bandwidth_m.map_or(analysis.bandwidth_m.max(least), BandwidthM::get),
            pixel_m: smoothing.pixel_m.map_or_else(|| usual_pixel(data), PixelM::get),
            edge: smoothing.edge,
        })
    }

    fn answer(&self, engine: &Engine, _: &dyn Watch) -> Result<SurfaceAnswer, AskError> {
        let found = engine.find(self)?;
        let shows =
            Shows { count: found.count, positions: true, sites: false, estimated_residents: false, measure: None };
        let grid = &found.surface.grid;
        let km2: f64 = engine.data.areas.list().iter().map(|a| a.area_km2).sum();
        let inside = inside(engine, &found);
        let told = inside.peak.as_ref().zip(inside.mean);
        let mut meta = meta(engine, self, &self.counted, None, shows)?;
        meta.warnings.extend(check_first(self.peak_rests(engine, inside.peak.as_ref())?));
        Ok(SurfaceAnswer {
            meta,
            finding: told.filter(|(peak, _)| peak.value > 0.0).map(|(peak, mean)| words::finding(peak, mean, UNIT)),
            notes: self.notes(engine, found.surface.left_out),
            legend: LegendItem::of(&found.classes),
            max: finite(found.max),
            mean: finite(at_least_none(found.count) / km2 / found.years),
            least_inside: inside.least,
            mean_inside: inside.mean,
            peak: inside.peak,
            unit: UNIT.to_owned(),
            edge: self.edge,
            left_out: found.surface.left_out,
            grid: GridInfo {
                crs: engine.data.city.work_crs.clone(),
                x0_m: grid.x0_m,
                y0_m: grid.y0_m,
                pixel_m: grid.pixel_m,
                width: grid.width,
                height: grid.height,
            },
        })
    }
}

/// The values of a surface, row by row from the north-west: for whom the picture is not enough.
#[derive(Debug, Clone)]
pub struct Values(Arc<SurfaceFound>);

impl Values {
    /// The values, per km² and year.
    pub fn list(&self) -> &[f64] {
        &self.0.surface.values
    }
}

impl Surface {
    fn notes(&self, engine: &Engine, left_out: usize) -> Vec<String> {
        let mut notes = words::notes(self.edge, left_out);
        let wished = engine.data.city.analysis.pixel_m;
        if self.pixel_m > wished && self.pixel_m <= computed_pixel(&engine.data) {
            notes.push(words::coarser(self.pixel_m, wished));
        }
        notes
    }

    /// How much of what counts around the highest place, and of the whole surface, is at addresses that hold more than
    /// chance allows.
    fn peak_rests(&self, engine: &Engine, peak: Option<&PlaceValue>) -> Result<Vec<String>, AskError> {
        let query = self.counted.query(&engine.data)?;
        let stacked = Stacked::of(engine, &query);
        let resolution = engine.data.city.positions.finest_resolution;
        let by_cell = engine.incidents.by_cell(&query, resolution);
        let total = by_cell.iter().map(|(_, n)| *n).sum();
        let mut says: Vec<String> = stacked.of_all(total).into_iter().collect();
        if let Some(cell) = peak.and_then(|p| p.cell.as_ref()).and_then(|id| id.parse::<Cell>().ok()) {
            let count = by_cell.iter().find(|(c, _)| *c == cell).map_or(0, |(_, n)| *n);
            says.extend(stacked.says("of the cell where it is highest", count, (resolution, |c| c == cell)));
        }
        Ok(says)
    }

    /// The values of the surface.
    ///
    /// # Errors
    /// As [`Question::answer`].
    pub fn values(&self, engine: &Engine) -> Result<Values, AskError> {
        Ok(Values(engine.find(self)?))
    }
}

/// The least bandwidth: about how far the centers of neighboring cells of the finest resolution are apart, meters.
/// Below it a surface drawn from cells shows the cells and not the city.
fn least_bandwidth(data: &Dataset) -> f64 {
    match data.city.positions.finest_resolution {
        _ if data.city.finest.points => 50.0,
        Resolution::R8 => 900.0,
        Resolution::R9 => 350.0,
        Resolution::R10 => 130.0,
    }
}

/// The finest pixel that may be asked for.
fn finest_pixel(data: &Dataset) -> f64 {
    computed_pixel(data).max(10.0)
}

/// The finest pixel whose grid over the whole city is still computed.
fn computed_pixel(data: &Dataset) -> f64 {
    let square = extent_m(&data.areas).map_or(0.0, |e| e.width() * e.height());
    (square / MAX_PIXELS).sqrt().ceil()
}

/// The city file's pixel, or the finest one where the ground is too large for that.
fn usual_pixel(data: &Dataset) -> f64 {
    data.city.analysis.pixel_m.max(computed_pixel(data))
}

/// Least, mean and largest value of the pixels inside the city.
struct Inside {
    least: Option<f64>,
    mean: Option<f64>,
    peak: Option<PlaceValue>,
}

fn inside(engine: &Engine, found: &SurfaceFound) -> Inside {
    let grid = &found.surface.grid;
    let (mut least, mut sum, mut n) = (f64::INFINITY, 0.0, 0u32);
    let mut peak: Option<(f64, f64, f64, &str)> = None;
    let edges = Edges::new(&city(engine));
    let mut before: Option<AreaIdx> = None;
    for (at, value) in found.surface.values.iter().enumerate() {
        let (x, y) = (grid.x_m(at % grid.width), grid.y_m(at / grid.width));
        // Between two pixels of a row without a border in between nothing changes.
        let column = at % grid.width;
        if column == 0 || edges.touch((grid.x_m(column - 1), x), (y, y)) {
            before = engine.data.areas.at(x, y);
        }
        let Some(area) = before.and_then(|a| engine.data.areas.get(a)) else { continue };
        (least, sum, n) = (least.min(*value), sum + value, n + 1);
        if peak.is_none_or(|(highest, ..)| *value > highest) {
            peak = Some((*value, x, y, &area.name));
        }
    }
    let place = |(value, x, y, area): (f64, f64, f64, &str)| PlaceValue {
        value,
        area: area.to_owned(),
        cell: cell_near(engine, x, y),
    };
    Inside { least: finite(least), mean: finite(sum / f64::from(n)), peak: peak.map(place) }
}

/// The cell of the finest resolution shown whose center is nearest.
fn cell_near(engine: &Engine, x_m: f64, y_m: f64) -> Option<String> {
    let study = engine.finest_study().ok()?;
    let distance = |i: &usize| (study.x_m[*i] - x_m).hypot(study.y_m[*i] - y_m);
    let nearest =
        (0..study.inside.len()).filter(|i| distance(i).is_finite()).min_by(|a, b| distance(a).total_cmp(&distance(b)));
    nearest.map(|i| study.inside[i].to_string())
}
