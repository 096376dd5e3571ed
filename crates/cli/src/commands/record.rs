//! `catchment record`: the answer of `rank`, and a file with everything that it came from.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use catchment_questions::{Params, Ranked, decision_answer, question_pairs, record, record_text, scenario_in_record};
use catchment_store::{People, people};

use super::decide;
use super::question::{state, told};
use crate::args::{Common, RecordArgs};
use crate::failure::advised;
use crate::progress;

/// Writes the record and prints the ranking, or the decision where weights are given.
pub(crate) fn run(common: &Common, args: &RecordArgs) -> Result<()> {
    super::rank::own_size(&args.rank)?;
    let dataset = super::open(&common.workspace)?;
    let scenario = args.scenario.map(|id| saved(&common.workspace, id, args.revision)).transpose()?;
    let pairs = match &scenario {
        Some(scenario) => question_pairs(&scenario.draft.question).map_err(told)?,
        None => super::rank::weighed_pairs(&args.rank).into_inner(),
    };
    let state = state(dataset, false)?;
    let ranked = Ranked::compute(&state, &pairs).map_err(told)?;
    let record = record(&state, &pairs, &ranked, scenario.as_ref().map(scenario_in_record)).map_err(told)?;
    write_new(&args.out, &record_text(&record))?;
    match &ranked.decision {
        Some((params, draws)) => {
            let params = Params { top: Some(args.rank.top as usize), ..params.clone() };
            decide::print(&args.rank, &state, &decision_answer(&state, &params, draws).map_err(told)?)?;
        }
        None => super::rank::show(&args.rank, &state, &ranked)?,
    }
    progress::say(&format!(
        "record written to {}, BLAKE3 {}",
        args.out.display(),
        record["blake3"].as_str().unwrap_or_default()
    ));
    Ok(())
}

/// A saved scenario.
pub(super) fn saved(workspace: &Path, id: i64, revision: Option<u32>) -> Result<catchment_store::Scenario> {
    if !workspace.join(people::FILE).exists() {
        return Err(advised(
            format!("--scenario {id}: nothing was saved in {} yet", workspace.display()),
            "save a scenario in the viewer (`catchment serve`), or give the question as flags",
        ));
    }
    People::open(workspace)?
        .get(id, revision)
        .map_err(|e| advised(e.to_string(), "GET /api/v1/scenarios lists those that exist"))
}

/// Writes a file that is not there yet, and forces it to the medium: a record is never written over.
fn write_new(path: &Path, text: &str) -> Result<()> {
    let name = || format!("--out {}", path.display());
    let mut file = match File::options().write(true).create_new(true).open(path) {
        Ok(file) => file,
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(advised(
                format!("{}: it is there already, and a record is never written over", name()),
                "another name",
            ));
        }
        Err(e) => return Err(e).with_context(|| format!("{}: cannot be written", name())),
    };
    file.write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .with_context(|| format!("{}: cannot be written", name()))
}
