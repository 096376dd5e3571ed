//! Rules that choose a bandwidth from the points alone.

/// Most points that a selector of bandwidths takes: it compares all pairs.
pub const MAX_SELECTED: usize = 20_000;

/// Why no bandwidth could be chosen.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BandwidthError {
    /// Too few points.
    #[error("{0} points; expected at least 2")]
    TooFew(usize),
    /// Lists of different length.
    #[error("{x} eastings but {y} northings")]
    Length {
        /// Eastings.
        x: usize,
        /// Northings.
        y: usize,
    },
    /// A value that is not finite.
    #[error("value {value} at position {at}; expected a finite number")]
    Value {
        /// Position.
        at: usize,
        /// The value.
        value: f64,
    },
    /// More points than are compared pair by pair.
    #[error("{0} points; expected at most {most}", most = MAX_SELECTED)]
    TooMany(usize),
    /// A point outside the window.
    #[error("point {0} lies outside the window")]
    Outside(usize),
    /// Data too sparse for the selector.
    #[error("{0} values are too sparse for this selector")]
    Sparse(usize),
    /// All points alike.
    #[error("all {0} values are alike; expected a spread above 0")]
    Constant(usize),
}

/// Scott's rule in two dimensions: σⱼ = n^(−1/6) sdⱼ for eastings and northings, in their unit.
/// It gives a Gaussian σ, not the support radius of a quartic.
///
/// # Errors
/// [`BandwidthError`] for fewer than two points, values that are not finite, or no spread.
///
/// # References
/// Scott, D. W. (1992). Multivariate Density Estimation. Wiley. doi:10.1002/9780470316849, equation 6.42.
pub fn scott_2d(x: &[f64], y: &[f64]) -> Result<(f64, f64), BandwidthError> {
    if x.len() != y.len() {
        return Err(BandwidthError::Length { x: x.len(), y: y.len() });
    }
    let factor = (x.len() as f64).powf(-1.0 / 6.0);
    Ok((factor * standard_deviation(x)?, factor * standard_deviation(y)?))
}

/// Silverman's rule of thumb in one dimension: 0.9 · min(sd, IQR/1.34) · n^(−1/5), in the unit of `x`.
/// Where the quartiles are equal, sd stands for them.
///
/// # Errors
/// As [`scott_2d`].
///
/// # References
/// Silverman, B. W. (1986). Density Estimation for Statistics and Data Analysis. Chapman & Hall.
/// doi:10.1201/9781315140919, equation 3.31.
pub fn nrd0(x: &[f64]) -> Result<f64, BandwidthError> {
    let sd = standard_deviation(x)?;
    let mut sorted = x.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let spread = (quantile(&sorted, 0.75) - quantile(&sorted, 0.25)) / 1.34;
    let low = if spread > 0.0 { sd.min(spread) } else { sd };
    Ok(0.9 * low * (x.len() as f64).powf(-0.2))
}

pub(crate) fn standard_deviation(x: &[f64]) -> Result<f64, BandwidthError> {
    if x.len() < 2 {
        return Err(BandwidthError::TooFew(x.len()));
    }
    if let Some(at) = x.iter().position(|v| !v.is_finite()) {
        return Err(BandwidthError::Value { at, value: x[at] });
    }
    if x.iter().all(|v| *v >= x[0]) && x.iter().all(|v| *v <= x[0]) {
        return Err(BandwidthError::Constant(x.len()));
    }
    let n = x.len() as f64;
    let mean = x.iter().sum::<f64>() / n;
    Ok((x.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt())
}

/// Linear interpolation between order statistics (Hyndman and Fan's type 7).
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "0 ≤ share ≤ 1 keeps the position inside the slice"
)]
pub(crate) fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = (sorted.len() - 1) as f64 * share;
    let below = place.floor() as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (place - below as f64) * (sorted[above] - sorted[below])
}
