//! `catchment report --document check` and `--document target`: what is handed to the program that lays out pages is
//! `check` and `target` answer, and what has no effect is refused. What the program makes of it is tested in
//! `crates/report`.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::PathBuf;

use serde_json::Value;

use crate::apart::Alone;
use crate::program::{catchment, json};
use crate::small_city::{SmallCity, ingested, path};

const REGION: &str = r#"
[region]
name = "Smallville and around"
monthly = "monthly.csv"
coverage = "coverage.csv"
agencies = "agencies.csv"
counties = ["Near", "Far"]
offense = ["murder", "robbery"]
reduction = 0.2
years = 3
credit = "Made up."

[[region.start]]
name = "the later"
from = "2016-01"
source = "A plan"

[[region.start]]
name = "the earlier"
from = "2015-06"
source = "Another"
"#;

/// The made-up city with two sites and a region of two agencies, of which one publishes months.
fn city() -> (SmallCity, PathBuf) {
    let city = SmallCity::write();
    let mut file = fs::OpenOptions::new().append(true).open(city.file()).expect("the city file");
    let site = |id: &str, area: u32| {
        format!(
            "\n[[site]]\nid = \"{id}\"\nname = \"{id}\"\nfrom = \"2015-03\"\nshape = \"stand-in\"\nareas = \
             [\"{area}\"]\nnote = \"Made up.\"\n"
        )
    };
    write!(file, "{}{}{REGION}", site("west", 1), site("east", 3)).expect("two sites and a region");
    let mut monthly = "ori,year,month,murder,robbery,vintage\n".to_owned();
    let mut coverage = "ori,year,month,status,reason\n".to_owned();
    for n in 0..36 {
        let (year, month) = (2014 + n / 12, n % 12 + 1);
        writeln!(monthly, "A1,{year},{month},{},{},a", n % 3, 40 - n / 4).expect("a row");
        writeln!(coverage, "A1,{year},{month},reported,").expect("a row");
    }
    let agencies = "ori7,agency,county,rtci_monthly_ori\nA,Near police,Near,A1\nB,Far police,Far,\n".to_owned();
    for (name, text) in [("monthly.csv", monthly), ("coverage.csv", coverage), ("agencies.csv", agencies)] {
        fs::write(city.dir.path().join(name), text).expect("a table");
    }
    let workspace = ingested(&city);
    (city, workspace)
}

/// A program in place of that which lays pages out: it keeps what it was handed.
fn keeping() -> Alone {
    let alone = Alone::new();
    alone.beside("catchment-report", "[ \"$#\" = 2 ] && [ \"$1\" = - ] && cat > \"$2\"");
    alone
}

#[test]
fn a_check_is_handed_over_as_check_answers_it_with_its_outlines_and_its_command() {
    let ((_city, workspace), alone) = (city(), keeping());
    let out = alone.file("check.pdf");
    let asked = ["--permutations", "99", "--seed", "3"];
    let kept = alone.file("check.json");
    let files = ["--out", path(&out), "--answers", path(&kept)];
    alone.run(&workspace, &[&["report", "--document", "check"], &files[..], &asked[..]].concat()).ok();
    let handed = fs::read_to_string(&out).expect("what was handed over");
    assert_eq!(handed, fs::read_to_string(&kept).expect("what was kept"));
    let handed = json(&handed);
    let check = json(&catchment(&workspace, &[&["check", "--format", "json"], &asked[..]].concat()).ok());
    assert_eq!((handed["of"].as_str(), &handed["check"]), (Some("check"), &check));
    let ids = |list: &Value| -> Vec<String> {
        list.as_array().into_iter().flatten().filter_map(|one| one["id"].as_str().map(str::to_owned)).collect()
    };
    assert_eq!(ids(&handed["outlines"]["sites"]), ids(&check["sites"]));
    assert_eq!(
        ids(&handed["outlines"]["best"]).len(),
        check["together"]["best"]["names"].as_array().map_or(0, Vec::len)
    );
    let command = handed["command"].as_str().expect("a command");
    assert!(command.starts_with("catchment report --document check") && command.contains("--to 2016-12"), "{command}");
    // The command that is named makes the same pages again.
    let again = alone.file("again.pdf");
    let named: Vec<&str> = command.split(' ').skip(1).chain(["--out", path(&again)]).collect();
    alone.run(&workspace, &named).ok();
    assert_eq!(json(&fs::read_to_string(&again).expect("what was handed over"))["check"], check);
}

#[test]
fn a_target_is_handed_over_with_each_stated_start() {
    let ((_city, workspace), alone) = (city(), keeping());
    let out = alone.file("target.pdf");
    for (start, other) in [("2016-01", "2015-06"), ("2015-06", "2016-01")] {
        alone.run(&workspace, &["report", "--document", "target", "--start", start, "--out", path(&out)]).ok();
        let handed = json(&fs::read_to_string(&out).expect("what was handed over"));
        let target = |start: &str| json(&catchment(&workspace, &["target", "--start", start, "--format", "json"]).ok());
        assert_eq!(handed["target"], target(start));
        assert_eq!(handed["others"], Value::Array(vec![target(other)]));
        let command = format!("catchment report --document target --start {start} --to 2016-12");
        assert_eq!(handed["command"].as_str(), Some(command.as_str()));
    }
}

#[test]
fn what_has_no_effect_on_a_report_is_refused_by_name() {
    let ((_city, workspace), alone) = (city(), keeping());
    let out = alone.file("out.pdf");
    for (args, said) in [
        (&["--document", "check", "--backtest"][..], "--backtest"),
        (&["--document", "target", "--top", "5"], "--top"),
        (&["--document", "check", "--start", "2016-01"], "--start"),
        (&["--document", "target", "--k", "3"], "--k"),
        (&["--quarters", "4"], "--quarters 4: has no effect on the report of a decision"),
    ] {
        let error = alone.run(&workspace, &[&["report", "--out", path(&out)], args].concat()).failed();
        assert!(error.contains(said) && error.contains("has no effect"), "{args:?}: {error}");
        assert!(!out.exists(), "{args:?}");
    }
}

#[test]
fn a_city_without_a_region_has_no_page_of_a_target() {
    let (city, alone) = (SmallCity::write(), keeping());
    let workspace = ingested(&city);
    let out = alone.file("out.pdf");
    let error = alone.run(&workspace, &["report", "--document", "target", "--out", path(&out)]).failed();
    assert!(error.contains("[region]") && !out.exists(), "{error}");
}
