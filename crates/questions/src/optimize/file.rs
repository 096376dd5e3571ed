//! Chosen catchments as a table or a map file.

use serde_json::Value;

use super::{AlongStreets, ChosenCatchment, OptimizeAnswer};
use crate::drawn::read_outline;
use crate::engine::Engine;
use crate::error::AskError;
use crate::file::{Content, Field, Form, Shape, Sheet, csv, features};

pub(super) fn file(engine: &Engine, answer: &OptimizeAnswer, form: Form) -> Result<Content, AskError> {
    if form == Form::Csv {
        return csv(engine, &answer.meta.window, "chosen", &sheet(answer));
    }
    // A map program reads flat properties.
    let flat = |c: &ChosenCatchment| {
        let along = c.along.clone().map(|along| AlongStreets { outline: Value::Null, of_city: None, ..along });
        ChosenCatchment { of_city: None, criteria: Vec::new(), along, ..c.clone() }
    };
    // The outline that was asked for is the one that is handed on.
    let shape = |c: &ChosenCatchment| match &c.along {
        Some(along) => read_outline(&along.outline).map(Shape::Outline),
        None => Ok(Shape::Cells(c.cells.clone())),
    };
    let one = |c: &ChosenCatchment| Ok((c.id.clone(), shape(c)?, flat(c)));
    let list = answer.catchments.iter().map(one).collect::<Result<Vec<_>, AskError>>()?;
    features(engine, &answer.meta, "chosen", list)
}

fn sheet(answer: &OptimizeAnswer) -> Sheet {
    let own = ["id", "name", "area_km2", "count", "harm", "basis", "residents", "cells"];
    // Ground along streets stands beside that of the cells, where it was asked for and there are streets.
    let follows = answer.catchments.iter().any(|c| c.along.is_some());
    let along = ["along_area_km2", "along_count", "along_harm"];
    let mut sheet = Sheet::new(own.into_iter().chain(along.into_iter().filter(|_| follows)));
    for c in &answer.catchments {
        let mut row = vec![
            c.id.as_str().into(),
            c.name.as_str().into(),
            Field::Real(c.area_km2, 2),
            c.count.into(),
            Field::Real(c.harm, 1),
            c.basis.name().into(),
            Field::maybe(c.residents, 0),
            c.cells.join(" ").into(),
        ];
        if follows {
            row.push(Field::maybe(c.along.as_ref().map(|a| a.area_km2), 2));
            row.push(Field::maybe(c.along.as_ref().map(|a| a.count as f64), 0));
            row.push(Field::maybe(c.along.as_ref().map(|a| a.harm), 1));
        }
        sheet.push(row);
    }
    sheet
}
