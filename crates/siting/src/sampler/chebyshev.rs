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

/// The k-th of n places in (−1, 1) at which a function is asked for.
pub(super) fn node(k: usize, n: usize) -> f64 {
    (std::f64::consts::PI * (2 * k + 1) as f64 / (2 * n) as f64).cos()
}

#[cfg(test)]
mod tests {
    use super::*;

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
