//! Random rows, written in every form that cities bring, are guessed and read as the same rows.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::{ArrayRef, Float64Array, RecordBatch, StringArray, TimestampMicrosecondArray};
use gdal::spatial_ref::SpatialRef;
use gdal::vector::{Feature, FieldValue, Geometry, LayerAccess as _, LayerOptions, OGRFieldType, OGRwkbGeometryType};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::new_city::{cube, guessed};
use crate::support::here;

/// A made-up row: days since 2019-01-01, minute of the day, kind, and place in a square of the city.
type Drawn = (i32, i32, usize, u32, u32);

/// Kinds that are known by their words.
const KINDS: [&str; 4] = ["HOMICIDE", "ROBBERY - STREET", "AGG. ASSAULT", "BURGLARY"];

/// A row as the forms write it.
struct Row {
    number: String,
    at: DateTime,
    kind: &'static str,
    x: f64,
    y: f64,
}

impl Row {
    fn new((at, drawn): (usize, &Drawn)) -> Self {
        let day = Date::constant(2019, 1, 1).saturating_add(jiff::Span::new().days(drawn.0));
        let rounded = |n: f64| format!("{n:.5}").parse().expect("a number");
        Self {
            number: format!("20-{at:05}"),
            at: day.to_datetime(jiff::civil::Time::midnight()).saturating_add(jiff::Span::new().minutes(drawn.1)),
            kind: KINDS[drawn.2],
            x: rounded(-87.62 - f64::from(drawn.3) / 1e4),
            y: rounded(41.80 + f64::from(drawn.4) / 1e4),
        }
    }

    fn written(&self, form: &str) -> String {
        self.at.strftime(form).to_string()
    }

    /// Milliseconds since 1970 in Greenwich, as `ArcGIS` writes moments.
    fn epoch(&self) -> i64 {
        let zone = TimeZone::get("America/Chicago").expect("the zone of the districts");
        zone.to_timestamp(self.at).expect("a moment").as_millisecond()
    }
}

/// Delimited text: a header, and the cells of each row.
fn table(delimiter: &str, header: &[&str], rows: &[Row], cells: impl Fn(&Row) -> Vec<String>) -> String {
    let mut text = format!("case_number{delimiter}offense{delimiter}{}\n", header.join(delimiter));
    for row in rows {
        text += &([&[row.number.clone(), row.kind.to_owned()], &cells(row)[..]].concat().join(delimiter) + "\n");
    }
    text
}

/// Text with a moment in one column and degrees in two.
fn plain(rows: &[Row], delimiter: &str, form: &str, decimal: &str) -> String {
    let number = |n: f64| format!("{n:.5}").replace('.', decimal);
    table(delimiter, &["occurred_date", "longitude", "latitude"], rows, |row| {
        vec![row.written(form), number(row.x), number(row.y)]
    })
}

const MDY: &str = "%m/%d/%Y %H:%M";
const ISO: &str = "%Y-%m-%dT%H:%M:%S.000";

fn degrees(row: &Row) -> Vec<String> {
    vec![format!("{:.5}", row.x), format!("{:.5}", row.y)]
}

fn records(rows: &[Row]) -> Value {
    let record = |row: &Row| {
        json!({ "case_number": row.number, "occurred_date": row.written(ISO), "offense": row.kind,
            "longitude": format!("{:.5}", row.x), "latitude": format!("{:.5}", row.y) })
    };
    rows.iter().map(record).collect()
}

fn features(rows: &[Row]) -> Value {
    let feature = |row: &Row| {
        json!({ "type": "Feature", "geometry": { "type": "Point", "coordinates": [row.x, row.y] },
            "properties": { "case_number": row.number, "occurred_date": row.written(MDY), "offense": row.kind } })
    };
    json!({ "type": "FeatureCollection", "features": rows.iter().map(feature).collect::<Vec<_>>() })
}

fn arcgis(rows: &[Row]) -> Value {
    let feature = |row: &Row| {
        json!({ "geometry": { "x": row.x, "y": row.y },
            "attributes": { "case_number": row.number, "occurred_date": row.epoch(), "offense": row.kind } })
    };
    json!({ "geometryType": "esriGeometryPoint", "spatialReference": { "wkid": 4326 }, "fields": [
        { "name": "case_number", "type": "esriFieldTypeString", "length": 20 },
        { "name": "occurred_date", "type": "esriFieldTypeDate", "length": 8 },
        { "name": "offense", "type": "esriFieldTypeString", "length": 40 } ],
        "features": rows.iter().map(feature).collect::<Vec<_>>() })
}

