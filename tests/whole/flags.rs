//! Bad flags and missing things: the message names the flag, the value and what was expected.

use crate::program::catchment;
use crate::small_city::{SmallCity, ingested, path};

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
    refused(&["counts", "--by", "year", "--from", "2018-13"], &["--from", "2018-13", "months 1 to 12"]);
    refused(&["counts", "--by", "year", "--from", "last year"], &["--from", "last year", "YYYY-MM"]);
    refused(&["counts", "--by", "decade"], &["--by", "decade", "year", "neighborhood"]);
    refused(&["counts", "--by", "cell", "--resolution", "11"], &["--resolution", "11", "8, 9 or 10"]);
    refused(&["surface", "--out", "x.tif", "--bandwidth", "0"], &["--bandwidth", "'0'", "50 to 5000"]);
    refused(&["surface", "--out", "x.tif", "--bandwidth", "-5"], &["--bandwidth", "'-5'", "50 to 5000"]);
    refused(&["surface", "--out", "x.tif", "--cell", "nan"], &["--cell", "nan", "10 to 1000"]);
    refused(&["hotspots", "--alpha", "1.5"], &["--alpha", "1.5", "above 0 and below 1"]);
    refused(&["hotspots", "--ring", "0"], &["--ring", "0", "1..=10"]);
    refused(&["hotspots", "--method", "scan", "--baseline", "cells"], &["--baseline", "cells", "residents"]);
    refused(&["rank", "--k", "0"], &["--k", "0", "1..=20"]);
    refused(&["rank", "--top", "0"], &["--top", "0", "1..=1000"]);
    refused(&["rank", "--measure", "per_person"], &["--measure", "per_person", "per_resident"]);
    refused(&["--threads", "0", "rank"], &["--threads", "0", "1..=1024"]);
    refused(&["serve", "--listen", "here"], &["--listen", "here"]);
    refused(&["report", "--out", "x.pdf", "--k", "21"], &["--k", "21", "1..=20"]);
    refused(&["still", "--out", "x.png", "--size", "12"], &["--size", "12", "1200x630"]);
    refused(&["still", "--out", "x.png", "--layer", "sites"], &["--layer", "sites", "neighborhoods"]);
}

#[test]
fn a_missing_argument_is_named() {
    refused(&["counts"], &["--by"]);
    refused(&["ingest"], &["CITY.toml"]);
    refused(&["surface"], &["--out"]);
    refused(&["report"], &["--out"]);
    refused(&["still", "--out", "x.png", "--z", "12"], &["--x", "--y"]);
    refused(&["synth", "--table", "x"], &["--out"]);
    refused(&["synth"], &["--table", "--make-table"]);
}

#[test]
fn without_a_dataset_the_way_to_one_is_told() {
    for command in [
        &["quality"][..],
        &["counts", "--by", "year"],
        &["hotspots"],
        &["rank"],
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

#[test]
fn every_command_has_help_with_examples() {
    let folder = tempfile::tempdir().expect("a folder");
    for command in ["ingest", "quality", "counts", "surface", "hotspots", "rank", "serve", "synth"] {
        let help = catchment(folder.path(), &[command, "--help"]).ok();
        assert!(help.contains("Examples:") && help.contains("--workspace") && help.contains("--threads"), "{help}");
    }
    assert!(catchment(folder.path(), &["--version"]).ok().starts_with("catchment "));
}

#[test]
fn what_the_data_cannot_answer_is_refused_with_what_it_can() {
    let city = SmallCity::write();
    let workspace = ingested(&city);
    for (args, words) in [
        (&["counts", "--by", "year", "--offense", "arson"][..], &["--offense", "arson", "homicide"][..]),
        (&["counts", "--by", "year", "--from", "1990-01", "--to", "1990-12"], &["1990-01", "2015-01"]),
        (&["counts", "--by", "year", "--from", "2016-01", "--to", "2015-01"], &["2016-01", "2015-01", "ends"]),
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
    let city = SmallCity::write();
    let workspace = ingested(&city);
    let out = city.dir.path().join("RECORD.json");
    for args in [vec!["rank"], vec!["rank", "--weights", "burden:1"], vec!["record", "--out", path(&out)]] {
        let args: Vec<&str> = args.into_iter().chain(["--area-km2", "0.5"]).collect();
        let error = catchment(&workspace, &args).failed();
        assert!(error.contains("--area-km2 0.5") && error.contains("try: --of catchments --area-km2 0.5"), "{error}");
        assert!(!out.exists());
    }
    catchment(&workspace, &["rank", "--of", "catchments", "--area-km2", "0.5", "--k", "1"]).ok();
}
