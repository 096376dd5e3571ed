//! Tables and outlines in the forms that cities bring, read by the built binary: the same forty incidents, and what is
//! said where a form is not understood.

use std::fs;
use std::path::Path;

use serde_json::json;
use tempfile::TempDir;

use crate::dates::hours;
use crate::faulty::{city, counts, read, understood};
use crate::formats::{FORMATS, convert};
use crate::program::{Ran, catchment, csv};

/// District and count of the forty incidents, by point; districts without any left out.
const DISTRICTS: [&str; 15] =
    ["1 3", "2 3", "3 3", "4 1", "5 1", "6 5", "7 4", "8 2", "9 1", "10 1", "11 6", "15 5", "16 1", "18 2", "24 1"];

fn by_point(workspace: &TempDir) -> Vec<String> {
    let ask = ["counts", "--by", "neighborhood", "--area", "point", "--format", "csv"];
    let out = catchment(workspace.path(), &ask).ok();
    let mut rows: Vec<(u32, String)> = csv(&out)
        .1
        .iter()
        .filter(|row| row[0] != "0" && row[3] != "0")
        .map(|row| (row[0].parse().unwrap_or(u32::MAX), format!("{} {}", row[0], row[3])))
        .collect();
    rows.sort();
    rows.into_iter().map(|(_, row)| row).collect()
}

#[test]
fn the_same_rows_count_alike_in_every_form() {
    for (name, said) in [
        ("dates-plain", &[][..]),
        ("table-shapefile", &[]),
        ("table-xlsx", &[]),
        ("table-xlsx-title-rows", &["2 lines before the header (line 3) were skipped"]),
        ("table-xlsx-two-sheets", &["sheet \"Data\" was read, the only one with the columns"]),
        ("table-geopackage", &[]),
        ("table-bars", &[]),
        ("table-named-tab", &[]),
        ("table-utf16", &[]),
        ("table-json-records", &[]),
        ("table-quoted-line-ends", &[]),
        ("table-vrt", &[]),
        ("areas-no-name-column", &[]),
    ] {
        let workspace = understood(name, &[&["accepted 40"], said].concat());
        assert_eq!(by_point(&workspace), DISTRICTS, "{name}");
    }
}

/// A city of the forty incidents, with its file changed and further files beside it.
pub(crate) fn changed(changes: &[(&str, &str)], files: &[(&str, &[u8])]) -> (TempDir, Ran) {
    let folder = tempfile::tempdir().expect("a folder");
    let plain = city("dates-plain");
    let faults = Path::new(&plain).parent().and_then(Path::parent).expect("the folder of the cities");
    let mut toml = fs::read_to_string(&plain).expect("the city file");
    toml = toml.replace("../districts.geojson", &format!("{}/districts.geojson", faults.display()));
    for (from, to) in changes {
        assert!(toml.contains(from), "{from}");
        toml = toml.replace(from, to);
    }
    fs::write(folder.path().join("city.toml"), toml).expect("the city file");
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).expect("a file");
    }
    let file = folder.path().join("city.toml");
    let ran = catchment(folder.path(), &["ingest", file.to_str().expect("a path"), "--no-backtest"]);
    (folder, ran)
}

fn plain_rows() -> String {
    let plain = city("dates-plain");
    fs::read_to_string(Path::new(&plain).with_file_name("in.csv")).expect("the rows")
}

fn wide(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(bytes).collect()
}

