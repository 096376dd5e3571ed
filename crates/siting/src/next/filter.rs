//! One place through its years: the Gamma filter of a rate that drifts.

use statrs::function::gamma::ln_gamma;

/// What is believed of a rate: Gamma with this mean and relative variance (1 ÷ shape).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Belief {
    pub(super) mean: f64,
    pub(super) relative_variance: f64,
}

impl Belief {
    /// The same rate so many years later, drift σ a year: the mean stays, the relative variance grows by σ² a year.
    fn later(self, sigma: f64, years: u32) -> Self {
        Self { relative_variance: self.relative_variance + sigma * sigma * f64::from(years), ..self }
    }

    /// After counting y over an exposure e.
    fn counted(self, y: f64, e: f64) -> Self {
        let shape = 1.0 / self.relative_variance;
        let (alpha, beta) = (shape + y, shape / self.mean + e);
        Self { mean: alpha / beta, relative_variance: 1.0 / alpha }
    }

    /// ln P(y) over an exposure, negative binomial, less what does not depend on the belief.
    fn ln_likelihood(self, y: f64, e: f64) -> f64 {
        let shape = 1.0 / self.relative_variance;
        let expected = self.mean * e;
        let sum = shape + expected;
        let events = if y > 0.0 { ln_gamma(y + shape) - ln_gamma(shape) + y * (expected / sum).ln() } else { 0.0 };
        events + shape * (shape / sum).ln()
    }
}

/// What is believed of the rate in the year to come, and how likely each year was by what was believed before it.
///
/// Idea: shape and rate of the Gamma belief grow by count and exposure; between years the shape is multiplied by a
/// discount δ = 1 ÷ (1 + σ²·shape), the rate likewise: the steady model with a discount that belongs to a drift of σ a
/// year whatever the size of the place. (One discount for all would say that large places drift less.) `years` holds
/// scaled count, exposure and the calendar years to the next. Years of exposure 0 are passed over.
///
/// References: Harvey, Fernandes (1989), *Time series models for count or qualitative observations*, doi
/// 10.1080/07350015.1989.10509750, section 2 (shape and rate discounted alike, negative-binomial predictions); West,
/// Harrison (1997), *Bayesian forecasting and dynamic models*, doi 10.1007/b98971, section 6.3 (discounts and evolution
/// variance).
pub(super) fn through(prior: Belief, years: impl Iterator<Item = (f64, f64, u32)>, sigma: f64) -> (Belief, f64) {
    let (mut belief, mut likelihood) = (prior, 0.0);
    for (y, e, step) in years {
        if e > 0.0 {
            likelihood += belief.ln_likelihood(y, e);
            belief = belief.counted(y, e);
        }
        belief = belief.later(sigma, step);
    }
    (belief, likelihood)
}
