//! A route as a table or a map file.

use serde::Serialize;

use super::{RouteAnswer, RouteStretch};
use crate::engine::Engine;
use crate::error::AskError;
use crate::file::{Content, Field, Form, Shape, Sheet, csv, features};

/// What a map program reads of a stretch.
#[derive(Serialize)]
struct Flat<'a> {
    step: usize,
    turn: &'static str,
    street: &'a str,
    from: &'a str,
    to: &'a str,
    heading: &'a str,
    meters: f64,
    again: bool,
    says: &'a str,
}

/// Stretches in the order of the walk.
pub(super) fn file(engine: &Engine, answer: &RouteAnswer, form: Form) -> Result<Content, AskError> {
    let what = format!("route-{}", answer.meta.params.site);
    if form == Form::Csv {
        return csv(engine, &answer.meta.window, &what, &answer.sheet());
    }
    let one = |(i, s): (usize, &RouteStretch)| {
        let flat = Flat {
            step: i + 1,
            turn: s.turn.name(),
            street: &s.street,
            from: &s.from,
            to: &s.to,
            heading: &s.heading,
            meters: (10.0 * s.meters).round() / 10.0,
            again: s.again,
            says: &s.says,
        };
        (format!("{}", i + 1), Shape::Line(s.path.clone()), serde_json::to_value(flat).unwrap_or_default())
    };
    features(engine, &answer.meta, &what, answer.stretches.iter().enumerate().map(one))
}

impl RouteAnswer {
    /// The stretches as rows.
    pub fn sheet(&self) -> Sheet {
        let mut sheet = Sheet::new(["step", "turn", "street", "from", "to", "heading", "meters", "passed_before"]);
        for (i, s) in self.stretches.iter().enumerate() {
            sheet.push(vec![
                (i + 1).into(),
                s.turn.name().into(),
                s.street.as_str().into(),
                s.from.as_str().into(),
                s.to.as_str().into(),
                s.heading.as_str().into(),
                Field::Real(s.meters, 0),
                Field::Bool(s.again),
            ]);
        }
        sheet
    }
}
