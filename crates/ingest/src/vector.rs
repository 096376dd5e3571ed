//! Incidents from whatever GDAL reads: Shapefile, GeoPackage, FlatGeobuf, PostGIS and more.

use std::path::Path;

use catchment_model::{InputFile, Month};
use gdal::vector::{Feature, Layer, LayerAccess};
use gdal::{Dataset, DatasetOptions, GdalOpenFlags};

use crate::IngestError;
use crate::columns::Found;
use crate::decode::{Decoder, Fields, FileRows};
use crate::fields::plain_name;
use crate::hashes::read;
use crate::paths::Input;
use crate::reading::Reading;
use crate::text::Encoding;

/// Sends what GDAL would print on the terminal to the log: its errors come back as results anyway.
pub(crate) fn quiet() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        gdal::config::set_error_handler(|_, number, text| tracing::debug!(target: "gdal", number, "{text}"));
    });
}

/// Opens a file or a GDAL name.
pub(crate) fn open(input: &Input) -> Result<Dataset, IngestError> {
    let name = input.name();
    let fault = |e: gdal::errors::GdalError| {
        // A database's own message may repeat the connection text, password and all.
        let detail = if matches!(input, Input::Gdal(_)) { "it cannot be opened".to_owned() } else { e.to_string() };
        IngestError::Format { file: name.clone(), detail, expected: "a file or database that this build of GDAL reads" }
    };
    match input {
        Input::File(path) => {
            let ends = |end: &str| path.extension().is_some_and(|e| e.eq_ignore_ascii_case(end));
            let archive = match (ends("zip"), ends("gz")) {
                (true, _) => "/vsizip/",
                (_, true) => "/vsigzip/",
                _ => "",
            };
            if archive.is_empty() {
                vectors(path).map_err(fault)
            } else {
                let whole =
                    std::path::absolute(path).map_err(|source| IngestError::Read { path: path.clone(), source })?;
                vectors(format!("{archive}{}", whole.display())).map_err(fault)
            }
        }
        Input::Gdal(text) => vectors(text).map_err(fault),
    }
}

/// Only drivers of features are asked: for `PG:` the raster driver would answer first, and refuse.
fn vectors(name: impl AsRef<Path>) -> Result<Dataset, gdal::errors::GdalError> {
    Dataset::open_ex(name, DatasetOptions { open_flags: GdalOpenFlags::GDAL_OF_VECTOR, ..DatasetOptions::default() })
}

/// The layer of that name, or the first.
pub(crate) fn layer<'d>(dataset: &'d Dataset, file: &str, name: Option<&str>) -> Result<Layer<'d>, IngestError> {
    let found = name.map_or_else(|| dataset.layer(0), |n| dataset.layer_by_name(n));
    found.ok().ok_or_else(|| {
        let names: Vec<String> = dataset.layers().map(|l| l.name()).collect();
        IngestError::Format {
            file: file.to_owned(),
            detail: format!(
                "no layer {}; it has: {}",
                name.map_or_else(|| "at all".to_owned(), |n| format!("\"{n}\"")),
                names.join(", ")
            ),
            expected: "a layer of features",
        }
    })
}

/// The CRS of a layer as WKT: the one stated, else the file's own.
pub(crate) fn crs_of(layer: &Layer<'_>, file: &str, stated: Option<&str>) -> Result<String, IngestError> {
    if let Some(crs) = stated {
        return Ok(crs.to_owned());
    }
    let wkt = layer.spatial_ref().and_then(|r| r.to_wkt().ok()).filter(|w| !w.is_empty());
    wkt.ok_or_else(|| IngestError::Crs {
        what: file.to_owned(),
        value: "none".to_owned(),
        detail: "the file does not name one; state crs in the city file".to_owned(),
    })
}

/// Names of a layer's fields.
pub(crate) fn field_names(layer: &Layer<'_>) -> Vec<String> {
    layer.defn().fields().map(|f| f.name()).collect()
}

/// Hashes of a file and of those that belong to it (`.dbf`, `.prj` … of a Shapefile).
pub(crate) fn hashes(input: &Input) -> Result<Vec<InputFile>, IngestError> {
    let Input::File(path) = input else {
        return Ok(Vec::new());
    };
    if path.is_dir() {
        return Ok(Vec::new());
    }
    let mut all = vec![read(path)?.1];
    if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("shp")) {
        for beside in ["dbf", "shx", "prj", "cpg"] {
            let beside = path.with_extension(beside);
            if Path::exists(&beside) {
                all.push(read(&beside)?.1);
            }
        }
    }
    Ok(all)
}

