//! Quantiles of a sum of independent Gamma numbers, from its characteristic function.
//!
//! Idea: φ(t) = Π (1 − iθt)^(−a) over the parts (shape a, scale θ). Wrapped around an interval that holds all but 10⁻¹²
//! of the sum at either end, the distribution function is a Fourier series with coefficients φ(2πk ÷ length), and the
//! series ends soon because |φ| falls (Davies 1973, doi 10.1093/biomet/60.2.415, section 2: the same sum with its
//! error; Davies 1980, AS 155, doi 10.2307/2346911: weighted sums of χ² numbers, which are these). Quantiles at
//! Chebyshev nodes in z give ∛x as a polynomial in z from −4.5 to 4.5; beyond, where one draw of 150,000 falls, its end
//! is continued as a line (off by less than
//! 0.01 standard deviations at 5, where one draw of three million falls).
//!
//! Error: the polynomial is held against the series between its nodes; where it is off by more than 5·10⁻⁵ standard
//! deviations there is no answer and the parts are drawn one by one.

use std::f64::consts::{PI, SQRT_2};

use statrs::function::erf::erfc;

use super::root::Root;
use crate::gamma::Gamma;

/// Natural logarithm of what may lie outside the interval at either end: 10⁻¹².
const LN_OUTSIDE: f64 = -27.6;
/// The series ends where what is left is about this: a ten-thousandth of what lies beyond the polynomial's ends.
const LEFT: f64 = 1e-10;
/// Most terms: sums that need more hardly have a density that is smooth.
const MOST_TERMS: usize = 800;

/// The quantiles of a sum, where it is smooth enough.
pub(super) fn root(parts: &[Gamma]) -> Option<Root> {
    let series = Series::new(parts)?;
    Root::through(|z| series.quantile(z), series.deviation)
}

/// The distribution function as a series over an interval.
struct Series {
    low: f64,
    length: f64,
    /// 2 ÷ length × φ(tₖ), conjugate: real and imaginary part.
    terms: Vec<(f64, f64)>,
    mean: f64,
    deviation: f64,
    /// Third standardized moment.
    skewness: f64,
}

impl Series {
    fn new(parts: &[Gamma]) -> Option<Self> {
        let parts: Vec<(f64, f64)> = parts.iter().map(|g| (g.shape(), g.mean() / g.shape())).collect();
        let cumulant =
            |order: i32, times: f64| times * parts.iter().map(|(a, scale)| a * scale.powi(order)).sum::<f64>();
        let (mean, variance) = (cumulant(1, 1.0), cumulant(2, 1.0));
        let largest = parts.iter().map(|p| p.1).fold(0.0, f64::max);
        let smallest = parts.iter().map(|p| p.1).fold(largest, f64::min);
        let (low, high) = (end(&parts, 0.0, -1e4 / smallest), end(&parts, 0.0, 1.0 / largest));
        let length = high - low;
        let shape: f64 = parts.iter().map(|p| p.0).sum::<f64>().min(100.0);
        let mut terms = Vec::new();
        for k in 1.. {
            let t = 2.0 * PI * f64::from(k) / length;
            let (mut ln_size, mut angle) = (0.0, 0.0);
            for (a, scale) in &parts {
                let x = scale * t;
                ln_size -= 0.5 * a * (x * x).ln_1p();
                angle += a * x.atan();
            }
            let size = f64::exp(ln_size);
            terms.push((2.0 / length * size * angle.cos(), -2.0 / length * size * angle.sin()));
            // |φ| falls at least as fast as t^(−shape) in the end, so that all terms that follow add up to about size ÷
            // (π·shape).
            if size < LEFT * PI * shape {
                break;
            }
            if terms.len() == MOST_TERMS {
                return None;
            }
        }
        Some(Self {
            low,
            length,
            terms,
            mean,
            deviation: variance.sqrt(),
            skewness: cumulant(3, 2.0) / variance.powf(1.5),
        })
    }

    /// Distribution function and density.
    fn at(&self, x: f64) -> (f64, f64) {
        let (from, step) = (rotation(self.low / self.length), rotation(x / self.length));
        let (mut a, mut b) = (from, step);
        let (mut f, mut density) = ((x - self.low) / self.length, 1.0 / self.length);
        for (k, c) in (1..).zip(&self.terms) {
            // ∫ cos(t·u − ψ) du from low to x, and the integrand at x.
            let t = 2.0 * PI * f64::from(k) / self.length;
            f += (c.0 * (b.1 - a.1) - c.1 * (a.0 - b.0)) / t;
            density += c.0 * b.0 - c.1 * b.1;
            a = times(a, from);
            b = times(b, step);
        }
        (f, density)
    }

