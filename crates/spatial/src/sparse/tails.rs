//! Tails of Poisson mixtures over a grid of rates.

use rayon::prelude::*;

use super::rates::{Dist, Grid};

/// Both tails of a count under the null, the count itself in both.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tails {
    /// P(S ≤ s).
    pub lower: f64,
    /// P(S ≥ s).
    pub upper: f64,
}

impl Tails {
    /// What holds of every count where nothing can be expected.
    pub(super) const SURE: Self = Self { lower: 1.0, upper: 1.0 };

    /// Two-sided p: twice the smaller tail, at most 1.
    pub fn p(self) -> f64 {
        (2.0 * self.lower.min(self.upper)).min(1.0)
    }
}

/// A count is compared with rates whose root is within this of its own: ten standard deviations.
const REACH: f64 = 5.0;

/// Tails of one count at the rates near it.
pub(super) struct Row {
    /// Position of the first rate near it.
    first: usize,
    near: Vec<Tails>,
}

/// One row for each count; counts rising, each once.
pub(super) fn rows(grid: &Grid, counts: &[u64]) -> Vec<Row> {
    let mut rows: Vec<Row> = counts.iter().map(|_| Row { first: usize::MAX, near: Vec::new() }).collect();
    let at_rate = |rate: &f64| {
        let root = rate.sqrt();
        let (low, high) = ((root - REACH).max(0.0).powi(2), (root + REACH).powi(2));
        let from = counts.partition_point(|n| (*n as f64) < low);
        let to = counts.partition_point(|n| (*n as f64) <= high);
        (from, poisson(*rate, &counts[from..to]))
    };
    // In blocks, so that not all of it stands in memory twice.
    for (block, rates) in grid.rates.chunks(256).enumerate() {
        let found: Vec<(usize, Vec<Tails>)> = rates.par_iter().map(at_rate).collect();
        for (within, (from, tails)) in found.into_iter().enumerate() {
            for (row, tails) in rows[from..].iter_mut().zip(tails) {
                row.first = row.first.min(block * 256 + within);
                row.near.push(tails);
            }
        }
    }
    rows
}

impl Row {
    /// Tails of the count where the rate has that distribution.
    pub(super) fn of(&self, dist: &Dist) -> Tails {
        let first = self.first.min(dist.len());
        let below: f64 = dist[..first].iter().sum();
        let (mut lower, mut upper, mut near) = (0.0, 0.0, 0.0);
        for (p, tails) in dist[first..].iter().zip(&self.near) {
            lower += p * tails.lower;
            upper += p * tails.upper;
            near += p;
        }
        // Rates far above the count always exceed it: what lies beyond the rates near it, and beyond the grid.
        let above = (1.0 - below - near).max(0.0);
        // Below 1e-15 the sums carry no digits.
        let tail = |p: f64| p.clamp(1e-15, 1.0);
        Tails { lower: tail(below + lower), upper: tail(upper + if above > 1e-12 { above } else { 0.0 }) }
    }
}

/// Tails of a Poisson count of that rate at rising counts near it.
fn poisson(rate: f64, counts: &[u64]) -> Vec<Tails> {
    let (Some(&least), Some(&most)) = (counts.first(), counts.last()) else { return Vec::new() };
    if rate <= 0.0 {
        return counts.iter().map(|n| Tails { lower: 1.0, upper: if *n == 0 { 1.0 } else { 0.0 } }).collect();
    }
    // Far enough on both sides that nothing is left beyond.
    let reach = |root: f64| (rate.sqrt() + root).max(0.0).powi(2);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count, above 0")]
    let (from, to) = ((reach(-REACH) as u64).min(least), (reach(REACH).ceil() as u64 + 1).max(most));
    let start = from as f64 * rate.ln() - rate - statrs::function::gamma::ln_gamma(from as f64 + 1.0);
    let mut p = start.exp();
    let mut each = Vec::with_capacity(usize::try_from(to - from).unwrap_or(0) + 1);
    for n in from..=to {
        each.push(p);
        p *= rate / (n + 1) as f64;
    }
    let place = |n: u64| usize::try_from(n - from).unwrap_or(usize::MAX);
    let mut tails: Vec<Tails> = Vec::with_capacity(counts.len());
    let (mut sum, mut next) = (0.0, 0);
    for &n in counts {
        sum += each[next..=place(n)].iter().sum::<f64>();
        next = place(n) + 1;
        tails.push(Tails { lower: sum, upper: 0.0 });
    }
    // From the far end, so that small tails keep their digits.
    let (mut sum, mut end) = (0.0, each.len());
    for (n, tail) in counts.iter().zip(&mut tails).rev() {
        sum += each[place(*n)..end].iter().rev().sum::<f64>();
        end = place(*n);
        tail.upper = sum;
    }
    tails
}

#[cfg(test)]
mod tests {
    use statrs::function::gamma::{gamma_lr, gamma_ur};

    use super::*;

    #[test]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts above 0")]
    fn tails_of_one_rate_are_those_of_poisson() {
        for rate in [0.02_f64, 0.7, 7.0, 260.0, 5000.0] {
            let counts: Vec<u64> = [0.0, 0.5, 0.9, 1.0, 1.2, 2.0].map(|f| (rate * f) as u64).into();
            let mut counts: Vec<u64> = counts.into_iter().chain([1, 3]).collect();
            counts.sort_unstable();
            counts.dedup();
            counts.retain(|n| ((*n as f64).sqrt() - rate.sqrt()).abs() < 0.7 * REACH);
            for (n, tails) in counts.iter().zip(poisson(rate, &counts)) {
                let upper = if *n == 0 { 1.0 } else { gamma_lr(*n as f64, rate) };
                let lower = gamma_ur(*n as f64 + 1.0, rate);
                assert!((tails.upper / upper - 1.0).abs() < 1e-8, "{rate} {n}: {tails:?} {upper}");
                assert!((tails.lower / lower - 1.0).abs() < 1e-8, "{rate} {n}: {tails:?} {lower}");
            }
        }
    }

    #[test]
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts above 0")]
    fn a_grid_adds_little_to_the_tails_of_seven_draws() {
        for rate in [0.0026, 0.02, 0.5, 5.0, 232.0] {
            let most = 7.0 * rate + 6.0 * (7.0_f64 * rate).sqrt() + 4.0;
            let counts: Vec<u64> = (0..=most as u64).collect();
            let grid = Grid::new(most as u64);
            let dist = (0..7).fold(Grid::nothing(), |d, _| grid.add(&d, &[(rate, 1.0)], 1.0));
            for (n, row) in counts.iter().zip(rows(&grid, &counts)) {
                let exact = if *n == 0 { 1.0 } else { gamma_lr(*n as f64, 7.0 * rate) };
                let found = row.of(&dist).upper;
                if exact > 1e-8 {
                    assert!((0.98..1.2).contains(&(found / exact)), "{rate} {n}: {found} {exact}");
                }
            }
        }
    }
}
