//! What is usual: over-dispersion from the months, and the Gamma prior of the rates by maximum likelihood.

use serde::Serialize;
use statrs::function::gamma::ln_gamma;

use super::input::Table;

/// How a prior came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PriorKind {
    /// Maximum likelihood.
    Fitted,
    /// The units differ no more than chance explains: the prior is as tight as all counts together allow.
    NoVariance,
    /// Fewer than three units: the prior says next to nothing, no unit is pulled toward another.
    TooFewUnits,
    /// No event at all: half an event over the exposure of all units together; no unit can be told from another.
    NoEvents,
}

/// Rate θ ~ Gamma(α, β), mean α/β per unit of exposure and year.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Prior {
    pub(crate) alpha: f64,
    pub(crate) beta: f64,
    pub(crate) kind: PriorKind,
}

/// [`over_dispersion`] of the incidents of the ranked units of a table.
pub(crate) fn dispersion(table: &Table<'_>, group: usize, months: usize) -> f64 {
    over_dispersion(table.ranked.iter().map(|unit| table.monthly_incidents(group, *unit)), months)
}

/// Over-dispersion of monthly counts about unit and month effects, 1 or more.
///
/// Idea: if chance alone moved the months, Pearson's X² = Σ(O − E)²/E over the table unit × month, with E from its
/// margins, would be (n−1)(T−1)·N/(N−1), exactly so even for sparse tables (Haldane 1940, doi
/// 10.1093/biomet/31.3-4.346). φ is the quotient. Counts per victim, sprees, and retaliation raise it. Months below 0
/// (reversals) count as 0. It sees swings from month to month, not slow drift. Fewer than two units, months or events
/// give 1.
///
/// `units` are rows of so many months, one for each unit.
pub fn over_dispersion<'a>(units: impl IntoIterator<Item = &'a [i64]>, months: usize) -> f64 {
    let mut by_month = vec![0.0; months];
    let mut rows: Vec<(&[i64], f64)> = Vec::new();
    for row in units {
        let sum: i64 = row.iter().map(|n| (*n).max(0)).sum();
        if sum > 0 {
            rows.push((row, sum as f64));
            by_month.iter_mut().zip(row).for_each(|(m, n)| *m += (*n).max(0) as f64);
        }
    }
    let total: f64 = by_month.iter().sum();
    let columns: Vec<(usize, f64)> = by_month.into_iter().enumerate().filter(|(_, n)| *n > 0.0).collect();
    if rows.len() < 2 || columns.len() < 2 || total < 2.0 {
        return 1.0;
    }
    // Σ(O − E)²/E = Σ O²/E − N.
    let squares: f64 = rows
        .iter()
        .map(|(row, sum)| columns.iter().map(|(t, m)| (row[*t].max(0) as f64).powi(2) / m).sum::<f64>() / sum)
        .sum();
    let free = (rows.len() - 1) as f64 * (columns.len() - 1) as f64;
    ((squares * total - total) * (total - 1.0) / (total * free)).max(1.0)
}

/// Grid of ln α that brackets the maximum.
const LN_ALPHA_MIN: f64 = -6.9;
const GRID: usize = 18;

/// Gamma prior of rates by maximum likelihood of the negative-binomial marginal.
///
/// Idea: counts `y` over exposures `t` (both already divided by φ) are Poisson with rate θ; θ varies among units as
/// Gamma(α, β); integrated over θ, y is negative binomial. Parameters: counts of 0 or more (fractions allowed),
/// exposures above 0. Returns α and β and how they came about. Steps: for given α the mean rate μ solves Σ(y − μt)/(α +
/// μt) = 0 (falling and convex in μ, so Newton from the left never overshoots); the profile over ln α is searched on a
/// grid and refined by golden section. α is never larger than the total of y: the prior cannot know the common rate
/// better than all counts together do. Complexity: about 45 passes over the units. Degenerate input: [`PriorKind`].
///
/// References: Clayton, Kaldor (1987), *Empirical Bayes estimates of age-standardized relative risks*, doi
/// 10.2307/2532003, equations 3–5; Lawless (1987), *Negative binomial and mixed Poisson regression*, doi
/// 10.2307/3314912.
pub(crate) fn gamma_prior(y: &[f64], t: &[f64]) -> Prior {
    let (events, exposure) = (y.iter().sum::<f64>(), t.iter().sum::<f64>());
    if events <= 0.0 {
        return Prior { alpha: 0.5, beta: exposure, kind: PriorKind::NoEvents };
    }
    if y.len() < 3 {
        return Prior { alpha: 0.5, beta: 1e-9 * exposure, kind: PriorKind::TooFewUnits };
    }
    let profile = Profile { y, t, start: events / exposure };
    let top = events.max(1.0).ln();
    let step = (top - LN_ALPHA_MIN) / (GRID - 1) as f64;
    let best = (0..GRID)
        .map(|i| LN_ALPHA_MIN + step * i as f64)
        .map(|a| (a, profile.at(a).0))
        .fold((top, f64::NEG_INFINITY), |best, next| if next.1 > best.1 { next } else { best });
    let ln_alpha =
        golden_section(|a| profile.at(a).0, (best.0 - step).max(LN_ALPHA_MIN), (best.0 + step).min(top), 1e-6);
    // At the upper end the likelihood still rises: no variance beyond chance.
    let kind = if top - ln_alpha < 1e-3 { PriorKind::NoVariance } else { PriorKind::Fitted };
    let alpha = ln_alpha.exp();
    Prior { alpha, beta: alpha / profile.at(ln_alpha).1, kind }
}

struct Profile<'a> {
    y: &'a [f64],
    t: &'a [f64],
    start: f64,
}

impl Profile<'_> {
    /// Log-likelihood (less what does not depend on the parameters) at ln α with the best mean, and that mean.
    fn at(&self, ln_alpha: f64) -> (f64, f64) {
        let alpha = ln_alpha.exp();
        let mean = self.mean(alpha);
        let fixed = ln_gamma(alpha);
        let units = self.y.iter().zip(self.t).map(|(y, t)| {
            let sum = alpha + mean * t;
            let events = if *y > 0.0 { ln_gamma(y + alpha) - fixed + y * (mean * t / sum).ln() } else { 0.0 };
            events + alpha * (alpha / sum).ln()
        });
        (units.sum(), mean)
    }

    fn mean(&self, alpha: f64) -> f64 {
        let mut mean = self.start;
        for _ in 0..60 {
            let (mut value, mut slope) = (0.0, 0.0);
            for (y, t) in self.y.iter().zip(self.t) {
                let sum = alpha + mean * t;
                value += (y - mean * t) / sum;
                slope -= t * (alpha + y) / (sum * sum);
            }
            let next = (mean - value / slope).max(0.5 * mean);
            let done = (next - mean).abs() <= 1e-12 * mean;
            mean = next;
            if done {
                break;
            }
        }
        mean
    }
}

/// Where a function with one peak between two ends is largest, to within `width`.
pub(crate) fn golden_section(f: impl Fn(f64) -> f64, mut low: f64, mut high: f64, width: f64) -> f64 {
    const RATIO: f64 = 0.618_033_988_749_894_9;
    let (mut a, mut b) = (high - RATIO * (high - low), low + RATIO * (high - low));
    let (mut fa, mut fb) = (f(a), f(b));
    while high - low > width {
        if fa > fb {
            (high, b, fb) = (b, a, fa);
            a = high - RATIO * (high - low);
            fa = f(a);
        } else {
            (low, a, fa) = (a, b, fb);
            b = low + RATIO * (high - low);
            fb = f(b);
        }
    }
    0.5 * (low + high)
}
