//! `catchment replay`: computes a recorded answer again, and says what changed.

use std::path::Path;

use anyhow::{Context, Result, bail};
use catchment_questions::Unwatched;
use catchment_questions::file::Sheet;
use catchment_questions::kept::Answered;
use catchment_questions::record::{Difference, Replay, compare, recorded_question};
use catchment_store::Dataset;
use serde_json::Value;

use crate::args::{Common, ReplayArgs, TableFormat};
use crate::ask::engine;
use crate::ask::flags::told;
use crate::failure::advised;
use crate::output;
use crate::progress;
use crate::workspace;

/// Largest record that is read.
const MAX_BYTES: u64 = 256 * 1024 * 1024;

/// Replays a record.
pub(super) fn run(common: &Common, args: &ReplayArgs) -> Result<()> {
    let record = read(&args.record)?;
    let pairs = recorded_question(&record).map_err(|e| anyhow::anyhow!("{}: {e}", args.record.display()))?;
    let named = record["dataset"]["id"].as_str().unwrap_or_default().to_owned();
    let dataset = dataset(&common.workspace, &named, args.kept)?;
    let other = dataset.id != named && catchment_store::versions(&common.workspace)?.contains(&named);
    let engine = engine(dataset, false)?;
    // A changed city may refuse the question: that is an answer too.
    let (answered, refusal) = match Answered::of(&engine, &pairs, &Unwatched) {
        Ok(answered) => (Some(answered), None),
        Err(error) => (None, Some(told(error))),
    };
    let replay = compare(&engine, &record, answered.as_ref()).map_err(told)?;
    print(args, &replay)?;
    if replay.reproduced {
        return Ok(());
    }
    if let Some(refusal) = refusal {
        progress::say(&format!("the question can no longer be answered: {refusal}"));
    }
    if other {
        progress::say(&format!(
            "the workspace still keeps dataset {named}: catchment replay --kept {}",
            args.record.display()
        ));
    }
    bail!("{}", failure(&replay))
}

/// A record's file.
pub(super) fn read(path: &Path) -> Result<Value> {
    let size = std::fs::metadata(path).with_context(|| format!("{}: cannot be read", path.display()))?.len();
    if size > MAX_BYTES {
        bail!("{}: {size} bytes; expected a record of up to {MAX_BYTES}", path.display());
    }
    let bytes = std::fs::read(path).with_context(|| format!("{}: cannot be read", path.display()))?;
    serde_json::from_slice(&bytes).with_context(|| format!("{}: not a JSON document", path.display()))
}

fn dataset(workspace: &Path, named: &str, kept: bool) -> Result<Dataset> {
    if !kept {
        return workspace::open(workspace);
    }
    if !catchment_store::versions(workspace)?.iter().any(|id| id == named) {
        return Err(advised(
            format!("--kept: the workspace does not keep dataset {named}"),
            "catchment replay without --kept",
        ));
    }
    workspace::open_version(workspace, named)
}

fn failure(replay: &Replay) -> String {
    let inputs: Vec<&str> = replay.changed.iter().map(|d| d.what.as_str()).collect();
    let inputs =
        if inputs.is_empty() { "no input changed".to_owned() } else { format!("changed: {}", inputs.join(", ")) };
    let answer = if replay.same_answer {
        "the answer is the same".to_owned()
    } else {
        format!("{} places of the answer differ", replay.different)
    };
    format!("not reproduced: {inputs}; {answer}")
}

fn print(args: &ReplayArgs, replay: &Replay) -> Result<()> {
    match args.format {
        TableFormat::Json => output::print_json(replay),
        TableFormat::Csv => output::print_csv(&sheet(replay)),
        TableFormat::Table if replay.reproduced => {
            output::print_text(&format!("reproduced to the byte\nAnswer: BLAKE3 {}.", replay.now_blake3))
        }
        TableFormat::Table => {
            output::print_table(&sheet(replay))?;
            let more = replay.different.saturating_sub(replay.differences.len());
            let rest = if more > 0 { format!(" {more} more places differ.") } else { String::new() };
            output::print_text(&format!(
                "Answer: BLAKE3 {} recorded, {} now.{rest}",
                replay.recorded_blake3, replay.now_blake3
            ))
        }
    }
}

fn sheet(replay: &Replay) -> Sheet {
    let mut sheet = Sheet::new(["kind", "what", "recorded", "now"]);
    let mut add = |kind: &str, d: &Difference| {
        sheet.push(vec![kind.into(), d.what.as_str().into(), short(&d.recorded).into(), short(&d.now).into()]);
    };
    replay.changed.iter().for_each(|d| add("input", d));
    replay.differences.iter().for_each(|d| add("answer", d));
    sheet
}

/// A value in few characters.
fn short(value: &Value) -> String {
    let text = match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    if text.chars().count() > 40 { format!("{}…", text.chars().take(39).collect::<String>()) } else { text }
}
