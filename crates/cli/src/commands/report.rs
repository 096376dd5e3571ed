//! `catchment report`: asks everything that a report says and hands it to `catchment-report`, which lays it out.

use anyhow::{Context, Result};
use catchment_server::api::{Question, report};

use super::question::{Pairs, state, told};
use crate::args::{Common, ReportArgs, word};
use crate::progress;
use crate::sibling::{self, Sibling};

const PROGRAM: Sibling = Sibling { name: "catchment-report", folder: "crates/report", needs: "" };

/// Writes a report.
pub(crate) fn run(common: &Common, args: &ReportArgs) -> Result<()> {
    let dataset = super::open(&common.workspace)?;
    let mut pairs = Pairs::of(&args.query);
    pairs.with("measure", &args.measure).with("area", &word(&args.area)).with("seed", &args.seed);
    pairs.maybe("k", args.k).maybe("area_km2", args.area_km2);
    let params = pairs.read(Question::Rankings, &dataset)?;
    // Before the work, not after it.
    let program = PROGRAM.find()?;
    let state = state(dataset, false)?;
    let answers = serde_json::to_vec(&report(&state, &params).map_err(told)?).context("cannot write the answers as JSON")?;
    if let Some(path) = &args.answers {
        std::fs::write(path, &answers).with_context(|| format!("--answers {}", path.display()))?;
    }
    let rows = args.top.to_string();
    sibling::run(&program, &["-".as_ref(), args.out.as_os_str(), "--rows".as_ref(), rows.as_ref()], &answers)?;
    progress::say(&format!("wrote {}", args.out.display()));
    Ok(())
}
