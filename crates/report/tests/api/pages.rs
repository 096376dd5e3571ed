//! What stands on the pages of the made-up city.

use catchment_report::{ReportError, report, report_text};
use serde_json::{Value, json};

use crate::city::answers;
use crate::recorded::{backtest, choice, decision, recorded};

fn bytes(answers: &Value) -> Vec<u8> {
    serde_json::to_vec(answers).expect("JSON")
}

/// All text with single spaces.
fn flat(pages: &[String]) -> String {
    pages.join(" ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn every_figure_of_the_ranking_stands_in_the_report() {
    let pages = report_text(&bytes(&answers(false)), 20).expect("a report");
    let text = flat(&pages);
    for said in [
        "North <End>",
        "1,234",
        "987",
        "975",
        "2 (1–3)",
        "more than 99 in 100",
        "6 in 10",
        "4 in 10",
        "fewer than 1 in 100",
        "Green Park (17)",
        "Xville & Co",
        "January 2014 to December 2018",
        "December 2020",
        "site since May 2017",
        "0123456789abcdef",
        "catchment 9.9.9",
    ] {
        assert!(text.contains(said), "{said} is missing in: {text}");
    }
    assert!((4..=8).contains(&pages.len()), "{} pages", pages.len());
}

#[test]
fn no_chance_is_given_as_certain() {
    let text = flat(&report_text(&bytes(&answers(false)), 20).expect("a report"));
    assert!(!text.contains("10 in 10") && !text.contains("100 in 100") && !text.contains(" 0 in 10"), "{text}");
}

#[test]
fn what_the_data_cannot_settle_is_said() {
    let text = flat(&report_text(&bytes(&answers(false)), 20).expect("a report"));
    assert!(text.contains("cannot settle the choice between South End and West End"), "{text}");
    assert!(text.contains("has 12 more than West End"), "{text}");
    has(
        &text,
        &["1 of 2 is clearly in the top 2 (a chance of 90% or more); for 2 more areas, it could go either way."],
    );
    assert!(text.contains("within 15.0% of the best possible on the window's counts"), "{text}");
}

#[test]
fn rows_gaps_and_withheld_groups_are_accounted_for() {
    let text = flat(&report_text(&bytes(&answers(false)), 20).expect("a report"));
    for said in [
        "5,000",
        "4,700",
        "94.0%",
        "150",
        "January 2019 to December 2019: no data",
        "rape",
        "97.0%",
        "Surveyors of Xville",
    ] {
        assert!(text.contains(said), "{said} is missing in: {text}");
    }
    let located = text.rsplit("how many can be put on a map").next().unwrap_or_default();
    assert!(!located.contains("2.0%"), "the share of a group that is not counted is no part of this report: {text}");
}

#[test]
fn synthetic_positions_are_named_on_every_page_and_only_then() {
    let label = "Positions within about 200 m are synthetic";
    let pages = report_text(&bytes(&answers(true)), 20).expect("a report");
    for (number, page) in (1..).zip(&pages) {
        assert!(flat(std::slice::from_ref(page)).contains(label), "page {number}: {page}");
    }
    assert!(!flat(&report_text(&bytes(&answers(false)), 20).expect("a report")).contains(label));
}

#[test]
fn the_record_names_the_answers_by_their_hash() {
    let given = bytes(&answers(false));
    let text = report_text(&given, 20).expect("a report").join("").replace('\n', "");
    assert!(text.contains(&blake3::hash(&given).to_hex().to_string()), "{text}");
}

#[test]
fn the_same_answers_give_the_same_bytes_and_others_do_not() {
    let given = bytes(&answers(true));
    let pdf = report(&given, 20).expect("a report");
    assert!(pdf.starts_with(b"%PDF-"));
    assert!(pdf == report(&given, 20).expect("a report"), "two runs differ");
    assert!(pdf != report(&bytes(&answers(false)), 20).expect("a report"));
}

#[test]
fn the_pdf_is_tagged_and_has_a_title_and_a_language() {
    let pdf = report(&bytes(&answers(false)), 20).expect("a report");
    let has = |part: &[u8]| pdf.windows(part.len()).any(|w| w == part);
    assert!(has(b"pdfuaid") && has(b"Where should the next two sites go?") && has(b"en-US"));
}

#[test]
fn a_city_without_residents_and_without_catchments_has_a_report() {
    let mut given = answers(false);
    given["catchments"] = Value::Null;
    given["no_catchments"] = Value::from("homicide may not be shown per cell");
    given["neighborhoods"]["per_resident"] = Value::Null;
    given["outlines"]["catchments"] = Value::Array(Vec::new());
    let text = flat(&report_text(&bytes(&given), 2).expect("a report"));
    assert!(text.contains("None can be told: homicide may not be shown per cell"), "{text}");
    assert!(text.contains("both ways") && text.contains("2 more neighborhoods are ranked below"), "{text}");
}

#[test]
fn answers_of_another_form_are_refused() {
    assert!(matches!(report(b"{}", 20), Err(ReportError::Answers(_))));
    assert!(matches!(report(b"", 20), Err(ReportError::Answers(_))));
    let mut other = answers(false);
    other["measure"] = Value::from("per_moon");
    assert!(matches!(report(&bytes(&other), 20), Err(ReportError::Answers(_))));
}

fn said(given: &Value) -> String {
    flat(&report_text(&bytes(given), 20).expect("a report"))
}

#[track_caller]
fn has(text: &str, parts: &[&str]) {
    for part in parts {
        assert!(text.contains(part), "{part} is missing in: {text}");
    }
}

#[test]
fn weights_in_force_and_both_kinds_of_doubt_stand_in_the_report() {
    let text = said(&recorded());
    has(
        &text,
        &[
            "the first two neighborhoods are: South End and North <End>",
            "Burden 3 75%",
            "Recent burden 1 25%",
            "What burden is.",
        ],
    );
    has(
        &text,
        &[
            "Given no weight: trend.",
            "Cannot be weighed here. Distance to sites: no site exists.",
            "concentration 50",
            "No site existed then.",
        ],
    );
    has(&text, &["97 in 100", "more than 99 in 100", "98 in 100", "2–3", "6 in 10", "7 in 10", "4 in 10"]);
    has(&text, &["Burden has 75% of the weight; the draws vary it between about 65% and 85%."]);
    let mut certain = recorded();
    certain["decision"] = decision(None);
    let text = said(&certain);
    has(&text, &["taken as certain"]);
    assert!(!text.contains("Dirichlet"), "{text}");
}

#[test]
fn each_first_place_has_its_reasons_and_what_would_change_it() {
    let text = said(&recorded());
    has(
        &text,
        &[
            "Score 0.90 of 1: burden 0.60.",
            "The last year of the period counted 120; the level to expect is 101 a year.",
            "or more would be visible by 2024 (80% power, about 5% error)",
        ],
    );
    has(
        &text,
        &[
            "Raising the weight of trend from 0 to 2.35 would move it out of the top 2.",
            "1,234 fewer offenses in the period, with all else equal, would move it out of the top 2.",
        ],
    );
    has(&text, &["No change of a single weight would move it out of the top 2. 21 fewer offenses in the period, with"]);
    has(
        &text,
        &[
            "Lowering the weight of burden from 3 to 1.5 would bring it into the top 2.",
            "No number of offenses alone would bring it into the top 2 with these weights.",
        ],
    );
    assert!(!text.contains("4 East End Score"), "a place without a chance is not explained: {text}");
}

#[test]
fn the_choice_has_its_harm_its_proof_and_the_limits_in_force() {
    let text = said(&recorded());
    has(
        &text,
        &[
            "this is the best area found of up to 0.5 km²",
            "99 (harm to expect a year), about 1 in 10 of the whole city's",
        ],
    );
    // 100.2 is told as 101, and 1.458% as 1.5%: a bound is never told smaller than it is.
    has(
        &text,
        &[
            "No other catchment under these limits could hold more than 1.5% more expected harm: this is proven.",
            "The bound is 101 a year.",
        ],
    );
    has(
        &text,
        &[
            "500 m at least",
            "Closed areas: East End.",
            "$1,000,000 for launches and 12 staff",
            "At $750,000 to launch and 8 staff per site, money and staff are enough for 1 site: fewer than the 2",
            "4 hours a day",
            "Money is enough for 1.",
        ],
    );
    has(&text, &["North / South", "0.49", "about 4,900", "444", "98.8"]);
    let mut best = recorded();
    best["choice"] = choice(98.76);
    let text = said(&best);
    has(&text, &["No other catchment under these limits holds more expected harm: this is proven."]);
    assert!(!text.contains("The bound is"), "{text}");
}

/// What was decided is the first answer; neighborhoods that nobody chose stand below it.
#[test]
fn a_decision_on_record_is_the_first_answer() {
    let text = said(&recorded());
    let at = |what: &str| text.find(what).unwrap_or_else(|| panic!("{what} is missing in: {text}"));
    let (answer, chosen) = (at("The answer, under the weights and limits on record"), at("Under the limits on record"));
    assert!(answer < chosen && chosen < at("Beside it: neighborhoods by number alone"), "{text}");
}

#[test]
fn areas_are_counted_along_streets_where_the_answer_follows_them_and_by_cells_else() {
    has(&said(&recorded()), &["Drawn and counted along the edges of cells.", "chosen under the limits, by cells"]);
    let mut streets = recorded();
    let chosen = &mut streets["choice"]["answer"]["catchments"];
    chosen[0]["along"] = json!({
        "outline": {"type": "MultiPolygon", "coordinates": []}, "area_km2": 0.52, "count": 456, "harm": 109.8,
        "residents": 5012.0, "sentence": ""
    });
    let text = said(&streets);
    has(&text, &["it holds 110 (harm to expect a year), about 1 in 9 of the whole city's"]);
    has(&text, &["North / South 0.52 about 5,000 456 109.8", "chosen under the limits, along streets"]);
    // The proof stays about what was chosen.
    has(&text, &["along streets. The cells that were chosen, which the proof is about, hold 99.", "The bound is 101"]);
    let other = streets["choice"]["answer"]["catchments"][0].clone();
    let list = streets["choice"]["answer"]["catchments"].as_array_mut().expect("catchments");
    list.push(other);
    list[1].as_object_mut().expect("an object").remove("along");
    list[1]["name"] = json!("Far End");
    has(&said(&streets), &["along streets; Far End along the edges of cells, with no street near."]);
}

#[test]
fn the_backtest_says_who_was_ahead_and_whether_that_is_chance() {
    let text = said(&recorded());
    has(
        &text,
        &[
            "For each of 3 years (2015 to 2016 and 2018)",
            "2 × 0.5 km²",
            "71.2%",
            "65.5%",
            "+5.7 (−1.2 to +12.6)",
            "−14.8 (−20.0 to −9.6)",
        ],
    );
    has(
        &text,
        &[
            "At 0.5 km²: The engine reached 71% of the best choice of sites known of for the year itself.",
            "clearly better than 1 of the 2 other ways of choosing sites; against plain greedy growth on ten years' \
             counts the difference is within chance",
            "reached 65.5%; the engine was ahead of it in 2 of 3 years",
            "would reach about 88.3% of the oracle at 0.5 km²",
            "loose cells, no sites",
        ],
    );
    let mut clear = recorded();
    clear["backtest"] = backtest(0.01);
    has(&said(&clear), &["clearly better than all 2 other ways of choosing sites"]);
}

#[test]
fn a_funding_rule_names_whom_it_brings_in_and_leaves_out() {
    let text = said(&recorded());
    has(&text, &["The two areas with most homicides. City ordinance 1", "It takes South End and West End."]);
    has(&text, &["it brings in West End and leaves out North <End>. Victims are not counted."]);
}

#[test]
fn parts_that_a_decision_was_not_asked_for_are_named_as_absent() {
    let mut given = recorded();
    given["decision"].as_object_mut().expect("an object").remove("rules");
    let text = said(&given);
    has(&text, &["Funding rules. None was compared with this ranking."]);
    assert!(!text.contains("Funding rules beside"), "{text}");
}

#[test]
fn the_record_is_named_by_its_hash_and_nothing_is_said_to_be_missing() {
    let pages = report_text(&bytes(&recorded()), 20).expect("a report");
    let text = pages.join("").replace('\n', "");
    assert!(
        text.contains(&"r".repeat(64)) && text.contains(&"a".repeat(64)) && text.contains("Two sites, revision 3"),
        "{text}"
    );
    assert!(!text.contains("Not in this report"), "{text}");
    assert!((8..=12).contains(&pages.len()), "{} pages", pages.len());
}

#[test]
fn what_the_answers_do_not_hold_is_left_out_with_a_sentence() {
    let text = said(&answers(false));
    has(
        &text,
        &[
            "Not in this report",
            "No weights of criteria are on record",
            "No limits (money, staff,",
            "Backtest. How well",
            "Funding rules. None",
            "no record’s hash can be named",
        ],
    );
    for page in [
        "Several criteria, weighed",
        "under the limits on record",
        "Would it have worked before?",
        "Decision record (BLAKE3)",
    ] {
        assert!(!text.contains(page), "{page}: {text}");
    }
    let mut some = recorded();
    some["backtest"] = Value::Null;
    let text = said(&some);
    assert!(text.contains("Backtest. How well") && !text.contains("No weights of criteria"), "{text}");
}
