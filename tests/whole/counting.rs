//! What is counted: rows twice, incidents in several groups, victims, conditions, numbers, by the built binary.

use std::path::Path;

use tempfile::TempDir;

use crate::faulty::{counts, understood};
use crate::made::{Made, rows};
use crate::program::{catchment, csv, json};

/// The last column of each row of a count, by its first.
fn count(workspace: &Path, ask: &[&str]) -> Vec<(String, i64)> {
    let out = catchment(workspace, &[&["counts", "--format", "csv"], ask].concat()).ok();
    let number = |row: &Vec<String>| row[row.len() - 1].parse().unwrap_or(0);
    csv(&out).1.iter().map(|row| (row[0].clone(), number(row))).collect()
}

fn total(workspace: &Path, ask: &[&str]) -> i64 {
    count(workspace, &[&["--by", "year"], ask].concat()).iter().map(|(_, n)| n).sum()
}

#[test]
fn a_file_saved_twice_counts_once_and_is_told() {
    let workspace = understood("download-twice", &["same bytes as", "inc.csv", "inc (1).csv", "200 rows (100%)"]);
    assert_eq!(total(workspace.path(), &[]), 200);
    let area: i64 = counts(&workspace).iter().filter(|r| r.starts_with("1 ")).map(last).sum();
    assert_eq!(area, 39);
}

fn last(row: impl AsRef<str>) -> i64 {
    row.as_ref().rsplit(' ').next().and_then(|n| n.parse().ok()).expect("a count")
}

fn read(files: &[(&str, String)], paths: &str, source: &str) -> (TempDir, crate::program::Ran) {
    Made { files, paths, months: ("2015-01", "2016-12"), source }.read()
}