fn gzipped(text: &str) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(text.as_bytes()).expect("packed");
    packed.finish().expect("packed")
}

fn zipped(name: &str, text: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("a member");
    archive.write_all(text.as_bytes()).expect("a text");
    archive.finish().expect("an archive").into_inner()
}

fn parquet(rows: &[Row]) -> Vec<u8> {
    let text = |of: &dyn Fn(&Row) -> String| -> ArrayRef {
        Arc::new(rows.iter().map(|r| Some(of(r))).collect::<StringArray>())
    };
    let number =
        |of: &dyn Fn(&Row) -> f64| -> ArrayRef { Arc::new(rows.iter().map(|r| Some(of(r))).collect::<Float64Array>()) };
    let moment = |row: &Row| TimeZone::UTC.to_timestamp(row.at).expect("a moment").as_microsecond();
    let moments: TimestampMicrosecondArray = rows.iter().map(|row| Some(moment(row))).collect();
    let batch = RecordBatch::try_from_iter([
        ("case_number", text(&|row| row.number.clone())),
        ("occurred_date", Arc::new(moments) as ArrayRef),
        ("offense", text(&|row| row.kind.to_owned())),
        ("longitude", number(&|row| row.x)),
        ("latitude", number(&|row| row.y)),
    ])
    .expect("columns");
    let mut bytes = Vec::new();
    let mut writer = ::parquet::arrow::ArrowWriter::try_new(&mut bytes, batch.schema(), None).expect("a writer");
    writer.write(&batch).and_then(|()| writer.close().map(drop)).expect("written");
    bytes
}

/// Writes rows with a driver of GDAL, in longitude and latitude, or in the meters of UTM zone 16.
fn by_gdal(rows: &[Row], driver: &str, file: &Path, epsg: u32) -> gdal::errors::Result<()> {
    let degrees = axes(4326)?;
    let own = axes(epsg)?;
    let mut dataset = gdal::DriverManager::get_driver_by_name(driver)?.create_vector_only(file)?;
    let ty = OGRwkbGeometryType::wkbPoint;
    let layer = dataset.create_layer(LayerOptions { name: "rows", srs: Some(&own), ty, options: None })?;
    let names = ["case_no", "occurred", "offense"];
    layer.create_defn_fields(&names.map(|name| (name, OGRFieldType::OFTString)))?;
    for row in rows {
        let mut point = Geometry::from_wkt(&format!("POINT ({} {})", row.x, row.y))?;
        point.set_spatial_ref(degrees.clone());
        let mut feature = Feature::new(layer.defn())?;
        feature.set_geometry(point.transform_to(&own)?)?;
        for (at, text) in [row.number.clone(), row.written(MDY), row.kind.to_owned()].into_iter().enumerate() {
            feature.set_field(at, &FieldValue::StringValue(text))?;
        }
        feature.create(&layer)?;
    }
    dataset.close()
}

fn axes(epsg: u32) -> gdal::errors::Result<SpatialRef> {
    let mut known = SpatialRef::from_epsg(epsg)?;
    known.set_axis_mapping_strategy(gdal::spatial_ref::AxisMappingStrategy::TraditionalGisOrder);
    Ok(known)
}

/// How many forms there are.
const FORMS: usize = 20;

