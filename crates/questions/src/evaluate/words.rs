//! What an evaluation says in sentences: a range, never one number, and never a cause.

use catchment_model::{Site, SiteShape};

use super::{BridgedItem, ClaimItem, DisplacementItem, EvaluateAnswer, PlainItem, SpecItem};
use crate::words::{grouped, listed, many, not_published, p_value, percent, spelled};

/// What all sites together are called.
pub fn all_sites(sites: usize) -> String {
    format!("All {} sites", spelled(sites))
}

/// A ratio as a change: `−45%`, `+3%`.
pub fn change(ratio: f64) -> String {
    let by = 100.0 * (ratio - 1.0);
    format!("{}{:.0}%", if by < -0.5 { "−" } else { "+" }, by.abs())
}

/// The answer in one sentence.
pub fn headline(answer: &EvaluateAnswer) -> &'static str {
    match answer.summary.as_ref().map(|s| s.p) {
        None => "No estimate of a change can be made.",
        Some(None) => "What changed at the sites cannot be told from chance: too few places to set it beside.",
        Some(Some(p)) if p <= 0.05 => {
            "What changed at the sites lies beyond what places without a program give; why, no figure here says."
        }
        Some(Some(_)) => "What changed at the sites lies within what places without a program give.",
    }
}

/// The answer in a sentence or two.
pub fn finding(answer: &EvaluateAnswer) -> String {
    let Some(s) = &answer.summary else {
        return "No estimate can be made: no whole year of data lies on both sides of the launch.".to_owned();
    };
    let placebos = match s.p {
        Some(p) => format!(
            " The whole curve lies {} what places without a program give (p {}).{}",
            if p <= 0.05 { "beyond" } else { "within" },
            p_value(p),
            s.fall_of_20_told.map_or_else(String::new, told)
        ),
        None => " Too few places without a program to set it beside.".to_owned(),
    };
    format!(
        "{} estimates run from {} to {}, the middle one {}; {} and {} of them lie beyond 95 of 100 places without a \
         program.{placebos}",
        many(s.estimates),
        change(s.least),
        change(s.greatest),
        change(s.median),
        counted(s.falls_beyond, "fall"),
        counted(s.rises_beyond, "rise")
    )
}

/// `no fall`, `1 fall`, `31 falls`.
fn counted(n: usize, what: &str) -> String {
    match n {
        0 => format!("no {what}"),
        1 => format!("1 {what}"),
        n => format!("{} {what}s", many(n)),
    }
}

/// How often a program that worked would be seen.
fn told(share: f64) -> String {
    format!(
        " Of programs of this size that brought a fall of 20%, about {} would be told from chance.",
        percent(share, 0)
    )
}

/// Counts as they are told.
pub fn plain(item: &PlainItem) -> String {
    let ratio =
        |after: i64, before: i64| if before > 0 { change(after as f64 / before as f64) } else { "–".to_owned() };
    let record = if item.record_year { ", from a record year" } else { "" };
    format!(
        "{} {}→{}: {} → {} ({}), city {} → {} ({}{record}); {} of {} neighborhoods fell more than the city.",
        item.outcome,
        item.before,
        item.after,
        grouped(item.before_count),
        grouped(item.after_count),
        ratio(item.after_count, item.before_count),
        grouped(item.city_before),
        grouped(item.city_after),
        ratio(item.city_after, item.city_before),
        item.fell_more,
        item.places.len()
    )
}

/// A change carried over a series break.
pub fn bridged(item: &BridgedItem) -> String {
    let counts = format!("{} {}→{}: ", item.outcome, item.before, item.after);
    if let Some(why) = &item.refused {
        return format!("{counts}{why}");
    }
    let numbers = format!("{} → {}", grouped(item.before_count), grouped(item.after_count));
    let (Some(ratio), Some(low), Some(high), Some(used)) = (item.ratio, item.low, item.high, &item.bridge) else {
        return format!("{counts}{numbers}, too few to compare.");
    };
    format!(
        "{counts}{numbers}; as {} would have counted, {} (90% interval: {} to {}). {}",
        used.before.system,
        change(ratio),
        change(low),
        change(high),
        used.says
    )
}

/// Where a fall went.
pub fn displacement(item: &DisplacementItem) -> String {
    let wdq = item.wdq.map_or_else(|| "not weighed: no fall beside the comparison".to_owned(), |q| format!("{q:.2}"));
    format!(
        "{} {}→{}, the neighborhoods around included: {:+.0} beside the comparison (95% interval \
         {:+.0} to {:+.0}; WDD); WDQ {wdq}.",
        item.outcome, item.before, item.after, item.wdd, item.wdd_low, item.wdd_high
    )
}

/// A claim beside our estimates.
pub fn claim(item: &ClaimItem) -> String {
    let ours = item
        .share_as_large
        .map_or_else(String::new, |s| format!(" Of our estimates {} show a fall as large.", percent(s, 0)));
    format!("Claimed: {} ({}){ours}", item.text, item.source)
}

/// What a reader must see.
pub fn warnings(specs: &[SpecItem], sites: &[Site]) -> Vec<String> {
    let mut list =
        vec!["A change after a launch is not a change by it: nothing here says what caused what.".to_owned()];
    if sites.iter().any(|s| s.shape == SiteShape::StandIn) {
        list.push(not_published(sites));
    }
    let moved = |site: &&Site| sites.iter().any(|first| first.id == site.id && first.from < site.from);
    let moved: Vec<String> = sites.iter().filter(moved).map(|s| format!("{} in {}", s.name, s.from)).collect();
    if !moved.is_empty() {
        list.push(format!("Moved since: {}. What is compared is the ground of the launch.", moved.join(", ")));
    }
    if specs.iter().any(|s| s.crosses_break) {
        list.push(
            "The police changed their way of counting between before and after: a change by itself (before_after) is \
             a claim, not a measurement; only comparisons with other places carry over, where the change met all alike."
                .to_owned(),
        );
    }
    if specs.iter().any(|s| s.record_year) {
        list.push(
            "Some baselines are the city's record year: after a record, counts fall without any program. Longer \
             baselines stand beside them."
                .to_owned(),
        );
    }
    list
}

/// What a reader must know of how it was reckoned.
pub fn notes(launch: i32, others: usize, left_out: &[String]) -> Vec<String> {
    let mut notes = vec![
        format!(
            "First launch in {launch}. Years with twelve known months count, counts published per neighborhood \
             included; years between are missing, not zero."
        ),
        format!(
            "Compared with {others} neighborhoods that no site serves. Placebos are as many of these as the ground \
             has, drawn from the half with most before; they are not alike in every other way."
        ),
        "Estimates are not independent of each other, and their number is not a measure of certainty.".to_owned(),
    ];
    if !left_out.is_empty() {
        notes.push(format!(
            "Not among these: {}. Years before a launch are known by neighborhood, and {} begun on whole \
             neighborhoods.",
            listed(left_out),
            if left_out.len() == 1 { "it was not" } else { "they were not" }
        ));
    }
    notes
}
