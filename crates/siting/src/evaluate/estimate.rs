//! One estimate on any ground: the program's, or a placebo's.

use super::augmented::augmented;
use super::panel::{Panel, Span};
use super::synthetic::{mix, told};
use super::{before_after, did};

/// How a change is estimated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// After ÷ before.
    BeforeAfter,
    /// The same ÷ that of the rest of the city.
    DifferenceInDifferences,
    /// The same ÷ that of the places that had most nearly as much before.
    Matched,
    /// After ÷ that of the mix of other places that was most like it before.
    SyntheticControl,
    /// The same, with what the mix missed before taken out by ridge regression.
    AugmentedSyntheticControl,
}

impl Method {
    /// All of them.
    pub const ALL: [Self; 5] = [
        Self::BeforeAfter,
        Self::DifferenceInDifferences,
        Self::Matched,
        Self::SyntheticControl,
        Self::AugmentedSyntheticControl,
    ];

    /// Whether it can be made from a baseline of so many years: a mix of other places is told by several years alone.
    pub fn fits(self, years: usize) -> bool {
        !matches!(self, Self::SyntheticControl | Self::AugmentedSyntheticControl) || years >= 3
    }
}

/// Places without a program that a place is compared with, by [`Method::Matched`].
const MATCHES: usize = 5;

/// A ground with what compares with it over one baseline; the year after has no part in it.
#[derive(Debug)]
pub(super) struct Ground<'a> {
    panel: &'a Panel,
    areas: Vec<usize>,
    others: Vec<usize>,
    before: (usize, usize),
    matched: Vec<usize>,
    mix: Option<Vec<f64>>,
    augmented: Option<Vec<f64>>,
}

impl<'a> Ground<'a> {
    /// `others` are those areas that may be compared with the ground; its own are left out.
    pub(super) fn new(panel: &'a Panel, areas: &[usize], others: &[usize], before: (usize, usize)) -> Self {
        let others: Vec<usize> = others.iter().copied().filter(|o| !areas.contains(o)).collect();
        let matched = matched(panel, before, areas, &others);
        let mut ground = Self { panel, areas: areas.to_vec(), others, before, matched, mix: None, augmented: None };
        if Method::SyntheticControl.fits(before.1 - before.0 + 1) && !ground.others.is_empty() {
            let years: Vec<usize> = (before.0..=before.1).collect();
            let own = ground.mean(&years);
            let donors: Vec<&[f64]> = ground.others.iter().map(|o| &panel.counts[*o][before.0..=before.1]).collect();
            let plain = mix(&own, &donors, None);
            ground.augmented = plain.as_ref().and_then(|plain| augmented(&own, &donors, plain));
            ground.mix = plain.map(|plain| plain.weights);
        }
        ground
    }

    /// Mean of the areas in some years.
    fn mean(&self, years: &[usize]) -> Vec<f64> {
        years.iter().map(|y| self.panel.sum(&self.areas, *y) / self.areas.len().max(1) as f64).collect()
    }

    /// An estimate; `None` where it cannot be made.
    pub(super) fn estimate(&self, method: Method, after: usize) -> Option<f64> {
        let length = self.before.1 - self.before.0 + 1;
        let years: Vec<usize> = (self.before.0..=self.before.1).chain([after]).collect();
        let row = |of: &[usize]| -> Vec<f64> { years.iter().map(|y| self.panel.sum(of, *y)).collect() };
        let pair = |of: &[usize]| {
            let counts = row(of);
            (counts[..length].iter().sum::<f64>() / length as f64, counts[length])
        };
        let own = pair(&self.areas);
        let mixed = |weights: &Option<Vec<f64>>| {
            let donors: Vec<Vec<f64>> = self.others.iter().map(|o| row(&[*o])).collect();
            told(&self.mean(&years), &donors, length, weights.clone()?).map(|found| found.ratio)
        };
        let ratio = match method {
            Method::BeforeAfter => (own.0 > 0.0).then(|| own.1 / own.0),
            // The ratio of rates: `did` sums the years before, of the ground and of the others alike.
            Method::DifferenceInDifferences => did(&[row(&self.areas), row(&self.others)], 0, length),
            Method::Matched => before_after(own, pair(&self.matched)).map(|found| found.beyond),
            Method::SyntheticControl => mixed(&self.mix),
            Method::AugmentedSyntheticControl => mixed(&self.augmented),
        };
        ratio.filter(|r| *r > 0.0)
    }
}

/// An estimate on some areas; `others` are those that may be compared with them. `None` where it cannot be made.
pub fn estimate(panel: &Panel, method: Method, span: &Span, areas: &[usize], others: &[usize]) -> Option<f64> {
    Ground::new(panel, areas, others, span.before).estimate(method, span.after)
}

/// For each area the others that had most nearly as much over the baseline, each once.
pub fn matched(panel: &Panel, before: (usize, usize), areas: &[usize], others: &[usize]) -> Vec<usize> {
    let sum = |a: usize| (before.0..=before.1).map(|y| panel.counts[a][y]).sum::<f64>();
    let mut all: Vec<usize> = Vec::new();
    for area in areas {
        let own = sum(*area);
        let mut order: Vec<usize> = others.to_vec();
        order.sort_by(|a, b| (sum(*a) - own).abs().total_cmp(&(sum(*b) - own).abs()).then(a.cmp(b)));
        all.extend(order.into_iter().take(MATCHES));
    }
    all.sort_unstable();
    all.dedup();
    all
}
