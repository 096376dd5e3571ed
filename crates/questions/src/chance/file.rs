//! Chances as a table or a map file.

use serde::Serialize;

use super::{ChanceAnswer, ChanceCell};
use crate::engine::Engine;
use crate::error::AskError;
use crate::file::{Content, Field, Form, Shape, Sheet, csv, features};

/// A cell on a map.
#[derive(Serialize)]
struct Properties<'a> {
    hex_id: &'a str,
    #[serde(flatten)]
    cell: &'a ChanceCell,
}

pub(super) fn file(engine: &Engine, answer: &ChanceAnswer, form: Form) -> Result<Content, AskError> {
    if form == Form::Csv {
        return csv(engine, &answer.meta.window, "chance", &sheet(answer));
    }
    let cells = answer.cells.iter().map(|cell| {
        let id = &cell.id;
        (id.clone(), Shape::Cells(vec![id.clone()]), Properties { hex_id: id, cell })
    });
    features(engine, &answer.meta, "chance", cells)
}

fn sheet(answer: &ChanceAnswer) -> Sheet {
    let mut sheet = Sheet::new(["cell", "p", "standard_error", "area"]);
    for cell in &answer.cells {
        sheet.push(vec![
            cell.id.as_str().into(),
            Field::Real(cell.p, 2),
            Field::Real(cell.standard_error, 3),
            cell.area.clone().into(),
        ]);
    }
    sheet
}
