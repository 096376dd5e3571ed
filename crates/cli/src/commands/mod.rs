//! The commands: each resolves its flags, asks the rooms, and prints.

mod backtest;
mod chance;
mod clusters;
mod counts;
mod decide;
mod hotspots;
mod ingest;
mod locate;
mod quality;
mod question;
mod rank;
mod record;
mod replay;
mod report;
mod serve;
mod still;
mod surface;
mod synth;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use catchment_store::Dataset;

use crate::args::{Cli, Command, Common};

/// Runs the command that the arguments name.
pub(crate) fn run(cli: Cli) -> Result<()> {
    let Cli { common, command } = cli;
    threads(&common)?;
    match command {
        Command::Ingest(args) => ingest::run(&common, &args),
        Command::Quality(args) => quality::run(&common, &args),
        Command::Counts(args) => counts::run(&common, &args),
        Command::Surface(args) => surface::run(&common, &args),
        Command::Hotspots(args) => hotspots::run(&common, &args),
        Command::Rank(args) => rank::run(&common, &args),
        Command::Chance(args) => chance::run(&common, &args),
        Command::Backtest(args) => backtest::run(&common, &args),
        Command::Locate(args) => locate::run(&args),
        Command::Record(args) => record::run(&common, &args),
        Command::Replay(args) => replay::run(&common, &args),
        Command::Serve(args) => serve::run(&common, &args),
        Command::Report(args) => report::run(&common, &args),
        Command::Still(args) => still::run(&common, &args),
        Command::Synth(args) => synth::run(&common, &args),
    }
}

fn threads(common: &Common) -> Result<()> {
    let Some(n) = common.threads else { return Ok(()) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(n));
    pool.build_global().with_context(|| format!("--threads {n}: cannot start the threads"))
}

/// The current dataset of a workspace.
fn open(workspace: &Path) -> Result<Dataset> {
    // Its errors name the path and what to do.
    Ok(Dataset::open(workspace)?)
}

/// The picture that goes with links to the viewer: `still --preview` writes it, `serve` reads it.
fn preview_file(workspace: &Path) -> PathBuf {
    workspace.join("preview.png")
}
