//! What stands on the pages of the made-up city.

use catchment_report::{ReportError, report, report_text};
use serde_json::Value;

use crate::city::answers;

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
    assert!(text.contains("can hold over 18 % more"), "a gap of 15 % of the best is up to 18 % more than what was found: {text}");
}

#[test]
fn rows_gaps_and_withheld_groups_are_accounted_for() {
    let text = flat(&report_text(&bytes(&answers(false)), 20).expect("a report"));
    for said in ["5,000", "4,700", "94.0 %", "150", "January 2019 to December 2019: no data", "rape", "97.0 %", "Surveyors of Xville"] {
        assert!(text.contains(said), "{said} is missing in: {text}");
    }
    let located = text.rsplit("how many can be put on a map").next().unwrap_or_default();
    assert!(!located.contains("2.0 %"), "the share of a group that is not counted is no part of this report: {text}");
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
}
