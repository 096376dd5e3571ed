//! A table of an unknown layout: where its header is, what its columns hold, and its rows as often as needed.

use std::borrow::Cow;
use std::path::Path;

use gdal::vector::LayerAccess as _;
use rustc_hash::FxHashMap;

use crate::IngestError;
use crate::fields::{number, plain_name};
use crate::paths::Input;
use crate::quiet::quiet;
use crate::records::{DELIMITERS, Records};
use crate::tables::{Form, Part, Sheet, open, parts};
use crate::vector::{crs_of, open_in, tables};

/// Records by which a header is judged.
const JUDGED: usize = 200;
/// Distinct values that are counted in a column; beyond it is no list of kinds.
pub(super) const DISTINCT: usize = 3000;
/// Rows that are kept to look at.
const SAMPLE: usize = 4000;

/// A column's values.
#[derive(Debug, Default)]
pub(super) struct Column {
    pub(super) filled: u64,
    /// Counts of distinct values, unless there are too many.
    pub(super) values: FxHashMap<String, u64>,
    pub(super) many: bool,
}

/// A table that was looked through.
#[derive(Debug)]
pub(super) struct Table {
    parts: Vec<Part>,
    pub(super) header: Vec<String>,
    plain: Vec<String>,
    pub(super) columns: Vec<Column>,
    pub(super) rows: u64,
    /// Rows evenly spread over the table.
    pub(super) sample: Vec<Vec<String>>,
    /// Encoding and delimiter.
    pub(super) label: String,
    /// The sheet or layer that was taken, where there are several.
    pub(super) layer: Option<String>,
    /// What was taken for granted.
    pub(super) told: Vec<String>,
    /// Points that the features have of themselves, with the reference system that their file states.
    pub(super) points: Option<FeaturePoints>,
}

/// The reference system that a file of features states, and points of them.
pub(super) type FeaturePoints = (Option<String>, Vec<(f64, f64)>);

fn form(layer: Option<&str>) -> Form<'_> {
    Form { key: "new-city", encoding: "auto", delimiter: None, skip_lines: None, layer }
}

impl Table {
    /// Reads the tables of some files; the first one's header is theirs.
    ///
    /// # Errors
    /// [`IngestError`] for a file that cannot be read, or in which no header is found.
    pub(super) fn read(files: &[&Path]) -> Result<Self, IngestError> {
        let mut table = Self {
            parts: Vec::new(),
            header: Vec::new(),
            plain: Vec::new(),
            columns: Vec::new(),
            rows: 0,
            sample: Vec::new(),
            label: String::new(),
            layer: None,
            told: Vec::new(),
            points: None,
        };
        for file in files {
            table.add(file)?;
        }
        table.look()?;
        Ok(table)
    }

    fn add(&mut self, file: &Path) -> Result<(), IngestError> {
        let input = Input::File(file.to_path_buf());
        let is_layers = parts(file, &form(None), false)?.is_none();
        let (_, found) = tables(&input, &form(None))?;
        for mut part in found {
            let several = part.sheets.len() > 1;
            let best = (0..part.sheets.len()).max_by_key(|at| part.sheets[*at].text.bytes().len());
            let Some(best) = best else { continue };
            let sheet = part.sheets.swap_remove(best);
            let name = part.name.clone();
            let Some(header) = header(&sheet) else {
                return Err(IngestError::Format {
                    file: name,
                    detail: "no line looks like a header: names that differ, above rows of as many fields".to_owned(),
                    expected: "a table with a header",
                });
            };
            if several {
                self.layer.clone_from(&sheet.name);
                self.told.push(format!("{name} holds several tables: the largest was taken"));
            }
            part.sheets = vec![sheet];
            self.join(&name, header);
            self.parts.push(part);
        }
        if is_layers && self.points.is_none() {
            self.points = points(&input, self.layer.as_deref())?;
        }
        Ok(())
    }

