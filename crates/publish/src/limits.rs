//! What the figures cannot say: the guard against claims.

use std::fmt::Write as _;

use catchment_model::MonthStatus;

use crate::edition::Edition;
use crate::presence::{Presence, Standing};
use crate::voice::{Voice, escape};

/// What the figures of a place cannot say.
pub(crate) fn limits(edition: &Edition<'_>, voice: &Voice, here: Option<&Presence<'_>>) -> String {
    let mut items = vec![claim(voice, here), voice.say("cannot-reported", &[])];
    items.extend(gaps(edition, voice));
    items.extend(breaks(edition, voice));
    let mut list = String::new();
    for item in items {
        let _ = writeln!(list, "<li>{}</li>", escape(&item));
    }
    let title = escape(&voice.say("cannot-title", &[]));
    format!("<section class=\"block\">\n<h2>{title}</h2>\n<ul class=\"cannot\">\n{list}</ul>\n</section>\n")
}

/// What the figures of a place do not show of the program: it stands wherever they do.
pub(crate) fn claim(voice: &Voice, here: Option<&Presence<'_>>) -> String {
    let claim = match here.map(|p| &p.standing) {
        Some(Standing::Inside) => "cannot-inside",
        Some(Standing::Edge) => "cannot-edge",
        Some(Standing::Away(_)) => "cannot-never",
        None => "cannot-none",
    };
    voice.say(claim, &[])
}

/// Months without data between those with incidents.
fn gaps(edition: &Edition<'_>, voice: &Voice) -> Vec<String> {
    let coverage = &edition.engine.data.coverage;
    let Some(span) = coverage.incidents_span() else { return Vec::new() };
    let mut runs: Vec<(catchment_model::Month, catchment_model::Month)> = Vec::new();
    for month in span.months().filter(|m| !coverage.months.contains_key(m)) {
        match runs.last_mut() {
            Some((_, to)) if to.next() == month => *to = month,
            _ => runs.push((month, month)),
        }
    }
    let said = |(from, to): (_, _)| voice.say("cannot-gap", &[("from", &voice.month(from)), ("to", &voice.month(to))]);
    runs.into_iter().map(said).collect()
}

/// The months in which the way of counting changed.
fn breaks(edition: &Edition<'_>, voice: &Voice) -> Option<String> {
    let months = &edition.engine.data.coverage.months;
    let with: Vec<_> = months.iter().filter(|(_, (s, _))| *s == MonthStatus::Incidents).collect();
    let change = with.windows(2).find(|w| w[0].1.1 != w[1].1.1)?;
    // The new way of counting may have begun in months that are published per area only.
    let first = months.iter().find(|(m, (_, system))| *m > change[0].0 && *system == change[1].1.1)?;
    Some(voice.say("cannot-systems", &[("month", &voice.month(*first.0))]))
}
