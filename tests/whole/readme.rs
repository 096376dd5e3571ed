//! Ranks that the README tells of the real data are those that the program gives.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::program::{catchment, json};
use crate::real::{project, real};

const DECADE: [&str; 4] = ["--from", "2009-01", "--to", "2018-12"];

fn ranked(args: &[&str]) -> Option<Vec<Value>> {
    let all = [&["rank"], args, &["--format", "json"]].concat();
    let answer = json(&catchment(real()?, &all).ok());
    Some(answer["items"].as_array().expect("items").clone())
}

/// 1,234 with its comma.
fn grouped(value: &Value) -> String {
    let n = value.as_f64().expect("a number").round().to_string();
    if n.len() > 3 { format!("{},{}", &n[..n.len() - 3], &n[n.len() - 3..]) } else { n }
}

fn interval(item: &Value) -> String {
    format!("{} ({}–{})", item["rank"], item["rank_low"], item["rank_high"])
}

fn percent(p: &Value) -> String {
    let p = 100.0 * p.as_f64().expect("a chance");
    if p > 99.5 { "over 99%".to_owned() } else { format!("{p:.0}%") }
}

/// The README holds the text; line ends count as blanks.
#[track_caller]
fn told(text: &str) {
    let readme = std::fs::read_to_string(project().join("README.md")).expect("the README").replace('\n', " ");
    assert!(readme.contains(text), "the README does not hold: {text}");
}

#[test]
fn ranks_of_neighborhoods_in_the_readme_are_those_of_the_program() {
    let by = |measure: &str| -> Option<BTreeMap<String, Value>> {
        let ask = [&["--of", "neighborhoods", "--top", "79", "--measure", measure], &DECADE[..]].concat();
        Some(ranked(&ask)?.into_iter().map(|i| (i["name"].as_str().expect("a name").to_owned(), i)).collect())
    };
    let (Some(count), Some(resident), Some(km2)) = (by("count"), by("per_resident"), by("per_km2")) else { return };
    assert_eq!((count.len(), resident.len(), km2.len()), (79, 78, 79));
    for name in [
        "Wells Goodfellow",
        "Hamilton Heights",
        "Walnut Park East",
        "Walnut Park West",
        "Dutchtown",
        "College Hill",
        "Columbus Square",
        "Fountain Park",
        "Peabody Darst Webbe",
        "LaSalle Park",
        "O'Fallon",
        "Baden",
    ] {
        let (item, next) = (&count[name], &count[name]["next_year"]);
        told(&format!(
            "| {name} | {} | {} | {} | {} | {} | {}–{} |",
            grouped(&item["count"]),
            grouped(&item["incidents"]),
            interval(item),
            interval(&resident[name]),
            interval(&km2[name]),
            next["rank_low"],
            next["rank_high"],
        ));
    }
    let (first, second) = (&count["Jeff Vanderlou"], &count["Baden"]);
    let p = |item: &Value| (percent(&item["p_top"]), percent(&item["next_year"]["p_top"]));
    let ((was, will), (was_2, will_2)) = (p(first), p(second));
    told(&format!(
        "Jeff Vanderlou was among the three worst of the ten years with {was}, and will be in the next with {will}; \
         Baden was with {was_2}, and will be with {will_2}."
    ));
}

#[test]
fn ranks_of_catchments_in_the_readme_are_those_of_the_program() {
    for km2 in ["2.5", "0.25"] {
        let ask = ["--of", "catchments", "--shape", "free", "--k", "3", "--area-km2", km2];
        let Some(items) = ranked(&[&ask, &DECADE[..]].concat()) else { return };
        for item in &items[..3] {
            told(&format!(
                "| {km2} km² | {} | {} | {} | {} | {} | {}: {} ({}–{}) |",
                item["name"].as_str().expect("a name"),
                grouped(&item["count"]),
                grouped(&item["incidents"]),
                percent(&item["p_top"]),
                percent(&item["next_year"]["p_top"]),
                grouped(&item["counted_score"]),
                grouped(&item["score"]),
                grouped(&item["score_low"]),
                grouped(&item["score_high"]),
            ));
        }
    }
    let police =
        ["--of", "catchments", "--shape", "free", "--area-km2", "0.25", "--from", "2018-01", "--to", "2020-12"];
    let items = ranked(&police).expect("the real data");
    let west = items.iter().find(|i| i["name"] == "Downtown West").expect("Downtown West");
    assert_eq!(west["rank"], 5);
    told(&format!("it is fifth, with {}.", percent(&west["p_top"])));
}

#[test]
fn the_usual_list_of_catchments_in_the_readme_is_that_of_the_program() {
    let Some(counted) = ranked(&["--of", "catchments"]) else { return };
    let resident = ranked(&["--of", "catchments", "--measure", "per_resident", "--top", "20"]).expect("the real data");
    for item in &counted[..3] {
        let same = resident.iter().find(|i| i["id"] == item["id"] && i["name"] == item["name"]).expect("the same one");
        told(&format!(
            "| {} | {} | {} | {:.1} | {} | {} |",
            item["name"].as_str().expect("a name"),
            grouped(&item["count"]),
            grouped(&item["residents"]),
            item["per_1000"].as_f64().expect("a rate"),
            interval(item),
            interval(same),
        ));
    }
}
