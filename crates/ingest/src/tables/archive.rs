//! ZIP archives: which of their members are tables, and which are for GDAL.

use std::fs::File;
use std::io::{BufReader, Cursor, Read as _};
use std::path::Path;

use zip::ZipArchive;

use crate::IngestError;
use crate::text::{HEAD, MAX_BYTES, begins, gunzip, limit};

/// Endings of tables; `.json` is told from features by its bytes.
const TABLES: [&str; 11] =
    [".csv", ".tsv", ".tab", ".psv", ".xlsx", ".xls", ".ods", ".json", ".jsonl", ".ndjson", ".parquet"];
/// Endings of texts that may be tables, or a word on them.
const TEXTS: [&str; 3] = [".txt", ".dat", ".asc"];
/// Endings of what GDAL reads.
const LAYERS: [&str; 12] =
    [".shp", ".gpkg", ".sqlite", ".fgb", ".kml", ".kmz", ".gml", ".geojson", ".geojsonl", ".geojsons", ".mif", ".dbf"];

/// A member's place in the archive, and its name.
pub(super) type Member = (usize, String);

/// The members that hold data, sorted by what they are.
#[derive(Debug, Default)]
pub(crate) struct Members {
    pub(super) tables: Vec<Member>,
    pub(super) texts: Vec<Member>,
    /// Files and folders that GDAL may open.
    pub(crate) layers: Vec<String>,
    all: Vec<String>,
}

impl Members {
    /// The members of an archive; those that a system adds are left out.
    fn of(names: impl Iterator<Item = String>) -> Self {
        let mut members = Self::default();
        let own = |(_, name): &(usize, String)| !name.starts_with("__MACOSX") && !name.ends_with('/');
        for (at, name) in names.enumerate().filter(own) {
            let lower = name.to_lowercase();
            let plain = lower.strip_suffix(".gz").unwrap_or(&lower);
            let ends = |endings: &[&str]| endings.iter().any(|end| plain.ends_with(end));
            if let Some(folder) = lower.find(".gdb/").map(|at| name[..at + 4].to_owned()) {
                if !members.layers.contains(&folder) {
                    members.layers.push(folder);
                }
            } else if ends(&TABLES) {
                members.tables.push((at, name.clone()));
            } else if ends(&TEXTS) {
                members.texts.push((at, name.clone()));
            } else if ends(&LAYERS) {
                members.layers.push(name.clone());
            }
            members.all.push(name);
        }
        // The table beside a Shapefile is a part of it.
        let shapes: Vec<String> = members.layers.iter().filter_map(|n| stem(n, ".shp")).collect();
        members.layers.retain(|n| stem(n, ".dbf").is_none_or(|s| !shapes.contains(&s)));
        members
    }

    /// Whether it is a spreadsheet, which is an archive as well.
    pub(super) fn is_workbook(&self) -> bool {
        self.has("xl/workbook.xml") || self.has("xl/workbook.bin") || self.is_opendocument()
    }

    /// Whether it is a document of `OpenDocument`.
    pub(super) fn is_opendocument(&self) -> bool {
        self.has("content.xml") && self.has("mimetype")
    }

    fn has(&self, name: &str) -> bool {
        self.all.iter().any(|n| n == name)
    }

    /// What in it GDAL may open.
    pub(crate) fn for_gdal(self) -> Vec<String> {
        if self.layers.is_empty() {
            let json = self.tables.into_iter().map(|(_, name)| name);
            return json.filter(|name| name.to_lowercase().ends_with(".json")).collect();
        }
        self.layers
    }

    /// What it holds, for a message.
    pub(super) fn listed(&self) -> String {
        let more = if self.all.len() > 10 { ", …" } else { "" };
        self.all.iter().take(10).map(String::as_str).collect::<Vec<_>>().join(", ") + more
    }
}

fn stem(name: &str, ending: &str) -> Option<String> {
    let at = name.len().checked_sub(ending.len())?;
    name.get(at..).filter(|end| end.eq_ignore_ascii_case(ending)).map(|_| name[..at].to_owned())
}

/// An open archive.
pub(super) struct Archive<'a> {
    file: &'a str,
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Bytes of all members that were read.
    unpacked: usize,
}

impl<'a> Archive<'a> {
    /// # Errors
    /// [`IngestError::Format`] for a damaged archive.
    pub(super) fn open(file: &'a str, packed: &'a [u8]) -> Result<Self, IngestError> {
        let zip = ZipArchive::new(Cursor::new(packed)).map_err(|e| fault(file, e.to_string()))?;
        Ok(Self { file, zip, unpacked: 0 })
    }

    pub(super) fn members(&self) -> Members {
        // A name in a broken encoding is no reason to refuse the archive.
        Members::of(self.zip.file_names_raw().map(|name| String::from_utf8_lossy(name).into_owned()))
    }

    /// The bytes of a member, unpacked.
    ///
    /// # Errors
    /// [`IngestError::Format`], [`IngestError::Limit`].
    pub(super) fn read(&mut self, (at, name): &Member) -> Result<Vec<u8>, IngestError> {
        let fault = |detail: String| fault(self.file, format!("{name}: {detail}"));
        let entry = self.zip.by_index(*at).map_err(|e| fault(e.to_string()))?;
        let mut bytes = Vec::new();
        let mut entry = entry.take(MAX_BYTES as u64 + 1);
        entry.by_ref().take(HEAD as u64).read_to_end(&mut bytes).map_err(|e| fault(e.to_string()))?;
        begins(name, &bytes)?;
        entry.read_to_end(&mut bytes).map_err(|e| fault(e.to_string()))?;
        limit(name, bytes.len())?;
        self.unpacked += bytes.len();
        limit(&format!("{} and what stands before it", self.file), self.unpacked)?;
        gunzip(name, bytes)
    }
}

/// What an archive on disk holds.
///
/// # Errors
/// [`IngestError::Format`] for a damaged archive, [`IngestError::Read`].
pub(crate) fn members(path: &Path) -> Result<Members, IngestError> {
    let fault_of = |e: String| fault(&path.display().to_string(), e);
    let file = File::open(path).map_err(|source| IngestError::Read { path: path.to_path_buf(), source })?;
    let zip = ZipArchive::new(BufReader::new(file)).map_err(|e| fault_of(e.to_string()))?;
    Ok(Members::of(zip.file_names_raw().map(|name| String::from_utf8_lossy(name).into_owned())))
}

fn fault(file: &str, detail: String) -> IngestError {
    IngestError::Format {
        file: file.to_owned(),
        detail,
        expected: "a ZIP archive that can be unpacked, as spreadsheets are too",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_told_apart_by_their_names() {
        let of = |names: &[&str]| Members::of(names.iter().map(|n| (*n).to_owned()));
        let shapes = of(&["a/x.shp", "a/x.dbf", "a/README.txt", "__MACOSX/x.csv", "a/"]);
        assert_eq!(shapes.layers, ["a/x.shp"]);
        assert_eq!((shapes.tables.len(), shapes.texts.len(), shapes.is_workbook()), (0, 1, false));
        let database = of(&["city.gdb/a0001.gdbtable", "city.gdb/a0001.gdbtablx", "2019.CSV.gz"]);
        assert_eq!(
            (database.layers, database.tables),
            (vec!["city.gdb".to_owned()], vec![(2, "2019.CSV.gz".to_owned())])
        );
        assert!(of(&["xl/workbook.xml"]).is_workbook());
    }
}
