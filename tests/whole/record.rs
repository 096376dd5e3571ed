//! `record` and `replay`: reproduced to the byte, or what changed.

use std::path::Path;

use catchment_store::{Draft, People};

use crate::program::{catchment, json};
use crate::small_city::{SmallCity, path};

#[test]
fn a_decision_is_reproduced_to_the_byte_until_an_input_changes() {
    let (city, workspace) = SmallCity::ingested();
    let file = workspace.join("RECORD.json");
    let args = ["record", "--of", "neighborhoods", "--k", "2", "--seed", "5", "--format", "csv", "--out", path(&file)];
    let printed = catchment(&workspace, &args).ok();
    let ranked =
        catchment(&workspace, &["rank", "--of", "neighborhoods", "--k", "2", "--seed", "5", "--format", "csv"]).ok();
    assert_eq!(printed, ranked);
    assert!(catchment(&workspace, &args).failed().contains("never written over"));
    for threads in ["1", "2"] {
        let told = catchment(&workspace, &["--threads", threads, "replay", path(&file)]).ok();
        assert!(told.starts_with("reproduced to the byte"), "{told}");
    }
    change(&city);
    catchment(&workspace, &["ingest", "--no-backtest", path(&city.file())]).ok();
    let ran = catchment(&workspace, &["replay", path(&file), "--format", "json"]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.err.contains("not reproduced: changed: dataset, input") && ran.err.contains("--kept"), "{}", ran.err);
    let told = json(&ran.out);
    let changed: Vec<&str> =
        told["changed"].as_array().expect("a list").iter().filter_map(|d| d["what"].as_str()).collect();
    assert!(changed.iter().any(|c| c.contains("2016-12.csv")) && !changed.contains(&"city file"), "{changed:?}");
    let kept = catchment(&workspace, &["replay", "--kept", path(&file)]);
    assert!(kept.out.starts_with("reproduced to the byte"), "{} {}", kept.out, kept.err);
}

#[test]
fn a_decision_under_weights_is_recorded_with_them() {
    let (_city, workspace) = SmallCity::ingested();
    let file = workspace.join("RECORD.json");
    let weighing = ["--k", "2", "--weights", "burden:2,residents:1", "--concentration", "30", "--format", "csv"];
    let args: Vec<&str> = ["record"].into_iter().chain(weighing).chain(["--out", path(&file)]).collect();
    let printed = catchment(&workspace, &args).ok();
    // A record keeps every part of a decision, the ranks by each measure among them.
    let rank = ["rank", "--parts", "by_measure"].into_iter().chain(weighing);
    let decided = catchment(&workspace, &rank.collect::<Vec<_>>()).ok();
    assert_eq!(printed, decided);
    let record = json(&std::fs::read_to_string(&file).expect("the record"));
    assert_eq!(record["answer"]["decision"]["meta"]["params"]["criteria"]["burden"], 2.0);
    assert!(catchment(&workspace, &["replay", path(&file)]).ok().starts_with("reproduced to the byte"));
}

#[test]
fn an_edited_record_and_a_file_that_is_none_are_told_apart() {
    let (_city, workspace) = SmallCity::ingested();
    let file = workspace.join("RECORD.json");
    catchment(&workspace, &["record", "--k", "2", "--out", path(&file)]).ok();
    let text = std::fs::read_to_string(&file).expect("the record");
    assert!(text.contains("\"k\":\"2\""), "{text}");
    std::fs::write(&file, text.replace("\"k\":\"2\"", "\"k\":\"1\"")).expect("written");
    let ran = catchment(&workspace, &["replay", path(&file)]);
    assert_eq!(ran.code, Some(1));
    assert!(ran.out.contains("meta.params.k") && ran.err.contains("the record itself"), "{} {}", ran.out, ran.err);
    for (content, word) in [("{}", "record"), ("not JSON", "not a JSON document")] {
        std::fs::write(&file, content).expect("written");
        assert!(catchment(&workspace, &["replay", path(&file)]).failed().contains(word));
    }
    assert!(catchment(&workspace, &["replay", path(Path::new("/nowhere.json"))]).failed().contains("cannot be read"));
    assert!(
        catchment(&workspace, &["record", "--scenario", "1", "--out", path(&workspace.join("R.json"))])
            .failed()
            .contains("nothing was saved")
    );
}

