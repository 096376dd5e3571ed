//! City files, areas and sites that cannot be used, and what the message says.

use std::path::Path;

use catchment_ingest::{IngestError, areas, load_city};
use gdal::vector::LayerAccess as _;

use crate::support::{AREAS, City, SOURCE, shared};

const ROW: &str = "15-1,2015-01,01/05/2015 13:30,1,31111,ROBBERY,1,270500,310500";

fn message(city: &City) -> String {
    city.ingest().expect_err("the city should be refused").to_string()
}

/// The usual city with a change to its city file.
fn changed(from: &str, to: &str) -> City {
    let city = City::new();
    city.rows("2015-01.csv", &[ROW]);
    let text = std::fs::read_to_string(city.folder.path().join("city.toml")).expect("the city file");
    assert!(text.contains(from), "{from}");
    city.file("city.toml", text.replace(from, to));
    city
}

#[test]
fn a_city_file_that_is_not_there_is_named() {
    let text = load_city(Path::new("nowhere/city.toml")).unwrap_err().to_string();
    assert!(text.contains("nowhere"), "{text}");
}

#[test]
fn malformed_toml_is_named_by_file_and_line() {
    let city = City::new();
    let text = message(city.file("city.toml", "schema = 1\nid = \n"));
    assert!(text.contains("city.toml") && text.contains("line 2"), "{text}");
}

#[test]
fn a_missing_column_is_named_with_what_was_looked_for_and_found() {
    let city = City::new();
    city.file("2015-01.csv", "Complaint,CodedMonth,DateOccur,Count,Offense,Description,Neighborhood,XCoord,YCoord\n");
    let error = city.ingest().unwrap_err();
    assert!(matches!(error, IngestError::Column { .. }));
    let text = error.to_string();
    for part in ["2015-01.csv", "code", "Crime", "Offense"] {
        assert!(text.contains(part), "{part} in {text}");
    }
}

#[test]
fn an_empty_file_has_no_columns() {
    let city = City::new();
    for content in ["", "\n", "\u{FEFF}", "\0\0\0"] {
        let text = message(city.file("2015-01.csv", content));
        assert!(text.contains("2015-01.csv"), "{text}");
    }
}

#[test]
fn a_pattern_without_files_is_an_error() {
    let text = message(&City::new());
    assert!(text.contains("*.csv") && text.contains("police"), "{text}");
}

#[test]
fn an_unset_variable_says_what_to_set() {
    let text = message(&changed("\"*.csv\"", "\"${FILES}/*.csv\""));
    assert!(text.contains("set FILES"), "{text}");
}

#[test]
fn a_bad_crs_is_named() {
    for (from, to, expected) in [
        ("crs = \"EPSG:26996\"\nfrom", "crs = \"EPSG:1\"\nfrom", "EPSG:1"),
        ("work_crs = \"EPSG:26996\"", "work_crs = \"EPSG:4326\"", "not projected"),
        ("work_crs = \"EPSG:26996\"", "work_crs = \"ESRI:102696\"", "meter"),
        ("crs = \"EPSG:26996\"\nfrom", "from", "crs"),
    ] {
        let text = message(&changed(from, to));
        assert!(text.contains(expected), "{text}");
    }
}

#[test]
fn stated_utf8_that_is_not_is_an_error() {
    let city = changed("reporting =", "encoding = \"utf-8\"\nreporting =");
    city.file("2015-01.csv", b"Caf\xE9,b\n");
    let text = message(&city);
    assert!(text.contains("2015-01.csv") && text.contains("UTF-8"), "{text}");
}

#[test]
fn a_damaged_archive_is_named() {
    let city = City::with_source(&SOURCE.replace("*.csv", "2015-01.*"));
    let text = message(city.file("2015-01.csv.gz", b"\x1F\x8B\x08\x00damaged"));
    assert!(text.contains("2015-01.csv.gz") && text.contains("gzip"), "{text}");
    let city = City::with_source(&SOURCE.replace("*.csv", "2015-01.*"));
    let text = message(city.file("2015-01.zip", b"PK\x03\x04damaged"));
    assert!(text.contains("2015-01.zip") && text.contains("ZIP"), "{text}");
}

#[test]
fn a_file_of_no_known_kind_is_named() {
    let city = City::with_source(&SOURCE.replace("*.csv", "2015-01.*"));
    let text = message(city.file("2015-01.xyzzy", b"what is this"));
    assert!(text.contains("2015-01.xyzzy"), "{text}");
}

