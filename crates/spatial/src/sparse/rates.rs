//! Distributions of a neighborhood's rate: sums of independent draws, on a grid that is even in the root.

/// Rates of the grid: (i ÷ `per_root`)².
///
/// A Poisson count of rate Λ has a standard deviation of √Λ; between two rates of the grid, probability is split so
/// that the mean stays, which adds at most (2√Λ ÷ `per_root`)² ÷ 4 to the variance: a thousandth of Λ for each draw at
/// most.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    per_root: f64,
    /// The rates.
    pub(super) rates: Vec<f64>,
}

/// A distribution over the rates of a grid, from its first; what is missing from 1 lies above the grid.
pub(super) type Dist = Vec<f64>;

/// Up to which root of the largest rate a grid has so many rates to a root: the fewer events, the finer.
const FINE: [(f64, f64); 3] = [(12.0, 128.0), (30.0, 64.0), (f64::INFINITY, 32.0)];
/// Roots beyond that of the largest count that still matter.
const BEYOND: f64 = 5.0;
/// Probabilities below this are not carried on.
const NONE: f64 = 1e-20;

impl Grid {
    /// A grid for counts of at most `largest`: beyond it, a sum as small has no probability to speak of.
    pub(super) fn new(largest: u64) -> Self {
        let root = (largest as f64).sqrt() + BEYOND;
        let per_root = FINE.iter().find(|f| root <= f.0).map_or(32.0, |f| f.1);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few thousand steps")]
        let steps = (root * per_root).ceil() as u32;
        Self { per_root, rates: (0..=steps).map(|i| (f64::from(i) / per_root).powi(2)).collect() }
    }

    /// All at rate 0.
    pub(super) fn nothing() -> Dist {
        vec![1.0]
    }

    /// A distribution with one more draw, of rates that are multiplied by `exposure`.
    pub(super) fn add(&self, dist: &Dist, atoms: &[(f64, f64)], exposure: f64) -> Dist {
        let mut sum = vec![0.0; self.rates.len()];
        let mut end = 0;
        for (at, p) in dist.iter().enumerate().filter(|(_, p)| **p > NONE) {
            for (rate, weight) in atoms {
                let to = self.rates[at] + rate * exposure;
                #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to the grid's length")]
                let low = ((to.sqrt() * self.per_root) as usize).max(at);
                if low + 1 >= self.rates.len() {
                    break;
                }
                let up = ((to - self.rates[low]) / (self.rates[low + 1] - self.rates[low])).clamp(0.0, 1.0);
                sum[low] += p * weight * (1.0 - up);
                sum[low + 1] += p * weight * up;
                end = end.max(low + 2);
            }
        }
        sum.truncate(end);
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_keep_mean_and_add_almost_no_variance() {
        let (grid, atoms) = (Grid::new(100), [(0.02, 0.5), (3.0, 0.5)]);
        let dist = (0..7).fold(Grid::nothing(), |d, _| grid.add(&d, &atoms, 1.0));
        let sum = |f: &dyn Fn(f64) -> f64| dist.iter().zip(&grid.rates).map(|(p, r)| p * f(*r)).sum::<f64>();
        let (all, mean) = (sum(&|_| 1.0), sum(&|r| r));
        let variance = sum(&|r| r * r) - mean * mean;
        assert!((all - 1.0).abs() < 1e-12 && (mean - 7.0 * 1.51).abs() < 1e-9, "{all} {mean}");
        assert!((variance / (7.0 * 1.49_f64.powi(2)) - 1.0).abs() < 1e-3, "{variance}");
    }
}
