//! Funding rules beside the ranking, and what the answers behind a report do not hold.

use catchment_questions::decision::RuleItem;
use catchment_questions::report::ReportAnswer;
use catchment_questions::words::{listed, spelled};
use serde::Serialize;

/// A funding rule.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RuleView {
    /// In words.
    pub label: String,
    /// Where it is stated.
    pub source: String,
    /// Whom it takes, and how that differs from the ranking.
    pub lines: Vec<String>,
}

pub(super) fn rules(answers: &ReportAnswer) -> Vec<RuleView> {
    compared(answers).iter().map(|r| rule(answers, r)).collect()
}

/// The rules that the decision was compared with; none where it was not asked to.
fn compared(answers: &ReportAnswer) -> &[RuleItem] {
    answers.decision.as_ref().and_then(|d| d.rules.as_deref()).unwrap_or_default()
}

fn rule(answers: &ReportAnswer, r: &RuleItem) -> RuleView {
    let names = |ids: &[String]| listed(&ids.iter().map(|id| answers.name(id)).collect::<Vec<_>>());
    let mut lines = vec![format!("It takes {}.", names(&r.chosen))];
    lines.push(if r.enter.is_empty() && r.leave.is_empty() {
        format!("These are also the first {} by the weights on record.", spelled(r.chosen.len()))
    } else {
        let first = spelled(r.chosen.len());
        let mut text = format!("Beside the first {first} by the weights on record, it brings in {}", names(&r.enter));
        if !r.leave.is_empty() {
            text = format!("{text} and leaves out {}", names(&r.leave));
        }
        text + "."
    });
    lines.extend(r.unit_note.iter().chain(&r.notes).cloned());
    RuleView { label: r.label.clone(), source: r.source.clone(), lines }
}

/// What a reader may look for in vain, and why.
pub(super) fn absent(answers: &ReportAnswer) -> Vec<String> {
    let mut lines = Vec::new();
    if answers.decision.is_none() {
        lines.push(
            "Weights. No weights of criteria are on record: places are ranked by what is counted alone, and the \
             chances speak of doubt about the counts alone. What would change each place’s rank, and what to expect \
             there without a program, belong to a decision with weights.",
        );
    }
    if answers.choice.is_none() {
        lines.push(
            "Limits. No limits (money, staff, distance from sites, closed areas) are on record: the areas that \
             ignore borders were searched without them.",
        );
    }
    if answers.backtest.is_none() {
        lines.push(
            "Backtest. How well this way of choosing would have done in years past was not asked for with this \
             report (catchment report --backtest).",
        );
    }
    if compared(answers).is_empty() {
        lines.push("Funding rules. None was compared with this ranking.");
    }
    if answers.record.is_none() {
        lines.push(
            "Decision record. This report was made of a question, not of a record (catchment record, then \
             catchment report --record): no record’s hash can be named.",
        );
    }
    lines.into_iter().map(str::to_owned).collect()
}
