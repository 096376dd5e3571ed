//! Cells as a table or a map file.

use serde::Serialize;

use super::{CellItem, CellsAnswer};
use crate::engine::Engine;
use crate::error::AskError;
use crate::file::{Content, Field, Form, Shape, Sheet, csv, features};

/// What is said of a cell on a map: its index also under the name that map programs look for.
#[derive(Serialize)]
struct Mapped<'a> {
    hex_id: &'a str,
    #[serde(flatten)]
    item: &'a CellItem,
}

pub(super) fn file(engine: &Engine, answer: &CellsAnswer, form: Form) -> Result<Content, AskError> {
    if form == Form::Csv {
        return csv(engine, &answer.meta.window, "cells", &sheet(&answer.cells));
    }
    let shape = |item: &CellItem| Shape::Cells(vec![item.id.clone()]);
    let mapped = answer.cells.iter().map(|item| (item.id.clone(), shape(item), Mapped { hex_id: &item.id, item }));
    features(engine, &answer.meta, "cells", mapped)
}

fn sheet(cells: &[CellItem]) -> Sheet {
    let mut sheet = Sheet::new(["cell", "count", "z", "p", "significant"]);
    for cell in cells {
        sheet.push(vec![
            cell.id.as_str().into(),
            cell.count.into(),
            Field::maybe(cell.z, 2),
            Field::maybe(cell.p, 4),
            cell.significant.into(),
        ]);
    }
    sheet
}
