//! Incidents from whatever GDAL reads: Shapefile, GeoPackage, FlatGeobuf, PostGIS and more.

use std::path::{Path, PathBuf};

use catchment_model::{InputFile, Month};
use gdal::errors::GdalError;
use gdal::vector::{Feature, Layer, LayerAccess, OGRFieldType};
use gdal::{Dataset, DatasetOptions, DriverManager, GdalOpenFlags};

use crate::IngestError;
use crate::columnar::{self, Columnar, is_columnar};
use crate::columns::Found;
use crate::decode::{Decoder, Fields, FileRows};
use crate::fields::plain_name;
use crate::inputs::{cut_short, hashes};
use crate::paths::Input;
use crate::quiet::quiet;
use crate::reading::Reading;
use crate::tables::{Fits, Form, Part, Sheet, members, parts};
use crate::text::{Encoding, named};
use crate::written::{Written, decimal};

/// Opens a file or a GDAL name.
pub(crate) fn open(input: &Input) -> Result<Dataset, IngestError> {
    open_with(input, None)
}

/// Opens a file or a GDAL name whose texts are in an encoding; `auto` is the one that the file states. Where it states
/// none, or a wrong one, texts that are no UTF-8 are taken for Windows-1252, and that is told.
pub(crate) fn open_in(input: &Input, encoding: &str) -> Result<(Dataset, Option<String>), IngestError> {
    if encoding != "auto" {
        let name = encoding_of_gdal(encoding)?;
        return Ok((open_with(input, Some(&name))?, None));
    }
    let dataset = open(input)?;
    if dataset.driver().short_name() != "ESRI Shapefile" || !has_broken_text(&dataset) {
        return Ok((dataset, None));
    }
    let told = "its texts are no UTF-8 and no other encoding is stated (.cpg): they were taken for Windows-1252; say \
                otherwise with encoding = \"…\" in the city file";
    Ok((open_with(input, Some("CP1252"))?, Some(told.to_owned())))
}

/// The name that GDAL gives an encoding.
fn encoding_of_gdal(encoding: &str) -> Result<String, IngestError> {
    let name = named(encoding)?.name();
    Ok(name.strip_prefix("windows-").map_or_else(|| name.to_owned(), |page| format!("CP{page}")))
}

/// Whether bytes of a text could not be read as UTF-8, as that GDAL hands it on.
fn has_broken_text(dataset: &Dataset) -> bool {
    dataset.layers().any(|mut layer| {
        let texts: Vec<usize> = (0..)
            .zip(layer.defn().fields())
            .filter(|(_, field)| field.field_type() == OGRFieldType::OFTString)
            .map(|(at, _)| at)
            .collect();
        let broken = |text: &str| text.contains('\u{FFFD}');
        field_names(&layer).iter().any(|name| broken(name))
            || layer.features().any(|feature| {
                texts.iter().any(|at| feature.field_as_string(*at).ok().flatten().is_some_and(|text| broken(&text)))
            })
    })
}

fn open_with(input: &Input, encoding: Option<&str>) -> Result<Dataset, IngestError> {
    let name = input.name();
    if let Input::File(path) = input
        && is_columnar(path)
    {
        let bytes = std::fs::read(path).map_err(|source| IngestError::Read { path: path.clone(), source })?;
        return columnar::layer(Columnar::open(&name, bytes)?);
    }
    let fault = |e: GdalError| {
        let said = said_by(&e);
        // A database's own message may repeat the connection text, password and all.
        let kept = match input {
            Input::Gdal(text) => !said.contains("password") && text.split_whitespace().all(|part| !said.contains(part)),
            Input::File(_) => true,
        };
        let detail = if kept && !said.is_empty() { format!("GDAL cannot open it: {said}") } else { CLOSED.to_owned() };
        IngestError::Format { file: name.clone(), detail, expected: "a file or database that this build of GDAL reads" }
    };
    let option = encoding.map(|e| format!("ENCODING={e}"));
    let options: Vec<&str> = option.iter().map(String::as_str).collect();
    let drivers = drivers(input);
    let vectors = |name: &Path| {
        // Only drivers of features are asked: for `PG:` the raster driver would answer first, and refuse.
        Dataset::open_ex(
            name,
            DatasetOptions {
                open_flags: GdalOpenFlags::GDAL_OF_VECTOR | GdalOpenFlags::GDAL_OF_VERBOSE_ERROR,
                open_options: encoding.map(|_| options.as_slice()),
                allowed_drivers: Some(&drivers),
                ..DatasetOptions::default()
            },
        )
    };
    match input {
        Input::File(path) => vectors(&named_for_gdal(path)?).map_err(fault),
        Input::Gdal(text) => vectors(Path::new(text)).map_err(fault),
    }
}