/// Names, delimiters, preambles and encodings that text comes with.
#[test]
fn text_is_read_whatever_it_is_named_and_however_it_begins() {
    let rows = plain_rows();
    let with = |delimiter: &str| rows.replace(',', delimiter);
    let title = "Homicides 2017-2021, by day\nSource: police; as of 2022\n\n";
    let short: String = rows.lines().flat_map(|line| [line, "\n"]).collect();
    let short = short.replacen('\n', ",note\n", 1);
    let objects: String = {
        let (header, rows) = csv(&rows);
        let object = |row: &Vec<String>| {
            serde_json::Value::Object(header.iter().cloned().zip(row.iter().map(|v| v.clone().into())).collect())
        };
        rows.iter().map(|row| object(row).to_string() + "\n").collect()
    };
    for (file, bytes, said) in [
        ("in.dat", with("\t").into_bytes(), "accepted 40"),
        ("in.asc", with(";").into_bytes(), "accepted 40"),
        ("in.psv", with("|").into_bytes(), "accepted 40"),
        ("in", rows.clone().into_bytes(), "accepted 40"),
        ("in.csv", format!("sep=;\r\n{}", with(";")).into_bytes(), "accepted 40"),
        ("in.csv", format!("{title}{rows}").into_bytes(), "3 lines before the header (line 4) were skipped"),
        ("in.csv", format!("{title}{}", with("|")).into_bytes(), "(line 4)"),
        ("in.csv", wide(&rows, u16::to_le_bytes), "accepted 40"),
        ("in.txt", wide(&format!("\u{feff}{}", with("\t")), u16::to_be_bytes), "accepted 40"),
        ("in.csv", short.into_bytes(), "40 rows have fewer fields than the header"),
        ("in.csv", rows.replace('\n', "\r\n").into_bytes(), "accepted 40"),
        ("in.csv", rows.replace('\n', "\r").into_bytes(), "accepted 40"),
        ("in.json", objects.clone().into_bytes(), "accepted 40"),
        ("in.ndjson", objects.into_bytes(), "accepted 40"),
    ] {
        let (folder, ran) = changed(&[("\"in.csv\"", &format!("\"{file}\""))], &[(file, &bytes)]);
        let told = format!("{}{}", ran.out, ran.err);
        assert_eq!(ran.code, Some(0), "{file} {said}: {told}");
        assert!(told.contains("accepted 40") && told.contains(said), "{file}: no \"{said}\" in {told}");
        assert_eq!(by_point(&folder), DISTRICTS, "{file} {said}");
    }
}

/// A day with its time in one cell of a spreadsheet; days alone are said to tell no hours.
#[test]
fn dates_and_times_in_cells_are_read() {
    let right = hours(&understood("dates-plain", &[]), "11");
    let features: Vec<serde_json::Value> = csv(&plain_rows())
        .1
        .iter()
        .map(|row| {
            let (day, clock) = row[1].split_once(' ').expect("a day and a time");
            let properties = json!({
                "t": format!("{day}T{clock}"), "day": day, "lon": row[5], "lat": row[6]
            });
            json!({ "type": "Feature", "properties": properties, "geometry": null })
        })
        .collect();
    let folder = tempfile::tempdir().expect("a folder");
    let from = folder.path().join("rows.geojson");
    fs::write(&from, json!({ "type": "FeatureCollection", "features": features }).to_string()).expect("rows");
    for format in FORMATS.iter().filter(|f| f.driver == "XLSX") {
        let file = folder.path().join(format!("in.{}", format.ending));
        convert(&from, format, &file).expect("GDAL writes a spreadsheet");
        let bytes = fs::read(&file).expect("the spreadsheet");
        for (columns, said, known) in [
            ("occurred = [\"t\"]", "accepted 40", true),
            ("occurred = [\"day\"]", "40 of 40 rows have no time of day", false),
        ] {
            let name = format!("in.{}", format.ending);
            let changes = [("occurred = [\"t\"]", columns), ("in.csv", name.as_str())];
            let (workspace, ran) = changed(&changes, &[(&name, &bytes)]);
            let told = format!("{}{}", ran.out, ran.err);
            assert!(told.contains("accepted 40") && told.contains(said), "{name}: no \"{said}\" in {told}");
            assert_eq!(hours(&workspace, "11") == right, known, "{name} {columns}");
        }
    }
}

#[test]
fn what_the_city_file_says_of_a_text_is_taken() {
    let rows = plain_rows();
    let text = format!("id,t,lon,lat\nno header\n{}", rows.replace(',', "^"));
    let keys = "reporting = \"UCR\"\ndelimiter = \"^\"\nskip_lines = 2";
    let (folder, ran) = changed(&[("reporting = \"UCR\"", keys)], &[("in.csv", text.as_bytes())]);
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(by_point(&folder), DISTRICTS);
    for (keys, said) in [
        ("delimiter = \"::\"", "s: delimiter = \"::\"; expected one character"),
        ("encoding = \"klingon\"", "encoding = \"klingon\"; expected auto, utf-8"),
        ("encoding = \"utf-8\"", "byte 13 is not UTF-8"),
    ] {
        let change = ("reporting = \"UCR\"", format!("reporting = \"UCR\"\n{keys}"));
        let (_folder, ran) = changed(&[(change.0, &change.1)], &[("in.csv", b"id,t,lon,lat\n\xE9,2017-01-01,1,1\n")]);
        let error = ran.failed();
        assert!(error.contains(said), "no \"{said}\" in {error}");
    }
}

