//! What a ranking says in sentences.

use catchment_model::Measure;

use crate::answers::SearchSummary;
use crate::pieces::Objective;
use crate::words::{bound_percent, figure};

/// Chance from which on a place is clearly among the first k, in percent.
const CLEAR: f64 = 90.0;
/// Chance below which it is clearly not, in percent.
const NOT: f64 = 10.0;

/// Whether a place may or may not be among the first k. What is shown and what is compared is one figure: whole
/// percents.
pub fn open(p: f64) -> bool {
    (NOT..CLEAR).contains(&(100.0 * p).round())
}

/// How much of the first k is settled. The chances are those of all ranked places.
pub fn finding(chances: &[f64], k: usize) -> String {
    let sure = chances.iter().filter(|p| (100.0 * **p).round() >= CLEAR).count();
    let open = chances.iter().filter(|p| open(**p)).count();
    let places = if k == 1 { "first".to_owned() } else { format!("in the top {k}") };
    if open == 0 {
        return format!("{sure} {} clearly {places}.", if sure == 1 { "area is" } else { "areas are" });
    }
    let first = if sure == 0 {
        format!("No area is clearly {places}")
    } else {
        let verb = if sure == 1 { "is" } else { "are" };
        format!("{sure} of {k} {verb} clearly {places} (a chance of 90% or more)")
    };
    let more = if sure == 0 { "" } else { "more " };
    format!("{first}; for {open} {more}{}, it could go either way.", if open == 1 { "area" } else { "areas" })
}

/// What the intervals of the scores say, given as lower and upper ends in the order of the list. Overlap is no tie: two
/// draws can each be wide and yet seldom change places.
pub fn intervals(ends: &[(f64, f64)], k: usize) -> String {
    let Some(((first, _), others)) = ends.split_first() else { return String::new() };
    let overlap = others.iter().filter(|(_, high)| high >= first).count();
    let with = match overlap {
        0 => "No other overlaps with the first.".to_owned(),
        1 => "1 other overlaps with the first.".to_owned(),
        n => format!("{n} others overlap with the first."),
    };
    let top = if k == 1 { "first".to_owned() } else { format!("in the top {k}") };
    format!(
        "Each bar is a 90% interval of the score. {with} Bars that overlap do not mean a tie: how likely an area is \
         {top} is told by its chance."
    )
}

/// What P(top k) of catchments says: not that the same outline would be chosen again.
pub fn as_drawn(k: usize) -> String {
    let top = if k == 1 { "P(first)".to_owned() } else { format!("P(top {k})") };
    format!(
        "{top} compares these catchments with one another as they are drawn. Whether the same ground would be drawn \
         again is another question, with a lower chance: the chance of a choice answers it. Scores are corrected for \
         having been chosen as the highest, ranks are not: their orders may differ."
    )
}

/// What a catchment holds by the measure: as counted, as it is to be expected, and the ends of the interval.
pub fn falls_back([said, expected, low, high]: [f64; 4], measure: Measure) -> String {
    let of = match measure {
        Measure::Count => "a year",
        Measure::PerResident => "a year per 1,000 residents",
        Measure::PerKm2 => "a year per km²",
    };
    let why = if said > expected { ": places chosen because they are highest fall back" } else { "" };
    let [said, expected, low, high] = [said, expected, low, high].map(figure);
    format!("{said} {of} counted, {expected} to expect (90% interval {low} to {high}){why}.")
}

/// What the search behind ranked catchments is worth.
pub fn search(search: &SearchSummary, basis: Objective, k: usize) -> String {
    let best = if search.gap <= 0.0 {
        "proven best".to_owned()
    } else {
        format!("within {} of the best possible", bound_percent(search.gap))
    };
    let basis = match basis {
        Objective::Expected => "the harm to expect per year after the window",
        Objective::Counted => "the window's counts",
    };
    format!("The first {k} catchments together are {best} on {basis} (cells of resolution {}).", search.resolution)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overlapping_intervals_are_counted_and_not_told_as_ties() {
        let told = intervals(&[(10.0, 20.0), (9.0, 12.0), (1.0, 9.0)], 2);
        assert!(told.contains("1 other overlaps with the first. Bars that overlap do not mean a tie"), "{told}");
        assert!(intervals(&[(10.0, 20.0), (1.0, 9.0)], 1).contains("No other overlaps"));
        assert_eq!(intervals(&[], 1), "");
    }

    #[test]
    fn a_catchment_is_told_as_counted_and_as_to_be_expected() {
        assert_eq!(
            falls_back([59.1, 55.2, 51.0, 59.6], Measure::Count),
            "59.1 a year counted, 55.2 to expect (90% interval 51.0 to 59.6): places chosen because they are highest \
             fall back."
        );
        assert!(!falls_back([3.0, 3.1, 2.0, 4.0], Measure::PerKm2).contains("fall back"));
    }

    #[test]
    fn what_is_settled_is_told_by_the_figures_that_are_shown() {
        assert_eq!(finding(&[0.99, 0.95, 0.05], 2), "2 areas are clearly in the top 2.");
        assert_eq!(finding(&[1.0], 1), "1 area is clearly first.");
        // 0.896 is shown as 90%, so it is clear; 0.094 is shown as 9%, so it is not open.
        let two = "1 of 2 is clearly in the top 2 (a chance of 90% or more); for 1 more area, it could go either way.";
        assert_eq!(finding(&[0.896, 0.5, 0.094], 2), two);
        assert_eq!(finding(&[0.5, 0.5], 1), "No area is clearly first; for 2 areas, it could go either way.");
    }
}
