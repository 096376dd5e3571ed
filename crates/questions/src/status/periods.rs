//! The periods that readers choose from.

use catchment_model::{Month, Window};
use catchment_store::Dataset;

use super::PeriodChoice;
use crate::pieces::{default_window, whole_span};
use crate::words::many;

/// Periods that end with the data, in months, and their names.
const LATEST: [(u16, &str); 3] = [(12, "Last 12 months"), (36, "Last 3 years"), (120, "Last 10 years")];

/// The default first, then those that end with the data, the city's own, and everything. None twice.
pub(super) fn periods(data: &Dataset) -> Vec<PeriodChoice> {
    let (Ok(default), Ok(span)) = (default_window(data), whole_span(data)) else { return Vec::new() };
    let mut list: Vec<PeriodChoice> = Vec::new();
    let mut add = |name: &str, window: Window, why: &str| {
        if list.iter().all(|p| (p.from, p.to) != (window.from(), window.to())) {
            let gap = without_data(data, window);
            let note = [why, gap.as_str()].join(" ").trim().to_owned();
            let note = (!note.is_empty()).then_some(note);
            list.push(PeriodChoice { name: name.to_owned(), from: window.from(), to: window.to(), note });
        }
    };
    let own = data.city.period.iter().filter_map(|p| Some((p, Window::new(p.from, p.to).ok()?)));
    let named = own.clone().find(|(_, window)| *window == default);
    match named {
        Some((period, window)) => add(&period.name, window, &period.note),
        None if default.to() == span.to() => {
            add(&format!("Latest {} months", data.coverage.covered(default)), default, "");
        }
        None => add(&format!("{} to {}", default.from(), default.to()), default, ""),
    }
    for (months, name) in LATEST {
        let from = Month::from_index((span.to().index() + 1).saturating_sub(months)).unwrap_or(span.from());
        if let Ok(window) = Window::new(from.max(span.from()), span.to()) {
            add(name, window, "");
        }
    }
    for (period, window) in own {
        add(&period.name, window, &period.note);
    }
    add("All years", span, "");
    list
}

/// How many months have no incidents; empty where all have.
fn without_data(data: &Dataset, window: Window) -> String {
    match data.coverage.missing(window).len() {
        0 => String::new(),
        1 => format!("1 of its {} months has no data: a gap, not a zero.", window.len()),
        n => format!("{} of its {} months have no data: a gap, not a zero.", many(n), many(window.len())),
    }
}