/// A feature as text fields.
#[derive(Debug, Default)]
struct Row {
    /// All fields one after the other, each ended by a byte that separates units.
    bytes: Vec<u8>,
    ends: Vec<usize>,
    point: Option<(f64, f64)>,
}

impl Row {
    fn fill(&mut self, feature: &Feature<'_>, fields: usize) {
        self.bytes.clear();
        self.ends.clear();
        for at in 0..fields {
            if let Ok(Some(text)) = feature.field_as_string(at) {
                self.bytes.extend_from_slice(text.as_bytes());
            }
            self.ends.push(self.bytes.len());
            self.bytes.push(0x1F);
        }
        // A line or polygon has no single place; of several points, only one alone has.
        let geometry = feature.geometry().filter(|g| g.has_gdal_ptr() && !g.is_empty());
        let point = geometry.and_then(|g| match g.geometry_name().as_str() {
            "POINT" => Some(g.get_point(0)),
            "MULTIPOINT" if g.geometry_count() == 1 => Some(g.get_geometry(0).get_point(0)),
            _ => None,
        });
        self.point = point.map(|(x, y, _)| (x, y));
        if let Some((x, y)) = self.point {
            self.bytes.extend_from_slice(&x.to_le_bytes());
            self.bytes.extend_from_slice(&y.to_le_bytes());
        }
    }
}

impl Fields for Row {
    fn field(&self, at: usize) -> &[u8] {
        let start = if at == 0 { 0 } else { self.ends.get(at - 1).map_or(0, |e| e + 1) };
        self.ends.get(at).map_or(&[], |end| &self.bytes[start..*end])
    }

    fn raw(&self) -> &[u8] {
        &self.bytes
    }

    fn point(&self) -> Option<(f64, f64)> {
        self.point
    }
}

/// Reads the features of a layer as incidents: fields become columns, points become positions.
///
/// Line numbers are 2 for the first feature, as if a header stood before it.
pub(crate) fn incidents(reading: &Reading<'_>, input: &Input) -> Result<FileRows, IngestError> {
    let rows = decoded(reading, input, reading.month_in_name(&input.name()))?;
    if reading.keeps_name(&rows)? { Ok(rows) } else { decoded(reading, input, None) }
}

/// Decodes the features of a layer, `named` being the month in the file's name.
fn decoded(reading: &Reading<'_>, input: &Input, named: Option<Month>) -> Result<FileRows, IngestError> {
    let name = input.name();
    let dataset = open(input)?;
    let mut layer = layer(&dataset, &name, reading.source.layer.as_deref())?;
    let shown = field_names(&layer);
    let geometry = layer.defn().geom_fields().count() > 0
        && reading.source.columns.x.is_empty()
        && reading.source.columns.point.is_empty();
    let found = Found::new(&name, &shown, reading.source, &reading.rules, geometry)?;
    let crs = if geometry { Some(crs_of(&layer, &name, reading.source.crs.as_deref())?) } else { None };
    let plain = shown.iter().map(|h| plain_name(h)).collect();
    let mut decoder =
        Decoder::new(reading.source, &reading.rules, (reading.labels, &reading.dated), &name, found, plain);
    decoder.in_month(named);
    decoder.prepare(Encoding::Utf8, 0);
    let mut hasher = blake3::Hasher::new();
    let mut row = Row::default();
    for (feature, line) in layer.features().zip(2u64..) {
        row.fill(&feature, shown.len());
        if !geometry {
            row.point = None;
        }
        hasher.update(&row.bytes);
        decoder.row(line, &row);
    }
    let mut rows = decoder.finish();
    "UTF-8 (by GDAL)".clone_into(&mut rows.quality.encoding);
    rows.crs = crs;
    rows.inputs = hashes(input)?;
    if rows.inputs.is_empty() {
        rows.inputs = vec![InputFile { name, bytes: 0, blake3: hasher.finalize().to_hex().to_string() }];
    }
    Ok(rows)
}
