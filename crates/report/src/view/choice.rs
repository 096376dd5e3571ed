//! The best catchments under limits: map, harm, what is proven, and the limits in force.

use serde::Serialize;

use super::maps::{self, MapView};
use crate::answers::{Answers, Choice};
use crate::words::{count, grouped, listed, many, month, rounded, tenths};

/// What the page on limits says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChoiceView {
    /// What was found.
    pub sentence: String,
    /// What is proven of it.
    pub proof: String,
    /// The limits, one each.
    pub limits: Vec<String>,
    /// The map.
    pub map: MapView,
    /// Head of the column on harm.
    pub harm: String,
    /// Areas: number, name, km², residents, count, harm.
    pub rows: Vec<(String, String, String, String, String, String)>,
    /// What a reader must know.
    pub notes: Vec<String>,
}

/// The page, and its picture.
pub(super) fn choice(answers: &Answers, c: &Choice) -> (ChoiceView, String) {
    let a = &c.answer;
    let (map, picture) = maps::choice(answers, c);
    let km2 = a.meta.params.area_km2.map_or_else(String::new, |km2| format!(" of up to {km2} km²"));
    let n = a.catchments.len();
    let unit = if a.basis == "expected" { "harm to expect a year" } else { "weighted offenses of the period" };
    let share = if a.usable_harm > 0.0 {
        format!(", {:.1} % of that on all ground that may be used", 100.0 * a.harm / a.usable_harm)
    } else {
        String::new()
    };
    let sentence = format!(
        "Under the limits below, {} found{km2} that together hold {} ({unit}){share}.",
        if n == 1 { "this is the best area".to_owned() } else { format!("these are the best {} areas", count(n)) },
        rounded(a.harm),
    );
    let rows = a.catchments.iter().zip(1..).map(|(c, rank)| {
        let residents = c.residents.map_or_else(|| "–".to_owned(), |r| format!("about {}", hundreds(r)));
        (
            rank.to_string(),
            c.name.clone(),
            format!("{:.2}", c.area_km2),
            residents,
            grouped(c.count),
            tenths(Some(c.harm)),
        )
    });
    let harm = if a.basis == "expected" { "harm to expect a year" } else { "weighted count" };
    let view = ChoiceView {
        sentence,
        proof: proof(c),
        limits: limits(c),
        map,
        harm: harm.to_owned(),
        rows: rows.collect(),
        notes: a.notes.clone(),
    };
    (view, picture)
}

/// One sentence for the first page.
pub(super) fn lead(c: &Choice) -> String {
    let names: Vec<&str> = c.answer.catchments.iter().map(|c| c.name.as_str()).collect();
    format!(
        "Under the limits on record, the best {}: {}. {}",
        if names.len() == 1 { "area is" } else { "areas are" },
        names.join("; "),
        proof(c)
    )
}

fn proof(c: &Choice) -> String {
    let a = &c.answer;
    let more = if a.harm > 0.0 { 100.0 * (a.bound / a.harm - 1.0) } else { 0.0 };
    let (by, unit) = if a.basis == "expected" {
        ("by the same expectation", "a year")
    } else {
        ("by the same counts", "weighted offenses")
    };
    if a.gap <= 0.0 || more <= 0.0 {
        return format!("Proven: {by}, no other choice of as many such areas under the same limits holds more.");
    }
    // Rounded up: a bound is never told smaller than it is.
    let more = (10.0 * more).ceil() / 10.0;
    format!(
        "Proven: {by}, no other choice of as many such areas under the same limits holds more than {} {unit}, \
            {more:.1} % more than this one.",
        rounded(a.bound.ceil())
    )
}

fn limits(c: &Choice) -> Vec<String> {
    let (a, l) = (&c.answer, &c.limits);
    let k = a.meta.params.k;
    let mut lines = vec![format!(
        "{} asked for{}, each in one piece, compact, none touching the ground of another.",
        if k == 1 { "One area was".to_owned() } else { format!("{} areas were", crate::words::capital(&count(k))) },
        a.meta.params.area_km2.map_or_else(String::new, |km2| format!(", of up to {km2} km² each"))
    )];
    lines.push(match l.spacing_m {
        None => "Distance from existing sites: none asked for.".to_owned(),
        Some(m) => format!("Distance from existing sites: {} m at least.", rounded(m)),
    });
    lines.push(if c.excluded.is_empty() {
        "Closed areas: none.".to_owned()
    } else {
        format!("Closed areas: {}.", listed(&c.excluded))
    });
    let money = l.budget_usd.map(|usd| format!("${} for launches", rounded(usd)));
    let staff = l.staff.map(|n| format!("{} staff", many(u64::from(n))));
    let both: Vec<String> = money.into_iter().chain(staff).collect();
    lines.push(match (&a.budget, both.is_empty()) {
        (Some(b), false) => format!(
            "Means: {}. At ${} a launch and {} staff a site, they are enough for {}.",
            listed(&both),
            rounded(b.launch_usd),
            b.staff_per_site,
            if b.affordable_k == 1 { "one site".to_owned() } else { format!("{} sites", count(b.affordable_k)) }
        ),
        _ => "Means: no limit of money or staff was named.".to_owned(),
    });
    lines.push(format!("Walking: {} hours a day for each interrupter.", crate::words::plain(l.hours_a_day)));
    lines.push(format!("Period: {} to {}.", month(&a.meta.window.from), month(&a.meta.window.to)));
    lines
}

/// An estimate of residents, told to the hundred.
fn hundreds(n: f64) -> String {
    rounded((n / 100.0).round() * 100.0)
}
