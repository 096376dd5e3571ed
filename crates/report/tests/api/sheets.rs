//! What stands on the pages of a quarterly check and of a target.

use catchment_report::{ReportError, report, report_text};
use serde_json::{Value, json};

use crate::checked::check;
use crate::targeted::target;

fn bytes(answers: &Value) -> Vec<u8> {
    serde_json::to_vec(answers).expect("JSON")
}

/// The text of each page, with single spaces.
fn pages(answers: &Value) -> Vec<String> {
    let pages = report_text(&bytes(answers), 20).expect("pages");
    pages.iter().map(|page| page.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} is missing in: {text}");
    }
}

#[test]
fn the_first_page_of_a_check_has_every_verdict_its_reason_and_what_came_of_the_last() {
    let first = &pages(&check(false))[0];
    has(
        first,
        &[
            "Today’s two sites stand where about 1 in 9",
            "Look again",
            "Why First site is judged so.",
            "The check up to September 2018 said stay, and this came of it.",
            "Too little data",
            "Why Second site is judged so.",
            "What All two sites reaches.",
            "One more of their mean size would reach most in East End.",
            "stand-in outline",
            "since May 2017",
        ],
    );
}

#[test]
fn what_was_measured_stands_in_figures_and_in_sentences() {
    let text = pages(&check(false)).join(" ");
    has(
        &text,
        &[
            "1,132",
            "in at most 5 of 100 checks",
            "5.6% (4.6–6.8)",
            "before: 4.3% (3.3–5.5)",
            "56% to 58%",
            "95 m northwest, within chance (up to 184 m)",
            "44%; Mon–Fri 14:00–00:00 -1 points (-9 to +7)",
            "March 2018, 3.5% to 5.5%, beyond chance",
            "How far it moved.",
            "Whether a change would help. Streets in the added ground: Grand Blvd (310 m).",
            "The boundary that would have helped: First site",
            "Main streets",
            "B since January 2018; A, May 2017 to December 2017. Source: a city page.",
            "What the shift meets. What another would.",
            "Then and now.",
            "Whole neighborhoods stand in for First site.",
            "Nothing here is real.",
        ],
    );
}

#[test]
fn a_change_of_a_boundary_is_shown_from_near_only_where_there_is_one() {
    let key = "First site today Ground that the change adds Ground that it gives up";
    let text = pages(&check(false)).join(" ");
    has(&text, &[key, "Streets; main ones are wider"]);
    let mut without = check(false);
    without["outlines"]["close_ups"] = json!([]);
    assert!(!pages(&without).join(" ").contains(key));
}

#[test]
fn a_quarter_that_is_not_known_is_said_to_be_none_of_zero() {
    let text = pages(&check(false)).join(" ");
    has(&text, &["up to June 2018 twelve months are not covered, which is not zero"]);
    // Of the four quarters that were asked for, the first is before all that is known.
    has(&text, &["Before March 2018, no twelve months are covered."]);
}

#[test]
fn every_page_says_period_source_and_how_it_was_made() {
    for (answers, parts) in [
        (
            check(false),
            vec![
                "January 2018 to December 2018",
                "Data through December 2020",
                "catchment report --document check --to 2018-12",
            ],
        ),
        (target(), vec!["Months through May 2025", "catchment report --document target --start 2024-12 --to 2025-05"]),
    ] {
        for page in pages(&answers) {
            has(&page, &parts);
            has(&page, &["Made-up", "0123456789abcdef", "catchment 9.9.9"]);
        }
    }
}

#[test]
fn made_up_positions_are_named_on_every_page_of_a_check_and_only_then() {
    let label = "Positions within about 200 m are synthetic";
    assert!(pages(&check(true)).iter().all(|page| page.contains(label)));
    assert!(pages(&check(false)).iter().all(|page| !page.contains(label)));
}