#[test]
fn what_cannot_be_read_is_refused_with_what_would_be_right() {
    let many: String = (0..3000).map(|n| format!("column number {n}")).collect::<Vec<_>>().join(",");
    for (file, bytes, said) in [
        (
            "in.csv",
            &b"id,when,lon,lat\n1,2017-01-01,-87.6,41.8\n"[..],
            "no column for columns.occurred = \"t\"; the header has",
        ),
        (
            "in.csv",
            b"id,when\n",
            "columns.occurred = \"t\", columns.x = \"lon\", columns.y = \"lat\"; the header has \"id\", \"when\"",
        ),
        ("in.csv", many.as_bytes(), "and 29"),
        ("in.csv", &[0; 9000], "in.csv: it holds no text"),
        ("in.csv", b"<!DOCTYPE html><html><body>Sign in</body></html>", "in.csv: it is a web page"),
        ("in.json", b"{\"message\": \"Not found\", \"status\": 404}", "it holds no array of records"),
        ("in.json", b"[{\"t\": \"2017-01-01\"", "it is not JSON"),
        ("in.gpkg", b"SQLite format 3\0 and no more\0\0\0\0\0\0\0\0", "GDAL cannot open it"),
        ("in.xlsx", b"PK\x03\x04\0\0\0\0 and no more", "in.xlsx: "),
        ("in.shp", b"\0\0\x27\x0A\0\0\0\0\0\0\0\0\0\0\0\0", "a Shapefile is several files"),
    ] {
        let (_folder, ran) = changed(&[("\"in.csv\"", &format!("\"{file}\""))], &[(file, bytes)]);
        let error = ran.failed();
        assert!(error.contains(said), "{file}: no \"{said}\" in {error}");
        assert!(error.len() < 2000, "{}: {error}", error.len());
    }
}

#[test]
fn a_script_around_outlines_is_refused_by_name() {
    let (_workspace, ran) = read("areas-js-wrapper");
    let error = ran.failed();
    assert!(error.contains("areas.geojson: line 1 begins with \"var x =\""), "{error}");
    assert!(error.contains("delete what stands before the first {"), "{error}");
}

#[test]
fn outlines_that_cross_themselves_are_repaired_and_named() {
    let workspace = understood(
        "areas-bowtie",
        &["accepted 40", "area 11 (District 11) crosses itself and was repaired: it is 2 parts"],
    );
    assert!(!by_point(&workspace).is_empty());
}

#[test]
fn areas_are_named_by_a_column_or_by_a_text_with_columns() {
    let template = |name: &str| {
        changed(&[("name = \"name\"", &format!("name = \"{name}\""))], &[("in.csv", plain_rows().as_bytes())])
    };
    let (folder, ran) = template("District no. {id}");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert!(counts(&folder).iter().any(|row| row.starts_with("11 District no. 11 ")), "{:?}", counts(&folder));
    assert_eq!(by_point(&folder), DISTRICTS);
    for name in ["label", "District {nr}"] {
        let (_folder, ran) = template(name);
        let error = ran.failed();
        assert!(error.contains("areas.name") && error.contains("\"Precinct {id}\""), "{error}");
        assert!(error.contains("the header has \"id\", \"name\""), "{error}");
    }
}

#[test]
fn names_in_another_encoding_than_utf_8_are_read_and_told() {
    let workspace = understood("areas-dbf-latin-1", &["taken for Windows-1252", "encoding = "]);
    let counts = counts(&workspace);
    for (name, count) in [("Peñarol", 39), ("São João", 28), ("Zürich", 30)] {
        assert!(counts.iter().any(|row| row.ends_with(&format!("{name} {count}"))), "{name}: {counts:?}");
    }
}

#[test]
fn residents_come_from_a_spreadsheet() {
    let workspace = understood("residents-in-xlsx", &["accepted 40"]);
    let out = catchment(workspace.path(), &["rank", "--top", "100", "--format", "json"]).ok();
    let answer: serde_json::Value = serde_json::from_str(&out).expect("JSON");
    let items = answer["items"].as_array().expect("items");
    let of = |id: &str| items.iter().find(|item| item["id"] == id).and_then(|item| item["residents"].as_f64());
    assert_eq!((of("7"), of("11"), of("1")), (Some(2000.0), Some(1000.0), None), "{out}");
}

#[test]
fn what_a_vrt_reads_is_an_input() {
    let workspace =
        understood("table-vrt-date-parts", &["rows in 45 = accepted 42 + cancelled 0 + unlocated 3 + rejected 0"]);
    let datasets = fs::read_dir(workspace.path().join("datasets")).expect("datasets");
    let manifests: Vec<String> = datasets
        .flatten()
        .filter_map(|dataset| fs::read_to_string(dataset.path().join("manifest.json")).ok())
        .collect();
    assert!(manifests.iter().any(|text| text.contains("van.csv") && text.contains("van.vrt")), "{manifests:?}");
}