    /// The quantile at Φ(z), by Newton in the logarithm of the nearer tail; `None` where it is not found.
    fn quantile(&self, z: f64) -> Option<f64> {
        let tail = 0.5 * erfc(z.abs() / SQRT_2);
        // Cornish and Fisher's first terms, in cube roots: Wilson and Hilferty's line for a Gamma number of that
        // skewness.
        let shape = 4.0 / (self.skewness * self.skewness);
        let standard = shape.sqrt() * ((1.0 - 1.0 / (9.0 * shape) + z / (3.0 * shape.sqrt())).max(0.05).powi(3) - 1.0);
        let mut x: f64 =
            (self.mean + self.deviation * standard).clamp(self.low + 1e-6 * self.length, self.low + self.length);
        for _ in 0..30 {
            let (f, density) = self.at(x);
            let (value, sign) = if z < 0.0 { (f, 1.0) } else { (1.0 - f, -1.0) };
            let (value, density) = (value.max(1e-13), density.max(1e-13 / self.length));
            let step =
                (sign * (value / tail).ln() * value / density).clamp(-0.5 * self.deviation, 0.5 * self.deviation);
            x = (x - step).clamp(self.low + 1e-9 * self.length, self.low + self.length);
            if step.abs() < 1e-7 * self.deviation {
                return Some(x);
            }
        }
        None
    }
}

/// Where at most 10⁻¹² lies beyond, on the side of `limit`: s between the two at which K(s) − s·K′(s), Chernoff's
/// bound, says so.
fn end(parts: &[(f64, f64)], mut near: f64, mut limit: f64) -> f64 {
    let bound = |s: f64| {
        parts.iter().map(|(a, scale)| -a * (-scale * s).ln_1p() - s * a * scale / (1.0 - scale * s)).sum::<f64>()
    };
    for _ in 0..40 {
        let middle = 0.5 * (near + limit);
        if bound(middle) > LN_OUTSIDE {
            near = middle;
        } else {
            limit = middle;
        }
    }
    parts.iter().map(|(a, scale)| a * scale / (1.0 - scale * near)).sum()
}

/// A turn by a share of the circle: cosine and sine.
fn rotation(share: f64) -> (f64, f64) {
    let (sin, cos) = (2.0 * PI * share).sin_cos();
    (cos, sin)
}

fn times(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0 * b.0 - a.1 * b.1, a.0 * b.1 + a.1 * b.0)
}

#[cfg(test)]
mod tests {
    use statrs::function::gamma::{gamma_lr, ln_gamma};

    use super::super::wilson;
    use super::*;

    /// P(X₁ + X₂ ≤ x), X₁ of whole shape 1 or more: Gauss–Legendre would do, Simpson on 20,000 pieces does.
    fn by_convolution(one: (f64, f64), two: (f64, f64), x: f64) -> f64 {
        let density = |u: f64| ((two.0 - 1.0) * (u / two.1).ln() - u / two.1 - ln_gamma(two.0)).exp() / two.1;
        let pieces = 20_000_i32;
        let h = x / f64::from(pieces);
        let value = |i: i32| {
            let u = h * f64::from(i);
            if i == 0 || i == pieces { 0.0 } else { density(u) * gamma_lr(one.0, (x - u) / one.1) }
        };
        let weighed = |i: i32| value(i) * if i % 2 == 1 { 4.0 } else { 2.0 };
        h / 3.0 * (0..=pieces).map(weighed).sum::<f64>()
    }

    #[test]
    fn a_sum_of_parts_alike_is_one_gamma_number() {
        for (shape, n) in [(3.0, 2), (5.0, 5), (30.0, 3), (4_000.0, 4)] {
            let parts = vec![Gamma::new(shape, 2.0); n];
            let root = root(&parts).expect("a smooth sum");
            let all = shape * n as f64;
            for i in -50_i16..=50 {
                let z = f32::from(i) * 0.1;
                let gap =
                    (2.0 * f64::from(root.at(z)).powi(3) - wilson::quantile(all, f64::from(z))).abs() / all.sqrt();
                // Beyond 4.5 the end is a line.
                let most = if i.abs() > 45 { 1e-2 } else { 5e-5 };
                assert!(gap < most + 1e-6 * all.sqrt(), "{n} of shape {shape}, z {z}: {gap}");
            }
        }
    }

    #[test]
    fn a_sum_of_unlike_parts_equals_its_convolution() {
        for (one, two) in [((4.0, 1.0), (3.0, 5.0)), ((2.0, 10.0), (50.0, 0.5)), ((9.0, 0.1), (7.0, 2.0))] {
            let parts = [Gamma::new(one.0, 1.0 / one.1), Gamma::new(two.0, 1.0 / two.1)];
            let root = root(&parts).expect("a smooth sum");
            for z in [-4.5, -3.0, -1.5, -0.5, 0.0, 0.7, 2.0, 3.5, 4.5_f32] {
                let x = f64::from(root.at(z)).powi(3);
                let (f, tail) = (by_convolution(one, two, x), 0.5 * erfc(f64::from(z.abs()) / SQRT_2));
                let value = if z < 0.0 { f } else { 1.0 - f };
                assert!((value / tail).ln().abs() < 1e-3, "{one:?} {two:?}, z {z}: {value} for {tail}");
            }
        }
    }

    #[test]
    fn far_ends_rise_on() {
        let root = root(&[Gamma::new(4.0, 1.0), Gamma::new(9.0, 3.0)]).expect("a smooth sum");
        let at: Vec<f32> = (-64_i16..=64).map(|i| root.at(f32::from(i) * 0.1)).collect();
        assert!(at.windows(2).all(|w| w[0] < w[1]) && at[0] > 0.0);
    }

    #[test]
    fn sums_too_rough_have_no_answer() {
        assert!(root(&[Gamma::new(0.2, 1.0), Gamma::new(0.3, 2.0)]).is_none());
    }
}