#[test]
fn a_check_without_sites_says_so_and_shows_no_verdict() {
    let mut given = check(false);
    given["check"]["headline"] = json!("No site is open: there is nothing to check.");
    given["check"]["sites"] = json!([]);
    for absent in ["together", "next_site"] {
        given["check"][absent] = Value::Null;
    }
    given["outlines"]["sites"] = json!([]);
    given["outlines"]["best"] = json!([]);
    given["outlines"]["next"] = Value::Null;
    let text = pages(&given).join(" ");
    assert!(text.contains("No site is open") && !text.contains("verdict, and why"), "{text}");
}

#[test]
fn a_site_of_which_nothing_was_measured_has_a_page() {
    let mut given = check(false);
    for absent in ["reached", "year_before", "then_now", "best", "drift", "shift", "change"] {
        given["check"]["sites"][1][absent] = Value::Null;
    }
    given["check"]["sites"][1]["says"] = json!({ "reach": [], "shift": [] });
    given["check"]["sites"][1]["quarters"] = json!([]);
    has(&pages(&given).join(" "), &["Too little data", "Why Second site is judged so."]);
}

#[test]
fn many_sites_have_room() {
    let mut given = check(false);
    let one = given["check"]["sites"][0].clone();
    let many: Vec<Value> = (0..30)
        .map(|n| {
            let mut site = one.clone();
            site["name"] = json!(format!("Site with a rather long name of two or three places {n}"));
            site
        })
        .collect();
    given["check"]["sites"] = json!(many);
    has(&pages(&given).join(" "), &["two or three places 0", "two or three places 29"]);
}

#[test]
fn a_target_is_one_page_with_aim_start_pace_and_the_other_start() {
    let pages = pages(&target());
    assert_eq!(pages.len(), 1, "{pages:?}");
    has(
        &pages[0],
        &[
            "of Far County nothing is known by month",
            "The aim: 20% fewer offenses (murder and aggravated assault)",
            "The start taken here: this winter (from December 2024; A plan).",
            "Another start is stated, too: the winter before (from December 2023; A plan).",
            "Of 40 agencies one can be compared, from start 0.",
            "5.0% fewer each year are needed",
            "The same from the winter before on",
            "Of 40 agencies one can be compared, from start 1.",
            "Agencies that are missing are missing.",
        ],
    );
}

#[test]
fn agencies_that_publish_nothing_are_named_beside_those_that_do() {
    let text = pages(&target()).join(" ");
    has(
        &text,
        &[
            "Xville: 2 of 3 agencies publish months.",
            "Upper Xville Police; not compared",
            "the other 1",
            "Far County: none of 37 agencies publishes months.",
            "all 37",
            "Hatched: missing, which is not zero.",
        ],
    );
}

#[test]
fn a_region_where_nothing_can_be_compared_has_a_page() {
    let mut given = target();
    given["target"]["points"] = json!([]);
    given["target"]["pace"] = Value::Null;
    given["target"]["pace_needed"] = Value::Null;
    given["target"]["baseline"] = Value::Null;
    given["target"]["finding"] = json!("Nothing can be compared.");
    given["others"] = json!([]);
    has(&pages(&given)[0], &["Nothing can be compared."]);
}

#[test]
fn both_documents_are_tagged_titled_and_the_same_bytes_again() {
    for answers in [check(true), target()] {
        let given = bytes(&answers);
        let pdf = report(&given, 20).expect("pages");
        assert!(pdf == report(&given, 20).expect("pages"), "two runs differ");
        let has = |part: &[u8]| pdf.windows(part.len()).any(|w| w == part);
        assert!(pdf.starts_with(b"%PDF-") && has(b"pdfuaid") && has(b"en-US"));
    }
}

#[test]
fn a_subject_that_is_not_known_is_refused() {
    let mut given = target();
    given["of"] = json!("weather");
    assert!(matches!(report(&bytes(&given), 20), Err(ReportError::Answers(_))));
}
