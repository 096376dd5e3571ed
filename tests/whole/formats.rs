//! The made-up city in the formats of SQLite, read by the built binary.
//!
//! Scenarios are kept in SQLite as well, and GDAL reads `GeoPackage` files through the system's copy of it: with a
//! second copy linked into the program, every one of these files ended it. A test of a library alone does not see that.

use std::fs;
use std::path::Path;

use gdal::vector::{Feature, LayerAccess as _, LayerOptions};
use gdal::{Dataset, DriverManager};
use serde_json::{Value, json};

use crate::program::catchment;
use crate::small_city::{Row, SmallCity, ingested, path};

/// Drivers of GDAL, and what their files end in.
const DRIVERS: [(&str, &str); 2] = [("GPKG", "gpkg"), ("SQLite", "sqlite")];

/// Rewrites a file of places with a driver of GDAL.
fn convert(from: &Path, driver: &str, to: &Path) {
    let copied = || -> gdal::errors::Result<()> {
        let source = Dataset::open(from)?;
        let mut places = source.layer(0)?;
        let fields: Vec<_> = places.defn().fields().map(|field| (field.name(), field.field_type())).collect();
        let mut copy = DriverManager::get_driver_by_name(driver)?.create_vector_only(to)?;
        let crs = places.spatial_ref();
        let mut written = copy.start_transaction()?;
        let layer =
            written.create_layer(LayerOptions { name: "places", srs: crs.as_ref(), ..LayerOptions::default() })?;
        layer.create_defn_fields(&fields.iter().map(|(name, kind)| (name.as_str(), *kind)).collect::<Vec<_>>())?;
        for place in places.features() {
            let mut feature = Feature::new(layer.defn())?;
            if let Ok(geometry) = place.geometry_by_index(0) {
                feature.set_geometry(geometry.clone())?;
            }
            for at in 0..fields.len() {
                if let Some(value) = place.field(at)? {
                    feature.set_field(at, &value)?;
                }
            }
            feature.create(&layer)?;
        }
        written.commit()
    };
    copied().map_err(|e| format!("{driver}: {e}")).expect("GDAL copies the places");
}

/// A row as a feature; one without coordinates has no geometry.
fn feature(row: &Row) -> Value {
    let (year, month) = row.occurred.split_once('-').expect("a month");
    json!({
        "type": "Feature",
        "geometry": row.point.map(|_| json!({ "type": "Point", "coordinates": [row.lng, row.lat] })),
        "properties": {
            "Complaint": row.number,
            "CodedMonth": row.month,
            "DateOccur": format!("{month}/{:02}/{year} {:02}:30", row.day, row.hour),
            "Count": row.count,
            "Crime": row.number_of_code(),
            "Description": "",
            "Neighborhood": row.label,
        },
    })
}

/// What the city's dataset answers: by label, by point, by cell and by month.
fn answers(workspace: &Path) -> Vec<String> {
    [
        &["counts", "--by", "neighborhood", "--area", "label"][..],
        &["counts", "--by", "neighborhood", "--area", "point"],
        &["counts", "--by", "cell", "--resolution", "9"],
        &["counts", "--by", "month"],
    ]
    .iter()
    .map(|args| catchment(workspace, &[args, &["--format", "csv"][..]].concat()).ok())
    .collect()
}

/// Changes the city file, ingests it anew and asks it.
fn answers_with(city: &SmallCity, changes: &[(&str, &str)]) -> Vec<String> {
    let mut text = fs::read_to_string(city.file()).expect("the city file");
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    fs::write(city.file(), text).expect("the city file is written");
    answers(&ingested(city))
}

#[test]
fn incidents_from_a_geopackage_or_sqlite_count_like_those_from_csv() {
    let plain = SmallCity::write();
    let expected = answers(&ingested(&plain));
    for (driver, ending) in DRIVERS {
        let city = SmallCity::write();
        let features: Vec<Value> = city.rows.iter().map(feature).collect();
        let points = city.dir.path().join("points.geojson");
        fs::write(&points, json!({ "type": "FeatureCollection", "features": features }).to_string()).expect("points");
        let file = format!("points.{ending}");
        convert(&points, driver, &city.dir.path().join(&file));
        let changes =
            [("raw/*.csv", file.as_str()), ("crs = \"EPSG:4326\"\n", ""), ("x = [\"XCoord\"]\ny = [\"YCoord\"]\n", "")];
        assert_eq!(answers_with(&city, &changes), expected, "{driver}");
    }
}

#[test]
fn boundaries_from_a_geopackage_or_sqlite_count_like_those_from_geojson() {
    let plain = SmallCity::write();
    let expected = answers(&ingested(&plain));
    for (driver, ending) in DRIVERS {
        let city = SmallCity::write();
        let file = city.dir.path().join(format!("areas.{ending}"));
        convert(&city.dir.path().join("areas.geojson"), driver, &file);
        fs::remove_file(city.dir.path().join("areas.geojson")).expect("the plain file goes");
        assert_eq!(answers_with(&city, &[("areas.geojson", path(&file))]), expected, "{driver}");
    }
}
