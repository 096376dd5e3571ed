//! The binary `catchment`.
//!
//! Lives here: flags and environment, the wiring of the rooms, progress, printing for people, exit codes.
//! Does not live here: reading of police files (`ingest`), datasets (`store`), methods (`spatial`, `siting`),
//! and everything that a question means (`questions`), which the command line and HTTP share.

mod answers;
mod args;
mod ask;
mod commands;
mod failure;
mod output;
mod print;
mod progress;
mod shelf;
mod sibling;
mod workspace;

use std::process::ExitCode;

/// What is remembered of answers comes and goes on many threads. glibc keeps what they give back, each thread's in an
/// arena of its own. GDAL, which is C++, goes on with the system's.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Exit code of `check --since` where a verdict changed; 1 is a failure, 2 a flag that is not known.
const VERDICT_CHANGED: u8 = 3;

fn main() -> ExitCode {
    let matches = commands::declared().get_matches();
    match commands::run(&matches) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if failure::reader_left(&error) => ExitCode::SUCCESS,
        Err(error) if error.is::<failure::VerdictChanged>() => ExitCode::from(VERDICT_CHANGED),
        Err(error) => {
            progress::say(&failure::render(&error));
            ExitCode::FAILURE
        }
    }
}
