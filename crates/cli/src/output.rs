//! What goes to standard output: sheets as CSV, JSON or tables for people, and GeoJSON.

use std::io::{self, Write};

use anyhow::{Context, Result};
use comfy_table::{Cell as TableCell, CellAlignment, ContentArrangement, LineStyle, Table, TableStyle, presets};
use serde_json::{Map, Value, json};

/// One field of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Field {
    /// Words.
    Text(String),
    /// A whole number.
    Int(i64),
    /// A number, shown with so many decimals in tables and in full elsewhere.
    Real(f64, usize),
    /// Not known or not given.
    Empty,
}

/// Rows under named columns.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sheet {
    columns: Vec<String>,
    rows: Vec<Vec<Field>>,
}

impl From<&str> for Field {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Field {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Field {
    fn from(n: i64) -> Self {
        Self::Int(n)
    }
}

impl From<u64> for Field {
    fn from(n: u64) -> Self {
        Self::Int(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl From<usize> for Field {
    fn from(n: usize) -> Self {
        Self::Int(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl From<i32> for Field {
    fn from(n: i32) -> Self {
        Self::Int(i64::from(n))
    }
}

impl Field {
    /// A number that may be absent.
    pub(crate) fn maybe(value: Option<f64>, decimals: usize) -> Self {
        value.map_or(Self::Empty, |x| Self::Real(x, decimals))
    }

    fn plain(&self) -> String {
        match self {
            Self::Text(text) => text.clone(),
            Self::Int(n) => n.to_string(),
            Self::Real(x, _) => x.to_string(),
            Self::Empty => String::new(),
        }
    }

    fn for_people(&self) -> String {
        match self {
            Self::Int(n) => grouped(*n),
            Self::Real(x, decimals) => format!("{x:.decimals$}"),
            Self::Empty => "–".to_owned(),
            Self::Text(text) => text.clone(),
        }
    }

    fn json(&self) -> Value {
        match self {
            Self::Text(text) => json!(text),
            Self::Int(n) => json!(n),
            Self::Real(x, _) => json!(x),
            Self::Empty => Value::Null,
        }
    }
}

impl Sheet {
    /// A sheet without rows.
    pub(crate) fn new<S: Into<String>>(columns: impl IntoIterator<Item = S>) -> Self {
        Self { columns: columns.into_iter().map(Into::into).collect(), rows: Vec::new() }
    }

    /// Adds a row; its fields are in the order of the columns.
    pub(crate) fn push(&mut self, row: Vec<Field>) {
        debug_assert_eq!(row.len(), self.columns.len());
        self.rows.push(row);
    }

    /// Whether there is no row.
    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Prints it comma-separated, with a header line.
    pub(crate) fn print_csv(&self) -> Result<()> {
        let mut out = csv::Writer::from_writer(io::BufWriter::new(io::stdout().lock()));
        out.write_record(&self.columns)?;
        for row in &self.rows {
            out.write_record(row.iter().map(Field::plain))?;
        }
        out.flush().context("cannot write to standard output")
    }

    /// Prints it for people: words to the left, numbers to the right.
    pub(crate) fn print_table(&self) -> Result<()> {
        let mut table = Table::new();
        // Lines above, below and under the header only.
        let style = TableStyle { row_separator: LineStyle::none(), ..presets::UTF8_HORIZONTAL_ONLY };
        table.load_style(style).set_content_arrangement(ContentArrangement::Disabled);
        let numeric = |at: usize| self.rows.iter().any(|r| matches!(r[at], Field::Int(_) | Field::Real(..)));
        let align = |at: usize| if numeric(at) { CellAlignment::Right } else { CellAlignment::Left };
        let aligned: Vec<CellAlignment> = (0..self.columns.len()).map(align).collect();
        table.set_header(self.columns.iter().zip(&aligned).map(|(c, a)| TableCell::new(c).set_alignment(*a)));
        for row in &self.rows {
            // Years are numbers that nobody groups by thousands.
            let text = |(at, field): (usize, &Field)| match field {
                Field::Int(n) if matches!(self.columns[at].as_str(), "year" | "line") => n.to_string(),
                field => field.for_people(),
            };
            table.add_row(row.iter().enumerate().zip(&aligned).map(|(f, a)| TableCell::new(text(f)).set_alignment(*a)));
        }
        print_text(&table.to_string())
    }

    /// The rows as JSON objects.
    pub(crate) fn items(&self) -> Value {
        Value::Array(self.rows.iter().map(|row| Value::Object(self.object(row))).collect())
    }

    fn object(&self, row: &[Field]) -> Map<String, Value> {
        self.columns.iter().cloned().zip(row.iter().map(Field::json)).collect()
    }
}

/// Prints text and an end of line.
pub(crate) fn print_text(text: &str) -> Result<()> {
    let mut out = io::stdout().lock();
    writeln!(out, "{text}").and_then(|()| out.flush()).context("cannot write to standard output")
}

/// Prints bytes as they are.
pub(crate) fn print_bytes(bytes: &[u8]) -> Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).context("cannot write to standard output")
}

/// Prints one JSON document.
pub(crate) fn print_json(value: &impl serde::Serialize) -> Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    serde_json::to_writer_pretty(&mut out, value)
        .map_err(io::Error::from)
        .context("cannot write to standard output")?;
    writeln!(out).and_then(|()| out.flush()).context("cannot write to standard output")
}

/// A whole number with its thousands apart.
pub(crate) fn grouped(n: impl Into<i64>) -> String {
    let n = n.into();
    let digits = n.unsigned_abs().to_string();
    let mut text = String::from(if n < 0 { "-" } else { "" });
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(-1_234_567), "-1,234,567");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(i64::MIN), "-9,223,372,036,854,775,808");
    }

    #[test]
    fn absent_numbers_are_empty_in_csv_and_null_in_json() {
        let mut sheet = Sheet::new(["a", "b"]);
        sheet.push(vec![Field::maybe(None, 1), Field::Real(0.1, 1)]);
        assert_eq!(sheet.items(), json!([{"a": null, "b": 0.1}]));
        assert_eq!(Field::Empty.plain(), "");
    }
}
