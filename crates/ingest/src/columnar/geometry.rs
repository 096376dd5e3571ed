//! Where the geometry of a Parquet file is, in what form, and in which reference system: by the metadata of
//! `GeoParquet` 1.0 and 1.1, else by the column's own type.

use arrow_array::cast::AsArray as _;
use arrow_array::{Array, ArrayRef};
use arrow_schema::DataType;
use gdal::spatial_ref::SpatialRef;
use gdal::vector::Geometry;
use parquet::basic::LogicalType;
use parquet::file::metadata::ParquetMetaData;
use serde_json::Value;

use crate::IngestError;

/// The reference system of geometry that states none: longitude and latitude.
const DEFAULT: &str = "OGC:CRS84";
const EXPECTED: &str = "geometry as WKB, or as points, with its reference system";

/// The geometry of a file.
#[derive(Debug, Clone)]
pub(super) struct Geometries {
    pub(super) column: String,
    /// A definition that GDAL knows; none where the file says that there is none.
    crs: Option<String>,
}

/// Finds the geometry of a file.
///
/// # Errors
/// [`IngestError::Format`] for metadata that is damaged, and for geometry of another form than WKB or points.
pub(super) fn find(file: &str, metadata: &ParquetMetaData) -> Result<Option<Geometries>, IngestError> {
    let pairs = metadata.file_metadata().key_value_metadata();
    let value =
        |key: &str| pairs.into_iter().flatten().find(|pair| pair.key == key).and_then(|pair| pair.value.as_deref());
    match value("geo") {
        Some(geo) => declared(geo).map(Some).map_err(|detail| fault(file, detail)),
        None => Ok(typed(metadata, &value)),
    }
}

fn fault(file: &str, detail: String) -> IngestError {
    IngestError::Format { file: file.to_owned(), detail, expected: EXPECTED }
}

/// The primary geometry, as the metadata of `GeoParquet` states it.
fn declared(geo: &str) -> Result<Geometries, String> {
    let geo: Value = serde_json::from_str(geo).map_err(|e| format!("its \"geo\" metadata is not JSON ({e})"))?;
    let name = geo["primary_column"].as_str().ok_or("its \"geo\" metadata names no primary_column")?;
    let about = &geo["columns"][name];
    let encoding = about["encoding"].as_str().unwrap_or("none");
    if !["WKB", "point"].contains(&encoding) {
        let encoding: String = encoding.chars().take(40).collect();
        return Err(format!("column \"{name}\" has geometry of the encoding \"{encoding}\""));
    }
    let crs = match about.get("crs") {
        None => Some(DEFAULT.to_owned()),
        Some(Value::Null) => None,
        Some(crs) => Some(crs.as_str().map_or_else(|| crs.to_string(), str::to_owned)),
    };
    Ok(Geometries { column: name.to_owned(), crs })
}

/// The first column whose own type is geometry, as Parquet has it since its format 2.11.
fn typed<'m>(metadata: &ParquetMetaData, value: &dyn Fn(&str) -> Option<&'m str>) -> Option<Geometries> {
    let columns = metadata.file_metadata().schema_descr().columns().iter();
    columns.filter(|column| column.path().parts().len() == 1).find_map(|column| {
        let crs = match column.logical_type_ref()? {
            LogicalType::Geometry(of) => of.crs.as_deref(),
            LogicalType::Geography(of) => of.crs.as_deref(),
            _ => return None,
        };
        let crs = crs.filter(|crs| !crs.is_empty()).unwrap_or(DEFAULT);
        let crs = match crs.split_once(':') {
            Some(("srid", "0")) => None,
            Some(("srid", number)) => Some(format!("EPSG:{number}")),
            Some(("projjson", key)) => value(key).map(str::to_owned),
            _ => Some(crs.to_owned()),
        };
        Some(Geometries { column: column.name().to_owned(), crs })
    })
}

impl Geometries {
    /// The reference system for GDAL.
    ///
    /// # Errors
    /// [`IngestError::Crs`] for one that GDAL does not know.
    pub(super) fn reference(&self, file: &str) -> Result<Option<SpatialRef>, IngestError> {
        let Some(crs) = &self.crs else { return Ok(None) };
        let known = SpatialRef::from_definition(crs).map_err(|e| IngestError::Crs {
            what: file.to_owned(),
            value: crs.chars().take(80).collect(),
            detail: e.to_string().chars().take(200).collect(),
        })?;
        Ok(Some(known))
    }

    /// The geometry in a row of its column; none where there is none.
    ///
    /// # Errors
    /// [`IngestError::Format`] with the row, counted from 1 within the file.
    pub(super) fn read(
        &self,
        file: &str,
        array: &ArrayRef,
        at: usize,
        row: u64,
    ) -> Result<Option<Geometry>, IngestError> {
        if array.is_null(at) {
            return Ok(None);
        }
        let bytes = match array.data_type() {
            DataType::Binary => array.as_binary_opt::<i32>().map(|a| a.value(at)),
            DataType::LargeBinary => array.as_binary_opt::<i64>().map(|a| a.value(at)),
            DataType::BinaryView => array.as_binary_view_opt().map(|a| a.value(at)),
            DataType::Struct(_) => return Ok(point(array, at)),
            _ => None,
        };
        let column = &self.column;
        let bytes = bytes.ok_or_else(|| fault(file, format!("column \"{column}\" is {}", array.data_type())))?;
        if bytes.is_empty() {
            return Ok(None);
        }
        let told = |e| fault(file, format!("row {row} of column \"{column}\" is no geometry ({e})"));
        Geometry::from_wkb(bytes).map(Some).map_err(told)
    }
}

/// A point of two columns, as the encoding "point" has it.
fn point(array: &ArrayRef, at: usize) -> Option<Geometry> {
    let pair = array.as_struct_opt()?;
    let of = |name| {
        let column = pair.column_by_name(name)?.as_primitive_opt::<arrow_array::types::Float64Type>()?;
        column.is_valid(at).then(|| column.value(at)).filter(|n| n.is_finite())
    };
    let (x, y) = (of("x")?, of("y")?);
    let mut point = Geometry::empty(gdal::vector::OGRwkbGeometryType::wkbPoint).ok()?;
    point.add_point_2d((x, y));
    Some(point)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_system_is_what_the_metadata_says() {
        let geo = |rest: &str| format!(r#"{{"primary_column":"g","columns":{{"g":{{"encoding":"WKB"{rest}}}}}}}"#);
        assert_eq!(declared(&geo("")).unwrap().crs.as_deref(), Some(DEFAULT));
        assert_eq!(declared(&geo(r#","crs":null"#)).unwrap().crs, None);
        let crs = declared(&geo(r#","crs":{"type":"ProjectedCRS"}"#)).unwrap().crs.unwrap();
        assert_eq!(crs, r#"{"type":"ProjectedCRS"}"#);
    }

    #[test]
    fn what_is_no_geometry_says_so() {
        for (geo, said) in [
            ("{", "not JSON"),
            ("{}", "primary_column"),
            (r#"{"primary_column":"g","columns":{"g":{"encoding":"multipolygon"}}}"#, "\"multipolygon\""),
        ] {
            let told = declared(geo).err().unwrap();
            assert!(told.contains(said), "{told}");
        }
    }
}
