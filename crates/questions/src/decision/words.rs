//! What a decision says in sentences.

use catchment_model::Measure;

use super::{CriterionInfo, DecisionItem, GuardItem, IncidentChangeItem, WeightChangeItem};
use crate::words::{figure, listed, many, percent, percent_chance, span};

/// Chance from which on a place is clearly among the first k, in percent.
const CLEAR: f64 = 90.0;
/// Chance below which it is clearly not, in percent.
const NOT: f64 = 10.0;
/// Half of the width of a 90% interval, in standard deviations.
const HALF_90: f64 = 1.645;

/// The first places by name, and what they do: those that are clearly among the first as settled, the others as next in
/// a list that chance may turn.
pub fn headline(first: &[&DecisionItem], measure: Measure, burden_alone: bool) -> String {
    let (settled, open): (Vec<&DecisionItem>, Vec<&DecisionItem>) =
        first.iter().partition(|item| (100.0 * item.p_top).round() >= CLEAR);
    let [settled, open] = [settled, open].map(|of| of.iter().map(|item| item.name.as_str()).collect::<Vec<_>>());
    let (could, come) =
        if open.len() == 1 { ("it could be another", "comes") } else { ("they could be others", "come") };
    match (settled.is_empty(), open.is_empty()) {
        (true, true) => String::new(),
        (true, false) => format!("{} {come} first, but {could}.", listed(&open)),
        (false, true) => format!("{} {}.", listed(&settled), does(settled.len(), measure, burden_alone)),
        (false, false) => format!(
            "{} {}. {} {come} next, but {could}.",
            listed(&settled),
            does(settled.len(), measure, burden_alone),
            listed(&open)
        ),
    }
}

/// What so many first places do.
fn does(places: usize, measure: Measure, burden_alone: bool) -> &'static str {
    match (burden_alone, measure, places == 1) {
        (false, _, true) => "comes first by these priorities",
        (false, _, false) => "come first by these priorities",
        (true, Measure::Count, true) => "carries the most",
        (true, Measure::Count, false) => "carry the most",
        (true, Measure::PerResident, true) => "has the most per resident",
        (true, Measure::PerResident, false) => "have the most per resident",
        (true, Measure::PerKm2, true) => "has the most per km²",
        (true, Measure::PerKm2, false) => "have the most per km²",
    }
}

/// What the frequency of each place is of.
pub fn again(k: usize, weights_in_doubt: bool) -> String {
    let drawn =
        if weights_in_doubt { "chance in the counts and the doubt about the weights" } else { "chance in the counts" };
    let first = if k == 1 { "first".to_owned() } else { format!("in the top {k}") };
    format!("Were {drawn} drawn again ten times, {first}:")
}

/// How much of the first k is settled under both kinds of doubt.
pub fn finding(items: &[DecisionItem], k: usize) -> String {
    // What is shown and what is compared is one figure: whole percents.
    let percents: Vec<f64> = items.iter().map(|item| (100.0 * item.p_top).round()).collect();
    let sure = percents.iter().filter(|p| **p >= CLEAR).count();
    let open = percents.iter().filter(|p| **p >= NOT && **p < CLEAR).count();
    let places = if k == 1 { "first".to_owned() } else { format!("in the top {k}") };
    let first = if sure == 0 {
        format!("No place is clearly {places}")
    } else {
        let verb = if sure == 1 { "is" } else { "are" };
        format!("{sure} of {k} {verb} clearly {places} (a chance of 90% or more)")
    };
    if open == 0 {
        return format!("{first}.");
    }
    let more = if sure == 0 { "" } else { "more " };
    format!("{first}; for {open} {more}{}, it could go either way.", if open == 1 { "place" } else { "places" })
}