/// Writes the rows in a form into a folder.
fn written(rows: &[Row], form: usize, folder: &Path) -> PathBuf {
    let text = |ending: &str, text: String| (ending.to_owned(), text.into_bytes());
    let (ending, bytes) = match form {
        0 => text("csv", plain(rows, ",", MDY, ".")),
        1 => text("csv", plain(rows, ";", "%d.%m.%Y %H:%M", ",")),
        2 => text("txt", plain(rows, "\t", ISO, ".")),
        3 => ("txt".to_owned(), plain(rows, "|", MDY, ".").encode_utf16().flat_map(u16::to_le_bytes).collect()),
        4 => text("csv", format!("Crimes, by day\nSource: police\n\n{}", plain(rows, ",", ISO, "."))),
        5 => text("json", records(rows).to_string()),
        6 => text("geojson", features(rows).to_string()),
        7 => text("json", arcgis(rows).to_string()),
        8 => ("parquet".to_owned(), parquet(rows)),
        9 => text("csv", plain(rows, ",", "%d-%b-%Y %I:%M %p", ".")),
        10 => text("csv", plain(rows, ",", "%B %d, %Y %I:%M %p", ".").replace(", 20", " 20")),
        11 => text(
            "csv",
            table(",", &["date", "time", "longitude", "latitude"], rows, |row| {
                [vec![row.written("%Y%m%d"), row.written("%-H%M")], degrees(row)].concat()
            }),
        ),
        12 => text(
            "csv",
            table(",", &["year", "month", "day", "hour", "longitude", "latitude"], rows, |row| {
                [["%Y", "%-m", "%-d", "%-H"].map(|form| row.written(form)).to_vec(), degrees(row)].concat()
            }),
        ),
        13 => text(
            "csv",
            table(",", &["occurred_date", "location"], rows, |row| {
                vec![row.written(ISO), format!("POINT ({:.5} {:.5})", row.x, row.y)]
            }),
        ),
        14 => text(
            "csv",
            table(",", &["occurred_date", "location"], rows, |row| {
                vec![row.written(MDY), format!("\"({:.5}, {:.5})\"", row.y, row.x)]
            }),
        ),
        15 => ("csv.gz".to_owned(), gzipped(&plain(rows, ",", ISO, "."))),
        16 => ("zip".to_owned(), zipped("crimes.csv", &plain(rows, ",", MDY, "."))),
        17 => text(
            "jsonl",
            records(rows).as_array().expect("records").iter().fold(String::new(), |all, r| all + &r.to_string() + "\n"),
        ),
        18 | 19 => {
            let (driver, ending, epsg) =
                if form == 18 { ("GPKG", "gpkg", 26916) } else { ("ESRI Shapefile", "shp", 4326) };
            let file = folder.join(format!("{form}.{ending}"));
            by_gdal(rows, driver, &file, epsg).expect("written");
            return file;
        }
        other => unreachable!("form {other}"),
    };
    let file = folder.join(format!("{form}.{ending}"));
    std::fs::write(&file, bytes).expect("written");
    file
}

/// What a random table is drawn from. No hour in which clocks are put forward or back: a moment of Greenwich has no
/// such doubts, a clock has.
fn drawn() -> impl Strategy<Value = Vec<Drawn>> {
    let row = (0_i32..730, 240_i32..1440, 0_usize..4, 0_u32..900, 0_u32..900);
    prop::collection::vec(row, 30..80).prop_map(|mut rows| {
        // Days above the twelfth tell the order of a date's parts, two corners the place.
        rows.extend([(20, 600, 0, 10, 10), (27, 601, 1, 890, 890)]);
        rows
    })
}

fn same(rows: &[Drawn], forms: impl Iterator<Item = usize>) -> Result<(), TestCaseError> {
    let rows: Vec<Row> = rows.iter().enumerate().map(Row::new).collect();
    let areas = here("../../tests/faults/districts.geojson");
    let folder = tempfile::tempdir().expect("a folder");
    let of = |form: usize| {
        let (guess, read) = guessed(&[written(&rows, form, folder.path())], &areas);
        (cube(&read), guess.toml)
    };
    let (right, _) = of(0);
    prop_assert_eq!(right.len(), rows.len());
    for form in forms {
        let (own, toml) = of(form);
        prop_assert_eq!(&own, &right, "form {}\n{}", form, toml);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 10, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_table_is_understood_alike_in_every_form(rows in drawn(), forms in prop::collection::vec(1..FORMS, 5)) {
        same(&rows, forms.into_iter())?;
    }
}

#[test]
fn every_form_is_tried_once() {
    let rows: Vec<Drawn> = (0..40_u32)
        .map(|n| {
            (
                (n * 17 % 730).cast_signed(),
                240 + (n * 37 % 1200).cast_signed(),
                (n % 4) as usize,
                n * 23 % 900,
                n * 41 % 900,
            )
        })
        .chain([(20, 600, 0, 10, 10), (27, 601, 1, 890, 890)])
        .collect();
    same(&rows, 1..FORMS).expect("every form");
}
