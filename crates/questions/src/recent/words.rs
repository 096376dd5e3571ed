//! What the newest days say in sentences.

use super::{LEAST, RecentBeside, RecentStretch, RecentVerdict};
use crate::words::{day_name, grouped, listed, many};

/// A row in a sentence.
pub fn row(beside: &RecentBeside) -> String {
    let counts = format!("{} against {} a year before", incidents(beside.incidents), grouped(beside.incidents_then));
    if beside.verdict == RecentVerdict::Few {
        return format!("Too few to compare: {counts}; nothing is said of fewer than {LEAST} in both together.");
    }
    let inside = (beside.low..=beside.high).contains(&beside.incidents);
    let start = match beside.verdict {
        RecentVerdict::Fewer => "Fewer than a year before",
        RecentVerdict::More => "More than a year before",
        _ if inside => "No more than chance",
        _ => "Not told from chance among so many places",
    };
    format!("{start}: {counts}; chance alone would give {} to {}.", grouped(beside.low), grouped(beside.high))
}

fn incidents(n: i64) -> String {
    format!("{} {}", grouped(n), if n == 1 { "incident" } else { "incidents" })
}

/// `12% fewer`; nothing where there were none a year before.
pub fn change(beside: &RecentBeside) -> Option<String> {
    let percent = (100.0 * beside.change?).round();
    Some(match percent {
        0.0 => "no change".to_owned(),
        p if p < 0.0 => format!("{:.0}% fewer", -p),
        p => format!("{p:.0}% more"),
    })
}

/// `January 1 to April 30, 2026`.
pub fn span(from: &str, to: &str) -> String {
    let (first, last) = (day_name(from), day_name(to));
    match (first.split_once(", "), last.split_once(", ")) {
        (Some((day, year)), Some((_, same))) if year == same => format!("{day} to {last}"),
        _ => format!("{first} to {last}"),
    }
}

/// The city's answer.
pub fn finding(
    city: &str,
    to_date: (&RecentStretch, Option<&RecentBeside>),
    newest: (&RecentStretch, Option<&RecentBeside>),
) -> String {
    let told = |(stretch, beside): (&RecentStretch, Option<&RecentBeside>)| {
        let days = span(&stretch.from, &stretch.to);
        match (beside, &stretch.not_compared) {
            (Some(beside), _) => format!("{days}: {}", compared(beside)),
            (None, Some(why)) => format!("{days}, has nothing to stand beside. {why}"),
            (None, None) => format!("{days}, is not told."),
        }
    };
    format!("{city}, year to date, {} The last 28 days, {}", told(to_date), told(newest))
}

/// A count beside that of a year before, and what chance alone gives.
fn compared(beside: &RecentBeside) -> String {
    let counts = format!("{} against {} a year before", incidents(beside.incidents), grouped(beside.incidents_then));
    let change = change(beside).map_or_else(String::new, |c| format!(", {c}"));
    let verdict = match beside.verdict {
        RecentVerdict::Few => return format!("{counts}{change}: too few to compare."),
        RecentVerdict::Fewer => "fewer than chance explains",
        RecentVerdict::More => "more than chance explains",
        RecentVerdict::Chance => "no more than chance",
    };
    let (low, high) = (grouped(beside.low), grouped(beside.high));
    format!("{counts}{change}; chance alone would give {low} to {high}: {verdict}.")
}

/// By which day, and until when reports are counted.
pub fn counted((now, then): &(String, String)) -> String {
    format!(
        "Counted by the day on which it happened, as reported by {now}; the year before as it was reported by {then}, \
         so that late reports are missing from both alike. Today’s published figures of that year may be higher."
    )
}

/// What reports that come late say of the newest days: of `all` incidents a year before so many came later.
pub fn late(late: i64, all: i64) -> String {
    if late <= 0 || all <= 0 {
        return "Whether the newest days are still filling up these files do not tell: of the same days a year before, \
                nothing was reported later than its month."
            .to_owned();
    }
    format!(
        "The newest days are still filling up: of the {} incidents known today of the same 28 days a year before, \
         {} had not been reported by then.",
        grouped(all),
        grouped(late)
    )
}

/// Rows on no day.
pub fn without_day(now: i64, then: i64) -> Option<String> {
    let text = || {
        format!(
            "Counted on no day, because the files do not tell it: {} reported in the year to date, {} in that of the \
             year before.",
            grouped(now),
            grouped(then)
        )
    };
    (now != 0 || then != 0).then(text)
}

/// Where one of two stretches holds February 29.
pub fn leap(stretch: &RecentStretch) -> Option<String> {
    let text = || {
        format!(
            "{} has {} days and the year before {}: one of them holds February 29, which the band allows for.",
            span(&stretch.from, &stretch.to),
            stretch.days,
            stretch.then_days
        )
    };
    (stretch.days != stretch.then_days).then(text)
}

/// What the band is, and the variance behind it.
pub fn band(city: f64, places: f64) -> String {
    format!(
        "Chance alone: had the rate stayed what it was, 95 of 100 such counts would lie in the range told, given the \
         count of the year before. It is reckoned by incidents, whose number varies {city:.1} times as much as pure \
         chance in the city and {places:.1} times in its neighborhoods. Why it changed, these figures cannot say."
    )
}

/// How many of many places lie outside of their band, and how many of these are told as changed.
pub fn many_places(judged: usize, outside: usize, told: usize, fdr: f64) -> Option<String> {
    let text = || {
        format!(
            "Of {} neighborhoods and parks with {LEAST} incidents or more, {} lie outside of the range; by chance \
             alone about {:.0} would. {}",
            many(judged),
            many(outside),
            judged as f64 * super::LEVEL,
            match told {
                0 => "None is told as fewer or more.".to_owned(),
                n => format!(
                    "Told as fewer or more: {}. Of so many no more than {:.0}% are expected to be chance.",
                    many(n),
                    100.0 * fdr
                ),
            }
        )
    };
    (judged > 0).then(text)
}

/// Why days of a neighborhood are not told.
pub fn not_told(months: u32) -> String {
    let step = if months == 12 { "whole years".to_owned() } else { format!("steps of {months} months") };
    format!(
        "The last 28 days are told of the city alone: of neighborhoods nothing is told by less than whole months, and \
         of finer places nothing by less than {step}."
    )
}

/// Whose offenses are left out.
pub fn withheld(ids: &[String]) -> Option<String> {
    (!ids.is_empty()).then(|| format!("Not counted here, because not told by days and months: {}.", listed(ids)))
}

/// Why a site is not told.
pub const OWN_OUTLINE: &str = "Days are kept by neighborhood, and this site has an outline of its own.";
