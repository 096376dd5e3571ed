//! Tables in whatever form a city brings them: delimited text, JSON records, spreadsheets, and layers that GDAL reads.
//!
//! All of them become delimited text with a header, so that one way leads from there to incidents, counts and
//! residents. Where the table begins in it is found by `layout`.
//!
//! Does not live here: what the columns mean.

mod archive;
mod json;
mod kind;
mod layout;
mod part;
mod sheets;

use std::io::Read as _;
use std::path::Path;

use catchment_model::InputFile;

use crate::IngestError;
use crate::columnar::{self, Columnar};
use crate::hashes::hashed;
use crate::text::{self, Text};

use archive::Archive;
pub(crate) use archive::members;
use kind::{HEAD, Kind, kind};
pub(crate) use layout::{Fits, Opened, open};
pub(crate) use part::{Form, Part, Sheet};

/// The tables in a file, with the file's hash; `None` where it is for GDAL to open.
///
/// Of an archive that holds both, `layers_first` says which is meant.
///
/// # Errors
/// [`IngestError`] for a file that cannot be read or unpacked, that is no text, or of a kind that nothing reads.
pub(crate) fn parts(
    path: &Path,
    form: &Form<'_>,
    layers_first: bool,
) -> Result<Option<(InputFile, Vec<Part>)>, IngestError> {
    let name = path.file_name().map_or_else(|| path.display().to_string(), |n| n.to_string_lossy().into_owned());
    if path.is_dir() || kind(&name, &head(path)?)? == Kind::Layers {
        return Ok(None);
    }
    let bytes = std::fs::read(path).map_err(|source| IngestError::Read { path: path.to_path_buf(), source })?;
    let file = hashed(&name, &bytes);
    let parts = Unpacking { form, layers_first }.parts(&name, bytes)?;
    Ok(parts.map(|parts| (file, parts)))
}

/// The first bytes of a file.
fn head(path: &Path) -> Result<Vec<u8>, IngestError> {
    let fault = |source| IngestError::Read { path: path.to_path_buf(), source };
    let mut bytes = Vec::new();
    std::fs::File::open(path).map_err(fault)?.take(HEAD as u64).read_to_end(&mut bytes).map_err(fault)?;
    Ok(bytes)
}

struct Unpacking<'a> {
    form: &'a Form<'a>,
    layers_first: bool,
}

impl Unpacking<'_> {
    fn parts(&self, name: &str, bytes: Vec<u8>) -> Result<Option<Vec<Part>>, IngestError> {
        match kind(name, &bytes[..bytes.len().min(HEAD)])? {
            Kind::Layers => Ok(None),
            Kind::Gzip => {
                let bytes = text::gunzip(name, bytes)?;
                text::limit(name, bytes.len())?;
                let inner = if name.to_lowercase().ends_with(".gz") { &name[..name.len() - 3] } else { name };
                self.single(name, inner, bytes)
            }
            Kind::Zip => self.archive(name, &bytes),
            Kind::Workbook => workbook(name, &bytes).map(|part| Some(vec![part])),
            Kind::Columnar => Ok(columns(name, bytes)?.map(|part| vec![part])),
            Kind::Text | Kind::Json => {
                text::limit(name, bytes.len())?;
                self.single(name, name, bytes)
            }
        }
    }

    /// The one table in some bytes; `inner` is their name without that of what they were packed in.
    fn single(&self, name: &str, inner: &str, bytes: Vec<u8>) -> Result<Option<Vec<Part>>, IngestError> {
        let part = match kind(inner, &bytes[..bytes.len().min(HEAD)])? {
            Kind::Workbook | Kind::Zip => workbook(name, &bytes)?,
            Kind::Columnar => match columns(name, bytes)? {
                Some(part) => part,
                None => {
                    return Err(IngestError::Format {
                        file: name.to_owned(),
                        detail: "it is GeoParquet inside an archive".to_owned(),
                        expected: "GeoParquet by itself: unpack it",
                    });
                }
            },
            Kind::Layers | Kind::Gzip => return Ok(None),
            Kind::Json => {
                let text = Text::new(name, bytes, self.form.encoding)?;
                let fault = |detail| IngestError::Format {
                    file: name.to_owned(),
                    detail,
                    expected: "features (GeoJSON, ArcGIS JSON), an array of records, or one record a line",
                };
                let table = json::table(&text.encoding.decode(text.bytes())).map_err(fault)?;
                text::limit(name, table.len())?;
                Part { name: name.to_owned(), sheets: vec![Sheet::written(None, table, 1, "UTF-8 (JSON records)")] }
            }
            Kind::Text => {
                let text = Text::new(name, bytes, self.form.encoding)?;
                Part { name: name.to_owned(), sheets: vec![Sheet { name: None, text, first_line: 1, delimiter: None }] }
            }
        };
        Ok(Some(vec![part]))
    }

    fn archive(&self, file: &str, packed: &[u8]) -> Result<Option<Vec<Part>>, IngestError> {
        let mut archive = Archive::open(file, packed)?;
        let members = archive.members();
        if members.is_workbook() {
            return match workbook(file, packed) {
                // Some that other programs write are read by GDAL alone.
                Err(_) if members.is_opendocument() => Ok(None),
                part => part.map(|part| Some(vec![part])),
            };
        }
        let has_layers = !members.layers.is_empty();
        if self.layers_first && has_layers {
            return Ok(None);
        }
        // A text beside tables or layers is a word on them.
        let texts = if members.tables.is_empty() && !has_layers { &members.texts } else { &members.tables };
        let mut parts = Vec::new();
        for member in texts {
            let bytes = archive.read(member)?;
            let inner = member.1.to_lowercase();
            let inner = inner.strip_suffix(".gz").unwrap_or(&inner);
            let own = self.single(&format!("{file}/{}", member.1), inner, bytes)?;
            parts.extend(own.into_iter().flatten());
        }
        if parts.is_empty() && !has_layers && texts.is_empty() {
            return Err(IngestError::Format {
                file: file.to_owned(),
                detail: format!("no table and no layer inside; it holds: {}", members.listed()),
                expected: "a ZIP archive with data in it",
            });
        }
        Ok((!parts.is_empty()).then_some(parts))
    }
}

/// The table of a Parquet file; none where it has geometry, and is a layer.
fn columns(name: &str, bytes: Vec<u8>) -> Result<Option<Part>, IngestError> {
    let open = Columnar::open(name, bytes)?;
    if open.has_geometry() {
        return Ok(None);
    }
    let sheet = Sheet::written(None, columnar::table(open)?, 1, "UTF-8 (Parquet)");
    Ok(Some(Part { name: name.to_owned(), sheets: vec![sheet] }))
}

fn workbook(name: &str, bytes: &[u8]) -> Result<Part, IngestError> {
    let fault = |detail| IngestError::Format { file: name.to_owned(), detail, expected: "an .xlsx, .xls or .ods file" };
    let sheets = sheets::sheets(bytes).map_err(fault)?;
    let sheets = sheets.into_iter().map(|s| {
        let label = format!("spreadsheet, sheet \"{}\"", s.name);
        Sheet::written(Some(s.name), s.bytes, s.first_row, &label)
    });
    Ok(Part { name: name.to_owned(), sheets: sheets.collect() })
}