#[test]
fn rows_that_stand_in_two_files_are_refused_or_counted_once() {
    let (first, second) = (rows("2015-03", 30), rows("2016-03", 30));
    let all = format!("{first}{second}");
    let part = rows("2016-03", 12) + &rows("2016-04", 30);
    for (names, texts) in [
        (["2015.csv", "all.csv"], [first.clone(), all.clone()]),
        (["a.csv", "b.csv"], [all.clone(), part]),
        (["x.csv", "y.csv"], [format!("{first}\n"), first.clone()]),
    ] {
        let files = [(names[0], texts[0].clone()), (names[1], texts[1].clone())];
        let (_, ran) = read(&files, r#"["*.csv"]"#, "");
        let error = ran.failed();
        for part in [names[0], names[1], "rows in common", "% of the first", "once_by = [\"id\"]"] {
            assert!(error.contains(part), "{part}: {error}");
        }
        let (folder, ran) = read(&files, r#"["*.csv"]"#, r#"once_by = ["id"]"#);
        let told = ran.err.clone() + &ran.out;
        assert!(told.contains("stood in an earlier file, by id"), "{told}");
        let distinct: std::collections::BTreeSet<&str> = texts.iter().flat_map(|t| t.lines()).collect();
        let right = i64::try_from(distinct.iter().filter(|line| !line.is_empty()).count()).expect("few");
        assert_eq!(total(&folder.path().join("ws"), &[]), right, "{names:?}: {told}");
    }
}

#[test]
fn a_file_by_two_paths_is_read_once_and_told() {
    let files = [("2015-03.csv", rows("2015-03", 30)), ("2015-04.csv", rows("2015-04", 30))];
    let (folder, ran) = read(&files, r#"["*.csv", "2015-03*"]"#, "");
    assert!(format!("{}{}", ran.out, ran.err).contains("several paths match 2015-03.csv"), "{}", ran.err);
    assert_eq!(total(&folder.path().join("ws"), &[]), 60);
}

#[test]
fn rows_alike_within_a_file_all_count() {
    let files = [("inc.csv", rows("2015-03", 30) + &rows("2015-03", 30))];
    let (folder, ran) = read(&files, r#"["inc.csv"]"#, "");
    assert_eq!(ran.code, Some(0), "{}", ran.err);
    assert_eq!(total(&folder.path().join("ws"), &[]), 60);
}

#[test]
fn an_incident_in_two_groups_is_one_in_their_sum() {
    let workspace = understood("counts-distinct-incidents-over-groups", &[]);
    let ask = |offense: &str| {
        let unit = ["--unit", "incident", "--offense", offense];
        let by = |key: &str| count(workspace.path(), &[&["--by", key], &unit[..]].concat());
        [by("year"), by("month"), by("cell")].map(|counts| counts.iter().map(|(_, n)| n).sum::<i64>())
    };
    assert_eq!(ask("all"), [1, 1, 1]);
    assert_eq!(ask("homicide"), [1, 1, 1]);
    assert_eq!(ask("shooting"), [1, 1, 1]);
    let rank = ["rank", "--unit", "incident", "--area", "point", "--format", "json"];
    let answer = json(&catchment(workspace.path(), &rank).ok());
    let items = answer["items"].as_array().expect("items");
    assert_eq!(items.iter().filter_map(|i| i["count"].as_i64()).sum::<i64>(), 1, "{answer}");
    assert_eq!(items.iter().filter_map(|i| i["incidents"].as_i64()).sum::<i64>(), 1, "{answer}");
    let area = items.iter().find(|i| i["count"] == 1).and_then(|i| i["id"].as_str()).expect("an area");
    let ask = ["area", area, "--area", "point", "--unit", "incident", "--format", "json"];
    let answer = json(&catchment(workspace.path(), &ask).ok());
    assert_eq!(
        (&answer["count"], &answer["offenses"][0]["count"], &answer["offenses"][1]["count"]),
        (&1.into(), &1.into(), &1.into())
    );
}

#[test]
fn victims_are_counted_and_none_is_an_incident() {
    let workspace = understood("counts-victims-count", &["accepted 40"]);
    assert_eq!(total(workspace.path(), &[]), 39);
    assert_eq!(total(workspace.path(), &["--unit", "incident"]), 40);
}

#[test]
fn a_flag_decides_the_group() {
    let workspace = understood("counts-two-flag-columns", &[]);
    let of = |offense| total(workspace.path(), &["--offense", offense]);
    assert_eq!((of("homicide"), of("shooting")), (20, 20));
}

#[test]
fn rules_look_at_any_columns_together() {
    let workspace = understood("counts-mixed-group-two-columns", &[]);
    let of = |offense| total(workspace.path(), &["--offense", offense]);
    let rows =
        std::fs::read_to_string(crate::faulty::city("counts-mixed-group-two-columns").replace("city.toml", "in.csv"));
    let rows = rows.expect("rows");
    let right = rows.lines().filter(|line| line.ends_with(",ASSAULT,GUN,N")).count();
    let right = i64::try_from(right).expect("few");
    assert!(right > 0);
    assert_eq!((of("gun"), of("homicide")), (right, 40 - right));
}

#[test]
fn numbers_that_a_spreadsheet_rounded_are_not_merged() {
    let said = ["1.50E+07", "rows were rounded by a spreadsheet", "incident numbers"];
    let workspace = understood("number-in-scientific-notation", &said);
    let ask = |unit: &[&str]| count(workspace.path(), &[&["--by", "neighborhood"], unit].concat());
    let (incidents, net) = (ask(&["--unit", "incident"]), ask(&[]));
    let sum = |counts: &[(String, i64)]| counts.iter().map(|(_, n)| n).sum::<i64>();
    assert!(sum(&incidents) > 100 && sum(&incidents) >= sum(&net), "{incidents:?} {net:?}");
}

#[test]
fn a_number_on_rows_of_many_days_is_no_incident() {
    let row = |at: usize| format!("0,201{}-0{}-04 10:00,A,Area 1,-90.235,38.625\n", 5 + at % 2, 1 + at % 9);
    let rows: String = (0..36).map(row).collect();
    let files = [("inc.csv", rows)];
    let (folder, ran) = read(&files, r#"["inc.csv"]"#, "");
    let told = format!("{}{}", ran.out, ran.err);
    assert!(told.contains("number-repeated") && told.contains("incident number"), "{told}");
    assert_eq!(total(&folder.path().join("ws"), &["--unit", "incident"]), 36);
}

#[test]
fn counts_below_zero_are_told_and_measure_as_none() {
    let workspace = understood("net-below-zero", &["6 rows take back what no row counted"]);
    let ask = |args: &[&str]| json(&catchment(workspace.path(), args).ok());
    let rank = ask(&["rank", "--of", "neighborhoods", "--format", "json"]);
    let warned = |answer: &serde_json::Value| answer["meta"]["warnings"].to_string();
    assert!(warned(&rank).contains("More was taken back than counted"), "{rank}");
    assert!(warned(&rank).contains("Area 3: −6"), "{rank}");
    let third = rank["items"].as_array().expect("items").iter().find(|i| i["id"] == "3").expect("area 3");
    for rate in ["per_1000", "per_km2", "score", "score_low", "eb_rate"] {
        assert!(third[rate].as_f64().is_none_or(|x| x >= 0.0), "{rate}: {third}");
    }
    assert_eq!(third["count"], -6);
    let cells = ask(&["hotspots", "--format", "json"]);
    assert!(warned(&cells).contains("cell"), "{cells}");
    for cell in cells["cells"].as_array().expect("cells").iter().filter(|c| c["count"].as_i64() < Some(0)) {
        assert_eq!((&cell["significant"], cell["per_km2"].as_f64().unwrap_or(0.0)), (&false.into(), 0.0), "{cell}");
    }
    let picture = workspace.path().join("s.tif");
    catchment(workspace.path(), &["surface", "--out", picture.to_str().expect("text")]).ok();
    assert!(crate::program::GeoTiff::read(&picture).min >= 0.0);
}

#[test]
fn victims_are_called_as_the_city_calls_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let given = crate::faulty::city("counts-victims-count");
    let text = std::fs::read_to_string(&given).expect("the city file");
    let text = text.replace("schema = 1", "schema = 1\nunit = \"victim\"").replace("count =", "victims =");
    let base = Path::new(&given).parent().expect("a folder");
    let text = text.replace("../districts", base.parent().expect("faults").join("districts").to_str().expect("text"));
    std::fs::write(folder.path().join("city.toml"), text).expect("written");
    std::fs::copy(base.join("in.csv"), folder.path().join("in.csv")).expect("copied");
    let path = folder.path().join("city.toml");
    let workspace = folder.path().join("ws");
    catchment(&workspace, &["ingest", path.to_str().expect("text"), "--no-backtest"]).ok();
    let answer = json(&catchment(&workspace, &["rank", "--area", "point", "--format", "json"]).ok());
    assert_eq!(answer["meta"]["unit_label"], "victims, less those taken back");
    assert_eq!(total(&workspace, &[]), 39);
}
