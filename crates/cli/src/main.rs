//! The binary `catchment`.
//!
//! Lives here: flags and environment, the wiring of the rooms, progress, output formats, exit codes.
//! Does not live here: reading of police files (`ingest`), datasets (`store`), methods (`spatial`, `siting`),
//! and everything that a query means (`server::api`), which the command line and HTTP share.

mod args;
mod asked;
mod commands;
mod failure;
mod geometry;
mod output;
mod progress;
mod sibling;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let cli = args::Cli::parse();
    match commands::run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if failure::reader_left(&error) => ExitCode::SUCCESS,
        Err(error) => {
            progress::say(&failure::render(&error));
            ExitCode::FAILURE
        }
    }
}
