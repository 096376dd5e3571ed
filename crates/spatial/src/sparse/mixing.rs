//! The distribution of rates over cells, by maximum likelihood without a form.

use std::collections::BTreeMap;

/// Cells of one count and one exposure.
struct Group {
    count: f64,
    exposure: f64,
    cells: f64,
}

/// Rates below one event are a factor apart, those above so far apart in the root, where the standard deviation of a
/// Poisson count is ½.
const FACTOR: f64 = 1.5;
const ROOT_STEP: f64 = 0.25;
/// Most steps of the root.
const ROOT_STEPS: f64 = 120.0;
/// Rates down to so small a part of the mean are told apart from none.
const LOWEST: f64 = 64.0;
/// A count on a smaller exposure than this does not raise the highest rate.
const LEAST_EXPOSURE: f64 = 1.0 / 16.0;
/// The log likelihood is at most so far below its maximum, unless the work runs out.
const GAP: f64 = 0.1;
/// Most terms added up, over all rounds.
const WORK: usize = 30_000_000;
/// Weights below this are none.
const NO_WEIGHT: f64 = 1e-13;

/// Rates per unit of exposure with their weights, rising; no pair where there are no events.
///
/// **Method.** Expectation and maximization over a grid of rates, the mean rate among them; it stops where no rate
/// would gain: n · max(D − 1) ≤ 0.1 with D(θ) = Σᵢ f(xᵢ|θ)/f(xᵢ) ÷ n bounds the log likelihood left.
///
/// # References
/// Kiefer, J. and Wolfowitz, J. (1956). Consistency of the maximum likelihood estimator in the presence of infinitely
/// many incidental parameters. Annals of Mathematical Statistics 27(4), 887–906. doi:10.1214/aoms/1177728066.
/// Laird, N. (1978). Nonparametric maximum likelihood estimation of a mixing distribution. JASA 73(364), 805–811.
/// doi:10.1080/01621459.1978.10480103. Lindsay, B. G. (1983). The geometry of mixture likelihoods. Annals of Statistics
/// 11(1), 86–94. doi:10.1214/aos/1176346059 (the bound).
pub(super) fn rates(counts: &[u32], steps: &[u32], per_unit: f64) -> Vec<(f64, f64)> {
    let mut tally: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    counts.iter().zip(steps).for_each(|(n, a)| *tally.entry((*n, *a)).or_default() += 1);
    let group = |((count, step), cells): (&(u32, u32), &u32)| Group {
        count: f64::from(*count),
        exposure: f64::from(*step) / per_unit,
        cells: f64::from(*cells),
    };
    let groups: Vec<Group> = tally.iter().map(group).collect();
    let (events, exposure) =
        groups.iter().fold((0.0, 0.0), |s, g| (s.0 + g.cells * g.count, s.1 + g.cells * g.exposure));
    if events <= 0.0 {
        return Vec::new();
    }
    let rates = grid(&groups, events / exposure);
    let weights = maximize(&groups, &rates);
    rates.into_iter().zip(weights).filter(|(_, w)| *w > NO_WEIGHT).collect()
}

fn grid(groups: &[Group], mean: f64) -> Vec<f64> {
    let top = groups.iter().map(|g| g.count / g.exposure.max(LEAST_EXPOSURE)).fold(mean, f64::max);
    let mut rates = vec![0.0, mean, top];
    let mut low = mean / LOWEST;
    while low < top.min(1.0) {
        rates.push(low);
        low *= FACTOR;
    }
    let step = ROOT_STEP.max((top.sqrt() - 1.0) / ROOT_STEPS);
    let mut root = 1.0;
    while root * root < top {
        rates.push(root * root);
        root += step;
    }
    rates.sort_unstable_by(f64::total_cmp);
    rates.dedup();
    rates
}

fn maximize(groups: &[Group], rates: &[f64]) -> Vec<f64> {
    let width = rates.len();
    let likelihoods = Likelihoods {
        cells: groups.iter().map(|g| g.cells).collect(),
        all: groups.iter().map(|g| g.cells).sum(),
        table: groups.iter().flat_map(|g| likelihood(g, rates)).collect(),
    };
    let mut weights = vec![1.0 / width as f64; width];
    for _ in 0..(WORK / likelihoods.table.len().max(1)).clamp(20, 10_000) {
        let (first, reached) = likelihoods.step(&weights);
        if reached {
            break;
        }
        let (second, _) = likelihoods.step(&first);
        weights = leap(&weights, &first, second);
    }
    weights
}

