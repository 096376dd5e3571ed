//! The map under the data by the built binary: from files that a city file names to bytes over HTTP.

use std::io::Write as _;
use std::path::Path;

use crate::program::{catchment, json};
use crate::serving::Server;
use crate::small_city::{SmallCity, path};

/// Streets of the made-up city: columns with names and words of their own.
const STREETS: &str = r#"{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"road":"Main St","rank":"big"},
 "geometry":{"type":"LineString","coordinates":[[-90.30,38.615],[-90.20,38.615]]}},
{"type":"Feature","properties":{"road":"N 1st  St","rank":"S1400"},
 "geometry":{"type":"MultiLineString","coordinates":[[[-90.22,38.58],[-90.22,38.66]]]}},
{"type":"Feature","properties":{"road":"Odd Way","rank":"strange"},
 "geometry":{"type":"LineString","coordinates":[[-90.215,38.60],[-90.215,38.63]]}},
{"type":"Feature","properties":{"road":null,"rank":"S1730"},
 "geometry":{"type":"LineString","coordinates":[[-90.21,38.60],[-90.21,38.63]]}}]}"#;

const FILE: &str = "[[basemap.file]]\nkind = \"streets\"\npath = \"streets.geojson.gz\"\nname = \"road\"\n\
                    class = \"rank\"\nclasses = { big = \"arterial\" }\ncredit = \"Made up, 2026\"\n\n";

/// Writes packed streets, and what the city file says of them.
fn with_streets(city: &SmallCity, file: &str) {
    let packed = std::fs::File::create(city.dir.path().join("streets.geojson.gz")).expect("a file");
    let mut packed = flate2::write::GzEncoder::new(packed, flate2::Compression::fast());
    packed.write_all(STREETS.as_bytes()).expect("room");
    packed.finish().expect("an end");
    let text = std::fs::read_to_string(city.file()).expect("the city file");
    std::fs::write(city.file(), text.replacen("[[offense]]", &format!("{file}[[offense]]"), 1)).expect("room");
}

fn found(folder: &Path) -> serde_json::Value {
    json(&std::fs::read_to_string(folder.join("gazetteer.json")).expect("a gazetteer"))
}

#[test]
fn a_map_is_built_alike_by_its_command_and_by_ingest() {
    let city = SmallCity::write();
    with_streets(&city, FILE);
    let (workspace, apart) = (city.workspace(), city.dir.path().join("apart"));
    let built = catchment(&workspace, &["basemap", path(&city.file()), "--out", path(&apart)]);
    let (out, err) = (built.out.clone(), built.err.clone());
    built.ok();
    assert!(out.contains("3 streets and") && out.contains("basemap.pmtiles"), "{out}");
    assert!(err.contains("1 lines of the class \"strange\"") && err.contains("basemap.file 1"), "{err}");
    catchment(&workspace, &["ingest", "--no-backtest", path(&city.file())]).ok();
    for name in ["basemap.pmtiles", "gazetteer.json"] {
        let read = |folder: &Path| std::fs::read(folder.join(name)).expect("a file");
        assert!(read(&workspace) == read(&apart), "{name} differs");
    }
    let found = found(&apart);
    let streets: Vec<_> = found["streets"].as_array().expect("streets").iter().map(|s| &s["name"]).collect();
    assert_eq!(streets, ["Main St", "N 1st St", "Odd Way"]);
    assert_eq!(found["streets"][0]["class"], "arterial");
    assert_eq!(found["crossings"][0].as_array().expect("a crossing")[..2], [0, 1]);
    assert_eq!(found["areas"].as_array().expect("areas").len(), 6);
    assert!(found["credits"].as_array().expect("credits").iter().any(|c| c == "Made up, 2026"), "{found}");
}

#[test]
fn a_map_is_served_by_ranges_of_its_bytes() {
    let city = SmallCity::write();
    with_streets(&city, FILE);
    let workspace = crate::small_city::ingested(&city);
    let server = Server::start(&workspace, &[]);
    let about = json(&server.get("/api/v1/basemap").1);
    assert_eq!(about["basemap"]["credits"][1], "Made up, 2026");
    let address = about["basemap"]["pmtiles"].as_str().expect("an address");
    let whole = std::fs::read(workspace.join("basemap.pmtiles")).expect("a file");
    let (status, part) = server.get_range(address, "bytes=0-6");
    assert_eq!((status, part.as_slice()), (206, &whole[..7]));
    let (status, part) = server.get_range(address, "bytes=100-299");
    assert_eq!((status, part.as_slice()), (206, &whole[100..300]));
    let gazetteer = about["basemap"]["gazetteer"].as_str().expect("an address");
    assert_eq!(json(&server.get(gazetteer).1), found(&workspace));
}

#[test]
fn without_files_the_map_shows_the_areas() {
    let city = SmallCity::write();
    let workspace = crate::small_city::ingested(&city);
    let found = found(&workspace);
    assert_eq!(found["streets"].as_array().map(Vec::len), Some(0));
    assert_eq!(found["areas"][5]["kind"], "park");
}

#[test]
fn what_is_wrong_with_a_file_is_named() {
    for (was, is, wanted) in [
        ("streets.geojson.gz", "nowhere.gz", &["basemap.file 1", "nowhere.gz"][..]),
        ("name = \"road\"", "name = \"street_nm\"", &["basemap.file 1: name", "street_nm", "\"road\", \"rank\""]),
        ("kind = \"streets\"", "kind = \"roads\"", &["roads", "streets", "highways", "water", "parks"]),
        ("big = \"arterial\"", "big = \"broad\"", &["broad", "arterial"]),
        ("credit = \"Made up, 2026\"", "credit = \"\"", &["basemap.file 1: credit", "license"]),
    ] {
        let city = SmallCity::write();
        with_streets(&city, &FILE.replace(was, is));
        let err = catchment(&city.workspace(), &["basemap", path(&city.file())]).failed();
        assert!(wanted.iter().all(|w| err.contains(w)), "{is}: {err}");
        assert!(!city.workspace().join("basemap.pmtiles").exists());
    }
    let city = SmallCity::write();
    let water = "[[basemap.file]]\nkind = \"water\"\npath = \"streets.geojson.gz\"\ncredit = \"us\"\n\n";
    with_streets(&city, water);
    let err = catchment(&city.workspace(), &["basemap", path(&city.file())]).failed();
    assert!(err.contains("basemap.file 1: path") && err.contains("expected polygons"), "{err}");
}
