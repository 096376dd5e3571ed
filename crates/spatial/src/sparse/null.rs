//! The null: exchangeable rates, estimated from all cells.

use catchment_model::heap;
use std::collections::BTreeMap;

use rayon::prelude::*;

use super::rates::{Dist, Grid};
use super::tails::rows;
use super::{SparseError, Sum, Tails, mixing, sum};

/// Cells whose rates are exchangeable, with the distribution of their rates.
#[derive(Debug, Clone)]
pub struct Exchangeable {
    /// Expected events per unit of exposure, with weights.
    atoms: Vec<(f64, f64)>,
    /// The largest exposure: the unit.
    unit: f64,
    /// Exposures are told apart in so many parts of a unit.
    parts: f64,
    /// Events and cells behind it.
    events: u64,
    cells: usize,
}

/// From what count on a neighborhood can stand out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reach {
    /// Events expected in a whole neighborhood.
    pub expected: f64,
    /// Events that it must hold to stand out as high on its own; none where not even all events would do.
    pub high_from: Option<u64>,
    /// Whether one without any event could stand out as low, were there enough of them.
    pub low: bool,
}

/// Exposures of the largest cells are a quarter of a doubling apart, rounded up.
const PER_DOUBLING: f64 = 4.0;
/// Up to so many cells, exposures are told apart more finely.
const FEW: usize = 5_000;

/// Counts tried at once in the search for the least that stands.
const LADDER: usize = 16;

/// Which distribution holds for a sum: the unit it is read in, and its exposure in parts of that unit.
pub(super) type Class = (u32, u32);

impl Exchangeable {
    /// Estimates the distribution of rates from the counts of all cells.
    ///
    /// # Errors
    /// [`SparseError`] for lists of different length or exposures that are not above 0.
    pub fn fit(counts: &[u32], exposure: &[f64]) -> Result<Self, SparseError> {
        sum::check(counts, exposure)?;
        let unit = exposure.iter().copied().fold(0.0, f64::max);
        let parts = if counts.len() <= FEW { 64.0 } else { 32.0 };
        let steps: Vec<u32> = exposure.iter().map(|a| whole(a / unit * parts).max(1)).collect();
        Ok(Self {
            atoms: mixing::rates(counts, &steps, parts),
            unit,
            parts,
            events: counts.iter().map(|n| u64::from(*n)).sum(),
            cells: counts.len(),
        })
    }

    /// Mean events per unit of the largest exposure.
    fn mean(&self) -> f64 {
        self.atoms.iter().map(|(rate, weight)| rate * weight).sum()
    }

    pub(super) fn class(&self, sum: &Sum) -> Class {
        let halvings = (self.unit / sum.largest.min(self.unit)).log2();
        let unit = whole((halvings * PER_DOUBLING - 0.5).max(0.0));
        (unit, whole(sum.exposure / self.size(unit) * self.parts))
    }

    /// Exposure of a unit.
    fn size(&self, unit: u32) -> f64 {
        self.unit * (-f64::from(unit) / PER_DOUBLING).exp2()
    }

    /// Both tails of each sum, in order; 1 where nothing can be expected: no events at all, or no exposure.
    ///
    /// The same for any number of threads. O(exposures told apart · rates² + sums · rates).
    pub fn tails(&self, sums: &[Sum]) -> Vec<Tails> {
        let tested = |s: &Sum| s.exposure > 0.0 && s.largest > 0.0 && !self.atoms.is_empty();
        let mut counts: Vec<u64> = sums.iter().filter(|s| tested(s)).map(|s| s.count).collect();
        counts.sort_unstable();
        counts.dedup();
        let Some(most) = counts.last() else { return vec![Tails::SURE; sums.len()] };
        let grid = Grid::new(*most);
        let rows = rows(&grid, &counts);
        let dists = self.distributions(&grid, sums.iter().filter(|s| tested(s)).map(|s| self.class(s)));
        // Most neighborhoods are whole and hold one of a few counts: each pair is worked out once.
        let pair = |sum: &Sum| Some((counts.binary_search(&sum.count).ok().filter(|_| tested(sum))?, self.class(sum)));
        let pairs: Vec<Option<(usize, Class)>> = sums.iter().map(pair).collect();
        let mut each: Vec<(usize, Class)> = pairs.iter().copied().flatten().collect();
        each.sort_unstable();
        each.dedup();
        let one = |(at, class): &(usize, Class)| dists.get(class).map_or(Tails::SURE, |dist| rows[*at].of(dist));
        let found: Vec<Tails> = each.par_iter().with_min_len(16).map(one).collect();
        let of = |pair: &Option<(usize, Class)>| pair.and_then(|pair| each.binary_search(&pair).ok()).map(|i| found[i]);
        pairs.iter().map(|pair| of(pair).unwrap_or(Tails::SURE)).collect()
    }

