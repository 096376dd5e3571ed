//! Bad flags and missing things: the message names the flag, the value and what was expected.

use crate::program::catchment;
use crate::small_city::{SmallCity, path};

#[track_caller]
fn refused(args: &[&str], words: &[&str]) {
    let folder = tempfile::tempdir().expect("a folder");
    let error = catchment(folder.path(), args).failed();
    for word in words {
        assert!(error.contains(word), "no \"{word}\" in: {error}");
    }
}

#[test]
fn a_bad_value_is_named_with_its_flag_and_what_was_expected() {
    let month = "a month as YYYY-MM, such as 2018-12";
    for (args, said) in [
        (&["counts", "--by", "year", "--from", "2018-13"][..], format!("--from 2018-13: expected {month}")),
        (&["counts", "--by", "year", "--to", "last year"], format!("--to last year: expected {month}")),
    ] {
        refused(args, &[&format!("error: {said}\n")]);
    }
    for (args, said) in [
        (&["counts", "--by", "decade"][..], "--by decade: expected year or month or neighborhood or cell"),
        (&["counts", "--by", "cell", "--resolution", "11"], "--resolution 11: expected a whole number from 8 to 10"),
        (&["surface", "--out", "x.tif", "--bandwidth", "0"], "--bandwidth 0: expected a number from 50 to 5000 meters"),
        (
            &["surface", "--out", "x.tif", "--bandwidth", "-5"],
            "--bandwidth -5: expected a number from 50 to 5000 meters",
        ),
        (&["surface", "--out", "x.tif", "--cell", "nan"], "--cell nan: expected a number from 10 to 1000 meters"),
        (&["hotspots", "--alpha", "1.5"], "--alpha 1.5: expected a number from 0.000001 to 0.999999"),
        (&["hotspots", "--ring", "0"], "--ring 0: expected a whole number from 1 to 10 rings"),
        (
            &["hotspots", "--method", "scan", "--baseline", "cells"],
            "--baseline cells: expected permutation or residents or area",
        ),
        (&["rank", "--k", "0"], "--k 0: expected a whole number from 1 to 20"),
        (&["rank", "--top", "0"], "--top 0: expected a whole number from 1 to 1000"),
        (&["rank", "--measure", "per_person"], "--measure per_person: expected count or per_resident or per_km2"),
        (&["report", "--out", "x.pdf", "--k", "21"], "--k 21: expected a whole number from 1 to 20"),
        (&["record", "--out", "x.json", "--k", "+3"], "--k +3: expected a whole number from 1 to 20"),
        (&["still", "--out", "x.png", "--ring", "11"], "--ring 11: expected a whole number from 1 to 10 rings"),
    ] {
        refused(args, &[&format!("error: {said}\n")]);
    }
    refused(&["--threads", "0", "rank"], &["--threads", "0", "1..=1024"]);
    refused(&["serve", "--listen", "here"], &["--listen", "here"]);
    refused(&["still", "--out", "x.png", "--size", "12"], &["--size", "12", "1200x630"]);
    refused(&["still", "--out", "x.png", "--layer", "sites"], &["--layer", "sites", "neighborhoods"]);
}

#[test]
fn a_missing_argument_is_named() {
    refused(&["counts"], &["error: --by: expected year or month or neighborhood or cell\n"]);
    refused(&["score"], &["--drawn"]);
    refused(&["area"], &["required", "<ID>"]);
    refused(&["record"], &["--out"]);
    refused(&["ingest"], &["CITY.toml"]);
    refused(&["surface"], &["--out"]);
    refused(&["report"], &["--out"]);
    refused(&["still", "--out", "x.png", "--z", "12"], &["--x", "--y"]);
    refused(&["synth", "--table", "x"], &["--out"]);
    refused(&["synth"], &["--table", "--make-table"]);
    refused(&["new-city"], &["<FILE>"]);
    refused(&["new-city", "x.csv"], &["--areas"]);
    refused(&["new-city", "--recipe"], &["new-york-shootings", "police-uk"]);
    refused(&["new-city", "--recipe", "atlantis"], &["--recipe atlantis", "chicago"]);
    refused(&["check-city"], &["CITY.toml"]);
}

