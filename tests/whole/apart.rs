//! Commands whose last step is a program built apart: what they hand over, and what they say where it is missing. The
//! program is moved into a folder of its own, so that what was built beside it is not found. What the real programs
//! make of it is tested in `crates/report` and `crates/still`.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::program::{Ran, catchment, json, ran};
use crate::small_city::{SmallCity, ingested, path};

/// `catchment` in a folder of its own.
pub(crate) struct Alone(tempfile::TempDir);

impl Alone {
    pub(crate) fn new() -> Self {
        let alone = Self(tempfile::tempdir().expect("a folder"));
        let (from, to) = (Path::new(env!("CARGO_BIN_EXE_catchment")), alone.file("catchment"));
        if fs::hard_link(from, &to).is_err() {
            fs::copy(from, &to).expect("a copy of the program");
        }
        alone
    }

    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Puts a script beside it.
    pub(crate) fn beside(&self, name: &str, script: &str) {
        fs::write(self.file(name), format!("#!/bin/sh\n{script}\n")).expect("a script");
        fs::set_permissions(self.file(name), fs::Permissions::from_mode(0o755)).expect("a program");
    }

    pub(crate) fn run(&self, workspace: &Path, args: &[&str]) -> Ran {
        let mut command = Command::new(self.file("catchment"));
        ran(command
            .arg("--workspace")
            .arg(workspace)
            .args(args)
            .env("PATH", "/usr/bin:/bin")
            .output()
            .expect("the binary runs"))
    }
}

#[test]
fn a_program_that_is_not_built_is_named_with_the_way_to_build_it() {
    let (city, alone) = (SmallCity::write(), Alone::new());
    let workspace = ingested(&city);
    for (command, name) in [("report", "catchment-report"), ("still", "catchment-still")] {
        let error = alone.run(&workspace, &[command, "--out", path(&alone.file("out"))]).failed();
        let folder = format!("crates/{command}/Cargo.toml");
        for said in [name, "cargo build --release --locked", &folder, path(alone.0.path())] {
            assert!(error.contains(said), "no \"{said}\" in: {error}");
        }
        assert!(!alone.file("out").exists());
    }
}

#[test]
fn a_missing_dataset_is_named_before_a_missing_program() {
    let alone = Alone::new();
    for command in ["report", "still"] {
        let error = alone.run(&alone.file("nothing"), &[command, "--out", path(&alone.file("out"))]).failed();
        assert!(error.contains("catchment ingest") && !error.contains("catchment-"), "{error}");
    }
}

/// An answer of `rank --top 1000`, which shows every place, as it is without a bound on what is shown.
fn whole(mut answer: serde_json::Value) -> serde_json::Value {
    let params = answer["meta"]["params"].as_object_mut().expect("what was asked");
    assert_eq!(params.remove("top"), Some(1000.into()));
    answer
}

#[test]
fn a_report_is_handed_the_figures_of_rank() {
    let (city, alone) = (SmallCity::write(), Alone::new());
    let workspace = ingested(&city);
    alone.beside("catchment-report", "[ \"$1 $3 $4\" = \"- --rows 7\" ] && cat > \"$2\"");
    let (out, kept) = (alone.file("out.pdf"), alone.file("answers.json"));
    alone.run(&workspace, &["report", "--k", "2", "--top", "7", "--out", path(&out), "--answers", path(&kept)]).ok();
    let handed = fs::read_to_string(&out).expect("what was handed over");
    assert_eq!(handed, fs::read_to_string(&kept).expect("what was kept"));
    let answers = json(&handed);
    for (measure, name) in [("count", "count"), ("per_km2", "per_km2")] {
        let ranked = json(
            &catchment(&workspace, &["rank", "--k", "2", "--top", "1000", "--measure", measure, "--format", "json"])
                .ok(),
        );
        assert_eq!(answers["neighborhoods"][name], whole(ranked), "{measure}");
    }
    let found = json(
        &catchment(&workspace, &["rank", "--of", "catchments", "--k", "2", "--top", "1000", "--format", "json"]).ok(),
    );
    assert_eq!(answers["catchments"], whole(found));
    let gap = answers["series"]
        .as_array()
        .expect("a series")
        .iter()
        .find(|m| m["status"] == "missing")
        .expect("a month without a file");
    assert!(gap["count"].is_null(), "{gap}");
}

