//! Would it have worked before? The backtest as a table, and what it does not settle.

use serde::Serialize;

use crate::answers::{Backtest, Tested};
use crate::words::{count, listed};

/// What the page on the backtest says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BacktestView {
    /// How it was tested.
    pub how: String,
    /// Sizes of a site.
    pub heads: Vec<String>,
    /// Ways of choosing.
    pub rows: Vec<Way>,
    /// What follows from it, and what does not.
    pub reading: Vec<String>,
}

/// A way of choosing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Way {
    /// In words.
    pub name: &'static str,
    /// What ground it chooses.
    pub ground: String,
    /// Whether it is this report's own.
    pub own: bool,
    /// For each size: the share reached, and the lead of this report's way over it.
    pub cells: Vec<(String, String)>,
}

/// Ways in the order of the table; the oracle is what they are measured by.
const WAYS: [(&str, &str); 8] = [
    ("engine", "this program’s search"),
    ("greedy", "plain growth from ten years’ counts"),
    ("kde-peaks", "peaks of a density map of ten years"),
    ("neighborhoods", "the neighborhoods with most in ten years"),
    ("random", "anywhere, by lot"),
    ("hottest-cells", "last year’s highest cells"),
    ("gi-cells", "statistical hot spots (Gi*) of ten years"),
    ("engine-cells", "this program’s expectation, loose cells"),
];

pub(super) fn backtest(b: &Backtest) -> BacktestView {
    let sizes = &b.parameters.areas_km2;
    let years: Vec<i32> = b.years.iter().map(|y| y.year).collect();
    let k = b.parameters.k;
    let rows = WAYS.iter().filter_map(|(id, name)| way(b, id, name)).collect();
    BacktestView {
        how: format!(
            "For each of {} years ({}), every way below chose {} from the months before that year alone. Then the year \
                came. The table says how much \
             of the year’s harm lay inside what was chosen, as a share of what the same search would have caught \
             knowing that year (100 %).",
            years.len(),
            runs(&years),
            if k == 1 { "one site".to_owned() } else { format!("{} sites", count(k)) },
        ),
        heads: sizes.iter().map(|km2| format!("{k} × {km2} km²")).collect(),
        rows,
        reading: reading(b),
    }
}

fn at<'a>(b: &'a Backtest, method: &str, km2: f64) -> Option<&'a Tested> {
    b.summary.iter().find(|s| s.method == method && (s.area_km2 - km2).abs() < 1e-9)
}

fn way(b: &Backtest, id: &str, name: &'static str) -> Option<Way> {
    let own = id == "engine";
    let found: Vec<Option<&Tested>> = b.parameters.areas_km2.iter().map(|km2| at(b, id, *km2)).collect();
    let connected = found.iter().flatten().next()?.connected;
    let cell = |t: Option<&Tested>| match t {
        None => ("–".to_owned(), String::new()),
        Some(t) if own => (share(t.capture_ratio), format!("{} of the city’s harm", share(t.capture))),
        Some(t) => (share(t.capture_ratio), lead(t)),
    };
    let ground = match (id, connected) {
        ("random" | "kde-peaks", _) => "disks",
        ("neighborhoods", _) => "a site anywhere in each",
        (_, true) => "sites in one piece",
        (_, false) => "loose cells, no sites",
    };
    Some(Way { name, ground: ground.to_owned(), own, cells: found.iter().copied().map(cell).collect() })
}

fn share(v: f64) -> String {
    format!("{:.1} %", 100.0 * v)
}

/// The lead of this program's search over a way, in points, with its 95 % interval.
fn lead(t: &Tested) -> String {
    let Some(p) = &t.engine_less else { return String::new() };
    match (p.low, p.high) {
        (Some(low), Some(high)) => format!("{} ({} to {})", points(p.mean), points(low), points(high)),
        _ => points(p.mean),
    }
}

fn points(v: f64) -> String {
    let v = 100.0 * v;
    if v < 0.0 { format!("−{:.1}", -v) } else { format!("+{v:.1}") }
}

fn reading(b: &Backtest) -> Vec<String> {
    let mut lines = vec![
        "Below each share: by how many points this program’s search was ahead (+) or behind (−), mean over the years, \
            and the 95 % interval of that \
         mean. Where the interval holds zero, the difference may be chance."
            .to_owned(),
    ];
    for km2 in &b.parameters.areas_km2 {
        lines.extend(nearest(b, *km2));
    }
    if b.summary.iter().any(|s| !s.connected) {
        lines.push(
            "Loose cells catch more because they are dozens of scraps of ground all over the city, which no team can \
                walk. They show what sites in one \
             piece cost."
                .to_owned(),
        );
    }
    let limits: Vec<String> =
        b.limit.iter().map(|l| format!("{} at {} km²", share(l.capture_ratio), l.area_km2)).collect();
    if !limits.is_empty() {
        lines.push(format!(
            "Nobody can reach 100 %: who knew every place’s true rate would reach {} (simulated), since chance decides \
                the rest.",
            listed(&limits)
        ));
    }
    lines.push(
        "It measures where harm fell, not whether a program lowers it. Years in a row share most of their past: \
        the intervals are somewhat too narrow."
            .to_owned(),
    );
    lines
}

/// The best of the other ways that give sites, beside this one.
fn nearest(b: &Backtest, km2: f64) -> Option<String> {
    let own = at(b, "engine", km2)?;
    let others = b.summary.iter().filter(|s| {
        s.connected && !matches!(s.method.as_str(), "engine" | "oracle") && (s.area_km2 - km2).abs() < 1e-9
    });
    let best = others.max_by(|a, c| a.capture_ratio.total_cmp(&c.capture_ratio))?;
    let name = WAYS.iter().find(|(id, _)| *id == best.method)?.1;
    let p = best.engine_less.as_ref()?;
    let chance = match (p.low, p.high) {
        (Some(low), _) if low > 0.0 => "more than chance would explain",
        (_, Some(high)) if high < 0.0 => "less, beyond chance",
        _ => "a difference that may be chance",
    };
    Some(format!(
        "At {km2} km²: {} against {} for the best other way that gives sites ({name}), {chance}; ahead in {} of {} \
            years.",
        share(own.capture_ratio),
        share(best.capture_ratio),
        p.above,
        p.years
    ))
}

/// Years as runs: `2012 to 2020 and 2025`.
fn runs(years: &[i32]) -> String {
    let mut runs: Vec<(i32, i32)> = Vec::new();
    for year in years {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *year => *last = *year,
            _ => runs.push((*year, *year)),
        }
    }
    let text = |(from, to): &(i32, i32)| if from == to { from.to_string() } else { format!("{from} to {to}") };
    listed(&runs.iter().map(text).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_are_told_as_runs_and_points_with_their_sign() {
        assert_eq!(runs(&[2012, 2013, 2014, 2025]), "2012 to 2014 and 2025");
        assert_eq!((points(0.041), points(-0.17)), ("+4.1".to_owned(), "−17.0".to_owned()));
    }
}