/// Likelihoods of the groups' counts at each rate.
struct Likelihoods {
    cells: Vec<f64>,
    all: f64,
    /// At `[group × rates + rate]`, against that at the group's best rate.
    table: Vec<f64>,
}

impl Likelihoods {
    /// One round of expectation and maximization, and whether there was nothing left to gain.
    fn step(&self, weights: &[f64]) -> (Vec<f64>, bool) {
        let mut gain = vec![0.0; weights.len()];
        for (cells, row) in self.cells.iter().zip(self.table.chunks_exact(weights.len())) {
            let all: f64 = row.iter().zip(weights).map(|(f, w)| f * w).sum();
            let share = cells / (self.all * all);
            gain.iter_mut().zip(row).for_each(|(d, f)| *d += share * f);
        }
        let most = gain.iter().copied().fold(0.0, f64::max);
        gain.iter_mut().zip(weights).for_each(|(d, w)| *d *= w);
        (gain, self.all * (most - 1.0) <= GAP)
    }
}

/// Two rounds, carried on as they went: Varadhan, R. and Roland, C. (2008). Simple and globally convergent methods for
/// accelerating the convergence of any EM algorithm. Scandinavian Journal of Statistics 35(2), 335–353.
/// doi:10.1111/j.1467-9469.2007.00585.x, scheme S3. A weight never falls below a tenth of what the rounds gave it, so
/// that none is lost for good.
fn leap(start: &[f64], first: &[f64], second: Vec<f64>) -> Vec<f64> {
    let change = |i: usize| first[i] - start[i];
    let bend = |i: usize| second[i] - first[i] - change(i);
    let size = |of: &dyn Fn(usize) -> f64| (0..start.len()).map(|i| of(i).powi(2)).sum::<f64>().sqrt();
    let length = size(&change) / size(&bend);
    if !(length > 1.0 && length.is_finite()) {
        return second;
    }
    let far = |i: usize| (start[i] + 2.0 * length * change(i) + length * length * bend(i)).max(0.1 * second[i]);
    let far: Vec<f64> = (0..start.len()).map(far).collect();
    let sum: f64 = far.iter().sum();
    far.into_iter().map(|w| w / sum).collect()
}

/// Likelihood of a group's count at each rate, against that at the best one.
fn likelihood(group: &Group, rates: &[f64]) -> Vec<f64> {
    let log = |rate: &f64| {
        let expected = rate * group.exposure;
        match (expected > 0.0, group.count > 0.0) {
            (true, true) => group.count * expected.ln() - expected,
            (_, false) => -expected,
            (false, true) => f64::NEG_INFINITY,
        }
    };
    let logs: Vec<f64> = rates.iter().map(log).collect();
    let best = logs.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    logs.into_iter().map(|l| (l - best).exp()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moments(found: &[(f64, f64)]) -> (f64, f64, f64) {
        let sum = |f: &dyn Fn(f64) -> f64| found.iter().map(|(r, w)| f(*r) * w).sum::<f64>();
        (sum(&|_| 1.0), sum(&|r| r), sum(&|r| r * r))
    }

    #[test]
    fn counts_less_spread_than_chance_have_one_rate() {
        let found = rates(&[3; 400], &[64; 400], 64.0);
        let (all, mean, squares) = moments(&found);
        assert!((all - 1.0).abs() < 1e-9 && (mean - 3.0).abs() < 0.01 && squares - mean * mean < 0.05, "{found:?}");
    }

    #[test]
    fn two_kinds_of_cells_are_told_apart() {
        // One cell of ten with about 40, the others with none.
        let counts: Vec<u32> = (0..1000).map(|i| if i % 10 == 0 { 37 + i % 7 } else { 0 }).collect();
        let found = rates(&counts, &[32; 1000], 32.0);
        let high: f64 = found.iter().filter(|(r, _)| *r > 30.0).map(|(_, w)| w).sum();
        let low: f64 = found.iter().filter(|(r, _)| *r < 0.1).map(|(_, w)| w).sum();
        assert!((high - 0.1).abs() < 1e-3 && (low - 0.9).abs() < 1e-3, "{found:?}");
    }

    #[test]
    fn no_events_have_no_rates() {
        assert!(rates(&[0, 0], &[1, 1], 1.0).is_empty());
    }
}
