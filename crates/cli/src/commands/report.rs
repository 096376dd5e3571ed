//! `catchment report`: asks everything that a report says and hands it to `catchment-report`, which lays it out.

use anyhow::{Context, Result};
use catchment_questions::Unwatched;
use catchment_questions::kept::{question_pairs, with_shape};
use catchment_questions::pieces::Param;
use catchment_questions::record::recorded_question;
use catchment_questions::report::{ReportAsk, ReportOrigin, report};
use catchment_questions::scenarios::scenario_in_record;
use catchment_store::Dataset;
use clap::ArgMatches;
use serde_json::Value;

use super::record;
use super::replay;
use crate::answers;
use crate::args::{Common, ReportArgs};
use crate::ask::engine;
use crate::ask::flags::{none_beside, told};
use crate::failure::advised;
use crate::progress;
use crate::sibling::{self, Sibling};
use crate::workspace;

pub(super) const PROGRAM: Sibling = Sibling { name: "catchment-report", folder: "crates/report", needs: "" };

/// What a report may be asked with.
pub(super) fn params() -> Vec<Param> {
    record::params()
}

/// Writes a report.
pub(super) fn run(common: &Common, args: &ReportArgs, given: &ArgMatches) -> Result<()> {
    let flags = record::given(given)?;
    let record = args.record.as_deref().map(replay::read).transpose()?;
    // A dataset is the first thing that everyone needs: it is named before the program that draws what it says.
    let dataset = match &record {
        Some(record) => named(common, record)?,
        None => workspace::open(&common.workspace)?,
    };
    // Before the work, not after it.
    let program = PROGRAM.find()?;
    let (pairs, origin) = question(common, args, flags, record.as_ref())?;
    let engine = engine(dataset, false)?;
    if args.backtest {
        answers::remember_backtest(&common.workspace, &engine);
        progress::say("choosing and measuring, year by year");
    }
    let asked = ReportAsk { pairs: &pairs, origin, backtest: args.backtest };
    let answer = report(&engine, &asked, &Unwatched).map_err(told)?;
    let answers = serde_json::to_vec(&answer).context("cannot write the answers as JSON")?;
    if let Some(path) = &args.answers {
        std::fs::write(path, &answers).with_context(|| format!("--answers {}", path.display()))?;
    }
    let rows = args.top.to_string();
    sibling::run(&program, &["-".as_ref(), args.out.as_os_str(), "--rows".as_ref(), rows.as_ref()], &answers)?;
    progress::say(&format!("wrote {}", args.out.display()));
    Ok(())
}

/// The dataset that a record names: the current one, or one that the workspace still keeps.
fn named(common: &Common, record: &Value) -> Result<Dataset> {
    let current = workspace::open(&common.workspace)?;
    let id = record["dataset"]["id"].as_str().unwrap_or_default();
    if current.id == id {
        return Ok(current);
    }
    if catchment_store::versions(&common.workspace)?.iter().any(|kept| kept == id) {
        return workspace::open_version(&common.workspace, id);
    }
    Err(advised(
        format!("--record: it was made on dataset \"{id}\", and the workspace holds {}", current.id),
        "--workspace DIR with that dataset, or a new record (`catchment record`)",
    ))
}

/// The question, and where it came from.
fn question<'a>(
    common: &Common,
    args: &ReportArgs,
    flags: Vec<(String, String)>,
    record: Option<&'a Value>,
) -> Result<(Vec<(String, String)>, ReportOrigin<'a>)> {
    if let Some(record) = record {
        none_beside("--record", &flags)?;
        return Ok((recorded_question(record).map_err(told)?, ReportOrigin::Record(record)));
    }
    if let Some(id) = args.scenario {
        none_beside(&format!("--scenario {id}"), &flags)?;
        let scenario = workspace::saved(&common.workspace, id, args.revision)?;
        let pairs = question_pairs(&scenario.draft.question).map_err(told)?;
        return Ok((pairs, ReportOrigin::Scenario(scenario_in_record(&scenario))));
    }
    Ok((with_shape(flags), ReportOrigin::Asked))
}