    /// The distribution of the rate of each class.
    fn distributions(&self, grid: &Grid, classes: impl Iterator<Item = Class>) -> BTreeMap<Class, Dist> {
        let mut wanted: Vec<Class> = classes.collect();
        wanted.sort_unstable();
        wanted.dedup();
        let parts = whole(self.parts);
        let scale = |unit: u32| self.size(unit) / self.unit;
        // Whole units first, each from the one before it.
        let mut powers: BTreeMap<u32, Vec<Dist>> = BTreeMap::new();
        for (unit, size) in &wanted {
            let powers = powers.entry(*unit).or_insert_with(|| vec![Grid::nothing()]);
            while let Some(last) = powers.last().filter(|_| powers.len() <= (size / parts) as usize) {
                powers.push(grid.add(last, &self.atoms, scale(*unit)));
            }
        }
        let one = |class: Class| {
            let (unit, size) = class;
            let power = &powers[&unit][(size / parts) as usize];
            let rest = f64::from(size % parts) / self.parts;
            let dist = if rest > 0.0 { grid.add(power, &self.atoms, rest * scale(unit)) } else { power.clone() };
            (class, dist)
        };
        wanted.into_par_iter().map(one).collect()
    }

    /// From what count on a neighborhood of so many whole cells can stand out at a level, where all cells are tested.
    pub fn reach(&self, neighborhood: u32, alpha: f64) -> Reach {
        let exposure = f64::from(neighborhood) * self.unit;
        let expected = self.mean() * f64::from(neighborhood);
        let level = alpha / self.cells.max(1) as f64;
        let low = self.tails(&[Sum { count: 0, exposure, largest: self.unit }])[0].lower;
        // The first of some rising counts that stands.
        let first = |counts: &[u64]| {
            let sums: Vec<Sum> = counts.iter().map(|n| Sum { count: *n, exposure, largest: self.unit }).collect();
            self.tails(&sums).iter().position(|t| 2.0 * t.upper <= level)
        };
        let (mut below, mut from) = (0, None);
        let mut step = (expected.sqrt() / 4.0).max(1.0);
        while from.is_none() && below < self.events && !self.atoms.is_empty() {
            let ladder: Vec<u64> = (1..=LADDER).map(|i| self.events.min(below + count(step * i as f64))).collect();
            if let Some(at) = first(&ladder) {
                (below, from) = (if at > 0 { ladder[at - 1] } else { below }, Some(ladder[at]));
            } else {
                (below, step) = (ladder[LADDER - 1], step * 4.0);
            }
        }
        while let Some(high) = from.filter(|high| high - below > 1) {
            let ladder: Vec<u64> = (1..=LADDER as u64).map(|i| below + (high - below) * i / LADDER as u64).collect();
            let at = first(&ladder).unwrap_or(LADDER - 1);
            below = if at > 0 { ladder[at - 1] } else { below };
            from = Some(ladder[at]);
        }
        Reach { expected, high_from: from, low: !self.atoms.is_empty() && 2.0 * low <= alpha }
    }
}

/// A count, rounded up.
fn count(x: f64) -> u64 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "above 0 and cut at all events")]
    let n = x.ceil() as u64;
    n
}

/// The nearest whole number.
fn whole(x: f64) -> u32 {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand parts, at least 0")]
    let n = x.round() as u32;
    n
}

heap!(Reach);
