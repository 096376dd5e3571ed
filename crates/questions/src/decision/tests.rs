//! What a decision refuses and says.

use catchment_model::Measure;

use super::words::{certainty, changes, detectable, fall, finding, headline, ranks};
use super::{ChangeItem, CriterionInfo, DecisionAsk, DecisionItem, DetectableItem, FallItem, WeightChangeItem};
use crate::pieces::{CriterionName, Part, read_ask};

fn asked(name: &str, value: &str) -> DecisionAsk {
    read_ask(&[(name.to_owned(), value.to_owned())]).unwrap()
}

#[test]
fn weights_that_are_none_are_refused_with_the_criteria_that_there_are() {
    for bad in ["burden", "burden:-1", "speed:1", "burden:0", "burden:1,burden:2"] {
        let error = asked("weights", bad).weighing.criteria().unwrap_err().to_string();
        assert!(error.contains("weights") && error.contains("shift_hours"), "{error}");
    }
    let read = asked("weights", "recency:1, burden:3,trend:0").weighing.criteria().unwrap();
    assert_eq!(read.into_iter().collect::<Vec<_>>(), [(CriterionName::Burden, 3.0), (CriterionName::Recency, 1.0)]);
}

#[test]
fn equal_certainty_has_one_spelling_and_what_is_out_of_range_is_refused() {
    let read = |text| asked("concentration", text).weighing.certainty();
    assert_eq!([read("inf").unwrap(), read("50").unwrap(), read("5e1").unwrap()], ["inf", "50", "50"]);
    for bad in ["0.5", "1e6", "sure", "NaN"] {
        assert!(read(bad).unwrap_err().to_string().contains("1 to 100000"), "{bad}");
    }
}

#[test]
fn parts_are_read_once_each_and_unknown_ones_refused() {
    let parts = |text| asked("parts", text).weighing.parts();
    assert_eq!(parts("rules, by_measure,rules").unwrap(), [Part::ByMeasure, Part::Rules]);
    assert!(parts("all").unwrap_err().to_string().contains("guard"));
}

fn item(p_top: f64) -> DecisionItem {
    DecisionItem {
        id: String::new(),
        name: String::new(),
        rank: 1,
        score: 1.0,
        count: 1,
        incidents: 1,
        per_1000: None,
        per_km2: None,
        p_top,
        p_top_weights_only: p_top,
        p_top_counts_only: p_top,
        of_city: None,
        again: String::new(),
        rank_low: 1,
        rank_high: 1,
        rank_set_low: 1,
        rank_set_high: 1,
        criteria: Vec::new(),
        would_change: ChangeItem { weight: None, incidents: None, sentences: Vec::new() },
        expected_fall: FallItem { observed: None, expected: None, share: None, sentence: String::new() },
        next_year: None,
        detectable: DetectableItem {
            events_per_year: None,
            year_visible: None,
            smallest_fall: None,
            smallest_year: None,
            drift: None,
            design: String::new(),
            sentence: String::new(),
        },
        ranks: String::new(),
        by_measure: None,
    }
}

#[test]
fn what_is_settled_is_told_by_the_figures_that_are_shown() {
    // 0.896 is shown as 90%, so it is clear; 0.094 as 9%, so it is not open.
    let items: Vec<DecisionItem> = [0.896, 0.5, 0.094].map(item).into();
    assert_eq!(
        finding(&items, 2),
        "1 of 2 is clearly in the top 2 (a chance of 90% or more); for 1 more place, it could go either way."
    );
}

#[test]
fn a_small_change_of_a_weight_shows_two_figures_that_differ() {
    let change = WeightChangeItem { criterion: CriterionName::Burden, from: 1.0, to: 1.000_4 };
    let told = changes((Some(&change), "Burden"), None, true, 3);
    assert_eq!(told[0], "Raising the weight of burden from 1 to 1.0004 would move it out of the top 3.");
    assert_eq!(told[1], "Even without a single offense it would stay in the top 3 with these weights.");
}

#[test]
fn a_fall_that_rounds_to_nothing_is_typical() {
    assert!(fall(Some(257.0), Some(256.0), Some(0.004)).ends_with("The last year was about typical for this place."));
    assert!(fall(Some(200.0), Some(100.0), Some(0.5)).contains("A fall of about 50%"));
}

#[test]
fn a_fall_that_cannot_be_told_is_not_promised() {
    let told = detectable(Some(2024), Some((0.18, 2024)), Some(0.02));
    assert!(told.ends_with("a fall of 20% would be visible by 2024 (80% power, about 5% error)."), "{told}");
    let told = detectable(None, Some((0.311, 2021)), Some(0.083));
    assert!(told.contains("±8% a year") && told.contains("a fall of 32% or more would be visible by 2021"), "{told}");
    assert!(detectable(None, None, Some(0.1)).ends_with("no fall could be told within ten years."));
    assert!(detectable(None, None, None).contains("cannot be said"));
}

#[test]
fn one_possible_rank_is_told_as_the_only_one() {
    assert!(ranks((1, 2), (1, 1)).contains("ranks 1–2. By the burden as counted, only rank 1 cannot"));
}

#[test]
fn the_heaviest_weight_is_told_with_its_band() {
    let info = |id: CriterionName, label: &str, weight| CriterionInfo {
        id,
        label: label.to_owned(),
        definition: String::new(),
        weight,
        low: None,
        high: None,
        drawn: true,
        unavailable: None,
    };
    let two = [info(CriterionName::Burden, "Burden", 3.0), info(CriterionName::Trend, "Trend", 1.0)];
    assert_eq!(
        certainty(&two, Some(50.0)),
        "Burden has 75% of the weight; the draws vary it between about 65% and 85%."
    );
    assert!(certainty(&two[..1], Some(50.0)).contains("nothing to weigh"));
    assert!(certainty(&two, None).contains("certain"));
}

#[test]
fn the_headline_settles_no_place_that_chance_leaves_open() {
    let named = |name: &str, p: f64| DecisionItem { name: name.to_owned(), ..item(p) };
    let said = |of: &[(&str, f64)], measure, alone| {
        let items: Vec<DecisionItem> = of.iter().map(|(name, p)| named(name, *p)).collect();
        headline(&items.iter().collect::<Vec<_>>(), measure, alone)
    };
    let three = [("A", 1.0), ("B", 0.96), ("C", 0.42)];
    assert_eq!(said(&three, Measure::Count, true), "A and B carry the most. C comes next, but it could be another.");
    assert_eq!(said(&three[..2], Measure::PerKm2, true), "A and B have the most per km².");
    assert_eq!(said(&three[..1], Measure::Count, false), "A comes first by these priorities.");
    assert_eq!(said(&three[2..], Measure::Count, true), "C comes first, but it could be another.");
    let open = [("A", 0.894), ("B", 0.5)];
    assert_eq!(said(&open, Measure::Count, true), "A and B come first, but they could be others.");
    // What is shown as 90% is clear in every sentence.
    assert_eq!(said(&[("A", 0.895)], Measure::Count, true), "A carries the most.");
    assert_eq!(said(&[], Measure::Count, true), "");
}
