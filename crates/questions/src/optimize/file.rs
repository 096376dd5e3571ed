//! Chosen catchments as a table or a map file.

use super::{ChosenCatchment, OptimizeAnswer};
use crate::engine::Engine;
use crate::error::AskError;
use crate::file::{Content, Field, Form, Shape, Sheet, csv, features};

pub(super) fn file(engine: &Engine, answer: &OptimizeAnswer, form: Form) -> Result<Content, AskError> {
    if form == Form::Csv {
        return csv(engine, &answer.meta.window, "chosen", &sheet(answer));
    }
    // A map program reads flat properties.
    let flat = |c: &ChosenCatchment| ChosenCatchment { of_city: None, criteria: Vec::new(), ..c.clone() };
    let one = |c: &ChosenCatchment| (c.id.clone(), Shape::Cells(c.cells.clone()), flat(c));
    features(engine, &answer.meta, "chosen", answer.catchments.iter().map(one))
}

fn sheet(answer: &OptimizeAnswer) -> Sheet {
    let mut sheet = Sheet::new(["id", "name", "area_km2", "count", "harm", "basis", "residents", "cells"]);
    for c in &answer.catchments {
        sheet.push(vec![
            c.id.as_str().into(),
            c.name.as_str().into(),
            Field::Real(c.area_km2, 2),
            c.count.into(),
            Field::Real(c.harm, 1),
            c.basis.name().into(),
            Field::maybe(c.residents, 0),
            c.cells.join(" ").into(),
        ]);
    }
    sheet
}
