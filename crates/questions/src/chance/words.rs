//! What chances say in sentences; never surer than the draws.

use std::fmt::Write as _;

use super::{ChanceArea, ChanceExpected, ChanceGround, StableCatchment};
use crate::pieces::Objective;
use crate::words::{figure, grouped, percent};

/// Share of the draws from which on a catchment is firm, in percent.
const FIRM: f64 = 90.0;
/// Areas that a list names; the others are counted.
const NAMED: usize = 12;
/// Ground below this is less than the smallest cell, km².
const LEAST_KM2: f64 = 0.009;

/// What the search of the draws does to the answer.
const NEAR_TIES: &str = "The search of each draw also begins at the choice that is judged. Where other choices are \
    worth nearly as much, mostly where catchments are large, ground is chosen again somewhat less often than said.";

/// Why a ranking's chance is higher.
const NOT_AS_DRAWN: &str = "P(top k) of a ranking is higher: it compares catchments with one another as they are \
    drawn. The chance here also asks whether the same ground would be drawn again.";

/// What is drawn where criteria steer.
pub const TILTED: &str = "How much happens on each cell was drawn again; what it is worth by the criteria was held as \
    it is, so that chance in recency, severity and hours is left out.";

/// How many of the chosen come back. A catchment is firm where at least half of it comes back in 90% of the draws or
/// more, by the whole percent that [`stable`] shows.
pub fn finding(catchments: &[StableCatchment], draws: usize, basis: Objective) -> String {
    let what = if basis == Objective::Expected { "of next year's harm" } else { "of the counts" };
    let drawn = format!("Chosen again on {} draws {what},", grouped(i64::try_from(draws).unwrap_or(i64::MAX)));
    let all = catchments.len();
    let firm = catchments.iter().filter(|c| whole_percent(c.mostly) >= FIRM).count();
    let often = "in 90% of the draws or more";
    match (firm, all) {
        (1, 1) => format!("{drawn} the catchment stays mostly where it is {often}."),
        (_, 1) => format!("{drawn} the catchment does not stay where it is often enough to call it sure."),
        (firm, all) if firm == all => {
            format!("{drawn} all {} catchments stay mostly where they are {often}.", word(all))
        }
        (1, all) => format!("{drawn} one of the {} catchments stays mostly where it is {often}.", word(all)),
        (firm, all) => {
            format!("{drawn} {} of the {} catchments stay mostly where they are {often}.", word(firm), word(all))
        }
    }
}

fn word(n: usize) -> String {
    let words = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"];
    words.get(n).map_or_else(|| n.to_string(), |word| (*word).to_owned())
}

/// What is shown and what is compared: whole percents.
fn whole_percent(p: f64) -> f64 {
    (100.0 * p).round()
}

/// How often something is so among the draws; the ends are told as what they are.
pub fn among_draws(p: f64) -> String {
    match whole_percent(p) {
        n if n >= 100.0 => "in nearly every draw".to_owned(),
        n if n < 1.0 => "in fewer than 1% of the draws".to_owned(),
        n => format!("in {n}% of the draws"),
    }
}

/// How much of a catchment comes back when the draws are searched again.
pub fn stable(share: f64, mostly: f64) -> String {
    let ground = format!("{} of its ground is chosen again", percent(share, 0));
    if whole_percent(mostly) < 5.0 {
        return format!("{ground}; in nearly every draw another place is better");
    }
    format!("{ground}; at least half of it comes back {}", among_draws(mostly))
}

/// Whether another choice would have been much better.
pub fn holds(holds: Option<f64>, low: Option<f64>, basis: Objective) -> Option<String> {
    let lost = if basis == Objective::Expected { "the year comes otherwise" } else { "the counts misled" };
    Some(format!(
        "What is lost if {lost}: on average the choice holds {} of what the best choice for a draw would hold, and at \
         least {} in 9 of 10 draws.",
        percent(holds?, 0),
        percent(low?, 0)
    ))
}