/// Where the doubt comes from: mean distance of the open places' chances from certainty, by each kind alone.
pub fn doubt(items: &[DecisionItem]) -> Option<String> {
    let open: Vec<&DecisionItem> = items.iter().filter(|item| (0.02..0.98).contains(&item.p_top)).collect();
    let mean = |p: fn(&DecisionItem) -> f64| {
        open.iter().map(|item| p(item) * (1.0 - p(item))).sum::<f64>() / open.len().max(1) as f64
    };
    let (counts, weights) = (mean(|item| item.p_top_counts_only), mean(|item| item.p_top_weights_only));
    if open.is_empty() || (weights < 0.01 && counts < 0.01) {
        return None;
    }
    let told = if weights < 0.2 * counts {
        "Nearly all of this doubt is chance in the counts; the weights matter little here."
    } else if counts < 0.2 * weights {
        "Nearly all of this doubt is about the weights; the counts are clear."
    } else if counts > weights {
        "More of this doubt is chance in the counts than doubt about the weights."
    } else {
        "More of this doubt is about the weights than chance in the counts."
    };
    Some(told.to_owned())
}

/// What the doubt about the weights means for the heaviest of them; without a concentration they are certain.
pub fn certainty(criteria: &[CriterionInfo], concentration: Option<f64>) -> String {
    let weighed = || criteria.iter().filter(|c| c.weight > 0.0);
    let top = weighed().reduce(|a, b| if b.weight > a.weight { b } else { a });
    let (Some(top), true) = (top, weighed().count() > 1) else {
        return "With one criterion there is nothing to weigh: its share is always 100%.".to_owned();
    };
    let Some(concentration) = concentration else {
        return "The weights are taken as certain: only chance in the counts is left.".to_owned();
    };
    let share = top.weight / weighed().map(|c| c.weight).sum::<f64>();
    let half = HALF_90 * (share * (1.0 - share) / (concentration + 1.0)).sqrt();
    format!(
        "{} has {} of the weight; the draws vary it between about {} and {}.",
        top.label,
        percent(share, 0),
        percent((share - half).max(0.0), 0),
        percent((share + half).min(1.0), 0)
    )
}

/// The smallest changes that would move a place into or out of the first k. The weight comes with the name of its
/// criterion.
pub fn changes(
    (weight, label): (Option<&WeightChangeItem>, &str),
    incidents: Option<&IncidentChangeItem>,
    inside: bool,
    k: usize,
) -> Vec<String> {
    let moved = if inside { format!("move it out of the top {k}") } else { format!("bring it into the top {k}") };
    let by_weight = match weight {
        Some(WeightChangeItem { from, to, .. }) => {
            let verb = if to > from { "Raising" } else { "Lowering" };
            let (from, to) = apart(*from, *to);
            format!("{verb} the weight of {} from {from} to {to} would {moved}.", label.to_lowercase())
        }
        None => format!("No change of a single weight would {moved}."),
    };
    let by_incidents = match incidents {
        Some(IncidentChangeItem { n, .. }) => {
            let direction = if inside { "fewer" } else { "more" };
            let offenses = if *n == 1 { "offense" } else { "offenses" };
            let n = many(*n);
            format!("{n} {direction} {offenses} in the period, with all else equal, would {moved}.")
        }
        None if inside => format!("Even without a single offense it would stay in the top {k} with these weights."),
        None => format!("No number of offenses alone would {moved} with these weights."),
    };
    vec![by_weight, by_incidents]
}

/// Two weights with two decimals, or with as many as tell them apart.
fn apart(from: f64, to: f64) -> (String, String) {
    let text = |x: f64, decimals: usize| {
        let text = format!("{x:.decimals$}");
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    };
    let pair = |decimals| (text(from, decimals), text(to, decimals));
    (2..9).map(pair).find(|(a, b)| a != b).unwrap_or_else(|| pair(9))
}

