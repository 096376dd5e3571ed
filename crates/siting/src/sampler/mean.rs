//! Quantiles of a weighted mean of shares that follow a Dirichlet distribution, by inversion.
//!
//! Idea: shares are Gamma numbers of one scale over their sum, πᵢ = Gᵢ ÷ ΣG, so that M = Σ wᵢπᵢ is x or less exactly
//! where Q = Σ (wᵢ − x)·Gᵢ is 0 or less. With K(s) = ln E e^(sQ) = −Σ aᵢ·ln(1 − s(wᵢ − x)), P(Q ≤ 0) = −(1 ÷ 2πi)·∫
//! e^K(s) ÷ s ds along any line Re s = c below 0 on which K exists; a line above 0 gives the other tail. Through the
//! place where e^K ÷ |s| is least along the real axis the integrand is a bell, and the trapezoid rule gives either tail
//! to a hundred-thousandth of itself from some twenty terms (Rice 1980). Weights are scaled to 0 … 1; then z = Φ⁻¹(P(M
//! ≤ x)) is nearly a line in ln(x ÷ (1 − x)), and a few such integrals make it a polynomial, which read backward gives
//! the quantiles that [`Root`] needs.
//!
//! Error: the first polynomial is held against the integral between its nodes, the second against the first; where one
//! is off by more than 5·10⁻⁵ standard deviations there is no answer, and the shares are drawn one by one.
//!
//! References: Gil-Pelaez (1951), *Note on the inversion theorem*, doi 10.1093/biomet/38.3-4.481; Imhof (1961),
//! *Computing the distribution of quadratic forms in normal variables*, doi 10.1093/biomet/48.3-4.419 (sums with
//! weights of either sign, of which M is a ratio); Rice (1980), *Distribution of quadratic forms in normal random
//! variables: evaluation by numerical integration*, SIAM Journal on Scientific and Statistical Computing 1 (the line
//! through the saddle).

use std::f64::consts::{PI, SQRT_2};

use statrs::function::erf::erfc_inv;

use super::chebyshev::{Series, node};
use super::root::{MOST_ERROR, Root, WIDEST};

/// Step of the trapezoid rule, in widths of the bell.
const STEP: f64 = 0.6;
/// The integral ends where its terms are this small beside the first.
const LEFT: f64 = 1e-7;
/// Most terms: shares that need more have hardly a smooth density.
const MOST_TERMS: u32 = 300;
/// Where the polynomial in the logit begins and ends, on the normal scale: a little beyond what is read off it.
const REACH: f64 = 4.9;
/// Degrees tried.
const NODES: [usize; 3] = [9, 15, 25];

/// Quantiles of Σ weight × share, where smooth enough; weights from 0 to 1, both among them, each with its Dirichlet
/// parameter above 0.
pub(super) fn root(parts: &[(f64, f64)]) -> Option<Root> {
    let mean = Mean::new(parts);
    let deviation = mean.deviation;
    let (low, high) = (mean.logit_at(-REACH)?, mean.logit_at(REACH)?);
    let to_logit = |u: f64| 0.5 * (low + high) + 0.5 * (high - low) * u;
    let z = |logit: f64| mean.normal(logit);
    let bend = NODES.into_iter().find_map(|n| {
        let at = (0..n).map(|k| z(to_logit(node(k, n)))).collect::<Option<Vec<f64>>>()?;
        let series = Series::through(&at);
        // Between the nodes: in the middle, and on either side where a normal number of 1 to 3 lies.
        let close = |k: usize| {
            let u = (PI * k as f64 / n as f64).cos();
            z(to_logit(u)).is_some_and(|z| (series.at(u) - z).abs() < MOST_ERROR)
        };
        [n / 4, n / 2, 3 * n / 4].into_iter().all(close).then_some(series)
    })?;
    let edge = f64::from(WIDEST);
    if !(bend.at(-1.0) < -edge && bend.at(1.0) > edge) {
        return None;
    }
    let quantile = |z: f64| bend.solve(z).map(|u| logistic(to_logit(u)));
    Root::through(quantile, deviation)
}

fn logistic(logit: f64) -> f64 {
    1.0 / (1.0 + (-logit).exp())
}

