//! Whether the hot cells of one period are those of another.

use rayon::prelude::*;
use serde::Serialize;
use statrs::function::factorial::ln_binomial;

use crate::chance::{Alias, Draws};
use crate::concentration::check_simulations;
use crate::{Chance, ConcentrationError};

/// Overlap of the top cells of two periods, and what it would be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Stability {
    /// Number of top cells of each period.
    pub top: usize,
    /// Cells in both ÷ cells in either.
    pub jaccard: f64,
    /// The overlap if no cell's share of events had changed and only chance told the periods apart.
    pub unchanged: Chance,
    /// The mean overlap if the periods had nothing to do with each other.
    pub unrelated: f64,
}

/// Andresen's index of similarity.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sppt {
    /// S: share of cells whose base share lies within the interval of the test shares.
    pub s: f64,
    /// S over the cells that hold an event in either period only; absent where none does.
    pub s_nonzero: Option<f64>,
    /// Per cell: −1 base below the interval (the test period holds more), 0 within, 1 above.
    pub cells: Vec<i8>,
}

/// The `m` cells with the highest counts, in that order; equal counts in the order of the cells. Cells that hold
/// nothing are never among them.
pub fn top_cells(counts: &[u32], m: usize) -> Vec<u32> {
    let mut order: Vec<u32> = (0u32..).take(counts.len()).filter(|i| counts[*i as usize] > 0).collect();
    order.sort_by_key(|i| (std::cmp::Reverse(counts[*i as usize]), *i));
    order.truncate(m);
    order
}

/// Jaccard's index of two sets of cells: cells in both ÷ cells in either; 1 for two empty sets.
///
/// Jaccard, P. (1912). The distribution of the flora in the alpine zone. New Phytologist 11(2).
/// doi:10.1111/j.1469-8137.1912.tb05611.x.
pub fn jaccard(a: &[u32], b: &[u32]) -> f64 {
    let sorted = |list: &[u32]| {
        let mut list = list.to_vec();
        list.sort_unstable();
        list.dedup();
        list
    };
    let (a, b) = (sorted(a), sorted(b));
    let both = a.iter().filter(|x| b.binary_search(x).is_ok()).count();
    let either = a.len() + b.len() - both;
    if either == 0 { 1.0 } else { both as f64 / either as f64 }
}

/// Overlap of the `m` top cells of two periods, with two benchmarks: the overlap of periods that differ by chance alone
/// (all events pooled, each falling in the first period with its share of all events), and of periods that are
/// unrelated (m of n cells drawn twice: exact mean). Neither period's level matters.
///
/// Returns the same for any number of threads. O(simulations · (events + cells log cells)).
///
/// # Errors
/// [`ConcentrationError`] for lists of different length, or a period without events.
pub fn stability(
    first: &[u32],
    second: &[u32],
    m: usize,
    simulations: u32,
    seed: u64,
) -> Result<Stability, ConcentrationError> {
    check_simulations(simulations)?;
    let (one, two) = totals(first, second)?;
    let share = one as f64 / (one + two) as f64;
    let overlap = |sim: u32| {
        let mut draws = Draws::new(seed, "stability", u64::from(sim));
        let split = |(a, b): (&u32, &u32)| {
            let all = a + b;
            let mine = u32::try_from((0..all).filter(|_| draws.uniform() < share).count()).unwrap_or(all);
            (mine, all - mine)
        };
        let (a, b): (Vec<u32>, Vec<u32>) = first.iter().zip(second).map(split).unzip();
        jaccard(&top_cells(&a, m), &top_cells(&b, m))
    };
    let simulated: Vec<f64> = (0..simulations).into_par_iter().map(overlap).collect();
    Ok(Stability {
        top: m.min(first.len()),
        jaccard: jaccard(&top_cells(first, m), &top_cells(second, m)),
        unchanged: Chance::of(simulated),
        unrelated: unrelated(first.len(), m.min(first.len())),
    })
}

