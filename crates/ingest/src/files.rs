//! A file of incidents: opened by its form (CSV, gzip, ZIP, anything GDAL reads) and decoded row by row.

use std::path::Path;

use catchment_model::{InputFile, Month};

use crate::columns::Found;
use crate::decode::{Decoder, Fields, FileRows};
use crate::fields::plain_name;
use crate::hashes::hashed;
use crate::paths::Input;
use crate::reading::Reading;
use crate::records::Records;
use crate::text::{self, Text};
use crate::{IngestError, vector};

impl Reading<'_> {
    /// Reads and decodes a file; a ZIP archive may hold several.
    ///
    /// # Errors
    /// [`IngestError`] where the file, its encoding or its header cannot be used.
    pub(crate) fn file(&self, input: &Input) -> Result<Vec<FileRows>, IngestError> {
        if let Input::File(path) = input
            && let Some((file, tables)) = tables(path)?
        {
            let mut all = Vec::with_capacity(tables.len());
            for (name, bytes) in tables {
                all.push(self.table(&name, bytes)?);
            }
            if let Some(first) = all.first_mut() {
                first.inputs.push(file);
            }
            return Ok(all);
        }
        vector::incidents(self, input).map(|rows| vec![rows])
    }

    fn table(&self, name: &str, bytes: Vec<u8>) -> Result<FileRows, IngestError> {
        let text = Text::new(name, bytes, &self.source.encoding)?;
        let mut records = Records::new(text.bytes());
        let shown: Vec<String> = records.header().iter().map(|h| text.encoding.decode(h).trim().to_owned()).collect();
        let found = Found::new(name, &shown, self.source, &self.rules, false)?;
        let rows = self.decoded(name, &text, found, &shown, self.month_in_name(name))?;
        if self.keeps_name(&rows)? {
            return Ok(rows);
        }
        let found = Found::new(name, &shown, self.source, &self.rules, false)?;
        self.decoded(name, &text, found, &shown, None)
    }

    /// Decodes the rows of a table, `named` being the month in the file's name.
    fn decoded(
        &self,
        name: &str,
        text: &Text,
        found: Found,
        shown: &[String],
        named: Option<Month>,
    ) -> Result<FileRows, IngestError> {
        let mut records = Records::new(text.bytes());
        // Taken in, so that the rows begin behind it.
        let _ = records.header();
        let plain: Vec<String> = shown.iter().map(|h| plain_name(h)).collect();
        let width = plain.len();
        let mut decoder = Decoder::new(self.source, &self.rules, (self.labels, &self.dated), name, found, plain);
        decoder.in_month(named);
        // Police rows are 100 to 200 bytes long; too little room grows, too much is given back.
        decoder.prepare(text.encoding, text.bytes().len() / 150);
        while let Some(record) = records.advance() {
            if record.whole {
                decoder.row(record.line, &records);
            } else {
                decoder.misshapen(record.line, record.fields, width);
            }
        }
        let mut rows = decoder.finish();
        rows.quality.encoding.clone_from(&text.label);
        Ok(rows)
    }
}

impl Fields for Records<'_> {
    fn field(&self, at: usize) -> &[u8] {
        Records::field(self, at)
    }

    fn raw(&self) -> &[u8] {
        Records::raw(self)
    }
}

/// Named tables of delimited text.
type Tables = Vec<(String, Vec<u8>)>;

/// The delimited text in a file, decompressed, with the file's hash; `None` where the file is for GDAL to read.
pub(crate) fn tables(path: &Path) -> Result<Option<(InputFile, Tables)>, IngestError> {
    let name = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
    let lower = name.to_lowercase();
    let is = |ends: &[&str]| ends.iter().any(|end| lower.ends_with(end));
    let text = is(&[".csv", ".csv.gz", ".txt", ".txt.gz", ".tsv", ".tsv.gz"]);
    if path.is_dir() || !(text || is(&[".zip"])) {
        return Ok(None);
    }
    let bytes = std::fs::read(path).map_err(|source| IngestError::Read { path: path.to_path_buf(), source })?;
    let file = hashed(&name, &bytes);
    if text {
        let bytes = text::gunzip(&name, bytes)?;
        text::limit(&name, bytes.len())?;
        return Ok(Some((file, vec![(name, bytes)])));
    }
    let inside = match text::unzip(&name, &bytes) {
        // A ZIP without CSV may be a zipped Shapefile, which GDAL reads.
        Err(IngestError::Format { detail, .. }) if detail == text::NO_CSV => return Ok(None),
        other => other?,
    };
    Ok(Some((file, inside.into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)).collect())))
}