#[test]
fn areas_in_feet_without_a_crs_are_refused() {
    let city = City::new();
    city.rows("2015-01.csv", &[ROW]);
    let text = message(city.file(
        "areas.geojson",
        AREAS.replace(r#""crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::26996"}},"#, ""),
    ));
    assert!(text.contains("areas.geojson") && text.contains("state the right crs"), "{text}");
}

#[test]
fn an_area_without_outline_is_left_out_with_a_warning() {
    let city = City::new();
    city.rows("2015-01.csv", &[ROW]);
    let extra = r#",{"type":"Feature","properties":{"id":99,"name":"Unallocated","pop":16},"geometry":null}]}"#;
    let read = city.file("areas.geojson", format!("{}{extra}", AREAS.strip_suffix("]}").unwrap())).read();
    assert_eq!(read.areas.len(), 2);
    assert!(read.quality.warnings.iter().any(|w| w.contains("99")), "{:?}", read.quality.warnings);
}

#[test]
fn one_id_twice_becomes_one_area() {
    let city = City::new();
    city.rows("2015-01.csv", &[ROW]);
    let read = city.file("areas.geojson", AREAS.replace("\"id\":2", "\"id\":\"01\"")).read();
    assert_eq!(read.areas.len(), 1);
    assert!((read.areas.list()[0].area_km2 - 2.0).abs() < 1e-9);
}

#[test]
fn a_ring_that_crosses_itself_is_repaired() {
    let city = City::new();
    city.rows("2015-01.csv", &[ROW]);
    // A bow tie: two triangles of a quarter square kilometer each.
    let bow = "[[[270000,310000],[271000,311000],[271000,310000],[270000,311000],[270000,310000]]]";
    let square = "[[[270000,310000],[271000,310000],[271000,311000],[270000,311000],[270000,310000]]]";
    let read = city.file("areas.geojson", AREAS.replace(square, bow)).read();
    assert!((read.areas.list()[0].area_km2 - 0.5).abs() < 1e-9, "{}", read.areas.list()[0].area_km2);
}

#[test]
fn residents_are_joined_by_id_in_any_spelling() {
    let city = changed(
        "credit = \"nobody\"",
        "credit = \"nobody\"\n[[areas.join]]\npath = \"pop.txt\"\nid = \"Nr\"\npopulation = { 2020 = \"all\" }",
    );
    let read = city.file("pop.txt", "Nr,all\n01,1500\n2.0,\"2,500\"\n3,9\n").read();
    let of = |at: usize| read.areas.list()[at].population.values().copied().collect::<Vec<_>>();
    assert_eq!((of(0), of(1)), (vec![1000.0, 1500.0], vec![2000.0, 2500.0]));
}

#[test]
fn a_site_stands_on_its_areas_or_on_its_outline() {
    let site = "[[site]]\nid = \"s\"\nname = \"S\"\nfrom = \"2015-01\"\nshape = \"stand-in\"\n\
                areas = [\"1\", \"02\"]\n[shift]";
    let shift = "\nweekdays = [1]\nfrom_hour = 1\nto_hour = 2\nsource = \"x\"\n";
    let city = City::with_source(&format!("{SOURCE}{site}{shift}"));
    let read = city.rows("2015-01.csv", &[ROW]).read();
    assert_eq!(read.sites[0].area_ids, ["1", "2"]);
    // Two squares that touch become one outline.
    assert_eq!(read.sites[0].outline.0.len(), 1);
    let city = City::with_source(&format!("{SOURCE}{}{shift}", site.replace("\"02\"", "\"7\"")));
    let text = message(city.rows("2015-01.csv", &[ROW]));
    assert!(text.contains("site s") && text.contains('7'), "{text}");
}

#[test]
fn the_real_outlines_in_other_forms_agree() {
    let Some(shared) = shared("the_real_outlines_in_other_forms_agree") else { return };
    let city = City::new();
    let text = std::fs::read_to_string(city.folder.path().join("city.toml")).unwrap();
    let whole_city = |file: &str| {
        let path = shared.join("stl/boundaries").join(file);
        let path = std::path::absolute(path).unwrap();
        // The one feature of these files needs some id and name: its first field.
        let dataset = gdal::Dataset::open(&path).unwrap();
        let field = dataset.layer(0).unwrap().defn().fields().next().unwrap().name();
        let toml = text.replace("areas.geojson", &path.to_string_lossy());
        let toml = toml
            .replace("id = \"id\"", &format!("id = \"{field}\""))
            .replace("name = \"name\"", &format!("name = \"{field}\""))
            .replace("population = { 2010 = \"pop\" }\n", "");
        let city_file = catchment_model::city::City::from_toml(&toml).unwrap();
        areas::read(&city_file, city.folder.path(), &|_| None).unwrap().list()[0].area_km2
    };
    let (degrees, feet) = (whole_city("city.geojson"), whole_city("city_stateplane.geojson"));
    assert!((degrees - feet).abs() < 1e-3, "{degrees} {feet}");
    assert!((160.0..180.0).contains(&degrees), "{degrees}");
}

#[test]
fn the_neighborhood_without_geometry_in_the_real_file_is_left_out() {
    let Some(shared) = shared("the_neighborhood_without_geometry_in_the_real_file_is_left_out") else { return };
    let city = City::new();
    let text = std::fs::read_to_string(city.folder.path().join("city.toml")).unwrap();
    let path = std::path::absolute(shared.join("stl/boundaries/neighborhoods.geojson")).unwrap();
    let toml = text
        .replace("areas.geojson", &path.to_string_lossy())
        .replace("id = \"id\"", "id = \"neighborhood_id\"")
        .replace("name = \"name\"", "name = \"neighborhood_name\"");
    let toml = toml.replace("2010 = \"pop\"", "2020 = \"total_population\"");
    let city_file = catchment_model::city::City::from_toml(&toml).unwrap();
    let read = areas::read(&city_file, city.folder.path(), &|_| None).unwrap();
    assert_eq!(read.len(), 88);
    assert_eq!(read.list().iter().filter_map(|a| a.population.get(&2020)).sum::<f64>(), 301_578.0 - 16.0);
}

#[test]
fn predictors_are_what_victims_report_and_a_map_may_show() {
    let city = City::with_source(SOURCE);
    let text = std::fs::read_to_string(city.folder.path().join("city.toml")).expect("the city file");
    let with = |group: &str, predictor: &str| {
        let group = format!("[[offense]]\nid = \"lesser\"\nlabel = \"Lesser\"\n{group}\n");
        catchment_model::city::City::from_toml(&format!(
            "{text}\n{group}\n[analysis]\npredictors = [\"{predictor}\"]\n"
        ))
    };
    assert!(!text.contains("[analysis]"));
    assert_eq!(with("", "lesser").expect("a city").analysis.predictors, ["lesser"]);
    for (group, predictor) in [("reported_by = \"police\"", "lesser"), ("finest = \"area\"", "lesser"), ("", "sheds")] {
        let fault = with(group, predictor).unwrap_err().to_string();
        assert!(fault.contains("analysis.predictors") && fault.contains("feeds back"), "{fault}");
    }
}

/// A rule that holds together, of the offense group of the usual city.
const RULE: &str = "[[rule]]\nid = \"r\"\nlabel = \"R\"\noffense = [\"robbery\"]\nper = \"count\"\nyears = 5\ntop = 3\n\
                    among = \"neighborhoods\"\nsource = \"x\"\n";

#[test]
fn funding_rules_are_read_and_faults_named() {
    let city = City::with_source(&format!("{SOURCE}{RULE}"));
    let text = std::fs::read_to_string(city.folder.path().join("city.toml")).expect("the city file");
    let read = catchment_model::city::City::from_toml(&text).expect("a city");
    assert_eq!((read.rule.len(), read.rule[0].top), (1, 3));
    for (from, to, expected) in [
        ("offense = [\"robbery\"]", "offense = [\"sheds\"]", "rule r: offense = \"sheds\"; expected one or more of"),
        ("years = 5", "years = 0", "rule r: years = 0; expected 1 to 50"),
        ("top = 3", "top = 0", "rule r: top = 0; expected 1 to 100"),
        ("top = 3", "top = 3\nmin_residents = -1", "rule r: min_residents = -1; expected 0 or more"),
        ("id = \"r\"", "id = \"R r\"", "rule: id = \"R r\""),
        (RULE, &RULE.repeat(2), "an id of its own"),
        ("per = \"count\"", "per = \"head\"", "unknown variant `head`"),
        ("among = ", "amongst = ", "amongst"),
    ] {
        assert!(text.contains(from), "{from}");
        let fault = catchment_model::city::City::from_toml(&text.replace(from, to)).unwrap_err().to_string();
        assert!(fault.contains(expected), "{fault}");
    }
    // A fault of form has its line; the road to it names the file.
    city.file("city.toml", text.replace("per = \"count\"", "per = \"head\""));
    let fault = message(&city);
    assert!(fault.contains("city.toml") && fault.contains("line "), "{fault}");
}

#[test]
fn faults_say_values_as_a_city_file_writes_them() {
    let city = City::with_source(SOURCE);
    let text = std::fs::read_to_string(city.folder.path().join("city.toml")).expect("the city file");
    let refused = |text: &str| catchment_model::city::City::from_toml(text).unwrap_err().to_string();
    for (covers, expected) in [
        ("5", "expected a text (a span such as \"2015-01..2019-12\""),
        ("\"2015-13\"", "covers = \"2015-13\"; expected a span"),
        ("[\"2015-13\", \"rows\"]", "covers = [\"2015-13\", \"rows\"]; expected a span"),
    ] {
        let fault = refused(&text.replacen("[[source]]\n", &format!("[[source]]\ncovers = {covers}\n"), 1));
        assert!(fault.contains(expected), "{fault}");
    }
    let fault = refused(&format!("{text}\n[[stacked]]\nname = \"Jail\"\nlon = 5.5\ntreat = \"keep\"\n"));
    assert!(fault.contains("lon = 5.5") && !fault.contains("Some("), "{fault}");
    let fault = refused(&format!("{text}\n[[period]]\nname = \"\"\nfrom = \"2015-02\"\nto = \"2015-01\"\n"));
    assert!(fault.contains("from = \"2015-02\"") && !fault.contains("Period"), "{fault}");
}
