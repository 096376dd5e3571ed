//! A short period beside the same days a year before: what chance alone gives.

use statrs::function::gamma::ln_gamma;

/// 97.5% point of the normal distribution.
const Z_95: f64 = 1.959_963_984_540_054;
/// Relative weight below which the rest of a tail is left off.
const NEGLIGIBLE: f64 = 1e-15;

/// How chance deals events to two periods of the same daily rate.
///
/// Idea: of the N events of both periods together, the later one holds n by a binomial of its share of the days, where
/// events come by a Poisson process (the conditional test of two Poisson rates). Where counts vary φ times as much
/// (events that draw others after them), they are taken as negative binomial with variance φ × mean; given N, n is then
/// beta-binomial with α + β = N/(φ − 1), whose variance is nearly φ times that of the binomial. With φ = 1 it is the
/// binomial itself.
///
/// Parameters: `share` is the later period's share of the days of both, above 0 and below 1; `dispersion` is φ, at
/// least 1. Cost: O(N) a p, O(N log N) a band. Degenerate: without events p is 1.
///
/// References: Przyborowski, Wilenski (1940), doi 10.1093/biomet/31.3-4.313 (the conditional test); Nelson (1970),
/// *Confidence intervals for the ratio of two Poisson means and Poisson predictor intervals*, doi
/// 10.1109/TR.1970.5216407 (the band: what is not rejected); Johnson, Kemp, Kotz (2005), *Univariate Discrete
/// Distributions*, doi 10.1002/0471715816, section 6.2.2 (the beta-binomial from two negative binomials).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoPeriods {
    share: f64,
    dispersion: f64,
}

impl TwoPeriods {
    /// Two periods; `None` for a share outside 0 to 1, or a dispersion below 1.
    pub fn new(share: f64, dispersion: f64) -> Option<Self> {
        let fits = share > 0.0 && share < 1.0 && dispersion.is_finite() && dispersion >= 1.0;
        fits.then_some(Self { share, dispersion })
    }

    /// Chance that the later period lies as far from its share as `now` does, to the same side, twice; 1 at most.
    pub fn p(self, now: u64, then: u64) -> f64 {
        let all = now + then;
        if all == 0 {
            return 1.0;
        }
        // The other side is the first one seen from the other period.
        let above = now as f64 >= self.share * all as f64;
        let (n, share) = if above { (now, self.share) } else { (then, 1.0 - self.share) };
        (2.0 * self.tail(n, all, share)).min(1.0)
    }

    /// The least and the most events of the later period that are no rarer than `level` (two-sided) beside `then`
    /// events of the earlier one.
    pub fn band(self, then: u64, level: f64) -> (u64, u64) {
        let expected = then as f64 * self.share / (1.0 - self.share);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count, 0 or more")]
        let middle = expected.round() as u64;
        let inside = |n: u64| self.p(n, then) > level;
        let low = first(0, middle, inside);
        let mut beyond = middle + 1;
        while inside(beyond) {
            beyond = 2 * beyond + 1;
        }
        (low, first(middle, beyond, |n| !inside(n)) - 1)
    }

    /// P(X ≥ n), where X is the part of `all` that falls to a period of that share of the days.
    fn tail(self, n: u64, all: u64, share: f64) -> f64 {
        let (total, over) = (all as f64, self.dispersion - 1.0);
        // Weights of the beta part; without over-dispersion they are endless, and only their shares stay.
        let size = if over > 1e-9 { total / over } else { f64::INFINITY };
        let (a, b) = (share * size, (1.0 - share) * size);
        let next = |k: f64| {
            let odds = if size.is_finite() { (a + k) / (b + total - k - 1.0) } else { share / (1.0 - share) };
            (total - k) / (k + 1.0) * odds
        };
        let first = log_mass(n as f64, total, (share, a, b)).exp();
        let (mut mass, mut sum) = (first, first);
        for k in n..all {
            mass *= next(k as f64);
            sum += mass;
            if mass < sum * NEGLIGIBLE {
                break;
            }
        }
        sum
    }
}

/// Logarithm of P(X = n) of `all`, by the share alone or by the weights of the beta part.
fn log_mass(n: f64, all: f64, (share, a, b): (f64, f64, f64)) -> f64 {
    let chosen = ln_gamma(all + 1.0) - ln_gamma(n + 1.0) - ln_gamma(all - n + 1.0);
    if a.is_finite() {
        let beta = |x: f64, y: f64| ln_gamma(x) + ln_gamma(y) - ln_gamma(x + y);
        return chosen + beta(n + a, all - n + b) - beta(a, b);
    }
    chosen + n * share.ln() + (all - n) * (1.0 - share).ln()
}

/// The first number of a range that fits, where all after it do; the end where none before it does.
fn first(mut from: u64, mut to: u64, fits: impl Fn(u64) -> bool) -> u64 {
    while from < to {
        let middle = from + (to - from) / 2;
        if fits(middle) { to = middle } else { from = middle + 1 }
    }
    from
}

/// How many times as much as chance the steps of two years vary around the ratio of the years; 1 at least. It is meant
/// for two-sided tests at 5%: where few steps tell it, it is raised as Student's t is beside the normal.
///
/// Idea: a step of `now` events beside `then` in the same days a year before has D = now − (now + then) p, where p is
/// the later year's share of the place's events. By chance alone the mean of D² is that of (now + then) p (1 − p), for
/// every count, however few; φ is the ratio of the sums over all steps of all places, times steps ÷ (steps − 1) for the
/// p that each place is given. Season falls out, since it moves both years alike. Places with few events weigh little.
/// Its degrees of freedom are the steps less one of every place with events; t of ν degrees is z + (z³ + z) ÷ 4ν.
///
/// `places` holds `steps` pairs (now, then) each, `steps` at least 2. Without events it is 1.
pub fn paired_dispersion(places: &[Vec<(u64, u64)>], steps: usize) -> f64 {
    if steps < 2 {
        return 1.0;
    }
    let (mut apart, mut by_chance, mut free) = (0.0, 0.0, 0.0);
    for place in places {
        let sum = place.iter().fold((0, 0), |s, pair| (s.0 + pair.0, s.1 + pair.1));
        let all = (sum.0 + sum.1) as f64;
        if all <= 0.0 {
            continue;
        }
        let share = sum.0 as f64 / all;
        free += (steps - 1) as f64;
        for (now, then) in place {
            let both = (now + then) as f64;
            apart += (*now as f64 - both * share).powi(2);
            by_chance += both * share * (1.0 - share);
        }
    }
    if by_chance <= 0.0 {
        return 1.0;
    }
    let student = 1.0 + (Z_95 * Z_95 + 1.0) / (4.0 * free);
    (apart / by_chance * steps as f64 / (steps - 1) as f64 * student * student).max(1.0)
}

#[cfg(test)]
#[path = "recent_tests.rs"]
mod tests;
