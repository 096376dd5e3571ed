//! Would it have worked before? The backtest as a table, and what it does not settle.

use catchment_questions::backtest::words::{interval, points, way as way_label};
use catchment_questions::backtest::{BacktestAnswer, BacktestSummary, Way};
use catchment_questions::words::{listed, percent, spelled};
use serde::Serialize;

/// What the page on the backtest says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BacktestView {
    /// How it was tested.
    pub how: String,
    /// Sizes of a site.
    pub heads: Vec<String>,
    /// Ways of choosing.
    pub rows: Vec<WayRow>,
    /// What follows from it, and what does not.
    pub reading: Vec<String>,
}

/// A way of choosing.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WayRow {
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
const WAYS: [Way; 10] = [
    Way::Engine,
    Way::Greedy,
    Way::GreedyData,
    Way::GreedySurface,
    Way::KdePeaks,
    Way::Neighborhoods,
    Way::Random,
    Way::HottestCells,
    Way::GiCells,
    Way::EngineCells,
];

pub(super) fn backtest(b: &BacktestAnswer) -> BacktestView {
    let sizes = &b.parameters.areas_km2;
    let years: Vec<i32> = b.years.iter().map(|y| y.year).collect();
    let k = b.parameters.k;
    let rows = WAYS.iter().filter_map(|of| way(b, *of)).collect();
    BacktestView {
        how: format!(
            "For each of {} years ({}), every way below chose {} from the months before that year alone. Then the year \
             came. The table says how much of the year’s harm lay inside what was chosen, as a share of the \
             best choice of sites known of for that year itself (100%). The engine is this program’s search.",
            years.len(),
            runs(&years),
            if k == 1 { "one site".to_owned() } else { format!("{} sites", spelled(k)) },
        ),
        heads: sizes.iter().map(|km2| format!("{k} × {km2} km²")).collect(),
        rows,
        reading: reading(b),
    }
}

fn at(b: &BacktestAnswer, method: Way, km2: f64) -> Option<&BacktestSummary> {
    b.summary.iter().find(|s| s.method == method && (s.area_km2 - km2).abs() < 1e-9)
}

fn way(b: &BacktestAnswer, of: Way) -> Option<WayRow> {
    let own = of == Way::Engine;
    let found: Vec<Option<&BacktestSummary>> = b.parameters.areas_km2.iter().map(|km2| at(b, of, *km2)).collect();
    let connected = found.iter().flatten().next()?.connected;
    let cell = |t: Option<&BacktestSummary>| match t {
        None => ("–".to_owned(), String::new()),
        Some(t) if own => (percent(t.capture_ratio, 1), format!("{} of the city’s harm", percent(t.capture, 1))),
        Some(t) => (percent(t.capture_ratio, 1), lead(t)),
    };
    let ground = match (of, connected) {
        (Way::Random | Way::KdePeaks, _) => "disks",
        (Way::Neighborhoods, _) => "a site anywhere in each",
        (_, true) => "sites in one piece",
        (_, false) => "loose cells, no sites",
    };
    let cells = found.iter().copied().map(cell).collect();
    Some(WayRow { name: way_label(of), ground: ground.to_owned(), own, cells })
}

/// The lead of this program's search over a way, in points, with its 95% interval.
fn lead(t: &BacktestSummary) -> String {
    t.engine_less.as_ref().map_or_else(String::new, |p| format!("{} ({})", points(p.mean), interval(p)))
}

fn reading(b: &BacktestAnswer) -> Vec<String> {
    let mut lines = vec![
        "Below each share: by how many points the engine was ahead (+) or behind (−), mean over the years, and the \
         95% interval of that mean. Where the interval holds zero, the difference may be chance."
            .to_owned(),
    ];
    for found in &b.findings {
        let nearest = nearest(b, found.area_km2).map_or_else(String::new, |said| format!(" {said}"));
        lines.push(format!("At {} km²: {}{nearest}", found.area_km2, found.says.join(" ")));
    }
    if b.summary.iter().any(|s| !s.connected) {
        lines.push(
            "Loose cells catch more because they are dozens of scraps of ground all over the city, which no team can \
             walk. They show what sites in one piece cost."
                .to_owned(),
        );
    }
    if !b.limit.is_empty() {
        let limits: Vec<&str> = b.limit.iter().map(|l| l.says.as_str()).collect();
        lines.push(format!("Nobody can reach 100%, since chance decides the rest. {}", limits.join(" ")));
    }
    lines.push(
        "It measures where harm fell, not whether a program lowers it. Years in a row share most of their past: the \
         intervals are somewhat too narrow."
            .to_owned(),
    );
    lines
}

/// The best of the other ways that give sites, and in how many years the engine was ahead of it.
fn nearest(b: &BacktestAnswer, km2: f64) -> Option<String> {
    let others = b
        .summary
        .iter()
        .filter(|s| s.connected && !matches!(s.method, Way::Engine | Way::Oracle) && (s.area_km2 - km2).abs() < 1e-9);
    let best = others.max_by(|a, c| a.capture_ratio.total_cmp(&c.capture_ratio))?;
    let p = best.engine_less.as_ref()?;
    Some(format!(
        "The best other way of choosing sites reached {}; the engine was ahead of it in {} of {} years.",
        percent(best.capture_ratio, 1),
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
    fn years_are_told_as_runs() {
        assert_eq!(runs(&[2012, 2013, 2014, 2025]), "2012 to 2014 and 2025");
    }
}
