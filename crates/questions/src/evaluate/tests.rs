//! What an evaluation says and refuses.

use super::words::{change, claim, displacement, plain};
use super::{ClaimItem, DisplacementItem, EvaluateAsk, PlaceFall, PlainItem};
use crate::pieces::read_ask;

#[test]
fn counts_stand_beside_the_city_and_the_record_year_is_called_out() {
    let place = |id: &str, before, after| PlaceFall { id: id.into(), name: id.into(), before, after };
    let item = PlainItem {
        outcome: "homicide".into(),
        before: 2020,
        after: 2021,
        before_count: 56,
        after_count: 31,
        city_before: 264,
        city_after: 195,
        places: vec![place("16", 8, 12), place("76", 15, 2)],
        fell_more: 1,
        record_year: true,
        says: String::new(),
    };
    let text = plain(&item);
    assert!(text.contains("56 → 31 (−45%), city 264 → 195 (−26%, from a record year)"), "{text}");
}

#[test]
fn no_sentence_speaks_of_a_cause() {
    let item = DisplacementItem {
        outcome: "a".into(),
        before: 1,
        after: 2,
        wdd: -3.0,
        wdd_low: -9.0,
        wdd_high: 3.0,
        wdq: None,
        says: String::new(),
    };
    assert!(displacement(&item).contains("-3 beside the comparison (95% interval -9 to +3"));
    let item = ClaimItem {
        text: "It fell.".into(),
        change: None,
        source: "someone".into(),
        share_as_large: Some(0.1),
        says: String::new(),
    };
    assert_eq!(claim(&item), "Claimed: It fell. (someone) Of our estimates 10% show a fall as large.");
    assert_eq!([0.55, 1.0, 1.5].map(change), ["−45%", "+0%", "+50%"]);
}

#[test]
fn too_few_placebos_are_refused() {
    let read = |name: &str, value: &str| read_ask::<EvaluateAsk>(&[(name.to_owned(), value.to_owned())]);
    assert!(read("placebos", "18").unwrap_err().to_string().contains("19 to 1000"));
    assert!(read("from", "2020-01").is_err() && read("site", "walnut-park").is_ok());
}
