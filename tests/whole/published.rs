//! The public edition as files: what a reader of two editions finds, and what goes with a link.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::plain_city::plain_city;
use crate::program::catchment;
use crate::small_city::path;

/// What may be published of it.
const PUBLIC: &str = r#"
[public]
offense = ["assault"]
places = true
steps = ["year", "rolling-12"]
"#;

/// Incidents a month in each of the areas.
const MONTHLY: [u32; 3] = [5, 7, 9];

fn areas() -> String {
    let one = |at: u32| {
        let (west, south) = (-90.3 + 0.02 * f64::from(at), 38.6);
        let (east, north) = (west + 0.02, south + 0.02);
        let ring = format!("[[{west},{south}],[{east},{south}],[{east},{north}],[{west},{north}],[{west},{south}]]");
        format!(
            r#"{{"type":"Feature","properties":{{"id":"{at}","name":"Area {at}","people":4000}},
                "geometry":{{"type":"Polygon","coordinates":[{ring}]}}}}"#
        )
    };
    let all: Vec<String> = (0..3).map(one).collect();
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, all.join(","))
}

/// Three years of incidents, without the last one of a month in the first area.
fn incidents(dropped: Option<&str>) -> String {
    let mut rows = String::from("number,t,lon,lat\n");
    let mut number = 0;
    for month in 0..36 {
        let month = format!("{}-{:02}", 2018 + month / 12, 1 + month % 12);
        for (area, n) in MONTHLY.iter().enumerate() {
            for day in 1..=*n {
                number += 1;
                if area > 0 || day < *n || dropped != Some(month.as_str()) {
                    let lon = -90.295 + 0.02 * f64::from(u32::try_from(area).expect("small"));
                    let (lon, lat) = (lon + 0.001 * f64::from(day), 38.605 + 0.001 * f64::from(number % 10));
                    writeln!(rows, "{number},{month}-{day:02},{lon:.4},{lat:.4}").expect("text");
                }
            }
        }
    }
    rows
}

/// Figures of an edition, by area, first month, last month and offense.
fn figures(edition: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(edition.join("data/figures.csv")).expect("figures");
    let row = |line: &str| {
        let fields: Vec<&str> = line.split(',').collect();
        (format!("{},{},{},{}", fields[0], fields[2], fields[3], fields[4]), fields[5].to_owned())
    };
    text.lines().skip(1).map(row).collect()
}

#[test]
fn an_edition_lists_what_it_revised_and_its_links_have_pictures() {
    let (folder, workspace) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let file = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    file("areas.geojson", &areas());
    file("city.toml", &plain_city(("three", "Three"), "2018-01", PUBLIC));
    let city = folder.path().join("city.toml");
    let edition = folder.path().join("edition");
    let publish = |more: &[&str]| {
        catchment(workspace.path(), &["ingest", path(&city), "--no-backtest"]).ok();
        catchment(workspace.path(), &[&["publish", "--out", path(&edition)], more].concat()).ok();
        figures(&edition)
    };
    file("in.csv", &incidents(None));
    let first = publish(&[]);
    assert_eq!(first["0,2019-01,2019-12,assault"], "60");
    assert_eq!(first["city,2019-01,2019-12,assault"], "252");
    let revisions = || fs::read_to_string(edition.join("data/revisions.csv")).expect("revisions");
    assert_eq!(revisions().lines().count(), 1, "nothing came before: {}", revisions());

    // One incident of 2019 was taken back since.
    file("in.csv", &incidents(Some("2019-05")));
    let second = publish(&["--address", "https://example.org/safety/"]);
    let told = revisions();
    let listed: Vec<Vec<&str>> = told.lines().skip(1).map(|l| l.split(',').collect()).collect();
    let changed = first.iter().filter(|(key, n)| second.get(*key).is_some_and(|now| now != *n && !now.is_empty()));
    assert_eq!(listed.len(), changed.clone().count(), "{told}");
    assert!(listed.len() >= 2, "the year of the area and of the city: {told}");
    for fields in listed {
        let key = fields[..4].join(",");
        assert_eq!((fields[4], fields[5]), (first[&key].as_str(), second[&key].as_str()), "{key}");
        assert_eq!(fields[6], "2020-12");
    }
    let read = |name: &str| fs::read_to_string(edition.join(name)).expect("a file of the edition");
    assert!(read("feed.xml").contains(" numbers of earlier editions were revised"), "{}", read("feed.xml"));
    assert!(read("index.html").contains("data/revisions.csv"));

    // Who shows a link finds the picture by its whole address.
    let page = read("n/1-area-1.html");
    assert!(
        page.contains(r#"property="og:image" content="https://example.org/safety/pictures/1-area-1.png""#),
        "{page}"
    );
    assert!(page.contains(r#"property="og:url" content="https://example.org/safety/n/1-area-1.html""#), "{page}");
    let picture = fs::read(edition.join("pictures/1-area-1.png")).expect("a picture");
    assert_eq!(&picture[1..4], b"PNG");
    let refused = catchment(workspace.path(), &["publish", "--out", path(&edition), "--address", "example.org"]);
    assert!(refused.failed().contains("--address"));
}