/// The map in words: which areas hold ground that is sure, likely or possible.
pub fn ground(areas: &[ChanceArea]) -> Vec<ChanceGround> {
    let list = |title: &str, of: fn(&ChanceArea) -> f64| {
        let mut some: Vec<&ChanceArea> = areas.iter().filter(|area| of(area) > LEAST_KM2).collect();
        some.sort_by(|a, b| of(b).total_cmp(&of(a)));
        let named = some.iter().take(NAMED).map(|area| format!("{} ({} km²)", area.name, figure(of(area))));
        let mut text = named.collect::<Vec<_>>().join(", ");
        if some.len() > NAMED {
            let _ = write!(text, ", and {} more", some.len() - NAMED);
        }
        let text = if text.is_empty() { "nowhere".to_owned() } else { text };
        ChanceGround { title: title.to_owned(), text }
    };
    vec![
        list("Sure (a chance of 90% or more)", |area| area.sure_km2),
        list("Likely (50 to 90%)", |area| area.likely_km2),
        list("Possible (10 to 50%)", |area| area.possible_km2),
    ]
}

/// What the chances cover, and what they do not.
pub fn covers(expected: bool) -> &'static str {
    if expected {
        "The chance covers few counts, places that rise and fall from year to year, and expectations as wrong as those \
         of past years. It does not cover wrong or missing positions, late reports, doubt in the weights of other \
         offenses now in use, neighbors that rise together, years unlike those seen, or other weights, sizes and \
         limits: true doubt is larger."
    } else {
        "The chance covers doubt in the counts only. It does not cover wrong or missing positions, late reports, \
         change over time, or other weights, sizes and limits: true doubt is larger."
    }
}

/// How the chances came about, and what they cover.
pub fn notes(draws: usize, expected: Option<&ChanceExpected>) -> Vec<String> {
    let again = "the catchments were chosen again on each. The chance of a cell is the share of draws in which it was \
        in one, drawn toward a half (in catchments of fewer than 60 cells only where it is above one), because on \
        made-up cities what 98% of the draws agreed on was true in 88 to 97%.";
    let Some(model) = expected else {
        return vec![
            format!("Each of {draws} draws is a surface of rates that could lie behind the counts; {again}"),
            covers(false).to_owned(),
            NEAR_TIES.to_owned(),
            NOT_AS_DRAWN.to_owned(),
        ];
    };
    let years = match model.years {
        1 => "one past year".to_owned(),
        n => format!("{n} past years, each"),
    };
    vec![
        format!("Each of {draws} draws is a surface of rates that the year after the window could have; {again}"),
        format!(
            "How far rates may lie from what is expected was learned from {years} held against what would have been \
             said before it: what is said of a cell is worth {:.1} years of counting it.",
            model.worth_years
        ),
        covers(true).to_owned(),
        NEAR_TIES.to_owned(),
        NOT_AS_DRAWN.to_owned(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn catchment(mostly: f64) -> StableCatchment {
        StableCatchment {
            id: "C1".to_owned(),
            name: String::new(),
            area_km2: 1.0,
            share: 0.7,
            standard_error: 0.01,
            mostly,
            sentence: String::new(),
        }
    }

    #[test]
    fn the_finding_never_denies_what_a_catchment_is_said_to_do() {
        // 0.88 is below 90% in both sentences, 0.896 is 90% in both.
        let none = finding(&[catchment(0.88), catchment(0.5)], 50, Objective::Expected);
        assert_eq!(
            none,
            "Chosen again on 50 draws of next year's harm, none of the two catchments stay mostly where they are in \
             90% of the draws or more."
        );
        assert!(stable(0.7, 0.88).ends_with("comes back in 88% of the draws"));
        let one = finding(&[catchment(0.896), catchment(0.5)], 50, Objective::Counted);
        assert!(one.contains("one of the two catchments stays mostly where it is in 90%"), "{one}");
        assert!(stable(0.7, 0.896).ends_with("comes back in 90% of the draws"));
    }

    #[test]
    fn draws_make_nothing_certain_or_impossible() {
        assert_eq!(among_draws(1.0), "in nearly every draw");
        assert_eq!(among_draws(0.0), "in fewer than 1% of the draws");
        assert!(stable(0.1, 0.02).ends_with("in nearly every draw another place is better"));
    }

    #[test]
    fn one_past_year_is_not_each() {
        let model =
            |years| ChanceExpected { years, worth_years: 1.6, share_around: 0.05, reach_m: None, over_dispersion: 1.5 };
        assert!(notes(50, Some(&model(1)))[1].contains("from one past year held against"));
        assert!(notes(50, Some(&model(5)))[1].contains("from 5 past years, each held against"));
    }

    #[test]
    fn ground_that_there_is_not_is_nowhere() {
        assert!(ground(&[]).iter().all(|list| list.text == "nowhere"));
    }
}