#[test]
fn a_scenario_has_a_question_of_its_own_and_takes_no_flag_beside_it() {
    let (_city, workspace) = SmallCity::ingested();
    let question = serde_json::json!({"of": "catchments", "k": 1, "area_km2": 0.5, "basis": "counted"});
    let draft = Draft { name: "One site".to_owned(), question, ..Draft::default() };
    let id = People::open(&workspace).expect("opens").create(&draft, 0).expect("it is saved").id.to_string();
    let out = workspace.join("RECORD.json");
    let ask = ["record", "--scenario", &id, "--out", path(&out)];
    for flag in [["--basis", "expected"], ["--k", "1"], ["--weights", "burden:1"], ["--area-km2", "0.5"]] {
        let refused = catchment(&workspace, &[&ask[..], &flag].concat()).failed();
        let said = format!("{} {}: has no effect beside --scenario {id}", flag[0], flag[1]);
        assert!(refused.contains(&said) && !out.exists(), "{refused}");
    }
    catchment(&workspace, &ask).ok();
    let record = json(&std::fs::read_to_string(&out).expect("the record"));
    assert_eq!((&record["scenario"]["name"], &record["question"]["basis"]), (&"One site".into(), &"counted".into()));
    assert!(catchment(&workspace, &["replay", path(&out)]).ok().starts_with("reproduced to the byte"));
}

#[test]
fn what_was_kept_without_a_shape_is_of_free_ground_and_what_is_kept_today_names_its_shape() {
    let (_city, workspace) = SmallCity::ingested();
    let ask = ["--of", "catchments", "--k", "1", "--area-km2", "0.5", "--format", "csv"];
    let ranked = |shape: &[&str]| catchment(&workspace, &[&["rank", "--top", "100"], &ask[..], shape].concat()).ok();
    let (free, walkable) = (ranked(&["--shape", "free"]), ranked(&["--shape", "walkable"]));
    let question = serde_json::json!({"of": "catchments", "k": 1, "area_km2": 0.5});
    let draft = Draft { name: "Old".to_owned(), question, ..Draft::default() };
    let id = People::open(&workspace).expect("opens").create(&draft, 0).expect("it is saved").id.to_string();
    let (old, new) = (workspace.join("OLD.json"), workspace.join("NEW.json"));
    let kept = catchment(&workspace, &["record", "--scenario", &id, "--format", "csv", "--out", path(&old)]).ok();
    assert_eq!(kept, free);
    let kept = catchment(&workspace, &[&["record", "--out", path(&new)], &ask[..]].concat()).ok();
    assert_eq!((&kept, &ranked(&[])), (&walkable, &walkable));
    let record = |file: &Path| json(&std::fs::read_to_string(file).expect("the record"));
    let (then, now) = (record(&old), record(&new));
    assert!(then["question"]["shape"].is_null() && then["answer"]["meta"]["params"]["shape"].is_null());
    assert_eq!(
        (&now["question"]["shape"], &now["answer"]["meta"]["params"]["shape"]),
        (&"walkable".into(), &"walkable".into())
    );
    for file in [&old, &new] {
        assert!(catchment(&workspace, &["replay", path(file)]).ok().starts_with("reproduced to the byte"));
    }
}

/// One more row.
fn change(city: &SmallCity) {
    let file = city.raw().join("2016-12.csv");
    let text = std::fs::read_to_string(&file).expect("the file");
    std::fs::write(&file, format!("{text}Z1,2016-12,12/01/2016 10:30,1,10000,HOMICIDE,1,-90.239,38.629\r\n"))
        .expect("written");
}