    /// Takes the first header, and tells what later ones lack.
    fn join(&mut self, file: &str, header: Vec<String>) {
        let plain: Vec<String> = header.iter().map(|name| plain_name(name)).collect();
        if self.header.is_empty() {
            self.columns = header.iter().map(|_| Column::default()).collect();
            (self.header, self.plain) = (header, plain);
            return;
        }
        let lacks = self.plain.iter().zip(&self.header).filter(|(name, _)| !plain.contains(name));
        let lacks: Vec<&str> = lacks.map(|(_, name)| name.as_str()).collect();
        if !lacks.is_empty() {
            self.told.push(format!(
                "{file} has other columns than the first file (not {}): where one of those is needed, list every \
                 spelling, or give it a [[source]] of its own",
                lacks.join(", ")
            ));
        }
    }

    /// Counts values and keeps a sample.
    fn look(&mut self) -> Result<(), IngestError> {
        let (mut columns, mut sample) = (std::mem::take(&mut self.columns), Vec::new());
        let (mut rows, mut step) = (0_u64, 1);
        let labels = self.each(&mut |row| {
            for (column, text) in columns.iter_mut().zip(row).filter(|(_, text)| !text.is_empty()) {
                column.filled += 1;
                if let Some(n) = column.values.get_mut(text.as_ref()) {
                    *n += 1;
                } else if column.values.len() < DISTINCT {
                    column.values.insert(text.to_string(), 1);
                } else {
                    column.many = true;
                }
            }
            if rows.is_multiple_of(step) {
                sample.push(row.iter().map(ToString::to_string).collect());
                if sample.len() >= SAMPLE {
                    let mut keep = false;
                    sample.retain(|_| {
                        keep = !keep;
                        keep
                    });
                    step *= 2;
                }
            }
            rows += 1;
        })?;
        (self.columns, self.sample, self.rows) = (columns, sample, rows);
        if let Some((label, told)) = labels.into_iter().next() {
            self.label = label;
            self.told.extend(told);
        }
        Ok(())
    }

    /// Calls `take` with the fields of every row, in the order of the first header; what each part was read as.
    pub(super) fn each(
        &self,
        take: &mut dyn FnMut(&[Cow<'_, str>]),
    ) -> Result<Vec<(String, Vec<String>)>, IngestError> {
        let mut labels = Vec::new();
        for part in &self.parts {
            let Some(wanted) = part.sheets.first().and_then(header) else { continue };
            let fault = || IngestError::Format {
                file: part.name.clone(),
                detail: "its header is not found again".to_owned(),
                expected: "a table with a header",
            };
            let mut opened = open(part, &form(None), &|names| if names == wanted { Ok(()) } else { Err(fault()) })?;
            let plain: Vec<String> = opened.header.iter().map(|name| plain_name(name)).collect();
            let at: Vec<Option<usize>> = self.plain.iter().map(|name| plain.iter().position(|p| p == name)).collect();
            let width = opened.header.iter().rposition(|name| !name.is_empty()).map_or(1, |last| last.div_ceil(2));
            while let Some(record) = opened.records.advance() {
                if record.fields < width {
                    continue;
                }
                let text = |at: Option<usize>| match at.filter(|at| *at < record.fields) {
                    Some(at) => trimmed(opened.text.encoding.decode(opened.records.field(at))),
                    None => Cow::Borrowed(""),
                };
                let row: Vec<Cow<'_, str>> = at.iter().map(|at| text(*at)).collect();
                take(&row);
            }
            labels.push((opened.label, opened.told));
        }
        Ok(labels)
    }

    /// Name of a column, letters and digits alone.
    pub(super) fn plain(&self, at: usize) -> &str {
        &self.plain[at]
    }

    /// Names of the files.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().map(|part| part.name.as_str())
    }

    /// Every column.
    pub(super) fn all(&self) -> std::ops::Range<usize> {
        0..self.header.len()
    }

    /// The first of these names that a column has.
    pub(super) fn named(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| self.plain.iter().position(|p| p == name))
    }

