//! The one writer of CSV.
//!
//! A cell of words that a spreadsheet would take for a formula (beginning with `=`, `+`, `-`, `@`, a tab or a carriage
//! return) gets a quote mark in front, as OWASP says under "CSV injection". Numbers are numbers: a minus before digits
//! is left alone.

use super::{Content, Field, Form, Sheet};
use crate::answers::WindowMeta;
use crate::engine::Engine;
use crate::error::AskError;

/// A table as a file; `what` says in its name what it holds.
pub(crate) fn csv(engine: &Engine, window: &WindowMeta, what: &str, sheet: &Sheet) -> Result<Content, AskError> {
    Ok(Content::file(Form::Csv, file_name(engine, window, what, "csv"), written(sheet)?))
}

impl Sheet {
    /// The bytes of a table: comma-separated, UTF-8, with a header line.
    ///
    /// # Errors
    /// [`AskError::Internal`] where rows and columns do not fit.
    pub fn csv(&self) -> Result<Vec<u8>, AskError> {
        written(self)
    }
}

/// A table as a file of that name.
pub(crate) fn csv_called(name: String, sheet: &Sheet) -> Result<Content, AskError> {
    Ok(Content::file(Form::Csv, name, written(sheet)?))
}

fn written(sheet: &Sheet) -> Result<Vec<u8>, AskError> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.write_record(&sheet.columns).map_err(AskError::internal)?;
    for row in &sheet.rows {
        writer.write_record(row.iter().map(cell)).map_err(AskError::internal)?;
    }
    writer.into_inner().map_err(|e| AskError::internal(e.to_string()))
}

fn cell(field: &Field) -> String {
    match field {
        Field::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{text}"),
        other => other.plain(),
    }
}

/// `catchment-st-louis-neighborhoods-2009-01-2018-12-0123456789abcdef.csv`
pub(super) fn file_name(engine: &Engine, window: &WindowMeta, what: &str, ending: &str) -> String {
    let (city, dataset) = (safe(&engine.data.city.id), safe(&engine.data.id));
    format!("catchment-{city}-{}-{}-{}-{dataset}.{ending}", safe(what), window.from, window.to)
}

/// Letters, digits, `-` and `_` only: the text becomes part of a header and of a file name.
fn safe(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' || c == '_' { c } else { '-' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_a_spreadsheet_would_run_are_quoted_and_numbers_are_not() {
        let mut sheet = Sheet::new(["name", "x"]);
        for text in ["=1+1", "+49", "-x", "@SUM(A1)", "\tx", "\rx", "Señor Peña", "a,b"] {
            sheet.push(vec![text.into(), Field::Real(-90.25, 2)]);
        }
        let text = String::from_utf8(written(&sheet).unwrap()).unwrap();
        let expected = "name,x\n'=1+1,-90.25\n'+49,-90.25\n'-x,-90.25\n'@SUM(A1),-90.25\n'\tx,-90.25\n\"'\rx\",-90.25\n\
                        Señor Peña,-90.25\n\"a,b\",-90.25\n";
        assert_eq!(text, expected);
    }
}
