//! The made-up city in every format that this GDAL writes, and in archives of each, read by the built binary.
//!
//! Scenarios are kept in SQLite as well, and GDAL reads a GeoPackage through the system's copy of it: with a second
//! copy linked into the program, every one of these files ended it. A test of a library alone does not see that.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use gdal::vector::{Feature, LayerAccess as _, LayerOptions, OGRwkbGeometryType};
use gdal::{Dataset, DriverManager};
use serde_json::{Value, json};

use crate::program::catchment;
use crate::small_city::{Row, SmallCity, ingested, path};

/// How a driver of GDAL is used.
pub(crate) struct Format {
    pub(crate) driver: &'static str,
    pub(crate) ending: &'static str,
    /// Options of its layers.
    options: &'static [&'static str],
    /// Whether it keeps no geometry: points are in columns, outlines in a text.
    tabular: bool,
}

/// Drivers of GDAL, and what their files end in.
pub(crate) const FORMATS: [Format; 9] = [
    Format { driver: "GPKG", ending: "gpkg", options: &[], tabular: false },
    Format { driver: "SQLite", ending: "sqlite", options: &[], tabular: false },
    Format { driver: "OpenFileGDB", ending: "gdb", options: &[], tabular: false },
    // With an index, features would be ordered by place.
    Format { driver: "FlatGeobuf", ending: "fgb", options: &["SPATIAL_INDEX=NO"], tabular: false },
    Format { driver: "ESRI Shapefile", ending: "shp", options: &[], tabular: false },
    Format { driver: "GeoJSON", ending: "geojson", options: &[], tabular: false },
    Format { driver: "KML", ending: "kml", options: &[], tabular: false },
    Format { driver: "XLSX", ending: "xlsx", options: &[], tabular: true },
    Format { driver: "CSV", ending: "csv", options: &[], tabular: true },
];

/// A database with PostGIS, for which `postgis` starts a server.
pub(crate) const DATABASE: Format = Format { driver: "PostgreSQL", ending: "", options: &[], tabular: false };

/// Rewrites a file of places with a driver of GDAL.
pub(crate) fn convert(from: &Path, format: &Format, to: &Path) -> gdal::errors::Result<()> {
    let source = Dataset::open(from)?;
    let mut copy = DriverManager::get_driver_by_name(format.driver)?.create_vector_only(to)?;
    if let Ok(mut at_once) = copy.start_transaction() {
        fill(&source, &mut at_once, format)?;
        return at_once.commit();
    }
    fill(&source, &mut copy, format)?;
    copy.close()
}

fn fill(source: &Dataset, copy: &mut Dataset, format: &Format) -> gdal::errors::Result<()> {
    let mut places = source.layer(0)?;
    let fields: Vec<_> = places.defn().fields().map(|field| (field.name(), field.field_type())).collect();
    let crs = places.spatial_ref();
    let first = places.features().find_map(|f| Some(f.geometry().filter(|g| g.has_gdal_ptr())?.geometry_type()));
    let ty = if format.tabular { OGRwkbGeometryType::wkbNone } else { first.unwrap_or(OGRwkbGeometryType::wkbPoint) };
    let options = Some(format.options).filter(|o| !o.is_empty());
    let srs = crs.as_ref().filter(|_| !format.tabular);
    let layer = copy.create_layer(LayerOptions { name: "places", srs, ty, options })?;
    layer.create_defn_fields(&fields.iter().map(|(name, kind)| (name.as_str(), *kind)).collect::<Vec<_>>())?;
    for place in places.features() {
        let mut feature = Feature::new(layer.defn())?;
        if let Some(geometry) = place.geometry().filter(|g| !format.tabular && g.has_gdal_ptr()) {
            feature.set_geometry(geometry.clone())?;
        }
        for (at, (name, _)) in fields.iter().enumerate() {
            if let Some(value) = place.field(at)? {
                // By name: layers of KML begin with fields of their own.
                feature.set_field(feature.field_index(name)?, &value)?;
            }
        }
        feature.create(&layer)?;
    }
    Ok(())
}

/// Packs a file with those beside it that belong to it, or a folder, into an archive.
fn pack(file: &Path, archive: &Path) {
    let folder = file.parent().expect("a folder");
    let stem = file.file_stem().expect("a name");
    let mut members: Vec<PathBuf> = if file.is_dir() {
        fs::read_dir(file).expect("a folder").flatten().map(|e| e.path()).collect()
    } else {
        let all = fs::read_dir(folder).expect("a folder").flatten().map(|e| e.path());
        all.filter(|p| p.is_file() && p.file_stem() == Some(stem)).collect()
    };
    members.sort();
    let mut zip = zip::ZipWriter::new(fs::File::create(archive).expect("an archive"));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("READ ME.txt", options).expect("a member");
    zip.write_all(b"Where this is from").expect("a text");
    for member in members {
        let name = member.strip_prefix(folder).expect("inside").to_str().expect("a path").to_owned();
        zip.start_file(name, options).expect("a member");
        zip.write_all(&fs::read(&member).expect("a file")).expect("bytes");
    }
    zip.finish().expect("an archive");
}

