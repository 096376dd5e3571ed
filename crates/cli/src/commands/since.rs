//! `catchment check --since`: silent unless a verdict changed, for a scheduler.

use std::path::Path;

use anyhow::{Context, Result};
use catchment_model::Month;
use catchment_questions::check::{Check, CheckAnswer, CheckAsk, changes};
use catchment_questions::pieces::{Piece as _, read_ask};
use catchment_questions::{Engine, Question, Unwatched};
use clap::{Arg, ArgMatches};

use crate::args::Common;
use crate::ask::engine;
use crate::ask::flags::{self, told};
use crate::failure::{VerdictChanged, advised};
use crate::output;
use crate::shelf::with_shelf;
use crate::workspace;

const FLAG: &str = "since";

/// The flag.
pub(super) fn arg() -> Arg {
    let help = "Say nothing unless a verdict differs from that of an earlier check: of the twelve months up to a \
        month (YYYY-MM, reckoned from what was known then), or of a file that `check --format json` wrote. Where one \
        differs, print what changed as JSON and exit with 3";
    Arg::new(FLAG).long(FLAG).value_name("YYYY-MM|FILE.json").help(help)
}

/// Whether it was given.
pub(super) fn given(matches: &ArgMatches) -> bool {
    matches.try_get_one::<String>(FLAG).ok().flatten().is_some()
}

/// Compares, and says what changed.
pub(super) fn run(common: &Common, matches: &ArgMatches) -> Result<()> {
    let since = matches.get_one::<String>(FLAG).cloned().unwrap_or_default();
    let word = matches.get_one::<String>("format").map_or("table", String::as_str);
    if !matches!(word, "table" | "json") {
        return Err(advised(format!("--since {since}: has no effect beside --format {word}"), "--format json"));
    }
    let pairs = flags::pairs(&CheckAsk::params(), matches)?;
    let ask = read_ask::<CheckAsk>(&pairs).map_err(told)?;
    let earlier = since.parse::<Month>();
    // A file is read before anything is reckoned.
    let kept = if earlier.is_err() { Some(read(Path::new(&since))?) } else { None };
    let engine = with_shelf(engine(workspace::open(&common.workspace)?, false)?, &common.workspace, true);
    let question = Check::check(ask, &engine.data).map_err(told)?;
    let before = match (earlier, kept) {
        (Ok(month), _) => of_month(&engine, &pairs, (month, &question))?,
        (Err(_), Some(kept)) => alike(kept, &question, &since)?,
        (Err(error), None) => return Err(error.into()),
    };
    let now = engine.answer(&question, &Unwatched).map_err(told)?;
    let changes = changes(&before, &now);
    if changes.changed.is_empty() {
        return Ok(());
    }
    output::print_json(&changes)?;
    Err(VerdictChanged.into())
}

/// The check of the twelve months up to a month.
fn of_month(engine: &Engine, pairs: &[(String, String)], (month, now): (Month, &Check)) -> Result<CheckAnswer> {
    if month >= now.counted.to {
        let last = now.counted.to;
        return Err(advised(
            format!("--since {month}: expected a month before {last}, the last that is checked"),
            "--since 2026-01",
        ));
    }
    let others = pairs.iter().filter(|(name, _)| name != "to").cloned();
    let pairs: Vec<_> = others.chain([("to".to_owned(), month.to_string())]).collect();
    let ask = read_ask::<CheckAsk>(&pairs).map_err(told)?;
    let question = Check::check(ask, &engine.data).map_err(told)?;
    Ok((*engine.answer(&question, &Unwatched).map_err(told)?).clone())
}

fn read(path: &Path) -> Result<CheckAnswer> {
    let shown = path.display();
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let what = format!("--since {shown}: neither a month (YYYY-MM) nor a file that can be read: {error}");
            return Err(advised(what, format!("catchment check --format json > {shown}")));
        }
    };
    serde_json::from_slice(&bytes)
        .with_context(|| format!("--since {shown}: expected what `check --format json` wrote"))
}

/// A kept check, if it is of the same offenses: another question has other verdicts.
fn alike(kept: CheckAnswer, now: &Check, file: &str) -> Result<CheckAnswer> {
    let then = &kept.meta.params;
    let same = Check {
        counted: catchment_questions::pieces::Counted {
            from: now.counted.from,
            to: now.counted.to,
            ..then.counted.clone()
        },
        quarters: now.quarters,
        ..then.clone()
    };
    if same == *now {
        return Ok(kept);
    }
    let what = format!("--since {file}: it was asked with other offenses, another seed or other permutations");
    Err(advised(what, "the same flags as then, or a new file"))
}
