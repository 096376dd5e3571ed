//! Sums of Chebyshev polynomials.

/// T₀(x) … of one x.
pub(super) fn values<const N: usize>(x: f64) -> [f64; N] {
    let mut t = [1.0; N];
    if N > 1 {
        t[1] = x;
    }
    for k in 2..N {
        t[k] = 2.0 * x * t[k - 1] - t[k - 2];
    }
    t
}

/// A sum of Chebyshev polynomials as one of powers (Clenshaw's recurrence on coefficients).
pub(super) fn monomials<const N: usize>(c: &[f64; N]) -> [f64; N] {
    let (mut b1, mut b2) = ([0.0; N], [0.0; N]);
    let double_shift = |b: &[f64; N], times: f64| {
        let mut out = [0.0; N];
        (1..N).for_each(|i| out[i] = times * b[i - 1]);
        out
    };
    for k in (1..N).rev() {
        let mut next = double_shift(&b1, 2.0);
        (0..N).for_each(|i| next[i] -= b2[i]);
        next[0] += c[k];
        (b1, b2) = (next, b1);
    }
    let mut out = double_shift(&b1, 1.0);
    (0..N).for_each(|i| out[i] -= b2[i]);
    out[0] += c[0];
    out
}

/// The k-th of n places in (−1, 1) at which a function is evaluated.
pub(super) fn node(k: usize, n: usize) -> f64 {
    (std::f64::consts::PI * (2 * k + 1) as f64 / (2 * n) as f64).cos()
}

/// A function on −1 … 1 as Σ cⱼ·Tⱼ.
#[derive(Debug, Clone)]
pub(super) struct Series(pub(super) Vec<f64>);

impl Series {
    /// Through values at the [`node`]s.
    pub(super) fn through(values: &[f64]) -> Self {
        let n = values.len();
        let c = |j: usize| {
            let turned = |(k, y): (usize, &f64)| {
                y * (j as f64 * std::f64::consts::PI * (2 * k + 1) as f64 / (2 * n) as f64).cos()
            };
            let sum: f64 = values.iter().enumerate().map(turned).sum();
            sum * if j == 0 { 1.0 } else { 2.0 } / n as f64
        };
        Self((0..n).map(c).collect())
    }

    /// The value at a place (Clenshaw's recurrence).
    pub(super) fn at(&self, u: f64) -> f64 {
        let (mut b1, mut b2) = (0.0, 0.0);
        for c in self.0[1..].iter().rev() {
            (b1, b2) = (2.0 * u * b1 - b2 + c, b1);
        }
        u * b1 - b2 + self.0[0]
    }

    /// The slope at −1 or 1: T′ⱼ(±1) = (±1)^(j+1)·j².
    pub(super) fn slope_at_end(&self, end: f64) -> f64 {
        self.0.iter().enumerate().map(|(j, c)| c * (j * j) as f64 * if j % 2 == 0 { end } else { 1.0 }).sum()
    }

    /// Where a function that rises has a value, by the secant through the ends of a bracket and its middle (Illinois);
    /// `None` beyond the ends.
    pub(super) fn solve(&self, value: f64) -> Option<f64> {
        let off = |u: f64| self.at(u) - value;
        let (mut low, mut high) = ((-1.0, off(-1.0)), (1.0, off(1.0)));
        if low.1 > 0.0 || high.1 < 0.0 {
            return None;
        }
        let mut side = 0;
        for _ in 0..60 {
            let u = (low.0 * high.1 - high.0 * low.1) / (high.1 - low.1);
            let v = off(u);
            if v.abs() < 1e-11 || high.0 - low.0 < 1e-13 {
                return Some(u);
            }
            if v > 0.0 {
                high = (u, v);
                low.1 *= if side == 1 { 0.5 } else { 1.0 };
                side = 1;
            } else {
                low = (u, v);
                high.1 *= if side == -1 { 0.5 } else { 1.0 };
                side = -1;
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rising_function_is_read_backward() {
        let at: Vec<f64> = (0..15).map(|k| (1.3 * node(k, 15)).tan()).collect();
        let series = Series::through(&at);
        for value in [-3.0, -0.2, 0.0, 1.1, 3.4] {
            let u = series.solve(value).expect("between the ends");
            assert!((series.at(u) - value).abs() < 1e-10, "{value}");
        }
        assert!(series.solve(9.0).is_none());
    }

    #[test]
    fn a_sum_is_the_same_polynomial_in_powers() {
        let c = [0.3, -1.0, 0.5, 2.0, -0.25];
        for x in [-1.0, -0.3, 0.0, 0.7, 1.0] {
            let sum: f64 = values::<5>(x).iter().zip(c).map(|(t, c)| t * c).sum();
            let powers = monomials(&c).iter().rev().fold(0.0, |sum, c| sum * x + c);
            assert!((sum - powers).abs() < 1e-12, "{x}: {sum} {powers}");
        }
    }
}
