//! What goes to standard output: tables for people, JSON, bytes.

use std::io::{self, Write};

use anyhow::{Context, Result};
use catchment_questions::file::{Field, Sheet};
use catchment_questions::words::grouped;
use comfy_table::{Cell as TableCell, CellAlignment, ContentArrangement, LineStyle, Table, TableStyle, presets};

/// As it stands in a table for people.
fn for_people(field: &Field) -> String {
    match field {
        Field::Int(n) => grouped(*n),
        Field::Real(x, decimals) => format!("{x:.decimals$}"),
        Field::Empty => "–".to_owned(),
        other => other.plain(),
    }
}

/// Prints a sheet comma-separated, with a header line.
pub(crate) fn print_csv(sheet: &Sheet) -> Result<()> {
    print_bytes(&sheet.csv().context("cannot write the table")?)
}

/// Prints a sheet for people: words to the left, numbers to the right.
pub(crate) fn print_table(sheet: &Sheet) -> Result<()> {
    // Lines above, below and under the header only.
    let style = TableStyle { row_separator: LineStyle::none(), ..presets::UTF8_HORIZONTAL_ONLY };
    let mut table = Table::new();
    table.load_style(style).set_content_arrangement(ContentArrangement::Disabled);
    let numeric = |at: usize| sheet.rows.iter().any(|r| matches!(r[at], Field::Int(_) | Field::Real(..)));
    let align = |at: usize| if numeric(at) { CellAlignment::Right } else { CellAlignment::Left };
    let aligned: Vec<CellAlignment> = (0..sheet.columns.len()).map(align).collect();
    table.set_header(sheet.columns.iter().zip(&aligned).map(|(c, a)| TableCell::new(c).set_alignment(*a)));
    for row in &sheet.rows {
        // Years are numbers that nobody groups by thousands.
        let text = |(at, field): (usize, &Field)| match field {
            Field::Int(n) if matches!(sheet.columns[at].as_str(), "year" | "line") => n.to_string(),
            field => for_people(field),
        };
        table.add_row(row.iter().enumerate().zip(&aligned).map(|(f, a)| TableCell::new(text(f)).set_alignment(*a)));
    }
    print_text(&table.to_string())
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
