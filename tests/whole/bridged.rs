//! A bridge over the change from UCR to NIBRS on the real files: what carries, with which ratio, and what is refused.
//!
//! The figures were counted apart by a script of their own, from the police's files, the tables of neighborhoods and
//! the publications, without this program.

use serde_json::Value;

use crate::program::{catchment, json};
use crate::real::real;

const ACROSS: [&str; 4] = ["--from", "2020-01", "--to", "2021-12"];

fn area(workspace: &std::path::Path, more: &[&str]) -> Value {
    let args = [&["area", "16", "--format", "json"][..], &ACROSS, more].concat();
    json(&catchment(workspace, &args).ok())["then_now"].clone()
}

fn close(value: &Value, wanted: f64) {
    let value = value.as_f64().expect("a number");
    assert!((value - wanted).abs() < 5e-5, "{value} and {wanted}");
}

#[test]
fn homicides_are_carried_over_the_break_by_the_ratio_that_was_counted_apart() {
    let Some(workspace) = real() else { return };
    let told = area(workspace, &["--offense", "homicide", "--bridge", "rtci-2024"]);
    let bridge = &told["across"]["bridge"];
    let side = |name: &str| ["series", "publication"].map(|of| bridge[name][of].as_i64().expect("a count"));
    assert_eq!((side("before"), side("after")), ([850, 849], [233, 240]), "{bridge}");
    close(&bridge["ratio"], (233.0 / 240.0) / (850.0 / 849.0));
    close(&bridge["moved"], (200.0 / 199.0) / (849.0 / 849.0));
    let [low, ratio, high] = ["low", "ratio", "high"].map(|name| bridge[name].as_f64().expect("a number"));
    assert!(low < ratio && ratio < high && low > 0.8 && high < 1.15, "{bridge}");
    let here = &told["years"]["here"];
    let (then, now) = (here["then"].as_f64().expect("a count"), here["now"].as_f64().expect("a count"));
    close(&here["change"], now / then / ratio - 1.0);
    let sentence = told["sentence"].as_str().expect("a text");
    assert!(sentence.contains("Bridge rtci-2024: NIBRS counts 0.970 times"), "{sentence}");
}

#[test]
fn without_a_bridge_only_the_ratio_to_the_rest_of_the_city_is_told() {
    let Some(workspace) = real() else { return };
    let told = area(workspace, &["--offense", "homicide"]);
    assert!(told["years"]["here"]["change"].is_null() && told["years"]["city"]["change"].is_null(), "{told}");
    assert!(told["years"]["beside_rest"]["change"].is_number(), "{told}");
    assert_eq!(told["across"]["bridges"][0]["name"], "rtci-2024", "it is offered, not used");
    let sentence = told["sentence"].as_str().expect("a text");
    assert!(sentence.contains("do not compare by themselves. Beside the rest of the city"), "{sentence}");
}

#[test]
fn what_the_publication_counts_by_another_rule_since_is_refused_with_how_far_it_moved() {
    let Some(workspace) = real() else { return };
    for (offense, moved) in [("robbery", "1.100"), ("aggravated_assault", "1.096"), ("rape", "1.322")] {
        let told = area(workspace, &["--offense", offense, "--bridge", "rtci-2024"]);
        let refused = told["across"]["refused"].as_str().expect("a reason");
        assert!(refused.contains(&format!("moved to {moved} times of the FBI’s yearly totals")), "{refused}");
        assert!(told["years"]["here"]["change"].is_null(), "{told}");
    }
    let part = area(workspace, &["--offense", "homicide,robbery_firearm", "--bridge", "rtci-2024"]);
    assert!(part["across"]["refused"].as_str().expect("a reason").contains("knows whole offenses only"), "{part}");
}

#[test]
fn a_bridge_that_is_unknown_or_has_no_effect_is_refused() {
    let Some(workspace) = real() else { return };
    let refused = |args: &[&str]| catchment(workspace, &[&["area", "16"], args].concat()).failed();
    let none = refused(&["--bridge", "state"]);
    assert!(none.contains("--bridge") && none.contains("rtci-2024"), "{none}");
    let beyond = refused(&["--from", "2019-01", "--to", "2020-12", "--bridge", "rtci-2024"]);
    assert!(beyond.contains("2021-01 to 2022-03"), "{beyond}");
    let unit = refused(&[&ACROSS[..], &["--unit", "incident", "--bridge", "rtci-2024"]].concat());
    assert!(unit.contains("--unit net"), "{unit}");
}

#[test]
fn an_evaluation_carries_homicides_by_the_bridge_and_says_so() {
    let Some(workspace) = real() else { return };
    let args = ["evaluate", "--offense", "homicide,robbery", "--bridge", "rtci-2024", "--placebos", "19"];
    let answer = json(&catchment(workspace, &[&args[..], &["--format", "json"]].concat()).ok());
    let bridged = answer["bridged"].as_array().expect("a list");
    let of = |outcome: &str| bridged.iter().find(|b| b["outcome"] == outcome && b["before"] == 2020).expect("a pair");
    let homicide = of("homicide");
    assert_eq!((&homicide["before_count"], &homicide["after_count"]), (&Value::from(56), &Value::from(30)));
    let ratio = homicide["bridge"]["ratio"].as_f64().expect("a ratio");
    close(&homicide["ratio"], 30.0 / 56.0 / ratio);
    assert!(of("robbery")["refused"].is_string() && of("robbery")["ratio"].is_null(), "{}", of("robbery"));
    let plain = json(&catchment(workspace, &["evaluate", "--offense", "homicide", "--format", "json"]).ok());
    assert!(plain["bridged"].is_null(), "off unless asked");
}
