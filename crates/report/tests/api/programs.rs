//! The chain as people run it: `catchment report` beside `catchment rank`, on the workspace that `CATCHMENT_WORKSPACE`
//! names, with the program that `CATCHMENT_BIN` names. Without them it says so and passes; `scripts/test` sets both.

use std::path::PathBuf;
use std::process::{Command, Output};

use catchment_report::{report, report_text};
use serde_json::Value;

fn run(program: &PathBuf, workspace: &str, args: &[&str]) -> Output {
    let beside = PathBuf::from(env!("CARGO_BIN_EXE_catchment-report"));
    let folder = beside.parent().expect("a folder").as_os_str().to_owned();
    let mut paths = vec![PathBuf::from(folder)];
    paths.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let path = std::env::join_paths(paths).expect("a path");
    Command::new(program)
        .arg("--workspace")
        .arg(workspace)
        .args(args)
        .env("PATH", path)
        .output()
        .expect("the program runs")
}

#[test]
#[expect(clippy::print_stderr, reason = "a test that is skipped says so")]
fn the_report_says_what_rank_says() {
    let (Some(program), Ok(workspace)) = (std::env::var_os("CATCHMENT_BIN"), std::env::var("CATCHMENT_WORKSPACE"))
    else {
        let set = "CATCHMENT_BIN and CATCHMENT_WORKSPACE are not set";
        assert!(std::env::var_os("CI").is_none(), "{set}");
        eprintln!("skipped: {set}");
        return;
    };
    let program = PathBuf::from(program);
    let folder = tempfile::tempdir().expect("a folder");
    let (pdf, json) = (folder.path().join("r.pdf"), folder.path().join("r.json"));
    let (pdf_text, json_text) = (pdf.to_str().expect("text"), json.to_str().expect("text"));
    let done = run(&program, &workspace, &["report", "--out", pdf_text, "--answers", json_text]);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let answers = std::fs::read(&json).expect("the answers");
    assert!(
        std::fs::read(&pdf).expect("the report") == report(&answers, 20).expect("a report"),
        "the program lays out other answers"
    );
    let text = report_text(&answers, 20).expect("a report").concat().replace(char::is_whitespace, "");
    let says = |what: &str| text.contains(&what.replace(char::is_whitespace, ""));
    for of in ["neighborhoods", "catchments"] {
        let ranked = run(&program, &workspace, &["rank", "--of", of, "--top", "12", "--format", "json"]);
        let ranked: Value = serde_json::from_slice(&ranked.stdout).expect("JSON");
        let items = ranked["items"].as_array().expect("items");
        assert!(items.len() >= 3, "{ranked}");
        for item in items {
            let count = item["count"].as_i64().expect("a count").to_string();
            let count = if count.len() > 3 {
                format!("{},{}", &count[..count.len() - 3], &count[count.len() - 3..])
            } else {
                count
            };
            let per_km2 = format!("{:.1}", item["per_km2"].as_f64().expect("a rate"));
            for figure in [item["name"].as_str().expect("a name"), &count, &per_km2] {
                assert!(says(figure), "{of}: {figure} is not in the report");
            }
        }
    }
}

#[test]
fn without_a_dataset_nothing_is_written() {
    let Some(program) = std::env::var_os("CATCHMENT_BIN") else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let (workspace, pdf) = (folder.path().join("none"), folder.path().join("r.pdf"));
    let done = run(
        &PathBuf::from(program),
        workspace.to_str().expect("text"),
        &["report", "--out", pdf.to_str().expect("text")],
    );
    let said = String::from_utf8_lossy(&done.stderr);
    assert!(!done.status.success() && said.contains("error: ") && !pdf.exists(), "{said}");
}

#[test]
fn a_report_of_a_record_names_it_and_says_what_it_holds() {
    let (Some(program), Ok(workspace)) = (std::env::var_os("CATCHMENT_BIN"), std::env::var("CATCHMENT_WORKSPACE"))
    else {
        return;
    };
    let program = PathBuf::from(program);
    let folder = tempfile::tempdir().expect("a folder");
    let [record, pdf, json] =
        ["record.json", "r.pdf", "r.json"].map(|name| folder.path().join(name).to_str().expect("text").to_owned());
    let ok = |args: &[&str]| {
        let done = run(&program, &workspace, args);
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    ok(&["record", "--weights", "burden:2,recency:1", "--concentration", "20", "--k", "3", "--out", &record]);
    ok(&["report", "--record", &record, "--out", &pdf, "--answers", &json]);
    let text = report_text(&std::fs::read(&json).expect("the answers"), 20)
        .expect("a report")
        .concat()
        .replace(char::is_whitespace, "");
    let kept: Value = serde_json::from_slice(&std::fs::read(&record).expect("the record")).expect("JSON");
    assert!(text.contains(kept["blake3"].as_str().expect("a hash")), "{text}");
    assert!(text.contains("concentration20") && text.contains("Funding"), "{text}");
    for item in kept["answer"]["decision"]["items"].as_array().expect("items").iter().take(3) {
        let score = format!("Score{:.2}of1", item["score"].as_f64().expect("a score"));
        assert!(text.contains(&score), "{score} is missing in: {text}");
    }
}
