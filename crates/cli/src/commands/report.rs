//! `catchment report`: asks everything that a report says and hands it to `catchment-report`, which lays it out.

use std::ffi::OsStr;
use std::path::Path;

use anyhow::{Context, Result};
use catchment_questions::Unwatched;
use catchment_questions::check::CheckAsk;
use catchment_questions::kept::{question_pairs, with_shape};
use catchment_questions::pieces::{Param, Piece as _, read_ask};
use catchment_questions::record::recorded_question;
use catchment_questions::report::{ReportAsk, ReportOrigin, check_report, report, target_report};
use catchment_questions::scenarios::scenario_in_record;
use catchment_questions::target::TargetAsk;
use catchment_store::Dataset;
use clap::ArgMatches;
use serde::Serialize;
use serde_json::Value;

use super::record;
use super::replay;
use crate::answers;
use crate::args::{Common, ReportArgs, ReportSubject};
use crate::ask::engine;
use crate::ask::flags::{self, none_beside, told};
use crate::failure::advised;
use crate::progress::{self, Meter, Working};
use crate::shelf::with_shelf;
use crate::sibling::{self, Sibling};
use crate::workspace;

pub(super) const PROGRAM: Sibling = Sibling { name: "catchment-report", folder: "crates/report", needs: "" };

/// Neighborhoods in the table of a decision, where nothing is said.
const ROWS: u32 = 20;

/// What a report may be asked with: what the question that it is about may.
pub(super) fn params() -> Vec<Param> {
    let mut all = record::params();
    for param in [CheckAsk::params(), TargetAsk::params()].concat() {
        if !all.iter().any(|known| known.name == param.name) {
            all.push(param);
        }
    }
    all
}

/// Writes a report.
pub(super) fn run(common: &Common, args: &ReportArgs, given: &ArgMatches) -> Result<()> {
    let flags = flags::pairs(&params(), given)?;
    match args.document {
        ReportSubject::Decision => of_decision(common, args, flags),
        ReportSubject::Check => of_check(common, args, &flags),
        ReportSubject::Target => of_target(common, args, &flags),
    }
}

/// The brief of a decision.
fn of_decision(common: &Common, args: &ReportArgs, flags: Vec<(String, String)>) -> Result<()> {
    known(&record::params(), &flags)?;
    record::checked(&flags)?;
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
    let rows = args.top.unwrap_or(ROWS).to_string();
    laid_out(args, &program, &answer, &["--rows".as_ref(), rows.as_ref()])
}

/// The quarterly check.
fn of_check(common: &Common, args: &ReportArgs, flags: &[(String, String)]) -> Result<()> {
    of_decision_alone(args, "check")?;
    read_ask::<CheckAsk>(flags).map_err(told)?;
    let dataset = workspace::open(&common.workspace)?;
    let program = PROGRAM.find()?;
    let engine = with_shelf(engine(dataset, false)?, &common.workspace, true);
    let meter = Meter::new();
    meter.show("checking the sites", 0, 0);
    let answer = check_report(&engine, flags, &Working { meter: &meter, stage: "checking the sites" }).map_err(told)?;
    meter.end();
    laid_out(args, &program, &answer, &[])
}

/// The page of the region's target.
fn of_target(common: &Common, args: &ReportArgs, flags: &[(String, String)]) -> Result<()> {
    of_decision_alone(args, "target")?;
    read_ask::<TargetAsk>(flags).map_err(told)?;
    let dataset = workspace::open(&common.workspace)?;
    let program = PROGRAM.find()?;
    let answer = target_report(&engine(dataset, false)?, flags, &Unwatched).map_err(told)?;
    laid_out(args, &program, &answer, &[])
}

/// Refuses flags that no question of these parameters has.
fn known(params: &[Param], flags: &[(String, String)]) -> Result<()> {
    match flags.iter().find(|(name, _)| !params.iter().any(|param| param.name == name)) {
        None => Ok(()),
        Some((name, value)) => Err(advised(
            format!("{} {value}: has no effect on the report of a decision", flags::name(name)),
            "--document check or --document target beside it",
        )),
    }
}

/// Refuses what only the report of a decision has.
fn of_decision_alone(args: &ReportArgs, of: &str) -> Result<()> {
    let given = [
        ("--record", args.record.is_some()),
        ("--scenario", args.scenario.is_some()),
        ("--backtest", args.backtest),
        ("--top", args.top.is_some()),
    ];
    match given.iter().find(|(_, given)| *given) {
        None => Ok(()),
        Some((flag, _)) => Err(advised(
            format!("{flag}: has no effect beside --document {of}: it belongs to the report of a decision"),
            format!("--document {of} without it, or --document decision"),
        )),
    }
}

/// Hands answers to the program that lays them out, and keeps them where that is asked.
fn laid_out(args: &ReportArgs, program: &Path, answer: &impl Serialize, beside: &[&OsStr]) -> Result<()> {
    let answers = serde_json::to_vec(answer).context("cannot write the answers as JSON")?;
    if let Some(path) = &args.answers {
        std::fs::write(path, &answers).with_context(|| format!("--answers {}", path.display()))?;
    }
    sibling::run(program, &[&["-".as_ref(), args.out.as_os_str()], beside].concat(), &answers)?;
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
