//! Tables on their way into spreadsheets: no cell is a formula, UTF-8 is marked where asked, and a companion says what
//! a table was made from.

use std::fs;

use crate::program::{catchment, csv, json};
use crate::small_city::{SmallCity, ingested, path};

/// The city with one neighborhood renamed.
fn renamed(name: &str) -> SmallCity {
    let city = SmallCity::write();
    let file = city.dir.path().join("areas.geojson");
    let text = fs::read_to_string(&file).expect("the areas");
    assert!(text.contains("Old Mill, North"));
    fs::write(&file, text.replace("Old Mill, North", name)).expect("the areas are written");
    city
}

#[test]
fn a_name_that_a_spreadsheet_would_run_leaves_as_words() {
    for name in ["=1+1", "+1", "-1", "@SUM(A1)"] {
        let city = renamed(name);
        let workspace = ingested(&city);
        for (command, column) in
            [(&["rank", "--top", "100"][..], "name"), (&["counts", "--by", "neighborhood"], "neighborhood")]
        {
            let (header, rows) = csv(&catchment(&workspace, &[command, &["--format", "csv"]].concat()).ok());
            let at = header.iter().position(|c| c == column).expect("the column");
            assert!(rows.iter().any(|row| row[at] == format!("'{name}")), "{command:?}: {rows:?}");
            assert!(rows.iter().all(|row| row[at] != name), "{command:?}: {rows:?}");
        }
        // Only tables are for spreadsheets: every other form has the name itself.
        let answer = json(&catchment(&workspace, &["rank", "--format", "json"]).ok());
        assert_eq!(answer["items"][0]["name"], name);
    }
}

#[test]
fn a_table_begins_with_a_byte_order_mark_where_asked() {
    let (_city, workspace) = SmallCity::ingested();
    let ask = ["rank", "--format", "csv"];
    let plain = catchment(&workspace, &ask).ok();
    let marked = catchment(&workspace, &[&ask[..], &["--bom"]].concat()).ok();
    assert_eq!(marked.strip_prefix('\u{feff}'), Some(plain.as_str()));
}

#[test]
fn a_companion_says_what_a_table_was_made_from() {
    let (city, workspace) = SmallCity::ingested();
    let file = city.dir.path().join("ranking-about.json");
    let ask = ["rank", "--format", "csv", "--k", "2"];
    let plain = catchment(&workspace, &ask).ok();
    assert_eq!(catchment(&workspace, &[&ask[..], &["--about", path(&file)]].concat()).ok(), plain);
    assert!(!plain.contains('#'), "a table is nothing but rows");
    let about = json(&fs::read_to_string(&file).expect("the companion"));
    let answer = json(&catchment(&workspace, &["rank", "--top", "10", "--k", "2", "--format", "json"]).ok());
    assert_eq!(about["meta"], answer["meta"]);
    for said in ["window", "source", "dataset", "program", "unit_label", "params"] {
        assert!(!about["meta"][said].is_null(), "no {said} in {about}");
    }
    let name = about["file"].as_str().expect("the name of the table");
    let dataset = answer["meta"]["dataset"].as_str().expect("a dataset");
    let expected = format!("catchment-smallville-neighborhoods-2015-01-2016-12-{dataset}.csv");
    assert_eq!(name, expected);
    let nowhere = city.dir.path().join("nowhere/about.json");
    let refused = catchment(&workspace, &[&ask[..], &["--about", path(&nowhere)]].concat()).failed();
    assert!(refused.contains("--about") && refused.contains("nowhere/about.json"), "{refused}");
}
