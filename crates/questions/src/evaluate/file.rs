//! The specification curve as a table.

use super::{EvaluateAnswer, SpecItem};
use crate::answers::WindowMeta;
use crate::engine::Engine;
use crate::error::AskError;
use crate::file::{Content, Field, Sheet, csv};

pub(super) fn file(engine: &Engine, answer: &EvaluateAnswer) -> Result<Content, AskError> {
    let mut sheet = Sheet::new([
        "boundary",
        "outcome",
        "method",
        "before_from",
        "before_to",
        "after",
        "before_count",
        "after_count",
        "ratio",
        "placebo_low",
        "placebo_high",
        "p",
        "record_year",
        "crosses_break",
    ]);
    answer.specs.iter().for_each(|spec| sheet.push(row(spec)));
    let from = answer.specs.iter().map(|s| s.before_from).min().unwrap_or(0);
    let to = answer.specs.iter().map(|s| s.after).max().unwrap_or(0);
    let (from, to) = (from.to_string(), to.to_string());
    let window = WindowMeta { from, to, months: 0, covered_months: 0, missing: vec![], systems: vec![] };
    csv(engine, &window, "evaluation", &sheet)
}

fn row(spec: &SpecItem) -> Vec<Field> {
    vec![
        spec.boundary.as_str().into(),
        spec.outcome.as_str().into(),
        spec.method.name().into(),
        Field::Int(spec.before_from.into()),
        Field::Int(spec.before_to.into()),
        Field::Int(spec.after.into()),
        Field::Real(spec.before_count, 1),
        Field::Real(spec.after_count, 0),
        Field::Real(spec.ratio, 4),
        Field::maybe(spec.placebo_low, 4),
        Field::maybe(spec.placebo_high, 4),
        Field::maybe(spec.p, 4),
        Field::Bool(spec.record_year),
        Field::Bool(spec.crosses_break),
    ]
}
