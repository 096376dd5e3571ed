//! A Parquet file with geometry as a layer in the memory.

use arrow_schema::DataType;
use gdal::errors::GdalError;
use gdal::vector::{Feature, LayerAccess as _, LayerOptions, OGRFieldType, OGRwkbGeometryType};
use gdal::{Dataset, Driver, DriverManager};

use super::file::Columnar;
use super::text::Cells;
use crate::IngestError;
use crate::quiet::quiet;
use crate::text::limit;

/// All of it as a layer in the memory.
///
/// # Errors
/// [`IngestError`] for a file without geometry, and for damaged rows.
pub(crate) fn layer(open: Columnar) -> Result<Dataset, IngestError> {
    quiet();
    let file = open.file.clone();
    let fault = |e: GdalError| IngestError::Format {
        file: file.clone(),
        detail: format!("it cannot be held as a layer: {e}"),
        expected: "a GeoParquet file",
    };
    let Some(geometries) = open.geometries.clone() else {
        return Err(IngestError::Format {
            file: file.clone(),
            detail: "it is Parquet without geometry: neither \"geo\" metadata nor a column of that type".to_owned(),
            expected: "a GeoParquet file, or any format with outlines or points",
        });
    };
    let reference = geometries.reference(&file)?;
    let columns = open.columns();
    let mut dataset = driver().map_err(fault)?.create_vector_only("").map_err(fault)?;
    let layer = dataset
        .create_layer(LayerOptions {
            name: "rows",
            srs: reference.as_ref(),
            ty: OGRwkbGeometryType::wkbUnknown,
            options: None,
        })
        .map_err(fault)?;
    let defined: Vec<(&str, OGRFieldType::Type)> =
        columns.iter().map(|(name, kind)| (name.as_str(), field_type(kind))).collect();
    layer.create_defn_fields(&defined).map_err(fault)?;
    let (mut row, mut bytes) = (0, 0);
    open.each(&mut |batch, all| {
        let shapes = batch.column_by_name(&geometries.column);
        let cells = all.iter().map(|(name, array)| Cells::of(&file, name, array)).collect::<Result<Vec<_>, _>>()?;
        for at in 0..batch.num_rows() {
            row += 1;
            let mut feature = Feature::new(layer.defn()).map_err(fault)?;
            if let Some(shape) = shapes.map(|s| geometries.read(&file, s, at, row)).transpose()?.flatten() {
                feature.set_geometry(shape).map_err(fault)?;
            }
            for (field, cells) in cells.iter().enumerate() {
                let text = cells.text(at);
                if !text.is_empty() {
                    bytes += text.len();
                    // A number's field takes its text.
                    feature.set_field_string(field, &text).map_err(fault)?;
                }
            }
            feature.create(&layer).map_err(fault)?;
        }
        limit(&file, bytes)
    })?;
    Ok(dataset)
}

/// The driver of datasets in the memory, which newer GDAL has under another name.
fn driver() -> Result<Driver, GdalError> {
    DriverManager::get_driver_by_name("Memory").or_else(|_| DriverManager::get_driver_by_name("MEM"))
}

const fn field_type(kind: &DataType) -> OGRFieldType::Type {
    match kind {
        DataType::Int8 | DataType::Int16 | DataType::Int32 | DataType::UInt8 | DataType::UInt16 => {
            OGRFieldType::OFTInteger
        }
        DataType::Int64 | DataType::UInt32 => OGRFieldType::OFTInteger64,
        DataType::Float16 | DataType::Float32 | DataType::Float64 => OGRFieldType::OFTReal,
        _ => OGRFieldType::OFTString,
    }
}
