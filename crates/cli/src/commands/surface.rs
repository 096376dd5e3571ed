//! `catchment surface`: a kernel density surface as a GeoTIFF.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, Result};
use catchment_questions::pieces::{Param, Piece, read_ask};
use catchment_questions::surface::{Surface, SurfaceAnswer, SurfaceAsk};
use catchment_questions::{Engine, Question, Unwatched};
use catchment_store::cog::{self, Precision, Raster};
use clap::ArgMatches;

use crate::args::{Common, SurfaceArgs};
use crate::ask::engine;
use crate::ask::flags::{self, told};
use crate::output;
use crate::print::legend;
use crate::progress::{self, Meter};
use crate::workspace;

/// What the question may be asked with.
pub(super) fn params() -> Vec<Param> {
    SurfaceAsk::params()
}

/// Writes a surface and says what is in it.
pub(super) fn run(common: &Common, args: &SurfaceArgs, given: &ArgMatches) -> Result<()> {
    let asked = read_ask::<SurfaceAsk>(&flags::pairs(&params(), given)?).map_err(told)?;
    let dataset = workspace::open(&common.workspace)?;
    let question = Surface::check(asked, &dataset).map_err(told)?;
    let meter = Meter::new();
    meter.show("reading points", 0, 0);
    let engine = engine(dataset, true)?;
    meter.show("computing the surface", 0, 0);
    let answer = engine.answer(&question, &Unwatched).map_err(told)?;
    meter.show("writing the file", 0, 0);
    write(&args.out, &engine, &question, &answer)?;
    meter.end();
    tell(&args.out, &engine, &question, &answer)
}

fn write(out: &Path, engine: &Engine, question: &Surface, answer: &SurfaceAnswer) -> Result<()> {
    let (grid, meta) = (&answer.grid, &answer.meta);
    let metadata = BTreeMap::from(
        [
            ("method", "kernel density".to_owned()),
            ("units", answer.unit.clone()),
            ("kernel", question.kernel.to_string()),
            ("bandwidth_m", question.bandwidth_m.to_string()),
            ("pixel_m", question.pixel_m.to_string()),
            ("edge", question.edge.to_string()),
            ("window", format!("{} to {}", meta.window.from, meta.window.to)),
            ("covered_months", meta.window.covered_months.to_string()),
            ("offense", question.counted.offense.join(",")),
            ("unit", meta.unit_label.clone()),
            ("time", question.counted.time.to_string()),
            ("warnings", meta.warnings.join(" ")),
            ("source", meta.source.clone()),
            ("dataset", meta.dataset.clone()),
            ("program", meta.program.clone()),
        ]
        .map(|(key, value)| (key.to_owned(), value)),
    );
    let values = question.values(engine).map_err(told)?;
    let raster = Raster {
        width: grid.width,
        height: grid.height,
        west_m: grid.x0_m,
        north_m: grid.y0_m,
        pixel_m: grid.pixel_m,
        crs: &grid.crs,
        values: values.list(),
        precision: Precision::F32,
        description: "kernel density, per km² per year",
        metadata,
    };
    if out.as_os_str() != "-" {
        return cog::write(out, &raster).with_context(|| format!("--out {}", out.display()));
    }
    // GDAL writes files: one of a moment, whose bytes go on.
    let folder = tempfile::tempdir().context("cannot make a temporary folder")?;
    let path = folder.path().join("surface.tif");
    cog::write(&path, &raster).context("--out -")?;
    output::print_bytes(&std::fs::read(&path).context("--out -")?)
}

/// Least, mean and largest value inside the city, and the place of the largest as finely as the city allows.
fn tell(out: &Path, engine: &Engine, question: &Surface, answer: &SurfaceAnswer) -> Result<()> {
    let (grid, number) = (&answer.grid, |v: Option<f64>| v.map_or_else(|| "–".to_owned(), |v| format!("{v:.2}")));
    let peak = answer.peak.as_ref();
    let mut lines = vec![
        format!("{}: {} × {} pixels of {} m, {}", out.display(), grid.width, grid.height, grid.pixel_m, grid.crs),
        format!(
            "inside the city: min {}, mean {}, max {} {}",
            number(answer.least_inside),
            number(answer.mean_inside),
            number(peak.map(|p| p.value)),
            answer.unit
        ),
    ];
    lines.extend(peak.map(|p| {
        format!("peak: {}{}", p.area, p.cell.as_ref().map_or_else(String::new, |cell| format!(", cell {cell}")))
    }));
    lines.extend(answer.notes.iter().cloned());
    lines.push(legend(&answer.meta, &question.counted, &engine.data));
    let text = lines.join("\n");
    // Beside the bytes of the file there is no room for words.
    if out.as_os_str() == "-" {
        progress::say(&text);
        return Ok(());
    }
    output::print_text(&text)
}
