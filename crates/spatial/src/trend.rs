//! A trend in a series, by ranks: Mann and Kendall.

use serde::Serialize;

/// The test of a series.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct MannKendall {
    /// S: pairs that rise less pairs that fall.
    pub s: i64,
    /// Variance of S without a trend, ties taken into account.
    pub variance: f64,
    /// Standard score, corrected for continuity; 0 where S or its variance is 0.
    pub z: f64,
    /// Two-sided p under the normal distribution.
    pub p: f64,
}

/// Mann and Kendall's test of a series, in order of time.
///
/// S = Σ sgn(xⱼ − xᵢ) over i < j; Var = [n(n−1)(2n+5) − Σ t(t−1)(2t+5)] ÷ 18 over groups of t equal values;
/// z = (S − sgn S) ÷ √Var. Only the order counts, so that a series with gaps is tested as its known values in order.
/// Fewer than three values have z = 0 and p = 1. Values that are not finite must be left out. O(n²).
///
/// # References
/// Mann, H. B. (1945). Nonparametric tests against trend. Econometrica 13(3). doi:10.2307/1907187.
/// Kendall, M. G. (1975). Rank Correlation Methods. Griffin (ties: section 4.9).
pub fn mann_kendall(values: &[f64]) -> MannKendall {
    let n = values.len() as f64;
    let mut s = 0;
    for (i, x) in values.iter().enumerate() {
        s += values[i + 1..].iter().map(|y| i64::from(y > x) - i64::from(y < x)).sum::<i64>();
    }
    // Adding 0 makes of −0 a 0, so that the two are one group.
    let mut sorted: Vec<f64> = values.iter().map(|v| v + 0.0).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let groups = sorted.chunk_by(|a, b| a.total_cmp(b).is_eq()).map(|g| g.len() as f64);
    let ties: f64 = groups.map(|t| t * (t - 1.0) * (2.0 * t + 5.0)).sum();
    let variance = (n * (n - 1.0) * (2.0 * n + 5.0) - ties).max(0.0) / 18.0;
    let z = if values.len() < 3 || s == 0 || variance <= 0.0 { 0.0 } else { (s - s.signum()) as f64 / variance.sqrt() };
    MannKendall { s, variance, z, p: crate::gi_star::two_sided_p(z) }
}
