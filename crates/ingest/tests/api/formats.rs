//! The same points in the formats that cities use, written through GDAL and read back.

use catchment_model::RowStatus;
use gdal::spatial_ref::SpatialRef;
use gdal::vector::{Feature, FieldValue, Geometry, LayerAccess as _, LayerOptions, OGRFieldType, OGRwkbGeometryType};
use gdal::{Dataset, DriverManager};

use crate::support::{City, SOURCE};

/// The usual source without coordinate columns: points bring their own place and CRS. Names fit a Shapefile's ten
/// characters.
fn source(path: &str) -> String {
    let source = SOURCE.replace("*.csv", path).replace("x = [\"XCoord\"]\ny = [\"YCoord\"]\n", "");
    source
        .replace("crs = \"EPSG:26996\"\n", "")
        .replace("[\"Description\"]", "[\"Descr\"]")
        .replace("[\"Neighborhood\"]", "[\"Nbhd\"]")
}

/// Three points in longitude and latitude: two in area 1, one with nothing but a label.
fn write(driver: &str, path: &std::path::Path) -> gdal::errors::Result<()> {
    let mut dataset: Dataset = DriverManager::get_driver_by_name(driver)?.create_vector_only(path)?;
    let wgs84 = SpatialRef::from_epsg(4326)?;
    let layer = dataset.create_layer(LayerOptions {
        name: "points",
        srs: Some(&wgs84),
        ty: OGRwkbGeometryType::wkbPoint,
        options: None,
    })?;
    let text = OGRFieldType::OFTString;
    layer.create_defn_fields(&[
        ("Complaint", text),
        ("CodedMonth", text),
        ("DateOccur", text),
        ("Count", OGRFieldType::OFTInteger),
        ("Crime", OGRFieldType::OFTInteger),
        ("Descr", text),
        ("Nbhd", OGRFieldType::OFTReal),
    ])?;
    for (number, count) in [("15-1", 1), ("15-2", 1), ("15-2", -1)] {
        let string = |s: &str| FieldValue::StringValue(s.to_owned());
        let values = [
            string(number),
            string("2015-01"),
            string("01/05/2015 13:30"),
            FieldValue::IntegerValue(count),
            FieldValue::IntegerValue(31_111),
            string("ROBBERY"),
            FieldValue::RealValue(1.0),
        ];
        // In area 1: 270,500 east and 310,500 north in EPSG:26996.
        let mut feature = Feature::new(layer.defn())?;
        feature.set_geometry(Geometry::from_wkt("POINT (-90.264554 38.631032)")?)?;
        for (at, value) in values.iter().enumerate() {
            feature.set_field(at, value)?;
        }
        feature.create(&layer)?;
    }
    Ok(())
}

#[test]
fn geopackage_flatgeobuf_and_shapefile_read_alike() {
    for (driver, file) in [("GPKG", "points.gpkg"), ("FlatGeobuf", "points.fgb"), ("ESRI Shapefile", "points.shp")] {
        let city = City::with_source(&source(file));
        write(driver, &city.folder.path().join(file)).unwrap_or_else(|e| panic!("{driver}: {e}"));
        let read = city.read();
        let status: Vec<RowStatus> = read.incidents.rows.iter().map(|r| r.status).collect();
        // FlatGeobuf may order features by place; the three here share one.
        assert_eq!(status.iter().filter(|s| **s == RowStatus::Cancelled).count(), 2, "{driver}: {status:?}");
        assert_eq!(read.quality.totals().accepted, 1, "{driver}");
        assert_eq!(read.incidents.positions.len(), 1, "{driver}");
        let position = read.incidents.positions[0];
        assert!(
            (position.lng + 90.264_554).abs() < 1e-9 && (position.lat - 38.631_032).abs() < 1e-9,
            "{driver}: {position:?}"
        );
        assert!(
            position.area.is_some() && read.incidents.rows.iter().all(|r| r.label == position.area),
            "{driver}: {position:?}"
        );
        assert!(read.inputs.iter().any(|i| i.name == file), "{driver}");
    }
}

#[test]
fn a_layer_that_is_not_there_is_named_with_those_that_are() {
    let city = City::with_source(&source("points.gpkg").replace("reporting =", "layer = \"homicides\"\nreporting ="));
    write("GPKG", &city.folder.path().join("points.gpkg")).expect("a GeoPackage");
    let text = city.ingest().expect_err("the layer is not there").to_string();
    assert!(text.contains("homicides") && text.contains("points"), "{text}");
}
