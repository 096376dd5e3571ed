//! `catchment record`: the answer of `rank`, and a file with everything that it came from.

use std::fs::File;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use catchment_questions::decision::DecisionAsk;
use catchment_questions::kept::{Answered, Asked, KeptQuestion, question_pairs, with_shape};
use catchment_questions::optimize::OptimizeAsk;
use catchment_questions::pieces::{Param, Piece};
use catchment_questions::rankings::{Rankings, RankingsAsk};
use catchment_questions::record::{record, record_text};
use catchment_questions::scenarios::scenario_in_record;
use catchment_questions::{Engine, Question, Unwatched, ask};
use clap::ArgMatches;

use crate::args::{Common, RecordArgs, TableFormat};
use crate::ask::flags::{self, none_beside, told};
use crate::ask::{Printed, engine};
use crate::failure::advised;
use crate::output;
use crate::progress;
use crate::workspace;

/// What is said about the page and not about the question: a record holds the whole.
const SHOWN: [&str; 2] = ["top", "parts"];

/// What a kept question may be asked with: what a ranking, a decision or an optimum may.
pub(super) fn params() -> Vec<Param> {
    let mut all: Vec<Param> = Vec::new();
    for param in [RankingsAsk::params(), DecisionAsk::params(), OptimizeAsk::params()].concat() {
        if !SHOWN.contains(&param.name) && !all.iter().any(|known| known.name == param.name) {
            all.push(param);
        }
    }
    all
}

/// What was given of them, each checked by itself.
pub(super) fn given(matches: &ArgMatches) -> Result<Vec<(String, String)>> {
    let pairs = flags::pairs(&params(), matches)?;
    checked(&pairs)?;
    Ok(pairs)
}

/// Checks each of them by itself.
pub(super) fn checked(pairs: &[(String, String)]) -> Result<()> {
    flags::checked::<RankingsAsk>(pairs)?;
    flags::checked::<DecisionAsk>(pairs)?;
    flags::checked::<OptimizeAsk>(pairs)
}

/// Writes the record and prints the ranking, or the decision where weights are given, or the choice under limits.
pub(super) fn run(common: &Common, args: &RecordArgs, given: &ArgMatches) -> Result<()> {
    let flags = self::given(given)?;
    if let Some(id) = args.scenario {
        none_beside(&format!("--scenario {id}"), &flags)?;
    }
    let dataset = workspace::open(&common.workspace)?;
    let scenario = args.scenario.map(|id| workspace::saved(&common.workspace, id, args.revision)).transpose()?;
    let (pairs, asked) = match &scenario {
        Some(scenario) => (
            question_pairs(&scenario.draft.question).map_err(told)?,
            scenario.draft.acted_on.as_deref().and_then(|name| name.parse::<Asked>().ok()),
        ),
        None => (with_shape(flags.clone()), None),
    };
    let question = KeptQuestion::read(&dataset, &pairs, asked).map_err(told)?;
    if scenario.is_none() && question.choice.is_none() {
        // Nothing but a ranking may be about catchments: what is said of them is refused where it ranks none.
        let own = RankingsAsk::params();
        let own: Vec<_> = flags.iter().filter(|(name, _)| own.iter().any(|p| p.name == name)).cloned().collect();
        ask::<Rankings>(&own, &dataset).map_err(told)?;
    }
    let engine = engine(dataset, false)?;
    let answered = Answered::compute(&engine, question, &Unwatched).map_err(told)?;
    let record = record(&engine, &pairs, &answered, scenario.as_ref().map(scenario_in_record)).map_err(told)?;
    write_new(&args.out, &record_text(&record))?;
    let picked = scenario.as_ref().is_some_and(|s| !s.draft.picked.is_empty());
    print(args.format, &engine, &answered, asked.unwrap_or_else(|| answered.question.acted_on(picked)))?;
    progress::say(&format!(
        "record written to {}, BLAKE3 {}",
        args.out.display(),
        record["blake3"].as_str().unwrap_or_default()
    ));
    Ok(())
}

/// Prints the answer that was acted on.
fn print(format: TableFormat, engine: &Engine, answered: &Answered, asked: Asked) -> Result<()> {
    let question = &answered.question;
    match (asked, &answered.decision, &answered.choice, &question.decision, &question.choice) {
        (Asked::Decision, Some(answer), _, Some(decision), _) => printed(format, engine, decision, answer),
        (Asked::Optimize, _, Some(answer), _, Some(choice)) => printed(format, engine, choice, answer),
        _ => printed(format, engine, &question.rankings, &answered.rankings),
    }
}

fn printed<Q: Printed>(format: TableFormat, engine: &Engine, question: &Q, answer: &Q::Answer) -> Result<()> {
    match format {
        TableFormat::Table => question.print(answer, &engine.data),
        TableFormat::Json => output::print_json(answer),
        TableFormat::Csv => {
            progress::warn(Q::warnings(answer));
            let file = Question::file(question, engine, answer, catchment_questions::file::Form::Csv).map_err(told)?;
            output::print_bytes(&file.bytes)
        }
    }
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
