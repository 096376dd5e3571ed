//! Areas by label or by point, and what the quality report lists: by the built binary, on a made-up city of six squares
//! with 200 rows, and on cities of `tests/faults`.

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::faulty::{city, counts, understood};
use crate::program::{Ran, catchment, csv, json};

/// A copy of the city of squares, whose rows and city file were changed.
pub(crate) struct Squares {
    folder: TempDir,
}

impl Squares {
    pub(crate) fn new(toml: impl Fn(String) -> String, rows: impl Fn(String) -> String) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let from = city("residents-sentinel");
        let text = fs::read_to_string(&from).expect("the city file");
        fs::write(folder.path().join("city.toml"), toml(text)).expect("written");
        for name in ["areas.geojson", "inc.csv"] {
            let text = fs::read_to_string(from.replace("city.toml", name)).expect("a file");
            let text = if name == "inc.csv" { rows(text) } else { text.replace("-666666666", "1000") };
            fs::write(folder.path().join(name), text).expect("written");
        }
        Self { folder }
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join(name), text).expect("written");
    }

    pub(crate) fn ingest(&self) -> (TempDir, Ran) {
        let workspace = tempfile::tempdir().expect("a folder");
        let file = self.folder.path().join("city.toml");
        let ran = catchment(workspace.path(), &["ingest", file.to_str().expect("text"), "--no-backtest"]);
        (workspace, ran)
    }

    #[track_caller]
    pub(crate) fn read(&self) -> (TempDir, String) {
        let (workspace, ran) = self.ingest();
        assert_eq!(ran.code, Some(0), "{}{}", ran.out, ran.err);
        (workspace, format!("{}{}", ran.out, ran.err))
    }
}

fn same(text: String) -> String {
    text
}

/// Rows of a list of the quality report.
fn list(workspace: &TempDir, by: &str) -> Vec<Vec<String>> {
    csv(&catchment(workspace.path(), &["quality", "--by", by, "--format", "csv"]).ok()).1
}

fn ranked(workspace: &TempDir) -> Value {
    json(&catchment(workspace.path(), &["rank", "--format", "json"]).ok())
}

/// 39 of the 200 rows are those of Area 1.
#[test]
fn rows_of_an_unknown_label_count_by_point_and_say_so() {
    let unknown = "39 of 200 rows (20%) have a label that is the name of no area: Old Town (39 rows, most of them in \
                   Area 1 (1)). They count where their points lie";
    let silent = "39 of 200 rows (20%) name no area";
    for (label, key, area_1, said) in [
        ("Old Town", "", 39, unknown),
        ("Old Town", "by_point = \"never\"\n", 0, "They count in no area"),
        ("", "", 0, silent),
        ("0", "", 0, silent),
        ("N/A", "", 0, silent),
        ("", "by_point = \"all\"\n", 39, silent),
    ] {
        let city = Squares::new(
            |toml| toml.replace("[areas]\n", &format!("[areas]\n{key}")),
            |rows| rows.replace(",Area 1,", &format!(",{label},")),
        );
        let (workspace, told) = city.read();
        assert!(told.contains(said), "\"{label}\" {key}: {told}");
        let first = told.lines().find(|line| line.starts_with("warning: ")).unwrap_or_default();
        assert!(first.contains("39 of 200"), "the first that is said: {told}");
        let counts = counts(&workspace);
        assert!(counts.contains(&format!("1 Area 1 {area_1}")), "\"{label}\" {key}: {counts:?}");
        let answer = ranked(&workspace);
        let cautions = answer["meta"]["warnings"].to_string();
        assert!(cautions.contains("39 of 200 rows of Source have no label"), "{cautions}");
    }
}

#[test]
fn a_label_of_few_rows_is_said_and_no_caution_of_answers() {
    let city = Squares::new(same, |rows| rows.replacen(",Area 1,", ",Aera 1,", 3));
    let (workspace, told) = city.read();
    assert!(told.contains("3 of 200 rows (2%) have a label that is the name of no area: Aera 1 (3 rows"), "{told}");
    assert!(!ranked(&workspace)["meta"]["warnings"].to_string().contains("have no label"));
    let rows = list(&workspace, "label");
    assert_eq!(rows[0][1..3], ["Aera 1", "3"]);
    assert_eq!(rows[0][5..], ["1", "Area 1", "2", "Area 1 (3)"], "nearest name, and where the points lie");
}

#[test]
fn a_city_whose_sources_name_no_area_counts_by_point() {
    let city = Squares::new(|toml| toml.replace("area_name = [\"hood\"]\n", ""), same);
    let (workspace, told) = city.read();
    assert!(told.contains("its rows name no area. They count where their points lie"), "{told}");
    assert!(counts(&workspace).contains(&"1 Area 1 39".to_owned()));
    let answer = ranked(&workspace);
    assert_eq!(answer["meta"]["params"]["area"], "point");
    assert_eq!(answer["items"][0]["count"], 45);
}