/// The mean whose distribution is wanted.
struct Mean<'a> {
    /// Dirichlet parameter and weight of each share.
    parts: &'a [(f64, f64)],
    center: f64,
    deviation: f64,
}

impl<'a> Mean<'a> {
    fn new(parts: &'a [(f64, f64)]) -> Self {
        let all: f64 = parts.iter().map(|p| p.0).sum();
        let mean = parts.iter().map(|(a, w)| a * w).sum::<f64>() / all;
        let variance = parts.iter().map(|(a, w)| a * (w - mean).powi(2)).sum::<f64>() / (all * (all + 1.0));
        Self { parts, center: mean, deviation: variance.sqrt() }
    }

    /// About where Φ(z) of the distribution lies below: the signed root of −2K at its least, which is z but for ln(…) ÷
    /// z (Daniels 1987, *Tail probability approximations*, International Statistical Review 55).
    fn logit_at(&self, z: f64) -> Option<f64> {
        let slope = self.center * (1.0 - self.center) / self.deviation;
        let mut logit = (self.center / (1.0 - self.center)).ln() + z / slope;
        let (mut before, mut found) = ((logit - z / slope, 0.0), self.root_of(logit)?);
        for _ in 0..30 {
            if (found - z).abs() < 0.05 {
                return Some(logit);
            }
            let rate = ((found - before.1) / (logit - before.0)).clamp(0.2 * slope.min(0.5), 5.0 * slope.max(1.0));
            before = (logit, found);
            logit += (z - found) / rate;
            found = self.root_of(logit)?;
        }
        None
    }

    /// The signed root at a place.
    fn root_of(&self, logit: f64) -> Option<f64> {
        let x = logistic(logit);
        let sums = |s: f64| self.sums(x, s);
        // K′ rises from −∞ to +∞ over the places where K exists.
        let ends = Self::ends(x)?;
        let at = rising_zero(ends, 0.0, |s| {
            let (_, first, second) = sums(s);
            (first, second)
        });
        Some((-2.0 * sums(at).0).max(0.0).sqrt().copysign(x - self.center))
    }

    /// Where K exists; `None` where x is no inner point.
    fn ends(x: f64) -> Option<(f64, f64)> {
        (x > 1e-12 && x < 1.0 - 1e-12).then(|| (-1.0 / x, 1.0 / (1.0 - x)))
    }

    /// K and its first two derivatives.
    fn sums(&self, x: f64, s: f64) -> (f64, f64, f64) {
        self.parts.iter().fold((0.0, 0.0, 0.0), |(k, first, second), (a, w)| {
            let d = w - x;
            let r = d / (1.0 - s * d);
            (k - a * (-s * d).ln_1p(), first + a * r, second + a * r * r)
        })
    }

    /// z = Φ⁻¹(P(M ≤ x)); `None` where the integral does not come to an end.
    fn normal(&self, logit: f64) -> Option<f64> {
        let x = logistic(logit);
        let (low, high) = Self::ends(x)?;
        // The nearer tail: the lower with a line below 0.
        let (below, ends) = if x < self.center { (true, (low, 0.0)) } else { (false, (0.0, high)) };
        let start = if below { -1.0 } else { 1.0 } / (self.sums(x, 0.0).2).sqrt();
        let c = rising_zero(ends, start, |s| {
            let (_, first, second) = self.sums(x, s);
            (first - 1.0 / s, second + 1.0 / (s * s))
        });
        let (k, _, second) = self.sums(x, c);
        let width = 1.0 / (second + 1.0 / (c * c)).sqrt();
        let step = STEP * width.min(if below { c - low } else { high - c });
        // What each part is turned by per unit of t.
        let turns: Vec<(f64, f64)> = self.parts.iter().map(|(a, w)| (*a, (w - x) / (1.0 - c * (w - x)))).collect();
        let mut sum = 0.5 / c;
        for term in 1..=MOST_TERMS {
            let t = f64::from(term) * step;
            let (mut ln_size, mut angle) = (0.0, 0.0);
            for (a, turn) in &turns {
                let y = turn * t;
                ln_size -= 0.5 * a * (y * y).ln_1p();
                angle += a * y.atan();
            }
            let size = f64::exp(ln_size);
            // e^(i·angle) ÷ (c + it), the real part.
            sum += size * (c * angle.cos() + t * angle.sin()) / (c * c + t * t);
            if size * c.abs() < LEFT * c.hypot(t) {
                let tail = (step / PI * k.exp() * sum.abs()).min(1.0);
                let z = -SQRT_2 * erfc_inv(2.0 * tail);
                return z.is_finite().then_some(if below { z } else { -z });
            }
        }
        None
    }
}

