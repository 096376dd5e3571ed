//! Everything that the page of a target says, in one answer.

use super::command::command;
use super::{ReportOf, TargetReport};
use crate::Watch;
use crate::engine::Engine;
use crate::error::AskError;
use crate::question::ask;
use crate::target::{Target, TargetAnswer};

/// Answers for the page of a target: progress from the start that was taken, and from each other one that is stated.
///
/// # Errors
/// [`AskError`] for a question that is refused, and where the city file names no region.
pub fn target_report(engine: &Engine, pairs: &[(String, String)], watch: &dyn Watch) -> Result<TargetReport, AskError> {
    let question: Target = ask(pairs, &engine.data)?;
    let target = (*engine.answer(&question, watch)?).clone();
    let starts = engine.data.city.region.iter().flat_map(|region| &region.start).map(|s| s.from);
    // From a start after the last month looked at, nothing is told yet.
    let others = starts.filter(|from| *from != question.start && *from <= question.to);
    let other = |start| -> Result<TargetAnswer, AskError> {
        Ok((*engine.answer(&Target { start, ..question.clone() }, watch)?).clone())
    };
    let settled = [("start", question.start.to_string()), ("to", question.to.to_string())];
    Ok(TargetReport {
        of: ReportOf::Target,
        city: engine.data.city.name.clone(),
        target,
        others: others.map(other).collect::<Result<_, _>>()?,
        command: command(ReportOf::Target, pairs, &settled),
    })
}
