//! A file of incidents: a table, or anything GDAL reads, decoded row by row.

use catchment_model::Month;

use crate::columns::Found;
use crate::decode::{Decoder, Fields, FileRows};
use crate::fields::plain_name;
use crate::paths::Input;
use crate::reading::Reading;
use crate::records::Records;
use crate::tables::{self, Form, Part};
use crate::{IngestError, vector};

impl Reading<'_> {
    /// Reads and decodes a file; a ZIP archive may hold several.
    ///
    /// # Errors
    /// [`IngestError`] where the file, its encoding or its header cannot be used.
    pub(crate) fn file(&self, input: &Input) -> Result<Vec<FileRows>, IngestError> {
        let form = Form::from(self.source);
        if let Input::File(path) = input
            && let Some((file, parts)) = tables::parts(path, &form, false)?
        {
            let mut all = Vec::with_capacity(parts.len());
            for part in parts {
                all.push(self.table(&part, &form)?);
            }
            if let Some(first) = all.first_mut() {
                first.inputs.push(file);
            }
            return Ok(all);
        }
        vector::incidents(self, input).map(|rows| vec![rows])
    }

    fn table(&self, part: &Part, form: &Form<'_>) -> Result<FileRows, IngestError> {
        let rows = self.decoded(part, form, self.month_in_name(&part.name))?;
        if self.keeps_name(&rows)? { Ok(rows) } else { self.decoded(part, form, None) }
    }

    /// Decodes the rows of a table, `named` being the month in the file's name.
    fn decoded(&self, part: &Part, form: &Form<'_>, named: Option<Month>) -> Result<FileRows, IngestError> {
        let columns = |header: &[String]| Found::new(&part.name, header, self.source, &self.rules, false);
        let opened = tables::open(part, form, &|header| columns(header).map(drop))?;
        let (text, mut records) = (opened.text, opened.records);
        let found = columns(&opened.header)?;
        records.need(found.least());
        let plain: Vec<String> = opened.header.iter().map(|h| plain_name(h)).collect();
        let width = plain.len();
        let mut decoder = Decoder::new(self.source, &self.rules, (self.labels, &self.dated), &part.name, found, plain);
        decoder.in_month(named);
        // Police rows are 100 to 200 bytes long; too little room grows, too much is given back.
        decoder.prepare(text.encoding, text.bytes().len() / 150);
        let mut short = 0_u64;
        while let Some(record) = records.advance() {
            if record.whole {
                short += u64::from(record.fields < width);
                decoder.row(record.line, &records);
            } else {
                decoder.misshapen(record.line, record.fields, width);
            }
        }
        let mut rows = decoder.finish();
        rows.quality.encoding = opened.label;
        rows.told = opened.told;
        if short > 0 {
            rows.told.push(format!(
                "{short} rows have fewer fields than the header; what they lack at their end was taken for empty"
            ));
            rows.quality.reasons.insert("short-row".to_owned(), short);
        }
        Ok(rows)
    }
}

/// Sentences on what was taken for granted in the files of a source: one for all files alike.
pub(crate) fn told(source: &str, files: &[FileRows]) -> Vec<String> {
    let mut sentences: Vec<(&str, Vec<&str>)> = Vec::new();
    for file in files {
        for what in &file.told {
            match sentences.iter_mut().find(|(known, _)| known == what) {
                Some((_, names)) => names.push(&file.quality.file),
                None => sentences.push((what, vec![&file.quality.file])),
            }
        }
    }
    let named = |names: &[&str]| match names {
        [one] => (*one).to_owned(),
        [first, rest @ ..] => format!("{first} and {} more", rest.len()),
        [] => String::new(),
    };
    sentences.iter().map(|(what, names)| format!("{source}, {}: {what}.", named(names))).collect()
}

impl Fields for Records<'_> {
    fn field(&self, at: usize) -> &[u8] {
        Records::field(self, at)
    }

    fn raw(&self) -> &[u8] {
        Records::raw(self)
    }
}