/// Mean Jaccard index of two draws of m of n cells: the number in both is hypergeometric.
fn unrelated(n: usize, m: usize) -> f64 {
    let (n64, m64) = (n as u64, m as u64);
    let chance = |k: u64| (ln_binomial(m64, k) + ln_binomial(n64 - m64, m64 - k) - ln_binomial(n64, m64)).exp();
    let least = (2 * m64).saturating_sub(n64);
    if m == 0 { 1.0 } else { (least..=m64).map(|k| chance(k) * k as f64 / (2 * m64 - k) as f64).sum() }
}

/// Andresen's spatial point pattern test over cells.
///
/// The test events are resampled: 85% of their number, drawn with replacement, 200 times by default of the field; each
/// cell's share of them has a middle 95% (the 2.5% smallest and largest left out). S is the share of cells whose
/// share of the base events lies within. S near 1: alike. Cells without events in both periods count as alike and raise
/// S; see `s_nonzero`.
///
/// Returns the same for any number of threads. O(resamples · (events + cells)).
///
/// # Errors
/// As [`stability`]; [`ConcentrationError::Share`] for a share outside (0, 1].
///
/// # References
/// Andresen, M. A. (2009). Testing for similarity in area-based spatial patterns: a nonparametric Monte Carlo approach.
/// Applied Geography 29(3), 333–345. doi:10.1016/j.apgeog.2008.12.004, section 3 and equation 1. Wheeler, A.,
/// Steenbeek, W. and Andresen, M. (2018). Testing for similarity in area-based spatial patterns: alternative methods.
/// Transactions in GIS 22(3). doi:10.1111/tgis.12341 (cells with zeros in both left out).
pub fn sppt(base: &[u32], test: &[u32], share: f64, resamples: u32, seed: u64) -> Result<Sppt, ConcentrationError> {
    check_simulations(resamples)?;
    if !(share > 0.0 && share <= 1.0) {
        return Err(ConcentrationError::Share(share));
    }
    let (base_total, test_total) = totals(base, test)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at least 1, at most the number of events"
    )]
    let drawn = ((share * test_total as f64).round() as u64).max(1);
    let alias = Alias::new(&test.iter().map(|c| f64::from(*c)).collect::<Vec<_>>());
    let one = |round: u32| {
        let mut draws = Draws::new(seed, "sppt", u64::from(round));
        let mut counts = vec![0u32; test.len()];
        (0..drawn).for_each(|_| counts[alias.draw(&mut draws) as usize] += 1);
        counts
    };
    let samples: Vec<Vec<u32>> = (0..resamples).into_par_iter().map(one).collect();
    // 2.5% from each end, rounded down: 5 of 200.
    let trim = resamples as usize / 40;
    let cell = |i: usize| {
        let mut counts: Vec<u32> = samples.iter().map(|s| s[i]).collect();
        counts.sort_unstable();
        let (low, high) = (counts[trim], counts[counts.len() - 1 - trim]);
        // base ÷ base_total against count ÷ drawn, in whole numbers.
        let here = u128::from(base[i]) * u128::from(drawn);
        let there = |c: u32| u128::from(c) * u128::from(base_total);
        i8::from(here > there(high)) - i8::from(here < there(low))
    };
    let cells: Vec<i8> = (0..base.len()).into_par_iter().map(cell).collect();
    let alike = cells.iter().filter(|c| **c == 0).count() as f64;
    let empty = base.iter().zip(test).filter(|(a, b)| **a == 0 && **b == 0).count() as f64;
    let held = cells.len() as f64 - empty;
    Ok(Sppt { s: alike / cells.len() as f64, s_nonzero: (held > 0.0).then(|| (alike - empty) / held), cells })
}

fn totals(first: &[u32], second: &[u32]) -> Result<(u64, u64), ConcentrationError> {
    if first.len() != second.len() {
        return Err(ConcentrationError::Length { given: second.len(), cells: first.len() });
    }
    let sum = |list: &[u32]| list.iter().map(|c| u64::from(*c)).sum::<u64>();
    let (one, two) = (sum(first), sum(second));
    if one == 0 || two == 0 { Err(ConcentrationError::Empty(first.len())) } else { Ok((one, two)) }
}
