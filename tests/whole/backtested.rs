//! The backtest that comes with an ingest: kept beside the dataset, there at once, and never in the way.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use crate::program::{catchment, command, json};
use crate::small_city::{SmallCity, path};

/// Where the answer about the current dataset lies.
fn stored(workspace: &Path) -> PathBuf {
    let id = std::fs::read_to_string(workspace.join("current")).expect("the current dataset");
    workspace.join("answers").join(id.trim()).join("backtest.json")
}

#[test]
fn an_ingest_keeps_the_backtest_and_asking_for_it_computes_nothing() {
    let city = SmallCity::write_since(2009);
    let workspace = city.workspace();
    let run = catchment(&workspace, &["ingest", path(&city.file())]);
    assert!(run.err.contains("the dataset is ready; testing each way of choosing on past years"), "{}", run.err);
    run.ok();
    let file = stored(&workspace);
    let kept = std::fs::read_to_string(&file).expect("the backtest is stored");
    let ask = |args: &[&str]| catchment(&workspace, &[&["backtest", "--format", "json"], args].concat()).ok();
    let answer = ask(&[]);
    assert_eq!(json(&kept)["answer"], json(&answer));
    // What is stored is what is told: a mark in it comes through, and only where nothing else is asked.
    let finding = json(&answer)["notes"][0].as_str().expect("a note").to_owned();
    let marked = kept.replace(&finding, "KEPT BEFORE");
    assert_ne!(marked, kept);
    std::fs::write(&file, &marked).expect("written");
    assert!(ask(&[]).contains("KEPT BEFORE"));
    assert!(catchment(&workspace, &["backtest"]).ok().contains("KEPT BEFORE"));
    assert!(!ask(&["--seed", "2"]).contains("KEPT BEFORE"));
    // Of another program, of another dataset, reckoned another way, or damaged: computed anew, the same as before.
    let program = json(&kept)["program"].as_str().expect("a program").to_owned();
    let dataset = json(&kept)["dataset"].as_str().expect("a dataset").to_owned();
    for other in [
        marked.replacen(&program, "catchment 0.0.0", 1),
        marked.replacen(&dataset, "0123456789abcdef", 1),
        marked.replacen("\"limit_draws\":", "\"limit_draws\":1", 1),
        marked.replacen("\"reckoning\":", "\"reckoning\":1", 1),
        marked.replacen("\"reckoning\":", "\"before\":", 1),
        marked[..marked.len() / 2].to_owned(),
    ] {
        std::fs::write(&file, other).expect("written");
        assert_eq!(ask(&[]), answer);
    }
    // The same files again: what cannot be used is computed anew, what can is left alone.
    catchment(&workspace, &["ingest", path(&city.file())]).ok();
    assert_eq!(std::fs::read_to_string(&file).expect("stored again"), kept);
    std::fs::write(&file, &marked).expect("written");
    let again = catchment(&workspace, &["ingest", path(&city.file())]);
    assert!(!again.err.contains("testing each way"), "{}", again.err);
    assert_eq!(std::fs::read_to_string(&file).expect("left alone"), marked);
}

#[test]
fn a_city_without_enough_years_is_ingested_and_told_why_it_has_no_backtest() {
    let city = SmallCity::write();
    let run = catchment(&city.workspace(), &["ingest", path(&city.file())]);
    let said: Vec<&str> = run.err.lines().filter(|line| line.starts_with("no backtest of this city: ")).collect();
    assert_eq!(said.len(), 1, "{}", run.err);
    assert!(said[0].contains("a whole year") && said[0].contains("covered months before it"), "{said:?}");
    assert!(!run.err.contains("error"), "{}", run.err);
    run.ok();
    assert!(!stored(&city.workspace()).exists());
    let refused = catchment(&city.workspace(), &["backtest"]).failed();
    assert!(refused.contains("a whole year"), "{refused}");
}

#[test]
fn without_the_backtest_an_ingest_ends_with_the_dataset() {
    let city = SmallCity::write_since(2009);
    let run = catchment(&city.workspace(), &["ingest", "--no-backtest", path(&city.file())]);
    assert!(!run.err.contains("backtest") && !run.err.contains("testing"), "{}", run.err);
    run.ok();
    assert!(!city.workspace().join("answers").exists());
}

#[test]
fn an_interrupt_during_the_backtest_leaves_the_new_dataset_whole() {
    let city = SmallCity::write_since(2009);
    let workspace = city.workspace();
    let log = city.dir.path().join("log");
    let mut child = command(&workspace)
        .args(["ingest", path(&city.file())])
        .stdout(Stdio::null())
        .stderr(std::fs::File::create(&log).expect("a log"))
        .spawn()
        .expect("it starts");
    let begun = Instant::now();
    while !std::fs::read_to_string(&log).expect("the log").contains("the dataset is ready") {
        assert!(begun.elapsed() < Duration::from_mins(1), "the dataset never became ready");
        std::thread::sleep(Duration::from_millis(2));
    }
    child.kill().expect("it can be killed");
    child.wait().expect("it ends");
    assert!(!stored(&workspace).exists(), "it was killed before the backtest was there");
    let table = catchment(&workspace, &["counts", "--by", "year", "--offense", "all", "--format", "csv"]).ok();
    assert!(table.contains("\n2016,all,"), "{table}");
}