#[test]
fn a_report_of_a_record_has_its_decision_and_its_hash_and_no_other_answer() {
    let (city, alone) = (SmallCity::write(), Alone::new());
    let workspace = ingested(&city);
    alone.beside("catchment-report", "cat > \"$2\"");
    let (file, out) = (alone.file("RECORD.json"), alone.file("out.pdf"));
    let weights = ["--weights", "burden:3,recency:1", "--concentration", "50", "--k", "2"];
    catchment(&workspace, &[&["record", "--out", path(&file)], &weights[..]].concat()).ok();
    let record = json(&fs::read_to_string(&file).expect("a record"));
    alone.run(&workspace, &["report", "--record", path(&file), "--out", path(&out)]).ok();
    let answers = json(&fs::read_to_string(&out).expect("what was handed over"));
    // A record writes 1.0 as 1: figures are compared, not their spelling.
    let figures = |items: &serde_json::Value, names: &[&str]| -> Vec<(String, Vec<Option<f64>>)> {
        let one = |item: &serde_json::Value| {
            (item["id"].to_string(), names.iter().map(|name| item[*name].as_f64()).collect())
        };
        items.as_array().expect("items").iter().map(one).collect()
    };
    let decided = ["score", "p_top", "p_top_counts_only", "p_top_weights_only", "rank_low", "rank_high"];
    assert_eq!(
        figures(&answers["decision"]["items"], &decided),
        figures(&record["answer"]["decision"]["items"], &decided)
    );
    let ranked = ["rank", "count", "score", "p_top"];
    assert_eq!(
        figures(&answers["neighborhoods"]["count"]["items"], &ranked),
        figures(&record["answer"]["items"], &ranked)
    );
    assert_eq!(
        (&answers["record"]["blake3"], &answers["record"]["answer_blake3"]),
        (&record["blake3"], &record["answer_blake3"])
    );
    assert!(answers["choice"].is_null() && answers["backtest"].is_null(), "nothing that the record does not hold");
    // Without a record there is no decision and no hash to name.
    alone.run(&workspace, &["report", "--out", path(&out)]).ok();
    let plain = json(&fs::read_to_string(&out).expect("what was handed over"));
    assert!(plain["decision"].is_null() && plain["record"].is_null(), "{}", plain["record"]);
    fs::remove_file(&out).expect("a file");
    // A record that was edited does not come out again.
    let edited = fs::read_to_string(&file).expect("a record").replacen("\"k\":2", "\"k\":1", 1);
    fs::write(&file, edited).expect("a file");
    let error = alone.run(&workspace, &["report", "--record", path(&file), "--out", path(&out)]).failed();
    assert!(error.contains("--record") && error.contains("catchment replay") && !out.exists(), "{error}");
    let both = alone.run(&workspace, &["report", "--record", path(&file), "--k", "1", "--out", path(&out)]).failed();
    assert!(both.contains("--record") && both.contains("--k"), "{both}");
}

