//! What was measured of a site, in sentences: what a screen or a page shows where a table has no room.

use super::boundary;
use super::words::{of_best, reached};
use super::{ChangeRatio, ChangedItem, DriftItem, ShiftChecked, SiteChecked, SiteSays, ThenNowItem};
use crate::words::{grouped, listed, month_name, p_value, percent, whole};

/// All that is said of a site; `several` where its p are over more than one site.
pub(super) fn site(site: &SiteChecked, several: bool) -> SiteSays {
    let over = if several { " over all sites" } else { "" };
    SiteSays {
        reach: reach(site),
        drift: site.drift.as_ref().map(|d| drift(d, over)),
        boundary: boundary(site),
        shift: site.shift.as_ref().map(|s| shift(s, over)).unwrap_or_default(),
        change: site.change.as_ref().map(|c| change(c, over)),
        then_now: site.then_now.as_ref().map(then_now),
    }
}

/// Whether a change of the boundary would help, and the streets that it adds.
pub(super) fn boundary(site: &SiteChecked) -> Vec<String> {
    let Some(item) = &site.boundary else { return Vec::new() };
    let streets = item.change.as_ref().and_then(boundary::words::streets);
    [item.says.clone()].into_iter().chain(streets).collect()
}

fn reach(site: &SiteChecked) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(now) = &site.reached {
        let before = site.year_before.as_ref();
        let before = before.map_or_else(String::new, |b| format!("; in the twelve months before, {}", reached(b)));
        said.push(format!("{} of the city's located harm in twelve months (90% interval){before}.", reached(now)));
    }
    let Some(best) = &site.best else { return said };
    let of = match best.names.len() {
        1 => "The best ground of its size to expect lies in",
        _ => "The best ground of that size and number to expect lies in",
    };
    let held = of_best(best);
    said.push(format!("{of} {}: today's ground holds {held} of what that holds.", listed(&best.names)));
    if let Some(held) = &best.held_out {
        said.push(format!(
            "Chosen on {} to {}, before these twelve months, the best ground held {} of the city's harm in them; \
             today's ground held {} of that (90% interval {} to {}).",
            month_name(&held.from),
            month_name(&held.to),
            percent(held.reached.share, 1),
            percent(held.ratio, 0),
            percent(held.low, 0),
            percent(held.high, 0)
        ));
    }
    said
}

fn drift(drift: &DriftItem, over: &str) -> String {
    let what = if drift.beyond_chance { "farther than chance moves it" } else { "within what chance moves it" };
    format!(
        "The middle of the harm in and around it moved {} m {} in a year, {what}: nine of ten random swaps of the two \
         years move it at most {} m (p {}{over}).",
        whole(drift.meters),
        drift.direction,
        whole(drift.chance_m),
        p_value(drift.p)
    )
}

fn shift(shift: &ShiftChecked, over: &str) -> Vec<String> {
    let met = &shift.met;
    let mut said = vec![
        format!(
            "Today's shift, {}, meets {} of the {} incidents whose hour is known (90% interval {} to {}).",
            shift.today.text,
            percent(met.share, 0),
            grouped(shift.known),
            percent(met.low, 0),
            percent(met.high, 0)
        ),
        format!(
            "In hindsight the best five days of ten hours, {}, would have met {}: chosen on the same incidents, so too \
             high.",
            shift.best.text,
            percent(shift.best_met, 0)
        ),
    ];
    if let Some(other) = &shift.other {
        let points = 100.0 * other.adds;
        let by = format!("{:.0}", points.abs());
        said.push(format!(
            "The best of the year before, {}, would have met {by} {} {} of this year's incidents (90% interval {:+.0} \
             to {:+.0}; p {}{over}).",
            other.schedule.text,
            if by == "1" { "point" } else { "points" },
            if points < 0.0 { "less" } else { "more" },
            100.0 * other.low,
            100.0 * other.high,
            p_value(other.p)
        ));
    }
    said
}

fn change(change: &ChangedItem, over: &str) -> String {
    format!(
        "The likeliest change of its share of the city's incidents: about {}, from {} to {}, {} (p {}{over}).",
        month_name(&change.month),
        percent(change.before, 1),
        percent(change.after, 1),
        if change.beyond_chance { "beyond chance" } else { "within chance" },
        p_value(change.p)
    )
}

fn then_now(item: &ThenNowItem) -> String {
    format!(
        "{} incidents in the twelve months before, {} in these{}; the rest of the city {} and {}{}. A change from year \
         to year, not what a program did.",
        grouped(item.before),
        grouped(item.now),
        by(item.ratio.as_ref()),
        grouped(item.rest_before),
        grouped(item.rest_now),
        by(item.rest.as_ref())
    )
}

fn by(ratio: Option<&ChangeRatio>) -> String {
    let change = |ratio: f64| format!("{:+.0}%", 100.0 * (ratio - 1.0));
    ratio.map_or_else(String::new, |r| {
        format!(" ({}, 90% interval {} to {})", change(r.ratio), change(r.low), change(r.high))
    })
}