#[test]
fn the_report_lists_codes_values_and_losses() {
    let city = Squares::new(
        |toml| toml.replace("[[source]]\n", "[[source]]\nlargest_loss = 1.0\n"),
        |rows| {
            let rows = rows.replacen(",H,", ",X7,", 5).replacen("2015-0", "2015/Q", 2);
            rows.replacen("-90.208182", "west", 1)
        },
    );
    let (workspace, told) = city.read();
    assert!(told.contains("catchment quality --by code | value | loss"), "{told}");
    let codes = list(&workspace, "code");
    assert!(codes.iter().any(|row| row[1..3] == ["H", "homicide"]), "{codes:?}");
    let total: u64 = codes.iter().map(|row| row[3].parse::<u64>().expect("rows")).sum();
    let lost = list(&workspace, "loss");
    let rejected: u64 = lost.iter().filter(|r| r[1] != "bad-coordinates").map(|r| r[2].parse::<u64>().unwrap()).sum();
    assert_eq!(total + rejected, 200, "{codes:?} {lost:?}");
    let values = list(&workspace, "value");
    let unknown = values.iter().find(|row| row[2] == "X7").expect("the code");
    assert_eq!([&unknown[1], &unknown[3], &unknown[5]], ["code", "code-unknown", "inc.csv"]);
    assert!(values.iter().any(|row| row[1] == "lon, lat" && row[2].starts_with("west")), "{values:?}");
    assert!(lost.iter().all(|row| row[3] == "inc.csv" && !row[5].is_empty()), "{lost:?}");
    let report = json(&catchment(workspace.path(), &["quality", "--format", "json"]).ok());
    for part in ["labels", "codes", "unread", "lost"] {
        assert!(report[part].as_array().is_some_and(|list| !list.is_empty()), "{part}");
    }
}

#[test]
fn data_with_nothing_to_show_is_never_switched_to() {
    let good = Squares::new(same, same);
    let (workspace, _) = good.read();
    let before = fs::read_to_string(workspace.path().join("current")).expect("a dataset");
    for (rows, said) in [("far", ""), ("no default", "this city shows by default"), ("none", "no row")] {
        let one_default = |text: String| {
            let label = "label = \"Homicide\"\n";
            text.replace("default = true\n", "").replace(label, &format!("{label}default = true\n"))
        };
        let city = Squares::new(
            |text| if rows == "no default" { one_default(text) } else { text },
            |text| match rows {
                "far" => text.replace(",-90.", ",-60."),
                "no default" => text.replace(",H,", ",A,"),
                _ => text.lines().next().unwrap_or_default().to_owned() + "\n",
            },
        );
        let file = city.folder.path().join("city.toml");
        let ran = catchment(workspace.path(), &["ingest", file.to_str().expect("text"), "--no-backtest"]);
        assert_ne!(ran.code, Some(0), "{rows}: {}{}", ran.out, ran.err);
        assert!(ran.err.contains(said), "{rows}: {}", ran.err);
        assert_eq!(fs::read_to_string(workspace.path().join("current")).expect("the one before"), before, "{rows}");
        // Where there is none before, a cut of a file without what is shown by default is read, and says so.
        let empty = tempfile::tempdir().expect("a folder");
        let ran = catchment(empty.path(), &["ingest", file.to_str().expect("text"), "--no-backtest"]);
        assert_eq!(ran.code == Some(0), rows == "no default", "{rows}: {}{}", ran.out, ran.err);
        assert!(format!("{}{}", ran.out, ran.err).contains(said), "{rows}: {}{}", ran.out, ran.err);
    }
}

#[test]
fn names_with_and_without_accents_are_listed_with_their_areas() {
    let workspace = understood("area-name-accents", &["have a label that is the name of no area: SAO JOAO"]);
    let rows = list(&workspace, "label");
    assert!(rows[0][6].starts_with("São João"), "{rows:?}");
    let counts = counts(&workspace);
    assert!(counts.iter().any(|row| row.contains("São João") && !row.ends_with(" 0")), "{counts:?}");
}

#[test]
fn a_name_of_two_areas_goes_to_each_by_its_points() {
    let workspace = understood("area-same-name-twice", &["named Riverside"]);
    let counts = counts(&workspace);
    let of = |id: &str| counts.iter().find(|row| row.starts_with(&format!("{id} "))).cloned().unwrap_or_default();
    assert!(!of("11").ends_with(" 0") && !of("7").ends_with(" 0"), "{counts:?}");
}

#[test]
fn an_area_that_stands_twice_alike_is_said_and_counted_once() {
    let workspace = understood("areas-duplicate-id", &["area id 11", "counted once"]);
    let answer = ranked(&workspace);
    let items = answer["items"].as_array().expect("items");
    let eleven = items.iter().find(|item| item["id"] == "11").expect("the area");
    assert_eq!(eleven["residents"], 1000.0);
}
