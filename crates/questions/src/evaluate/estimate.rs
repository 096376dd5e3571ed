//! One estimate on any ground: the program's, or a placebo's.

use catchment_siting::evaluate::{before_after, did, synthetic};

use super::EstimateMethod;
use super::series::Series;

/// Places without a program that a place is compared with, by method `matched`.
const MATCHES: usize = 5;

/// Years of an estimate, as positions in the series.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Years {
    /// Baseline, first and last.
    pub(super) before: (usize, usize),
    /// Year after.
    pub(super) after: usize,
}

/// An estimate on some areas; `others` are those that may be compared with them. `None` where it cannot be made.
pub(super) fn estimate(
    series: &Series,
    method: EstimateMethod,
    years: &Years,
    areas: &[usize],
    others: &[usize],
) -> Option<f64> {
    let others: Vec<usize> = others.iter().copied().filter(|o| !areas.contains(o)).collect();
    let span = years.before.0..=years.before.1;
    let length = (years.before.1 - years.before.0 + 1) as f64;
    let pair = |of: &[usize]| {
        let before: f64 = span.clone().map(|y| series.sum(of, y)).sum();
        (before / length, series.sum(of, years.after))
    };
    let own = pair(areas);
    match method {
        EstimateMethod::BeforeAfter => (own.0 > 0.0 && own.1 > 0.0).then(|| own.1 / own.0),
        EstimateMethod::DifferenceInDifferences => {
            let row =
                |of: &[usize]| -> Vec<f64> { span.clone().chain([years.after]).map(|y| series.sum(of, y)).collect() };
            // The ratio of rates: counts of several years before are brought to one.
            did(&[row(areas), row(&others)], 0, years.before.1 - years.before.0 + 1)
        }
        EstimateMethod::Matched => {
            let matched = matched(series, years, areas, &others);
            before_after(own, pair(&matched)).filter(|f| f.ratio > 0.0).map(|f| f.beyond)
        }
        EstimateMethod::SyntheticControl => {
            let row = |of: &[usize]| -> Vec<f64> {
                let mean = |y: usize| series.sum(of, y) / of.len().max(1) as f64;
                span.clone().chain([years.after]).map(mean).collect()
            };
            let donors: Vec<Vec<f64>> = others.iter().map(|o| row(&[*o])).collect();
            let found = synthetic(&row(areas), &donors, years.before.1 - years.before.0 + 1)?;
            (found.ratio > 0.0).then_some(found.ratio)
        }
    }
}

/// For each area the others that had most nearly as much over the baseline, each once.
pub(super) fn matched(series: &Series, years: &Years, areas: &[usize], others: &[usize]) -> Vec<usize> {
    let before = |a: usize| (years.before.0..=years.before.1).map(|y| series.counts[a][y]).sum::<f64>();
    let mut all: Vec<usize> = Vec::new();
    for area in areas {
        let own = before(*area);
        let mut order: Vec<usize> = others.to_vec();
        order.sort_by(|a, b| (before(*a) - own).abs().total_cmp(&(before(*b) - own).abs()).then(a.cmp(b)));
        all.extend(order.into_iter().take(MATCHES));
    }
    all.sort_unstable();
    all.dedup();
    all
}
