//! `/brief.pdf`: the council's brief of a question or of a scenario, the pages of a quarterly check or of a target,
//! laid out by the program that is built apart.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use axum::extract::{RawQuery, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use catchment_questions::kept::question_pairs;
use catchment_questions::report::{ReportAsk, ReportOf, ReportOrigin, check_report, report, target_report};
use catchment_questions::scenarios::scenario_in_record;
use catchment_questions::{AskError, Engine, Unwatched};
use serde::Serialize;
use serde_json::Value;
use tokio::sync::Semaphore;

use super::door;
use super::scenarios;
use super::shared::Shared;
use crate::error::{Problem, Refused};

/// Where a brief is served.
pub(super) const BRIEF: &str = "/brief.pdf";

/// Briefs that are laid out at once: each takes a core for some seconds.
static PLACES: Semaphore = Semaphore::const_new(1);

/// What stands in a brief.
struct Content {
    of: ReportOf,
    pairs: Vec<(String, String)>,
    scenario: Option<Value>,
}

/// The pages of what the address asks: a question as `catchment report` takes it, with `document` as there, or
/// `scenario=ID`.
pub(super) async fn brief(
    State(shared): State<Shared>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<Response, Refused> {
    let (of, pairs) = subject(door::pairs(&query.unwrap_or_default())?)?;
    let content = content(&shared, &headers, (of, pairs)).await?;
    let program = shared.config.report.clone().ok_or_else(absent)?;
    let _place = PLACES.try_acquire().map_err(|_busy| Problem::busy())?;
    let answers = shared.state.quick(move |engine| answers(engine, &content)).await?;
    let pdf = tokio::task::spawn_blocking(move || laid_out(&program, &answers)).await.map_err(AskError::internal)?;
    let pdf = pdf.map_err(AskError::internal)?;
    let told = [(CONTENT_TYPE, "application/pdf"), (CACHE_CONTROL, "no-store"), (CONTENT_DISPOSITION, disposition(of))];
    Ok((StatusCode::OK, told, pdf).into_response())
}

/// What the pages are about, and the question that is left.
fn subject(mut pairs: Vec<(String, String)>) -> Result<(ReportOf, Vec<(String, String)>), Refused> {
    let Some(at) = pairs.iter().position(|(name, _)| name == "document") else {
        return Ok((ReportOf::Decision, pairs));
    };
    let (name, value) = pairs.remove(at);
    let known = || AskError::value(&name, &value, "decision, check or target");
    let of = value.parse().map_err(|_unknown| known())?;
    if pairs.iter().any(|(other, _)| *other == name) {
        return Err(AskError::value(&name, value, "one document").into());
    }
    Ok((of, pairs))
}

fn disposition(of: ReportOf) -> &'static str {
    match of {
        ReportOf::Decision => "inline; filename=\"brief.pdf\"",
        ReportOf::Check => "inline; filename=\"check.pdf\"",
        ReportOf::Target => "inline; filename=\"target.pdf\"",
    }
}

async fn content(
    shared: &Shared,
    headers: &HeaderMap,
    (of, pairs): (ReportOf, Vec<(String, String)>),
) -> Result<Content, Refused> {
    let scenario = match pairs.as_slice() {
        [(name, id)] if name == "scenario" && of == ReportOf::Decision => Some(id),
        _ => None,
    };
    let Some(id) = scenario else { return Ok(Content { of, pairs, scenario: None }) };
    let scenario = scenarios::kept(shared, headers, id, None).await?;
    let pairs = question_pairs(&scenario.draft.question)?;
    Ok(Content { of, pairs, scenario: Some(scenario_in_record(&scenario)) })
}

fn absent() -> Problem {
    let detail = "this service has no program that lays out a brief. Build catchment-report and put it beside \
        catchment, or run `catchment report` where it is installed; the browser prints the page, too";
    Problem::new(StatusCode::NOT_FOUND, "no-brief", "No brief is laid out here", detail)
}

fn answers(engine: &Engine, content: &Content) -> Result<Vec<u8>, AskError> {
    match content.of {
        ReportOf::Decision => decision(engine, content),
        ReportOf::Check => written(&check_report(engine, &content.pairs, &Unwatched)?),
        ReportOf::Target => written(&target_report(engine, &content.pairs, &Unwatched)?),
    }
}

fn decision(engine: &Engine, content: &Content) -> Result<Vec<u8>, AskError> {
    let origin = content.scenario.clone().map_or(ReportOrigin::Asked, ReportOrigin::Scenario);
    let asked = ReportAsk { pairs: &content.pairs, origin, backtest: false };
    let answer = report(engine, &asked, &Unwatched)?;
    written(&answer)
}

fn written(answer: &impl Serialize) -> Result<Vec<u8>, AskError> {
    serde_json::to_vec(answer).map_err(AskError::internal)
}

/// Why a brief was not laid out; logged, never sent.
#[derive(Debug, thiserror::Error)]
enum BriefError {
    /// A file or a pipe failed.
    #[error("the program cannot be run or read")]
    Io(#[from] std::io::Error),
    /// The program failed.
    #[error("the program failed: {0}")]
    Program(String),
}

fn laid_out(program: &Path, answers: &[u8]) -> Result<Vec<u8>, BriefError> {
    let folder = tempfile::tempdir()?;
    let out = folder.path().join("brief.pdf");
    let mut command = Command::new(program);
    command.arg("-").arg(&out).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    // A program that ends early leaves a broken pipe: its own words say more.
    let handed = child.stdin.take().map(|mut pipe| pipe.write_all(answers));
    let done = child.wait_with_output()?;
    if !done.status.success() {
        return Err(BriefError::Program(String::from_utf8_lossy(&done.stderr).trim_end().to_owned()));
    }
    handed.transpose()?;
    Ok(std::fs::read(out)?)
}

/// What the page says of briefs, so that the viewer offers what there is.
pub(super) fn offered(program: Option<&PathBuf>) -> &'static str {
    if program.is_some() { "pdf" } else { "none" }
}
