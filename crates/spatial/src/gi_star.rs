//! Local clusters of high and low values: Gi and Gi* of Getis and Ord, in closed form.

use serde::Serialize;
use statrs::function::erf::erfc;

use crate::{Neighbors, Weights};

/// The statistic of one item.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct GiStar {
    /// Standard score: above 0 where high values lie together, below 0 for low ones.
    pub z: f64,
    /// Two-sided p of `z` under the normal distribution. Not corrected for testing many items; see
    /// [`crate::benjamini_hochberg`].
    pub p: f64,
}

/// Why Gi or Gi* has no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum GiError {
    /// Neighbor lists for another number of items.
    #[error("{values} values but neighbor lists of {neighbors} items; expected one list per value")]
    Length {
        /// Values given.
        values: usize,
        /// Items with neighbor lists.
        neighbors: usize,
    },
    /// Too few items for a spread.
    #[error("{0} values; expected at least {1}")]
    TooFew(usize, usize),
    /// A value that is not finite.
    #[error("value {value} of item {item}; expected a finite number")]
    Value {
        /// Position.
        item: usize,
        /// The value.
        value: f64,
    },
    /// All values alike (for Gi: all but one), so there is no spread to compare with.
    #[error("all {0} values are alike; expected at least two different ones")]
    Constant(usize),
}

/// Gi* with weight 1 for every neighbor and for the item itself.
///
/// z = (Σⱼ wᵢⱼxⱼ − x̄Wᵢ) / (s √[(n Σⱼ wᵢⱼ² − Wᵢ²)/(n−1)]), s² = Σx²/n − x̄².
///
/// Returns one result per value, in order. O(n + links). An item whose neighborhood is everything has
/// z = 0 and p = 1: its sum cannot differ from what is expected.
///
/// # Errors
/// [`GiError`] for lists of another length, fewer than two values, values that are not finite, or all alike.
///
/// # References
/// Ord, J. K. and Getis, A. (1995). Local spatial autocorrelation statistics: distributional issues and
/// an application. Geographical Analysis 27(4). doi:10.1111/j.1538-4632.1995.tb00912.x, equation 14.
///
/// # Example
/// ```
/// use catchment_spatial::{Neighbors, gi_star};
/// let chain = Neighbors::from_lists(&[vec![1], vec![0, 2], vec![1, 3], vec![2]])?;
/// let result = gi_star(&[9.0, 8.0, 1.0, 0.0], &chain)?;
/// assert!(result[0].z > 0.0 && result[3].z < 0.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn gi_star(values: &[f64], neighbors: &Neighbors) -> Result<Vec<GiStar>, GiError> {
    let (mean, s) = check(values, neighbors.len(), 2)?;
    let n = values.len() as f64;
    Ok((0..values.len())
        .map(|i| {
            let near = neighbors.of(i);
            let local = near.iter().fold(values[i] - mean, |sum, &j| sum + (values[j as usize] - mean));
            let w = near.len() as f64 + 1.0;
            score(local, s * (w * (n - w) / (n - 1.0)).sqrt(), near.len() + 1 == values.len())
        })
        .collect())
}

/// Gi* for any weights; whether the item itself counts, and how much, is said by the weights.
///
/// # Errors
/// As [`gi_star`].
pub fn gi_star_weighted(values: &[f64], weights: &Weights) -> Result<Vec<GiStar>, GiError> {
    let (mean, s) = check(values, weights.len(), 2)?;
    let n = values.len() as f64;
    Ok((0..values.len())
        .map(|i| {
            let row = weights.of(i);
            let local: f64 = row.iter().map(|&(j, w)| w * (values[j as usize] - mean)).sum();
            let sum: f64 = row.iter().map(|e| e.1).sum();
            let squares: f64 = row.iter().map(|e| e.1 * e.1).sum();
            let spread = n * squares - sum * sum;
            // An equal weight for every item: the spread is 0 but for rounding.
            let all = spread <= 1e-12 * n * squares;
            score(local, s * (spread.max(0.0) / (n - 1.0)).sqrt(), all)
        })
        .collect())
}

/// Gi: as Gi*, but the item itself enters neither the sum nor the mean and spread it is compared with.
///
/// z = (Σⱼ wᵢⱼxⱼ − x̄₍ᵢ₎Wᵢ) / (s₍ᵢ₎ √[((n−1) Σⱼ wᵢⱼ² − Wᵢ²)/(n−2)]), mean and spread over all j ≠ i, weights 1.
/// An item without neighbors, or with all others as neighbors, has z = 0 and p = 1.
///
/// # Errors
/// As [`gi_star`], with at least three values; [`GiError::Constant`] also where all but one are alike.
///
/// # References
/// Ord and Getis (1995), as [`gi_star`], section 2.
pub fn gi(values: &[f64], neighbors: &Neighbors) -> Result<Vec<GiStar>, GiError> {
    let (mean, _) = check(values, neighbors.len(), 3)?;
    let n = values.len() as f64;
    let total: f64 = values.iter().map(|v| v - mean).sum();
    let squares: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
    (0..values.len())
        .map(|i| {
            let own = values[i] - mean;
            let others = (total - own) / (n - 1.0);
            let variance = (squares - own * own) / (n - 1.0) - others * others;
            if variance <= 1e-14 * squares / n {
                return Err(GiError::Constant(values.len() - 1));
            }
            let near = neighbors.of(i);
            let local: f64 = near.iter().map(|&j| values[j as usize] - mean - others).sum();
            let w = near.len() as f64;
            let spread = variance.sqrt() * (w * (n - 1.0 - w) / (n - 2.0)).sqrt();
            Ok(score(local, spread, near.is_empty() || near.len() + 1 == values.len()))
        })
        .collect()
}

fn score(local: f64, spread: f64, all: bool) -> GiStar {
    let z = if all { 0.0 } else { local / spread };
    GiStar { z, p: two_sided_p(z) }
}

/// Two-sided p of a standard normal score.
pub(crate) fn two_sided_p(z: f64) -> f64 {
    erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// Mean and population standard deviation, after the checks that all forms share.
pub(crate) fn check(values: &[f64], lists: usize, least: usize) -> Result<(f64, f64), GiError> {
    if values.len() != lists {
        return Err(GiError::Length { values: values.len(), neighbors: lists });
    }
    if values.len() < least {
        return Err(GiError::TooFew(values.len(), least));
    }
    if let Some(item) = values.iter().position(|v| !v.is_finite()) {
        return Err(GiError::Value { item, value: values[item] });
    }
    if values.iter().all(|v| *v >= values[0]) && values.iter().all(|v| *v <= values[0]) {
        return Err(GiError::Constant(values.len()));
    }
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n;
    Ok((mean, variance.sqrt()))
}