/// A row as a feature; one without coordinates has no geometry, except where GDAL would leave it out then: in
/// `FlatGeobuf` it lies at 0, which means the same.
fn feature(row: &Row, format: &Format) -> Value {
    let placed = row.point.is_some() || format.driver == "FlatGeobuf";
    let (year, month) = row.occurred.split_once('-').expect("a month");
    json!({
        "type": "Feature",
        "geometry": placed.then(|| json!({ "type": "Point", "coordinates": [row.lng, row.lat] })),
        "properties": {
            "Complaint": row.number,
            "CodedMonth": row.month,
            "DateOccur": format!("{month}/{:02}/{year} {:02}:30", row.day, row.hour),
            "Count": row.count,
            "Crime": row.number_of_code(),
            "Nbhd": row.label,
            "XCoord": row.lng,
            "YCoord": row.lat,
        },
    })
}

/// What the city's dataset answers: by label, by point, by cell and by month.
pub(crate) fn answers(workspace: &Path) -> Vec<String> {
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
pub(crate) fn answers_with(plain: &str, city: &SmallCity, changes: &[(&str, &str)]) -> Vec<String> {
    let mut text = plain.to_owned();
    for (from, to) in changes {
        assert!(text.contains(from), "{from}");
        text = text.replace(from, to);
    }
    fs::write(city.file(), text).expect("the city file is written");
    answers(&ingested(city))
}

/// Writes a file in every format and holds what comes of it, plain and packed, to what is right.
#[expect(clippy::print_stderr, reason = "what this GDAL cannot write is said")]
fn in_every_format(
    stem: &str,
    places: impl Fn(&SmallCity, &Format) -> String,
    changes: impl Fn(&Format, &str) -> Vec<(String, String)>,
) {
    let plain = SmallCity::write();
    let expected = answers(&ingested(&plain));
    let toml = fs::read_to_string(plain.file()).expect("the city file");
    let mut wrong = Vec::new();
    for format in &FORMATS {
        let city = SmallCity::write();
        let from = city.dir.path().join("places.json");
        fs::write(&from, places(&city, format)).expect("places");
        let file = city.dir.path().join(format!("{stem}.{}", format.ending));
        if file.exists() {
            fs::remove_file(&file).expect("the plain file goes");
        }
        if let Err(e) = convert(&from, format, &file) {
            eprintln!("not tried: GDAL here cannot write {} ({e})", format.driver);
            continue;
        }
        let archive = city.dir.path().join(format!("{stem}-packed.zip"));
        pack(&file, &archive);
        for read in [&file, &archive] {
            let changes = changes(format, path(read));
            let changes: Vec<(&str, &str)> = changes.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
            if answers_with(&toml, &city, &changes) != expected {
                wrong.push(format!("{} {}", format.driver, read.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:?}");
}

/// The city's incidents as GeoJSON.
pub(crate) fn incidents(city: &SmallCity, format: &Format) -> String {
    let features: Vec<Value> = city.rows.iter().map(|row| feature(row, format)).collect();
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}

/// The city's areas as GeoJSON; with outlines as text where a format keeps no geometry.
pub(crate) fn areas(city: &SmallCity, format: &Format) -> String {
    let text = fs::read_to_string(city.dir.path().join("areas.geojson")).expect("the areas");
    let mut areas: Value = serde_json::from_str(&text).expect("JSON");
    if format.tabular {
        for feature in areas["features"].as_array_mut().expect("features") {
            let ring = feature["geometry"]["coordinates"][0].as_array().expect("a ring");
            let corners: Vec<String> = ring.iter().map(|c| format!("{} {}", c[0], c[1])).collect();
            feature["properties"]["the_geom"] = format!("MULTIPOLYGON ((({})))", corners.join(", ")).into();
        }
    }
    areas.to_string()
}

#[test]
fn incidents_count_alike_in_every_format() {
    in_every_format("points", incidents, |format, file| {
        let mut changes = vec![("raw/*.csv".to_owned(), file.to_owned())];
        changes.push(("[\"Neighborhood\"]".to_owned(), "[\"Nbhd\"]".to_owned()));
        if !format.tabular {
            changes.push(("crs = \"EPSG:4326\"\n".to_owned(), String::new()));
            changes.push(("x = [\"XCoord\"]\ny = [\"YCoord\"]\n".to_owned(), String::new()));
        }
        changes
    });
}

#[test]
fn boundaries_count_alike_in_every_format() {
    in_every_format("outlines", areas, |_, file| vec![("areas.geojson".to_owned(), file.to_owned())]);
}
