//! What progress toward a target says and refuses.

use super::words::{change, county};
use super::{CountyMask, TargetAsk};
use crate::pieces::read_ask;

#[test]
fn a_county_without_months_is_not_told_as_zero() {
    let mask =
        CountyMask { county: "St. Clair County".into(), agencies: 37, monthly: 0, says: String::new(), masks: vec![] };
    assert!(county(&mask).contains("none of 37 agencies") && county(&mask).contains("not zero"));
}

#[test]
fn a_ratio_reads_as_a_change() {
    assert_eq!([0.8, 1.05].map(change), ["20.0% fewer", "5.0% more"]);
}

#[test]
fn a_start_is_a_month() {
    let read = |value: &str| read_ask::<TargetAsk>(&[("start".to_owned(), value.to_owned())]);
    assert!(read("winter").is_err() && read("2024-12").is_ok());
}
