//! A table as text, and what the city file says of how it is written.

use catchment_model::city::{AreaSource, PopulationTable, Source};

use crate::IngestError;
use crate::text::Text;
use crate::written::DELIMITER;

/// How a table is written, as far as the city file says.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Form<'a> {
    /// What the keys below stand under, for messages.
    pub(crate) key: &'a str,
    pub(crate) encoding: &'a str,
    pub(crate) delimiter: Option<&'a str>,
    pub(crate) skip_lines: Option<u32>,
    pub(crate) layer: Option<&'a str>,
}

impl<'a> From<&'a Source> for Form<'a> {
    fn from(source: &'a Source) -> Self {
        Self {
            key: &source.id,
            encoding: &source.encoding,
            delimiter: source.delimiter.as_deref(),
            skip_lines: source.skip_lines,
            layer: source.layer.as_deref(),
        }
    }
}

impl<'a> From<&'a PopulationTable> for Form<'a> {
    fn from(table: &'a PopulationTable) -> Self {
        Self {
            key: "areas.join",
            encoding: table.encoding.as_deref().unwrap_or("auto"),
            delimiter: table.delimiter.as_deref(),
            skip_lines: table.skip_lines,
            layer: table.layer.as_deref(),
        }
    }
}

impl<'a> From<&'a AreaSource> for Form<'a> {
    fn from(areas: &'a AreaSource) -> Self {
        Self {
            key: "areas",
            encoding: areas.encoding.as_deref().unwrap_or("auto"),
            delimiter: None,
            skip_lines: None,
            layer: areas.layer.as_deref(),
        }
    }
}

impl Form<'_> {
    /// The delimiter that is stated.
    ///
    /// # Errors
    /// [`IngestError::Value`] for more than one character, a quote or a letter.
    pub(super) fn delimiter(&self) -> Result<Option<u8>, IngestError> {
        match self.delimiter.map(str::as_bytes) {
            None => Ok(None),
            Some(b"tab" | b"\\t") => Ok(Some(b'\t')),
            Some([one]) if *one != b'"' && !one.is_ascii_alphanumeric() => Ok(Some(*one)),
            Some(other) => Err(IngestError::Value {
                key: format!("{}: delimiter", self.key),
                value: format!("\"{}\"", String::from_utf8_lossy(other)),
                expected: "one character, such as \";\" or \"|\", or \"tab\"".to_owned(),
            }),
        }
    }
}

/// A table, or a workbook of which one sheet is meant.
#[derive(Debug)]
pub(crate) struct Part {
    pub(crate) name: String,
    pub(crate) sheets: Vec<Sheet>,
}

/// A table as text.
#[derive(Debug)]
pub(crate) struct Sheet {
    /// Name within the workbook.
    pub(crate) name: Option<String>,
    pub(crate) text: Text,
    /// Line or row where the text begins.
    pub(crate) first_line: u64,
    /// What separates the fields, where it is known.
    pub(crate) delimiter: Option<u8>,
}

impl Sheet {
    /// A table that was written anew.
    pub(crate) fn written(name: Option<String>, bytes: Vec<u8>, first_line: u64, label: &str) -> Self {
        Self { name, text: Text::written(bytes, label), first_line, delimiter: Some(DELIMITER) }
    }
}