/// Drivers that open files. Others, of which GDAL has dozens, are never asked: a file is not what its name says.
const FILES: [&str; 26] = [
    "ESRI Shapefile",
    "GPKG",
    "SQLite",
    "FlatGeobuf",
    "GeoJSON",
    "GeoJSONSeq",
    "ESRIJSON",
    "TopoJSON",
    "KML",
    "LIBKML",
    "GML",
    "GPX",
    "OpenFileGDB",
    "MapInfo File",
    "CSV",
    "XLSX",
    "XLS",
    "ODS",
    "DXF",
    "Parquet",
    "Arrow",
    "PGDUMP",
    "JML",
    "GeoRSS",
    "MVT",
    "PMTiles",
];
/// Drivers of databases, which the city file names as such.
const DATABASES: [&str; 5] = ["PostgreSQL", "MySQL", "MSSQLSpatial", "OCI", "ODBC"];

/// The drivers that may open something: those of files; of databases where one is named; and the one of files that
/// point to others where the file says by its name that it is one, which [`crate::paths::permitted`] lets in.
fn drivers(input: &Input) -> Vec<&'static str> {
    let mut all = FILES.to_vec();
    match input {
        Input::File(path) if path.extension().is_some_and(|e| e.eq_ignore_ascii_case("vrt")) => all.push("OGR_VRT"),
        Input::Gdal(name) if !name.starts_with("/vsi") => all.extend(DATABASES),
        Input::File(_) | Input::Gdal(_) => {}
    }
    all
}

const CLOSED: &str = "it cannot be opened";

/// GDAL's own message.
fn said_by(error: &GdalError) -> String {
    match error {
        GdalError::CplError { msg, .. } | GdalError::NullPointer { msg, .. } if msg.contains(".shx") => {
            format!(
                "{} (a Shapefile is several files of one name: .shp, .shx, .dbf, .prj)",
                msg.trim().trim_end_matches('.')
            )
        }
        GdalError::CplError { msg, .. } | GdalError::NullPointer { msg, .. } => {
            msg.trim().trim_end_matches('.').to_owned()
        }
        other => other.to_string(),
    }
}

/// A file's name for GDAL: inside an archive, the one thing in it that holds features, else all of it.
fn named_for_gdal(path: &Path) -> Result<PathBuf, IngestError> {
    let ends = |end: &str| path.extension().is_some_and(|e| e.eq_ignore_ascii_case(end));
    // KMZ is an archive that the one driver of KML opens by itself, and the other does not.
    let zipped = ends("zip") || (ends("kmz") && DriverManager::get_driver_by_name("LIBKML").is_err());
    if !zipped && !ends("gz") {
        return Ok(path.to_path_buf());
    }
    let whole = std::path::absolute(path).map_err(|source| IngestError::Read { path: path.to_path_buf(), source })?;
    if !zipped {
        return Ok(PathBuf::from(format!("/vsigzip/{}", whole.display())));
    }
    let inner = match members(path)?.for_gdal().as_slice() {
        [one] => format!("/{one}"),
        _ => String::new(),
    };
    Ok(PathBuf::from(format!("/vsizip/{}{inner}", whole.display())))
}