/// Where a function that rises between two ends is 0: Newton's steps from `at`, halved toward an end where they would
/// leave.
fn rising_zero((mut low, mut high): (f64, f64), mut at: f64, f: impl Fn(f64) -> (f64, f64)) -> f64 {
    if !(at > low && at < high) {
        at = 0.5 * (low + high);
    }
    for _ in 0..60 {
        let (value, slope) = f(at);
        if value > 0.0 {
            high = at;
        } else {
            low = at;
        }
        let next = at - value / slope;
        let next = if next > low && next < high { next } else { 0.5 * (low + high) };
        if (next - at).abs() <= 1e-6 * next.abs().max(1e-300) {
            return next;
        }
        at = next;
    }
    at
}

#[cfg(test)]
mod tests {
    use statrs::function::beta::beta_reg;
    use statrs::function::erf::erfc;

    use super::*;

    #[test]
    fn one_share_of_two_is_a_beta_number() {
        for (a, b) in [(4.0, 3.0), (2.5, 60.0), (40.0, 9.0), (800.0, 500.0), (3e5, 9e5)] {
            let root = root(&[(a, 1.0), (b, 0.0)]).expect("smooth");
            for i in -45_i16..=45 {
                let z = f32::from(i) * 0.1;
                let x = f64::from(root.at(z)).powi(3);
                let (value, tail) = (
                    if z < 0.0 { beta_reg(a, b, x) } else { beta_reg(b, a, 1.0 - x) },
                    0.5 * erfc(f64::from(z.abs()) / SQRT_2),
                );
                // 10⁻⁴ standard deviations, as a share of the tail: the hazard at 4.5 is below 5 per deviation; and
                // seven digits of x.
                let digits = 1.2e-7 * x * ((a + b + 1.0) / (x * (1.0 - x))).sqrt();
                assert!((value / tail).ln().abs() < 5.0 * (1e-4 + digits), "Beta({a}, {b}), z {z}: {value} for {tail}");
            }
        }
    }

    #[test]
    fn a_mean_of_four_shares_is_a_mixture_of_two_means_of_two() {
        // Shares of the first two together, and within each two, are independent Beta numbers: M = B·A₁ + (1 − B)·A₂,
        // added up over a grid.
        let parts = [(3.0, 0.0), (2.0, 0.3), (4.0, 0.6), (3.0, 1.0)];
        let root = root(&parts).expect("smooth");
        // A₁ = 0.3·Beta(2, 3), A₂ = 0.6 + 0.4·Beta(3, 4), B ~ Beta(5, 7) the part of the first two.
        let cells = 240_i32;
        let middle = |i: i32| (f64::from(i) + 0.5) / f64::from(cells);
        let mass = |a: f64, b: f64, i: i32| {
            beta_reg(a, b, f64::from(i + 1) / f64::from(cells))
                - beta_reg(a, b, (f64::from(i) / f64::from(cells)).max(0.0))
        };
        for z in [-2.5, -1.0, 0.0, 0.8, 2.2_f32] {
            let x = f64::from(root.at(z)).powi(3);
            let mut p = 0.0;
            for i in 0..cells {
                let b = middle(i);
                let mut given = 0.0;
                for j in 0..cells {
                    let rest = (x - b * 0.3 * middle(j)) / (1.0 - b);
                    given += mass(2.0, 3.0, j) * beta_reg(3.0, 4.0, ((rest - 0.6) / 0.4).clamp(0.0, 1.0));
                }
                p += mass(5.0, 7.0, i) * given;
            }
            let exact = 0.5 * erfc(-f64::from(z) / SQRT_2);
            assert!((p - exact).abs() < 2e-5 + 1e-3 * exact.min(1.0 - exact), "z {z}: {p} for {exact}");
        }
    }

    #[test]
    fn shares_too_rough_have_no_answer() {
        assert!(root(&[(0.1, 0.0), (0.2, 0.4), (0.1, 1.0)]).is_none());
    }
}
