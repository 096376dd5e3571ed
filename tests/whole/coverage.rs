//! Which months are covered: declared by the city file, or guessed and told, by the built binary.

use std::path::Path;

use serde_json::Value;

use crate::faulty::understood;
use crate::made::{Made, by_month, rows};
use crate::program::{catchment, json};

fn ranking(workspace: &Path) -> Value {
    json(&catchment(workspace, &["rank", "--of", "neighborhoods", "--format", "json"]).ok())
}

/// Covered months, and the rate per 1,000 of an area.
fn rate(workspace: &Path, id: &str) -> (u64, f64) {
    let answer = ranking(workspace);
    let items = answer["items"].as_array().expect("items");
    let item = items.iter().find(|item| item["id"] == id).expect("the area");
    let covered = answer["meta"]["window"]["covered_months"].as_u64().expect("covered months");
    (covered, item["per_1000"].as_f64().expect("a rate"))
}

#[test]
fn the_day_of_an_export_is_not_the_month_of_its_rows() {
    let workspace = understood("export-date-in-file-name", &[]);
    let months = by_month(workspace.path());
    assert_eq!(months.len(), 24, "{months:?}");
    let of = |start: &str| -> i64 {
        let counts = months.iter().filter(|m| m.starts_with(start));
        counts.map(|m| m.rsplit(' ').next().and_then(|n| n.parse::<i64>().ok()).expect("a count")).sum()
    };
    assert_eq!((of("20"), of("2015") > 80), (200, true), "{months:?}");
    assert!(of("2016-11") < 30, "{months:?}");
}

#[test]
fn a_month_of_zero_in_one_file_is_zero_and_told() {
    let workspace = understood("month-of-zero-in-one-file", &["taken for zero, not for missing", "2015-02 to 2015-06"]);
    let (covered, rate) = rate(workspace.path(), "1");
    assert_eq!((covered, (rate * 10.0).round()), (24, 15.0));
}

#[test]
fn a_monthly_file_of_a_header_alone_is_a_month_of_zero() {
    let workspace = understood("header-only-month", &["2015-07", "taken for zero"]);
    assert_eq!(rate(workspace.path(), "1"), (12, 55.0));
}

#[test]
fn months_of_a_complete_file_are_declared_or_guessed() {
    let workspace = understood("counts-empty-months", &["taken for zero"]);
    assert_eq!(ranking(workspace.path())["meta"]["window"]["covered_months"], 60);
}

/// One file of a source that should have 2015.
fn one<'a>(files: &'a [(&'a str, String)], source: &'a str) -> Made<'a> {
    Made { files, paths: r#"["*.csv"]"#, months: ("2015-01", "2015-12"), source }
}

fn covered(folder: &Path) -> usize {
    let months = by_month(&folder.join("ws"));
    months.iter().filter(|m| !m.ends_with(' ')).count()
}

#[test]
fn declared_months_without_rows_are_zero() {
    let files = [("inc.csv", rows("2015-01", 40) + &rows("2015-12", 40))];
    for (covers, right) in [
        ("", 2),
        (r#"covers = "2015-01..2015-12""#, 12),
        (r#"covers = ["2015-01..2015-03", "2015-12"]"#, 4),
        (r#"covers = "rows""#, 2),
    ] {
        let (folder, told) = one(&files, covers).understood();
        assert_eq!(covered(folder.path()), right, "{covers}: {told}");
        assert_eq!(told.contains("missing, not zero"), right < 12, "{covers}: {told}");
    }
}

#[test]
fn few_rows_leave_gaps_by_chance_and_many_do_not() {
    for (rows, right) in [
        (rows("2015-02", 1) + &rows("2015-11", 1), 12),
        (rows("2015-02", 3) + &rows("2015-03", 2), 12),
        (rows("2015-02", 90) + &rows("2015-03", 90), 2),
    ] {
        let files = [("inc.csv", rows)];
        let (folder, told) = one(&files, "").understood();
        assert_eq!(covered(folder.path()), right, "{told}");
    }
}

#[test]
fn names_of_files_say_the_month_in_many_ways() {
    let full = |month: &str| rows(month, 5);
    for names in [
        ["2015-01.csv", "2015-02.csv", "2015-03.csv"],
        ["201501.csv", "201502.csv", "201503.csv"],
        ["January2015.csv", "February2015.csv", "March2015.csv"],
        ["crime 01-2015.csv", "crime 02-2015.csv", "crime 03-2015.csv"],
    ] {
        let files = [(names[0], full("2015-01")), (names[1], String::new()), (names[2], full("2015-03"))];
        let (folder, told) = one(&files, "").understood();
        assert_eq!(covered(folder.path()), 3, "{names:?}: {told}");
        let (folder, told) = one(&files, r#"covers = "file-name""#).understood();
        assert_eq!(covered(folder.path()), 3, "{names:?}: {told}");
    }
}

#[test]
fn an_empty_file_without_a_month_covers_nothing_and_says_so() {
    let files = [("a.csv", rows("2015-01", 40)), ("b.csv", String::new())];
    let (folder, told) = one(&files, "").understood();
    assert_eq!(covered(folder.path()), 1, "{told}");
    assert!(told.contains("b.csv holds no row and no month in its name"), "{told}");
    let (_, ran) = one(&files, r#"covers = "file-name""#).read();
    assert!(ran.failed().contains("a.csv has none"));
}

#[test]
fn a_month_in_a_name_that_its_rows_contradict_is_refused() {
    let late = rows("2015-02", 12) + &rows("2015-03", 20);
    for (name, rows, refused) in [
        ("2015-03.csv", rows("2015-02", 5), true),
        ("2015-03.csv", rows("2015-06", 5), true),
        ("2015-11.csv", (1..=9).map(|m| rows(&format!("2015-0{m}"), 20)).collect(), true),
        ("2015-03.csv", late, false),
        ("2015-03.csv", rows("2015-02", 1), false),
    ] {
        let all = format!("{} {}", &name[..7], rows.lines().count());
        let files = [(name, rows)];
        let (_folder, ran) = one(&files, "").read();
        assert_eq!(ran.code != Some(0), refused, "{name}: {}", ran.err);
        if refused {
            let error = ran.failed();
            for part in [name, "its name says", "2015-0", "covers = \"rows\"", "source s"] {
                assert!(error.contains(part), "{part}: {error}");
            }
            for covers in [r#"covers = "rows""#, r#"covers = "2015-01..2015-12""#] {
                let (folder, _) = one(&files, covers).understood();
                assert!(!by_month(&folder.path().join("ws")).contains(&all), "{all}");
            }
        }
    }
}

#[test]
fn covers_is_checked() {
    let files = [("inc.csv", rows("2015-01", 5))];
    for covers in [r#""2015""#, r#""2015-12..2015-01""#, r#""2014-01..2015-12""#, "[]", r#""always""#] {
        let (_, ran) = one(&files, &format!("covers = {covers}")).read();
        let error = ran.failed();
        assert!(error.contains("source s: covers") && error.contains("2015-01..2019-12"), "{covers}: {error}");
    }
    let (_, told) =
        one(&[("inc.csv", rows("2015-01", 40) + &rows("2015-02", 9))], r#"covers = "2015-01""#).understood();
    assert!(told.contains("rows of 2015-02 lie in months that covers does not name"), "{told}");
}