    /// Texts of a column in the sample that are not empty.
    pub(super) fn texts(&self, at: usize) -> impl Iterator<Item = &str> {
        self.sample.iter().map(move |row| row[at].as_str()).filter(|text| !text.is_empty())
    }

    /// Values of a column, the most frequent first.
    pub(super) fn by_count(&self, at: usize) -> Vec<(&str, u64)> {
        let mut all: Vec<(&str, u64)> = self.columns[at].values.iter().map(|(v, n)| (v.as_str(), *n)).collect();
        all.sort_by_key(|(value, n)| (std::cmp::Reverse(*n), *value));
        all
    }
}

fn trimmed(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
        Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
    }
}

/// Whether fields look like names of columns: there, different, and hardly any of them a number.
fn is_header(fields: &[String]) -> bool {
    let there: Vec<&String> = fields.iter().filter(|f| !f.is_empty()).collect();
    let mut distinct: Vec<&&String> = there.iter().collect();
    distinct.sort();
    distinct.dedup();
    let words = there.iter().filter(|f| f.chars().any(char::is_alphabetic) && number(f.as_bytes()).is_none()).count();
    !there.is_empty()
        && 10 * there.len() >= 7 * fields.len()
        && distinct.len() == there.len()
        && 10 * words >= 9 * there.len()
}

/// The likeliest header of a sheet: above rows that have as many fields, split by what splits most of them alike.
fn header(sheet: &Sheet) -> Option<Vec<String>> {
    let delimiters = sheet.delimiter.map_or_else(|| DELIMITERS.to_vec(), |d| vec![d]);
    let found = delimiters.into_iter().filter_map(|delimiter| {
        let mut records = Records::at(sheet.text.bytes(), delimiter, 0, sheet.first_line);
        let mut rows: Vec<Vec<String>> = Vec::new();
        while let Some(record) = records.advance().filter(|_| rows.len() < JUDGED) {
            let field = |at| sheet.text.encoding.decode(records.field(at)).trim().to_owned();
            rows.push((0..record.fields).map(field).collect());
        }
        let count = |width: usize| rows.iter().filter(|row| row.len() == width).count();
        let width = rows.iter().map(Vec::len).max_by_key(|width| (count(*width), *width))?;
        // A last field that is empty is often left out.
        let alike = rows.iter().filter(|row| row.len() == width || row.len() + 1 == width).count();
        let at = rows.iter().position(|row| row.len() >= width && row.len() <= width + 1 && is_header(row))?;
        let regular = 10 * alike >= 8 * (rows.len() - at);
        Some(((regular, width), rows.swap_remove(at)))
    });
    found.max_by_key(|(key, _)| *key).map(|(_, header)| header)
}

/// Points of the features of a layer, evenly spread, and the reference system that it states.
fn points(input: &Input, name: Option<&str>) -> Result<Option<FeaturePoints>, IngestError> {
    quiet();
    let (dataset, _) = open_in(input, "auto")?;
    let mut layer = match name {
        Some(name) => dataset.layer_by_name(name).ok(),
        None => dataset.layers().next(),
    };
    let Some(layer) = layer.as_mut() else { return Ok(None) };
    let crs = crs_of(layer, &input.name(), None).ok();
    let step = usize::try_from(layer.feature_count() / SAMPLE as u64).unwrap_or(0).max(1);
    let point = |feature: gdal::vector::Feature<'_>| {
        let geometry = feature.geometry().filter(|g| g.has_gdal_ptr() && !g.is_empty())?;
        (geometry.geometry_name() == "POINT").then(|| geometry.get_point(0)).map(|(x, y, _)| (x, y))
    };
    let found: Vec<(f64, f64)> = layer.features().step_by(step).filter_map(point).collect();
    Ok((!found.is_empty()).then_some((crs, found)))
}
