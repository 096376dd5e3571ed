//! `catchment ingest`: from a city's sources to a dataset.

use std::time::Instant;

use anyhow::{Context, Result, bail};
use catchment_ingest::{Ingested, Stage};
use catchment_questions::check::Check;
use catchment_questions::counts::Counts;
use catchment_questions::pieces::read_ask;
use catchment_questions::rankings::Rankings;
use catchment_questions::status::Status;
use catchment_questions::words::grouped;
use catchment_questions::{AskError, Engine, Question, Unwatched};
use catchment_store::{Dataset, NewDataset};

use super::{basemap, quality};
use crate::answers;
use crate::args::{Common, IngestArgs, TableFormat};
use crate::ask::engine;
use crate::ask::flags::told;
use crate::output;
use crate::progress::{self, Meter, Working};
use crate::shelf::with_shelf;
use crate::workspace::{self, environment};

/// Builds a dataset and prints its report.
pub(crate) fn run(common: &Common, args: &IngestArgs) -> Result<()> {
    let started = Instant::now();
    let meter = Meter::new();
    let ingested = catchment_ingest::ingest(&args.city, &environment, &|p| {
        meter.show(stage(p.stage), p.done as u64, p.total as u64);
    })?;
    let rows = ingested.quality.totals().rows;
    let seconds = started.elapsed().as_secs_f64();
    // Before the dataset: what is wrong with the files of the map is told while the dataset before is still there.
    meter.show("drawing the map", 0, 0);
    let map = basemap::build(&args.city)?;
    if !ingested.quality.balances() {
        bail!("the rows of a file do not add up: a fault of the program; no dataset was written");
    }
    if let Some(why) = ingested.shows_nothing.as_ref().filter(|_| shows_something(common)) {
        bail!("no dataset was written, and the one before stays: {why}");
    }
    meter.show("writing the dataset", 0, 0);
    let id = write(common, &ingested)?;
    map.write(&common.workspace)?;
    meter.end();
    map.tell();
    for taken in &ingested.defaults {
        progress::say(&format!("by default: {taken}"));
    }
    if args.format != TableFormat::Table {
        progress::warn(&ingested.quality.warnings);
    }
    print(args, &id, &ingested)?;
    let speed = rows as f64 / seconds.max(1e-9);
    progress::say(&format!(
        "{} rows read in {seconds:.2} s ({speed:.0} rows/s); {:.2} s in all",
        grouped(i64::try_from(rows)?),
        started.elapsed().as_secs_f64()
    ));
    if !args.no_backtest {
        backtest(common);
        check(common);
    }
    Ok(())
}

/// Tests each way of choosing on past years and keeps the answer. The dataset is there already: nothing that goes wrong
/// here is a failure of the ingest.
fn backtest(common: &Common) {
    match tested(common) {
        Ok(None) => {}
        Ok(Some(why)) => progress::say(&format!("no backtest of this city: {why}")),
        Err(error) => progress::warn([format!("no backtest is kept: {error:#}")]),
    }
}

/// Checks the sites and keeps what was searched for. Nothing that goes wrong here is a failure of the ingest.
fn check(common: &Common) {
    let checked = || -> Result<()> {
        let engine = with_shelf(engine(workspace::open(&common.workspace)?, false)?, &common.workspace, true);
        let ask = read_ask::<<Check as Question>::Ask>(&[]).and_then(|ask| Check::check(ask, &engine.data));
        // A city without sites, or without months to check them in, has no check.
        let (Ok(question), false) = (ask, engine.data.sites.is_empty()) else { return Ok(()) };
        progress::say("checking the sites (--no-backtest leaves it out)");
        let meter = Meter::new();
        let answer = engine.answer(&question, &Working { meter: &meter, stage: "checking the sites" });
        meter.end();
        answer.map(|_| ()).map_err(told)
    };
    if let Err(error) = checked() {
        progress::warn([format!("no check of the sites is kept: {error:#}")]);
    }
}

/// Computes and stores the backtest, unless it is there already; or why the city has none.
fn tested(common: &Common) -> Result<Option<String>> {
    let engine = engine(workspace::open(&common.workspace)?, false)?;
    if answers::remember_backtest(&common.workspace, &engine) {
        return Ok(None);
    }
    progress::say("the dataset is ready; testing each way of choosing on past years (--no-backtest leaves it out)");
    let meter = Meter::new();
    let ready = answers::compute_backtest(&engine, &Working { meter: &meter, stage: "testing past years" });
    meter.end();
    match ready {
        Ok(ready) => ready.store(&common.workspace).map(|()| None),
        Err(AskError::NotCovered { accepted, .. } | AskError::Value { accepted, .. }) => {
            Ok(Some(format!("it needs {accepted}")))
        }
        Err(error) => Err(told(error)),
    }
}

fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Areas => "reading areas and sites",
        Stage::Files => "reading files",
        Stage::Reconcile => "matching rows that take others back",
        Stage::Locate => "locating positions",
    }
}

fn write(common: &Common, ingested: &Ingested) -> Result<String> {
    let new = NewDataset {
        city_toml: &ingested.city_toml,
        city: &ingested.city,
        areas: &ingested.areas,
        homes: &ingested.homes,
        sites: &ingested.sites,
        incidents: &ingested.incidents,
        year_counts: ingested.year_counts.clone(),
        area_counts: ingested.area_counts.clone(),
        coverage: ingested.coverage.clone(),
        quality: ingested.quality.clone(),
        inputs: ingested.inputs.clone(),
        region: ingested.region.as_ref(),
        bridges: &ingested.bridges,
    };
    catchment_store::write_asked(&common.workspace, &new, &asked)
        .with_context(|| format!("no dataset was written to {}", common.workspace.display()))
}

/// Asks a dataset what its first pages show, before it becomes the current one. What a city cannot be asked is no fault
/// of its dataset: one without points has no ranking.
/// Whether the dataset in use, if there is one, holds any offense that its city shows by default.
fn shows_something(common: &Common) -> bool {
    Dataset::open(&common.workspace).is_ok_and(|before| {
        let shown = before.offenses.select("harm").unwrap_or_else(|_| before.offenses.default_selection());
        before.cube.entries().iter().any(|entry| shown.weight(entry.group) > 0.0)
    })
}

fn asked(dataset: Dataset) -> Result<(), String> {
    let engine = engine(dataset, false).map_err(|e| format!("{e:#}"))?;
    first::<Status>(&engine)?;
    first::<Counts>(&engine)?;
    first::<Rankings>(&engine)
}

fn first<Q: Question>(engine: &Engine) -> Result<(), String> {
    let ask = read_ask::<Q::Ask>(&[]).and_then(|ask| Q::check(ask, &engine.data));
    match ask.and_then(|question| engine.answer(&question, &Unwatched)) {
        Err(AskError::Internal(error)) => Err(format!("{}: {error}", Q::NAME)),
        _ => Ok(()),
    }
}

fn print(args: &IngestArgs, id: &str, ingested: &Ingested) -> Result<()> {
    match args.format {
        TableFormat::Json => output::print_json(&quality::report(id, &ingested.quality)),
        TableFormat::Csv => output::print_csv(&quality::by_file(&ingested.quality)),
        TableFormat::Table => output::print_text(&quality::summary(id, &ingested.quality)),
    }
}
