//! What a place holds: as counted, and as it is to be expected.

use serde::Serialize;

/// What one place, or several together, hold.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Held {
    /// As the choice saw it: weighted events of the window, or harm said for the year to come.
    pub said: f64,
    /// What is to be expected of places chosen in this way.
    pub expected: f64,
    /// Lower end of the interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}

/// Standard normal quantile that leaves (1 − level) ÷ 2 above it.
pub(super) fn quantile(level: f64) -> f64 {
    std::f64::consts::SQRT_2 * statrs::function::erf::erf_inv(level)
}

impl Held {
    /// With a mean and a variance; ends are quantiles of the Gamma distribution that has both, by the cube of a normal
    /// number (Wilson, Hilferty 1931, doi 10.1073/pnas.17.12.684): skewed to the right, never below 0.
    pub(super) fn new(said: f64, mean: f64, variance: f64, z: f64) -> Self {
        let mean = mean.max(0.0);
        if mean <= 0.0 || variance <= 0.0 {
            return Self { said, expected: mean, low: mean, high: mean };
        }
        let small = variance / (9.0 * mean * mean);
        let end = |z: f64| mean * (1.0 - small + z * small.sqrt()).max(0.0).powi(3);
        Self { said, expected: mean, low: end(-z).min(mean), high: end(z).max(mean) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_are_those_of_a_gamma_distribution() {
        // Gamma(25, 0.25): 5% and 95% quantiles by R's qgamma are 69.53 and 135.01.
        let held = Held::new(110.0, 100.0, 400.0, quantile(0.9));
        assert!((quantile(0.9) - 1.644_853_6).abs() < 1e-6);
        let cdf = |x: f64| statrs::function::gamma::gamma_lr(25.0, x / 4.0);
        assert!((cdf(held.low) - 0.05).abs() < 5e-4 && (cdf(held.high) - 0.95).abs() < 5e-4, "{held:?}");
        let none = Held::new(0.0, 0.0, 0.0, 1.6);
        assert_eq!((none.low, none.high), (0.0, 0.0));
    }
}
