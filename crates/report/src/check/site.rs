//! A site on the pages of a check.

use catchment_questions::check::{ReachedItem, SiteChecked, words};
use catchment_questions::words::{grouped, month_name};
use serde::Serialize;

use super::close::CloseView;

/// A site as the template reads it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct SiteView {
    /// Its number on the map; `all` for all together.
    number: String,
    /// Name.
    name: String,
    /// Since when it is there, how large it is, and whether its outline is its own.
    facts: Vec<String>,
    /// The verdict in words; absent for all together.
    verdict: Option<String>,
    /// Why.
    reason: String,
    /// The verdict of a quarter earlier, and what came of it.
    earlier: Option<String>,
    /// Incidents of the twelve months.
    incidents: String,
    /// Share of the city's harm, as figures.
    reached: Option<String>,
    /// The same, for the line beneath.
    line: Option<Line>,
    /// The year before, as figures.
    before: Option<String>,
    /// Beside the best ground of its size, to expect.
    of_best: Option<String>,
    /// The bar of that: from the share that is proven to the share of the best found.
    best_bar: Option<(f64, f64)>,
    /// Drift, as figures.
    drift: Option<String>,
    /// Shift, as figures.
    shift: Option<String>,
    /// Change of its share, as figures.
    change: Option<String>,
    /// What was measured, in sentences, each group with its head.
    says: Vec<(String, Vec<String>)>,
    /// The ground around a change of its boundary that is supported.
    close_up: Option<CloseView>,
    /// Picture of past quarters.
    past: String,
    /// The same in words.
    past_alt: String,
}

/// Shares on a line from 0 on.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Line {
    low: f64,
    share: f64,
    high: f64,
    before: Option<f64>,
}

/// A site; `number` is what it is called on the map.
pub(super) fn view(site: &SiteChecked, number: &str, close_up: Option<CloseView>) -> SiteView {
    SiteView {
        number: number.to_owned(),
        name: site.name.clone(),
        facts: facts(site),
        verdict: site.verdict.map(|v| words::verdict(v).to_owned()),
        reason: site.reason.clone(),
        earlier: site.earlier.as_ref().map(|e| e.says.clone()),
        incidents: grouped(site.incidents),
        reached: site.reached.as_ref().map(words::reached),
        line: site.reached.as_ref().map(|r| line(r, site.year_before.as_ref())),
        before: site.year_before.as_ref().map(words::reached),
        of_best: site.best.as_ref().map(words::of_best),
        best_bar: site.best.as_ref().map(|b| (b.of_bound, b.of_best)),
        drift: site.drift.as_ref().map(words::drift),
        shift: site.shift.as_ref().map(words::shift),
        change: site.change.as_ref().map(words::change),
        says: says(site),
        close_up,
        past: format!("past-{number}.svg"),
        past_alt: past(site),
    }
}

fn line(now: &ReachedItem, before: Option<&ReachedItem>) -> Line {
    Line { low: now.low, share: now.share, high: now.high, before: before.map(|b| b.share) }
}

fn facts(site: &SiteChecked) -> Vec<String> {
    let since = site.from.as_ref().map(|from| format!("since {}", month_name(from)));
    let size = format!("{:.2}\u{a0}km²", site.area_km2);
    let stand_in = site.stand_in.then(|| "stand-in outline".to_owned());
    since.into_iter().chain([size]).chain(stand_in).collect()
}

fn says(site: &SiteChecked) -> Vec<(String, Vec<String>)> {
    let says = &site.says;
    let one = |said: &Option<String>| said.iter().cloned().collect::<Vec<_>>();
    let groups = [
        ("Reach", says.reach.clone()),
        ("Boundary", says.boundary.clone()),
        ("Drift", one(&says.drift)),
        ("Shift", says.shift.clone()),
        ("Change", one(&says.change)),
        ("Then and now", one(&says.then_now)),
        ("Run by", one(&site.run_by)),
    ];
    groups.into_iter().filter(|(_, said)| !said.is_empty()).map(|(head, said)| (head.to_owned(), said)).collect()
}

/// Past quarters in words, the earliest first.
fn past(site: &SiteChecked) -> String {
    let quarter = |q: &catchment_questions::check::QuarterItem| {
        let open = if q.open { "" } else { ", not open" };
        format!("{} {}{open}", month_name(&q.to), words::reached(&q.reached))
    };
    let list: Vec<String> = site.quarters.iter().rev().map(quarter).collect();
    format!("{}, share of the city’s harm over the twelve months up to: {}.", site.name, list.join("; "))
}