/// The layer of that name; where none is named, the only one with the columns, which is told.
pub(crate) fn layer<'d>(
    dataset: &'d Dataset,
    file: &str,
    name: Option<&str>,
    fits: Fits<'_>,
) -> Result<(Layer<'d>, Option<String>), IngestError> {
    let names =
        |layers: &[Layer<'_>]| layers.iter().map(|l| format!("\"{}\"", l.name())).collect::<Vec<_>>().join(", ");
    let fault = |detail: String, expected| IngestError::Format { file: file.to_owned(), detail, expected };
    let mut all: Vec<Layer<'d>> = dataset.layers().collect();
    let has = names(&all);
    if let Some(name) = name {
        let found = dataset.layer_by_name(name).ok();
        let missing = || fault(format!("no layer \"{name}\"; it has: {has}"), "a layer of features");
        return Ok((found.ok_or_else(missing)?, None));
    }
    if all.len() == 1 {
        return Ok((all.swap_remove(0), None));
    }
    if all.is_empty() {
        return Err(fault("it has no layer at all".to_owned(), "a layer of features"));
    }
    let (mut fitting, mut faults) = (Vec::new(), Vec::new());
    for layer in all {
        match fits(&field_names(&layer)) {
            Ok(()) => fitting.push(layer),
            Err(e) => faults.push(format!("\"{}\" {e}", layer.name())),
        }
    }
    let expected = "one layer with the columns of the city file; layer = \"…\" there chooses one";
    match fitting.len() {
        0 => Err(fault(format!("none of its layers has the columns: {}", faults.join("; ")), expected)),
        1 => {
            let only = fitting.swap_remove(0);
            let told = format!("layer \"{}\" was read, the only one with the columns ({has})", only.name());
            Ok((only, Some(told)))
        }
        _ => Err(fault(format!("its layers {} all have the columns", names(&fitting)), expected)),
    }
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

/// The tables of anything that can be read, with the files that they are in.
///
/// # Errors
/// [`IngestError`] for what cannot be opened.
pub(crate) fn tables(input: &Input, form: &Form<'_>) -> Result<(Vec<InputFile>, Vec<Part>), IngestError> {
    if let Input::File(path) = input
        && let Some((file, parts)) = parts(path, form, false)?
    {
        return Ok((vec![file], parts));
    }
    quiet();
    let files = hashes(input)?;
    let (dataset, _) = open_in(input, form.encoding)?;
    let sheets = dataset.layers().map(|mut layer| {
        let (names, label) = (field_names(&layer), format!("UTF-8 (by GDAL), layer \"{}\"", layer.name()));
        let mut table = Written::default();
        table.row(names.iter().map(String::as_str));
        let numbers = numbers(&layer);
        for feature in layer.features() {
            let cells: Vec<String> = (0..names.len()).map(|at| cell(&feature, at, numbers[at])).collect();
            table.row(cells.iter().map(String::as_str));
        }
        Sheet::written(Some(layer.name()), table.into_bytes(), 1, &label)
    });
    let part = Part { name: input.name(), sheets: sheets.collect() };
    Ok((files, vec![part]))
}

/// Which fields of a layer hold numbers with decimals.
pub(crate) fn numbers(layer: &Layer<'_>) -> Vec<bool> {
    layer.defn().fields().map(|field| field.field_type() == OGRFieldType::OFTReal).collect()
}

/// A field as text.
pub(crate) fn cell(feature: &Feature<'_>, at: usize, is_number: bool) -> String {
    let number = if is_number { feature.field_as_double(at).ok().flatten().map(decimal) } else { None };
    number.or_else(|| feature.field_as_string(at).ok().flatten()).unwrap_or_default()
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
    // What it is made of is known before any of it is read.
    let files = hashes(input)?;
    let (dataset, told) = open_in(input, &reading.source.encoding)?;
    let columns = |header: &[String], geometry| Found::new(&name, header, reading.source, &reading.rules, geometry);
    // Whether the points are in columns is not known before the layer is.
    let fits = |header: &[String]| columns(header, false).or_else(|_| columns(header, true)).map(drop);
    let (mut layer, chosen) = layer(&dataset, &name, reading.source.layer.as_deref(), &fits)?;
    let shown = field_names(&layer);
    let geometry = layer.defn().geom_fields().count() > 0
        && reading.source.columns.x.is_empty()
        && reading.source.columns.point.is_empty();
    let found = columns(&shown, geometry)?;
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
    rows.told.extend(told.into_iter().chain(chosen).chain(cut_short(input)?));
    rows.inputs = files;
    if rows.inputs.is_empty() {
        rows.inputs = vec![InputFile { name, bytes: 0, blake3: hasher.finalize().to_hex().to_string() }];
    }
    Ok(rows)
}
