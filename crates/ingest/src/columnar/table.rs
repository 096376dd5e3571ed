//! A Parquet file as delimited text.

use arrow_array::Array as _;

use super::file::Columnar;
use super::text::Cells;
use crate::IngestError;
use crate::text::limit;
use crate::written::Written;

/// All of it as delimited text with a header.
///
/// # Errors
/// [`IngestError`] for damaged rows, a kind of value that has no text, and more text than the limit.
pub(crate) fn table(open: Columnar) -> Result<Vec<u8>, IngestError> {
    let mut table = Written::default();
    let names = open.columns();
    table.row(names.iter().map(|(name, _)| name.as_str()));
    let file = open.file.clone();
    open.each(&mut |_, columns| {
        let cells = columns.iter().map(|(name, array)| Cells::of(&file, name, array)).collect::<Result<Vec<_>, _>>()?;
        for at in 0..columns.first().map_or(0, |(_, array)| array.len()) {
            let texts: Vec<String> = cells.iter().map(|cells| cells.text(at)).collect();
            table.row(texts.iter().map(String::as_str));
        }
        limit(&file, table.len())
    })?;
    Ok(table.into_bytes())
}