#[test]
fn a_still_is_handed_a_tile_with_a_layer_for_each_class() {
    let (city, alone) = (SmallCity::write(), Alone::new());
    let workspace = ingested(&city);
    alone.beside("catchment-still", "d=$(dirname \"$1\"); cp \"$1\" \"$2\"; cat \"$d\"/*.mvt > \"$2.mvt\"");
    for (layer, more) in
        [("neighborhoods", &["--k", "1"][..]), ("cells", &["--ring", "2"]), ("catchments", &["--k", "1"])]
    {
        let out = alone.file(layer);
        let ask = ["still", "--layer", layer, "--size", "320x200", "--out", path(&out)];
        alone.run(&workspace, &[&ask[..], more].concat()).ok();
        let plan = json(&fs::read_to_string(&out).expect("a plan"));
        assert_eq!((&plan["width"], &plan["height"]), (&320.into(), &200.into()));
        let tiles = fs::read(alone.file(&format!("{layer}.mvt"))).expect("tiles");
        let layers = plan["layers"].as_array().expect("layers");
        assert!(layers.len() >= 2 && layers[0]["name"] == "ground", "{plan}");
        for painted in layers {
            let name = painted["name"].as_str().expect("a name").as_bytes();
            assert!(tiles.windows(name.len()).any(|w| w == name), "{painted}");
        }
    }
}

#[test]
fn a_flag_that_a_layer_does_not_have_is_refused() {
    let (city, alone) = (SmallCity::write(), Alone::new());
    let workspace = ingested(&city);
    alone.beside("catchment-still", "cp \"$1\" \"$2\"");
    let out = alone.file("out");
    for (layer, flag, value) in
        [("cells", "--k", "1"), ("neighborhoods", "--ring", "2"), ("catchments", "--alpha", "0.1")]
    {
        let refused = alone.run(&workspace, &["still", "--layer", layer, flag, value, "--out", path(&out)]).failed();
        assert!(refused.contains(&format!("{flag} {value}: has no effect here")) && !out.exists(), "{refused}");
    }
}

#[test]
fn a_preview_is_of_neighborhoods_names_its_dataset_and_lies_in_the_workspace() {
    let (city, alone) = (SmallCity::write(), Alone::new());
    let workspace = ingested(&city);
    alone.beside("catchment-still", "cp \"$1\" \"$2\"");
    alone.run(&workspace, &["still", "--preview"]).ok();
    let plan = json(&fs::read_to_string(workspace.join("preview.png")).expect("a plan"));
    assert_eq!((&plan["width"], &plan["height"]), (&1200.into(), &630.into()));
    let ranked = json(&catchment(&workspace, &["rank", "--format", "json"]).ok());
    let text = |plan: &serde_json::Value, keyword: &str| {
        let all = plan["text"].as_array().expect("texts");
        all.iter().find(|pair| pair[0] == keyword).and_then(|pair| Some(pair[1].as_str()?.to_owned()))
    };
    assert_eq!(text(&plan, "Dataset").as_deref(), ranked["meta"]["dataset"].as_str());
    assert!(
        text(&plan, "Description").expect("a text").starts_with("Neighborhoods of Smallville by offenses reported "),
        "{plan}"
    );
    // Another layer has more detail than everyone who sees a link is shown: it can be no preview.
    for (finer, more) in [("cells", &[][..]), ("catchments", &["--k", "1"])] {
        let error = alone.run(&workspace, &["still", "--preview", "--layer", finer]).failed();
        assert!(error.contains("--layer"), "{error}");
        let out = alone.file("finer");
        let ask = ["still", "--layer", finer, "--out", path(&out)];
        alone.run(&workspace, &[&ask[..], more].concat()).ok();
        assert_eq!(text(&json(&fs::read_to_string(alone.file("finer")).expect("a plan")), "Dataset"), None, "{finer}");
    }
    let none = alone.run(&workspace, &["still"]).failed();
    assert!(none.contains("--out"), "{none}");
}

#[test]
fn a_program_that_fails_is_told_and_fails_the_command() {
    let (city, alone) = (SmallCity::write(), Alone::new());
    let workspace = ingested(&city);
    alone.beside("catchment-report", "echo 'no fonts' >&2; exit 3");
    let ran = alone.run(&workspace, &["report", "--out", path(&alone.file("out"))]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("no fonts") && ran.err.contains("error: ") && ran.err.contains("failed"), "{}", ran.err);
}