#[test]
fn without_a_dataset_the_way_to_one_is_told() {
    for command in [
        &["quality"][..],
        &["counts", "--by", "year"],
        &["hotspots"],
        &["hotspots", "--method", "knox"],
        &["rank"],
        &["rank", "--weights", "burden:1"],
        &["optimize"],
        &["concentration"],
        &["chance"],
        &["backtest"],
        &["area", "2"],
        &["status"],
        &["surface", "--out", "x.tif"],
        &["record", "--out", "x.json"],
        &["serve", "--listen", "127.0.0.1:0"],
        &["report", "--out", "x.pdf"],
        &["still", "--out", "x.png"],
    ] {
        refused(command, &["catchment ingest"]);
    }
}

#[test]
fn a_missing_city_file_is_named() {
    refused(&["ingest", "no/such/city.toml"], &["no/such/city.toml"]);
}

/// Every command.
const COMMANDS: [&str; 36] = [
    "sites",
    "new-city",
    "fetch",
    "check-city",
    "city-schema",
    "audit",
    "prune",
    "completions",
    "man",
    "check",
    "evaluate",
    "target",
    "recent",
    "route",
    "publish",
    "basemap",
    "ingest",
    "quality",
    "status",
    "counts",
    "surface",
    "hotspots",
    "concentration",
    "rank",
    "optimize",
    "chance",
    "backtest",
    "area",
    "score",
    "locate",
    "record",
    "replay",
    "serve",
    "report",
    "still",
    "synth",
];

#[test]
fn every_command_has_help_with_examples() {
    let folder = tempfile::tempdir().expect("a folder");
    for command in COMMANDS {
        let help = catchment(folder.path(), &[command, "--help"]).ok();
        assert!(help.contains("Examples:") && help.contains("--workspace") && help.contains("--threads"), "{help}");
    }
    let help = catchment(folder.path(), &["--help"]).ok();
    let section = help.split_once("Commands:\n").and_then(|(_, rest)| rest.split_once("\n\n")).expect("commands").0;
    let name = |line: &str| line.strip_prefix("  ").and_then(|l| l.split(' ').next().map(str::to_owned));
    let mut listed: Vec<String> = section.lines().filter_map(name).filter(|n| !n.is_empty() && n != "help").collect();
    let mut known = COMMANDS.map(str::to_owned);
    listed.sort();
    known.sort();
    assert_eq!(listed, known, "{help}");
    assert!(catchment(folder.path(), &["--version"]).ok().starts_with("catchment "));
}

#[test]
fn what_the_data_cannot_answer_is_refused_with_what_it_can() {
    let (city, workspace) = SmallCity::ingested();
    for (args, words) in [
        (&["counts", "--by", "year", "--offense", "arson"][..], &["--offense", "arson", "homicide"][..]),
        (&["counts", "--by", "year", "--from", "1990-01", "--to", "1990-12"], &["1990-01", "2015-01"]),
        (
            &["counts", "--by", "year", "--from", "2016-01", "--to", "2015-01"],
            &["--to 2015-01: expected 2016-01 or later"],
        ),
        (&["rank", "--offense", "arson"], &["arson", "homicide"]),
        (&["hotspots", "--offense", "rape"], &["rape"]),
        (&["surface", "--offense", "rape", "--out", path(&city.dir.path().join("x.tif"))], &["rape"]),
    ] {
        let error = catchment(&workspace, args).failed();
        for word in words {
            assert!(error.contains(word), "{args:?}: no \"{word}\" in: {error}");
        }
    }
}

#[test]
fn addresses_that_others_can_reach_are_refused_plainly() {
    let folder = tempfile::tempdir().expect("a folder");
    for listen in ["0.0.0.0:0", "[::]:0", "192.0.2.1:80"] {
        let error = catchment(folder.path(), &["serve", "--listen", listen]).failed();
        assert!(error.contains("--allow-remote") && error.contains("sign-in") && error.contains(listen), "{error}");
    }
}

#[test]
fn the_size_of_a_catchment_is_refused_where_neighborhoods_are_ranked() {
    let (city, workspace) = SmallCity::ingested();
    let out = city.dir.path().join("RECORD.json");
    for args in [vec!["rank"], vec!["rank", "--weights", "burden:1"], vec!["record", "--out", path(&out)]] {
        let args: Vec<&str> = args.into_iter().chain(["--area-km2", "0.5"]).collect();
        let error = catchment(&workspace, &args).failed();
        assert!(error.contains("--area-km2 0.5") && error.contains("try: --of catchments --area-km2 0.5"), "{error}");
        assert!(!out.exists());
    }
    catchment(&workspace, &["rank", "--of", "catchments", "--area-km2", "0.5", "--k", "1"]).ok();
}
