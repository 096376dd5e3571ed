//! What an evaluation says of the real program, held to figures that were counted by hand.
//!
//! The police published January to December 2021 twice, month by month and in pairs of months. By the first editions
//! the five neighborhoods have 31 homicides in 2021, and Dutchtown 12; the city file reads the later ones, in which one
//! of Dutchtown is gone.

use crate::program::{catchment, json};
use crate::real::real;

#[test]
fn homicides_of_the_five_neighborhoods_fell_from_56_to_30_beside_a_city_that_fell_from_264_to_195() {
    let Some(workspace) = real() else { return };
    let args = ["evaluate", "--offense", "homicide", "--format", "json"];
    let answer = json(&catchment(workspace, &args).ok());
    let plain = answer["plain"].as_array().expect("counts");
    let told = plain.iter().find(|p| p["before"] == 2020 && p["after"] == 2021).expect("2020 beside 2021");
    let count = |name: &str| told[name].as_i64().expect("a count");
    assert_eq!((count("before_count"), count("after_count")), (56, 30), "{told}");
    assert_eq!((count("city_before"), count("city_after")), (264, 195), "{told}");
    assert_eq!(count("fell_more"), 4, "{told}");
    let places = told["places"].as_array().expect("places");
    let dutchtown = places.iter().find(|p| p["name"] == "Dutchtown").expect("Dutchtown");
    assert_eq!((dutchtown["before"].as_i64(), dutchtown["after"].as_i64()), (Some(8), Some(11)), "{dutchtown}");
    assert_eq!(told["record_year"], true, "2020 was the city's record");
    let warnings = answer["meta"]["warnings"].to_string();
    assert!(warnings.contains("not a change by it") && warnings.contains("record year"), "{warnings}");
}

#[test]
fn published_counts_are_counted_by_neighborhood_and_what_is_not_published_has_no_row() {
    let Some(workspace) = real() else { return };
    let counts = |more: &[&str]| {
        let args = ["counts", "--by", "neighborhood", "--from", "2021-01", "--to", "2021-12", "--format", "csv"];
        let (_, rows) = crate::program::csv(&catchment(workspace, &[&args[..], more].concat()).ok());
        rows.into_iter().map(|row| (row[1].clone(), row[3].parse().expect("a count"))).collect::<Vec<(String, i64)>>()
    };
    let homicides = counts(&["--offense", "homicide"]);
    assert_eq!(homicides.iter().map(|(_, n)| n).sum::<i64>(), 195);
    assert!(homicides.contains(&("Dutchtown".to_owned(), 11)), "{homicides:?}");
    // Harm is published in part; positions not at all.
    assert!(counts(&["--offense", "harm"]).is_empty());
    assert!(counts(&["--offense", "homicide", "--area", "point"]).is_empty());
}