/// What is to be expected without any program: places that were high fall, places that were low rise.
pub fn fall(observed: Option<f64>, expected: Option<f64>, share: Option<f64>) -> String {
    let (Some(observed), Some(expected)) = (observed, expected) else {
        return "What to expect with no program cannot be said for this question.".to_owned();
    };
    let counted = format!(
        "The last year of the period counted {}; the level to expect is {} a year.",
        figure(observed),
        figure(expected)
    );
    match share {
        None => counted,
        Some(share) if (100.0 * share).round() == 0.0 => {
            format!("{counted} The last year was about typical for this place.")
        }
        Some(share) if share > 0.0 => format!(
            "{counted} A fall of about {} is therefore to be expected with no program at all.",
            percent(share, 0)
        ),
        Some(share) => format!(
            "{counted} A rise of about {} is therefore to be expected even if nothing gets worse.",
            percent(-share, 0)
        ),
    }
}

/// What a place will be by burden in the year to come.
pub fn next_year(k: usize, p: f64) -> String {
    let among = if k == 1 { "the worst".to_owned() } else { format!("among the {k} worst") };
    let p = percent_chance(p);
    format!("By burden alone, it will be {among} in the next 12 months, if places drift as they have: {p}.")
}

/// What a fall in one place is judged by: what every sentence of [`detectable`] is about.
///
/// True because: over simulated cities with and without drift the test alarms in 5% of cases where nothing happened,
/// and tells the fall that is said in 80%; over neighborhoods of St. Louis before any program it alarmed in 5 to 6%.
pub fn design(others: usize) -> String {
    format!(
        "Its count after the start beside as long before it, against the same ratio of the {others} areas nearest in \
         expected count; an error of 5% where nothing happened, a power of 80%, with the drift of all of them."
    )
}

/// When a fall of 20% would be visible, and else which one: the smallest with the year in which it is.
pub fn detectable(year_visible: Option<i32>, smallest: Option<(f64, i32)>, drift: Option<f64>) -> String {
    let Some(drift) = drift else {
        return "When a fall would be visible cannot be said: how places drift cannot be learned from so few years."
            .to_owned();
    };
    if let Some(year) = year_visible {
        return format!(
            "Beside comparison areas, a fall of 20% would be visible by {year} (80% power, about 5% error)."
        );
    }
    let cannot = format!(
        "A fall of 20% could not be told here, however long one waits: by drift alone such places move by about ±{} a \
         year beside the city.",
        percent(drift, 0)
    );
    match smallest {
        Some((fall, year)) => format!(
            "{cannot} Beside comparison areas, a fall of {} or more would be visible by {year} (80% power, about 5% \
             error).",
            // Rounded up: a smaller fall is not told so often.
            percent((100.0 * fall).ceil() / 100.0, 0)
        ),
        None => format!("{cannot} With so few offenses, no fall could be told within ten years."),
    }
}

/// How sure a rank is: over the draws, and by the burden as counted.
pub fn ranks((low, high): (usize, usize), (set_low, set_high): (usize, usize)) -> String {
    let word = |low, high| if low == high { "rank" } else { "ranks" };
    let only = if set_low == set_high { "only " } else { "" };
    format!(
        "90% of draws put it at {} {}. By the burden as counted, {only}{} {} cannot be ruled out (90% confidence for \
         all places together).",
        word(low, high),
        span(low, high),
        word(set_low, set_high),
        span(set_low, set_high)
    )
}

/// Who would enter and leave the first k if police-initiated offenses counted; none where there are none.
pub fn guard(guard: &[GuardItem], k: usize) -> Option<String> {
    let crosses = |from: fn(&GuardItem) -> usize, to: fn(&GuardItem) -> usize| {
        guard.iter().filter(|g| from(g) > k && to(g) <= k).count()
    };
    let enter = crosses(|g| g.rank, |g| g.rank_with_police_initiated);
    let leave = crosses(|g| g.rank_with_police_initiated, |g| g.rank);
    (!guard.is_empty()).then(|| {
        format!("If police-initiated offenses counted, {enter} would enter the top {k} and {leave} would leave it.")
    })
}
