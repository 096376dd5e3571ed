//! `GeoTIFF` files, read back through GDAL.

use std::collections::BTreeMap;
use std::fs;

use catchment_store::cog::{self, CogError, Precision, Raster};
use gdal::{Dataset, Metadata};
use tempfile::tempdir;

fn raster(values: &[f64], width: usize, precision: Precision) -> Raster<'_> {
    Raster {
        width,
        height: values.len() / width,
        west_m: 265_000.5,
        north_m: 325_000.25,
        pixel_m: 50.0,
        crs: "EPSG:26996",
        values,
        precision,
        description: "kernel density",
        metadata: BTreeMap::from([
            ("method".to_owned(), "kde, quartic".to_owned()),
            ("units".to_owned(), "per km² per year".to_owned()),
        ]),
    }
}

fn values(count: usize) -> Vec<f64> {
    (0..count).map(|i| if i % 17 == 3 { f64::NAN } else { (i as f64).sqrt() / 3.0 }).collect()
}

fn same(read: &[f64], wrote: &[f64], narrow: bool) -> bool {
    // A value rounded to 24 binary digits is off by at most 2⁻²⁴ of itself; one of 64 bits not at all.
    let tolerance = if narrow { 2f64.powi(-24) } else { 0.0 };
    let alike = |r: f64, w: f64| (r - w).abs() <= w.abs() * tolerance || (r.is_nan() && w.is_nan());
    read.len() == wrote.len() && read.iter().zip(wrote).all(|(r, w)| alike(*r, *w))
}

#[test]
fn values_place_and_metadata_come_back() {
    let folder = tempdir().unwrap();
    let values = values(700 * 600);
    for (precision, narrow) in [(Precision::F32, true), (Precision::F64, false)] {
        let path = folder.path().join("kde.tif");
        cog::write(&path, &raster(&values, 700, precision)).unwrap();
        let file = Dataset::open(&path).unwrap();
        assert_eq!(file.raster_size(), (700, 600));
        assert_eq!(format!("{:?}", file.geo_transform().unwrap()), "[265000.5, 50.0, 0.0, 325000.25, 0.0, -50.0]");
        assert_eq!(file.spatial_ref().unwrap().auth_code().unwrap(), 26996);
        assert_eq!(file.metadata_item("method", "").as_deref(), Some("kde, quartic"));
        assert_eq!(file.metadata_item("units", "").as_deref(), Some("per km² per year"));
        assert_eq!(file.metadata_item("LAYOUT", "IMAGE_STRUCTURE").as_deref(), Some("COG"));
        assert_eq!(file.metadata_item("COMPRESSION", "IMAGE_STRUCTURE").as_deref(), Some("DEFLATE"));
        let band = file.rasterband(1).unwrap();
        assert!(band.no_data_value().unwrap().is_nan());
        assert_eq!(band.description().unwrap(), "kernel density");
        assert_eq!(band.block_size(), (256, 256));
        assert!(band.overview_count().unwrap() > 0);
        let read = band.read_as::<f64>((0, 0), (700, 600), (700, 600), None).unwrap();
        assert!(same(read.data(), &values, narrow));
    }
}

#[test]
fn a_city_in_feet_and_an_esri_code_are_understood() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("small.tif");
    cog::write(&path, &Raster { crs: "ESRI:102696", ..raster(&[1.5], 1, Precision::F64) }).unwrap();
    let file = Dataset::open(&path).unwrap();
    assert!(file.spatial_ref().unwrap().name().unwrap().contains("Missouri_East"));
}

#[test]
fn the_same_raster_gives_the_same_bytes_and_replaces_the_old_file() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("kde.tif");
    let values = values(300 * 10);
    cog::write(&path, &raster(&values, 300, Precision::F32)).unwrap();
    let first = fs::read(&path).unwrap();
    fs::write(&path, "something else").unwrap();
    cog::write(&path, &raster(&values, 300, Precision::F32)).unwrap();
    assert!(fs::read(&path).unwrap() == first);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn what_cannot_be_a_raster_is_refused_and_leaves_nothing() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("bad.tif");
    let refused = |raster: &Raster<'_>| cog::write(&path, raster).unwrap_err();
    let good = raster(&[1.0, 2.0], 2, Precision::F32);
    assert!(matches!(refused(&Raster { width: 3, ..good.clone() }), CogError::Shape { .. }));
    assert!(matches!(refused(&Raster { values: &[], height: 0, ..good.clone() }), CogError::Shape { .. }));
    assert!(matches!(refused(&Raster { pixel_m: 0.0, ..good.clone() }), CogError::Shape { .. }));
    assert!(matches!(refused(&Raster { west_m: f64::NAN, ..good.clone() }), CogError::Shape { .. }));
    let error = refused(&Raster { crs: "EPSG:1", ..good.clone() });
    assert!(matches!(error, CogError::Crs { .. }) && error.to_string().contains("EPSG:1"), "{error}");
    assert!(cog::write(&folder.path().join("no/such/folder.tif"), &good).is_err());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
