//! Rows with an outline: features that GDAL reads, or a table with outlines as text in one of its columns.

use catchment_model::InputFile;
use catchment_model::city::AreaSource;
use gdal::vector::{Geometry, LayerAccess, OGRFieldType};

use crate::IngestError;
use crate::inputs::{cut_short, hashes};
use crate::paths::Input;
use crate::project::WGS84;
use crate::quiet::quiet;
use crate::tables::{self, Fits, Form, Opened, Part};
use crate::vector::{cell, crs_of, field_names, layer, numbers, open_in};

/// What a file of areas holds.
#[derive(Debug)]
pub(super) struct Shapes {
    pub(super) names: Vec<String>,
    /// Which columns hold numbers and not text: their decimals are never in doubt.
    pub(super) numeric: Vec<bool>,
    pub(super) rows: Vec<Shape>,
    pub(super) crs: String,
    /// What was taken for granted.
    pub(super) told: Vec<String>,
    pub(super) inputs: Vec<InputFile>,
}

/// A row, with its outline where it has one.
#[derive(Debug)]
pub(super) struct Shape {
    pub(super) fields: Vec<String>,
    /// The id of the feature itself, beside its columns (RFC 7946, section 3.2).
    pub(super) own_id: String,
    pub(super) geometry: Option<Geometry>,
}

/// Reads a file of areas.
///
/// # Errors
/// [`IngestError`] for a file, layer, column or reference system that cannot be used.
pub(super) fn read(input: &Input, source: &AreaSource, fits: Fits<'_>) -> Result<Shapes, IngestError> {
    let form = Form::from(source);
    if let Input::File(path) = input
        && let Some((file, parts)) = tables::parts(path, &form, true)?
    {
        return from_table(&parts, source, file, fits);
    }
    quiet();
    let file = input.name();
    let inputs = hashes(input)?;
    let (dataset, told) = open_in(input, form.encoding)?;
    let (mut layer, chosen) = layer(&dataset, &file, form.layer, fits)?;
    let names = field_names(&layer);
    fits(&names)?;
    let crs = crs_of(&layer, &file, source.crs.as_deref())?;
    let decimals = numbers(&layer);
    let whole = |kind| matches!(kind, OGRFieldType::OFTInteger | OGRFieldType::OFTInteger64);
    let numeric = layer.defn().fields().zip(&decimals).map(|(f, d)| *d || whole(f.field_type())).collect();
    let rows = layer.features().map(|feature| Shape {
        fields: decimals.iter().enumerate().map(|(at, decimal)| cell(&feature, at, *decimal)).collect(),
        own_id: feature.fid().map_or_else(String::new, |id| id.to_string()),
        geometry: feature.geometry().filter(|g| g.has_gdal_ptr() && !g.is_empty()).cloned(),
    });
    let rows = rows.collect();
    let told = told.into_iter().chain(chosen).chain(cut_short(input)?).collect();
    Ok(Shapes { names, numeric, rows, crs, told, inputs })
}

fn from_table(parts: &[Part], source: &AreaSource, input: InputFile, fits: Fits<'_>) -> Result<Shapes, IngestError> {
    let form = Form::from(source);
    let file = input.name.clone();
    let fault = |detail: String| IngestError::Format {
        file: file.clone(),
        detail,
        expected: "one table with a column of outlines (WKT, GeoJSON, or WKB in hexadecimal digits), or features",
    };
    let [part] = parts else {
        return Err(fault(format!("it holds {} tables", parts.len())));
    };
    let Opened { text, mut records, header, mut told, .. } = tables::open(part, &form, fits)?;
    let mut rows = Vec::new();
    while let Some(record) = records.advance() {
        let field = |at| text.encoding.decode(records.field(at)).replace("\"\"", "\"");
        rows.push(Shape {
            fields: (0..header.len()).map(field).collect(),
            own_id: (record.line - 1).to_string(),
            geometry: None,
        });
    }
    let column = (0..header.len()).find(|at| {
        let first = rows.iter().map(|row| row.fields[*at].trim()).find(|value| !value.is_empty());
        first.and_then(outline).is_some()
    });
    let Some(column) = column else {
        let names = crate::columns::listed(&header);
        return Err(fault(format!("none of its columns ({names}) holds outlines")));
    };
    for row in &mut rows {
        row.geometry = outline(row.fields[column].trim());
    }
    let crs = source.crs.clone().unwrap_or_else(|| {
        told.push(format!(
            "the outlines in column \"{}\" were taken for longitude and latitude; say otherwise with crs under [areas]",
            header[column]
        ));
        WGS84.to_owned()
    });
    Ok(Shapes { numeric: vec![false; header.len()], names: header, rows, crs, told, inputs: vec![input] })
}

/// An outline as text.
fn outline(text: &str) -> Option<Geometry> {
    let upper: String = text.chars().take(20).collect::<String>().to_uppercase();
    let geometry = if text.starts_with('{') {
        Geometry::from_geojson(text)
    } else if upper.starts_with("SRID=") {
        Geometry::from_wkt(text.split_once(';')?.1)
    } else if upper.contains("POLYGON") || upper.starts_with("GEOMETRYCOLLECTION") {
        Geometry::from_wkt(text)
    } else {
        Geometry::from_wkb(&hex(text)?)
    };
    geometry.ok().filter(|g| g.has_gdal_ptr() && !g.is_empty() && g.geometry_name().to_uppercase() != "POINT")
}

/// Bytes in hexadecimal digits; WKB has at least the nine of an empty polygon.
fn hex(text: &str) -> Option<Vec<u8>> {
    let whole = text.len() >= 18 && text.len().is_multiple_of(2) && text.is_ascii();
    let byte = |at: usize| u8::from_str_radix(&text[2 * at..2 * at + 2], 16).ok();
    whole.then(|| (0..text.len() / 2).map(byte).collect()).flatten()
}
