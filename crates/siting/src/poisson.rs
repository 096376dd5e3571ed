//! Poisson random numbers by inversion.

use crate::stream::Stream;

/// The Poisson number of a draw: the smallest n whose cumulative probability reaches the draw's uniform number.
///
/// Meant for small means: the work grows with the number drawn. At 700 and above, where e^(−mean) vanishes, the mean
/// itself, rounded, is returned.
///
/// Reference: Devroye (1986), *Non-uniform random variate generation*, doi 10.1007/978-1-4613-8643-8, section X.3.3.
///
/// ```
/// use catchment_siting::{Stream, poisson};
///
/// let stream = Stream::new(1, &["counts"]);
/// let sum: f64 = (0..10_000).map(|draw| poisson(3.0, stream, draw)).sum();
/// assert!((sum / 10_000.0 - 3.0).abs() < 0.1);
/// ```
pub fn poisson(mean: f64, stream: Stream, draw: u64) -> f64 {
    if mean >= 700.0 {
        return mean.round();
    }
    let u = stream.uniform(draw);
    let mut p = (-mean).exp();
    let (mut sum, mut n) = (p, 0.0);
    while u > sum && p > 0.0 {
        n += 1.0;
        p *= mean / n;
        sum += p;
    }
    n
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_have_the_mean_and_spread_of_poisson() {
        let stream = Stream::new(7, &["poisson"]);
        for mean in [0.3, 4.0, 60.0] {
            let draws: Vec<f64> = (0..20_000).map(|i| poisson(mean, stream, i)).collect();
            let average = draws.iter().sum::<f64>() / 20_000.0;
            let variance = draws.iter().map(|d| (d - average).powi(2)).sum::<f64>() / 20_000.0;
            assert!((average - mean).abs() < 4.0 * (mean / 20_000.0).sqrt(), "{average} of {mean}");
            assert!((variance / mean - 1.0).abs() < 0.05, "{variance} of {mean}");
        }
    }
}
