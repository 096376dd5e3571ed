//! `catchment surface`: a kernel density surface as a GeoTIFF.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use catchment_questions::{Question, SurfaceAnswer, find_surface, surface_answer};
use catchment_server::AppState;
use catchment_spatial::Surface;
use catchment_store::cog::{self, Precision, Raster};

use super::question::{Pairs, legend, state, told};
use crate::args::{Common, SurfaceArgs, word};
use crate::output;
use crate::progress::Meter;

/// Writes a surface and says what is in it.
pub(crate) fn run(common: &Common, args: &SurfaceArgs) -> Result<()> {
    let dataset = super::open(&common.workspace)?;
    let mut pairs = Pairs::of(&args.query);
    pairs
        .with("kernel", &word(&args.kernel))
        .with("edge", &word(&args.edge))
        .maybe("bandwidth_m", args.bandwidth)
        .maybe("pixel_m", args.cell);
    let params = pairs.read(Question::Surface, &dataset)?;
    let meter = Meter::new();
    meter.show("reading points", 0, 0);
    let state = state(dataset, true)?;
    meter.show("computing the surface", 0, 0);
    let found = find_surface(&state, &params).map_err(told)?;
    meter.show("writing the file", 0, 0);
    let answer = surface_answer(&state, &params, &found);
    write(args, &answer, &found.surface)?;
    meter.end();
    tell(args, &state, &answer, &found.surface)
}

fn write(args: &SurfaceArgs, answer: &SurfaceAnswer, surface: &Surface) -> Result<()> {
    let (grid, meta) = (&surface.grid, &answer.meta);
    let p = &meta.params;
    let number = |v: Option<f64>| v.map_or_else(String::new, |v| v.to_string());
    let metadata = BTreeMap::from(
        [
            ("method", "kernel density".to_owned()),
            ("units", answer.unit.to_owned()),
            ("kernel", p.kernel.unwrap_or("").to_owned()),
            ("bandwidth_m", number(p.bandwidth_m)),
            ("pixel_m", number(p.pixel_m)),
            ("edge", word(&args.edge)),
            ("window", format!("{} to {}", meta.window.from, meta.window.to)),
            ("covered_months", meta.window.covered_months.to_string()),
            ("offense", p.offense.join(",")),
            ("unit", meta.unit_label.to_owned()),
            ("time", p.time.to_owned()),
            ("warnings", meta.warnings.join(" ")),
            ("source", meta.source.clone()),
            ("dataset", meta.dataset.clone()),
            ("program", meta.program.to_owned()),
        ]
        .map(|(key, value)| (key.to_owned(), value)),
    );
    let raster = Raster {
        width: grid.width,
        height: grid.height,
        west_m: grid.x0_m,
        north_m: grid.y0_m,
        pixel_m: grid.pixel_m,
        crs: &answer.grid.crs,
        values: &surface.values,
        precision: Precision::F32,
        description: "kernel density, per km² per year",
        metadata,
    };
    cog::write(&args.out, &raster).with_context(|| format!("--out {}", args.out.display()))
}

/// Least, mean and largest value inside the city, and the place of the largest as finely as the city allows.
fn tell(args: &SurfaceArgs, state: &AppState, answer: &SurfaceAnswer, surface: &Surface) -> Result<()> {
    let grid = &surface.grid;
    let (mut least, mut sum, mut n) = (f64::INFINITY, 0.0, 0u32);
    let mut peak = (f64::NEG_INFINITY, 0.0, 0.0, "");
    for (at, value) in surface.values.iter().enumerate() {
        let (x, y) = (grid.x_m(at % grid.width), grid.y_m(at / grid.width));
        let Some(area) = state.data.areas.at(x, y).and_then(|a| state.data.areas.get(a)) else { continue };
        (least, sum, n) = (least.min(*value), sum + value, n + 1);
        if *value > peak.0 {
            peak = (*value, x, y, &area.name);
        }
    }
    let text = format!(
        "{}: {} × {} pixels of {} m, {}\ninside the city: min {least:.2}, mean {:.2}, max {:.2} {}\npeak: {}{}",
        args.out.display(),
        grid.width,
        grid.height,
        grid.pixel_m,
        answer.grid.crs,
        sum / f64::from(n.max(1)),
        peak.0,
        answer.unit,
        peak.3,
        cell_near(state, peak.1, peak.2),
    );
    output::print_text(&format!("{text}\n{}", legend(&answer.meta, &state.data)))
}

/// The cell of the finest resolution allowed whose center is nearest.
fn cell_near(state: &AppState, x_m: f64, y_m: f64) -> String {
    let finest = state.data.city.positions.finest_resolution;
    let Some(study) = state.study(finest) else { return String::new() };
    let distance = |i: &usize| (study.x_m[*i] - x_m).hypot(study.y_m[*i] - y_m);
    let nearest =
        (0..study.inside.len()).filter(|i| distance(i).is_finite()).min_by(|a, b| distance(a).total_cmp(&distance(b)));
    nearest.map_or_else(String::new, |i| format!(", cell {}", study.inside[i]))
}
