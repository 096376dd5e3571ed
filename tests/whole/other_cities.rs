//! Cities of other kinds than St. Louis, by their city files alone, against figures counted apart (`../shared/other`).

use std::collections::BTreeMap;
use std::path::Path;

use tempfile::TempDir;

use crate::program::{command, csv, ran};
use crate::real::{project, shared};

/// The workspace that a city of the real files was read into.
pub(crate) fn read(name: &str, shared: &Path) -> TempDir {
    let workspace = tempfile::tempdir().expect("a folder");
    let city = project().join("data").join(name);
    let run =
        command(workspace.path()).env("CATCHMENT_SHARED", shared).arg("ingest").arg(city).arg("--no-backtest").output();
    ran(run.expect("it runs")).ok();
    workspace
}

/// The last column of a count, by the first.
fn counts(workspace: &TempDir, ask: &[&str]) -> BTreeMap<String, i64> {
    let run = command(workspace.path()).args(["counts", "--format", "csv"]).args(ask).output();
    let number = |row: &Vec<String>| row[row.len() - 1].parse().expect("a count");
    csv(&ran(run.expect("it runs")).ok()).1.iter().map(|row| (row[0].clone(), number(row))).collect()
}

fn figures(path: &Path) -> Vec<(String, Vec<i64>)> {
    let rows = csv(&std::fs::read_to_string(path).expect("figures")).1;
    let numbers = |row: &[String]| row.iter().map(|n| n.parse().expect("a number")).collect();
    rows.iter().map(|row| (row[0].clone(), numbers(&row[1..]))).collect()
}

#[test]
fn new_york_has_its_victims_incidents_and_deaths() {
    let Some(shared) = shared() else { return };
    let workspace = read("new-york/city.toml", &shared);
    for (by, file) in [("year", "figures_years.csv"), ("neighborhood", "figures_precincts.csv")] {
        let ask = |more: &[&str]| counts(&workspace, &[&["--by", by], more].concat());
        let victims = ask(&["--offense", "all"]);
        let incidents = ask(&["--offense", "all", "--unit", "incident"]);
        let deaths = ask(&["--offense", "homicide"]);
        let all = figures(&shared.join("other/new-york").join(file));
        assert!(all.len() > 12, "{by}");
        for (key, right) in all {
            assert_eq!([victims[&key], incidents[&key], deaths[&key]], right[..], "{by} {key}");
        }
    }
}

#[test]
fn baltimore_has_its_homicides_and_shootings() {
    let Some(shared) = shared() else { return };
    let workspace = read("baltimore/city.toml", &shared);
    let by = |offense: &str| {
        let run = command(workspace.path())
            .args(["counts", "--format", "csv", "--by", "neighborhood", "--area", "point", "--offense", offense])
            .output();
        let rows = csv(&ran(run.expect("it runs")).ok()).1;
        let count = |row: &Vec<String>| (row[1].clone(), row[row.len() - 1].parse::<i64>().expect("a count"));
        rows.iter().map(count).collect::<BTreeMap<String, i64>>()
    };
    let (homicides, shootings) = (by("homicide"), by("shooting"));
    for (name, right) in figures(&shared.join("other/baltimore/figures_neighborhoods.csv")) {
        assert_eq!([homicides[&name], shootings[&name]], right[..2], "{name}");
    }
    assert_eq!(homicides.values().sum::<i64>() + shootings.values().sum::<i64>(), 515);
}
