//! How many of many tests to believe: the false discovery rate.

use catchment_model::heap;

/// Which tests are significant after the correction.
#[derive(Debug, Clone, PartialEq)]
pub struct Fdr {
    /// One flag per test, in order.
    pub significant: Vec<bool>,
    /// Largest significant p, p₍ₖ₎; 0 where none is.
    pub threshold: f64,
    /// Tests with p ≤ α before the correction.
    pub before: usize,
    /// Tests that stand after it.
    pub after: usize,
}

/// Why the correction was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum FdrError {
    /// The level is not between 0 and 1.
    #[error("alpha {0}; expected above 0 and below 1")]
    Alpha(f64),
    /// A p that is not a probability.
    #[error("p {p} of test {test}; expected 0 to 1")]
    P {
        /// Position.
        test: usize,
        /// The value.
        p: f64,
    },
}

/// Benjamini and Hochberg's step-up correction.
///
/// With p₍₁₎ ≤ … ≤ p₍ₘ₎, the largest k with p₍ₖ₎ ≤ kα/m is found and every test with p ≤ p₍ₖ₎ stands.
/// Tests with equal p stand or fall together: a tie at p₍ₖ₎ would have met the bound at its last place.
/// No tests give no flags. O(m log m).
///
/// # Errors
/// [`FdrError`] for a level outside (0, 1) or a p outside [0, 1].
///
/// # References
/// Benjamini, Y. and Hochberg, Y. (1995). Controlling the false discovery rate. Journal of the Royal
/// Statistical Society B 57(1), 289–300. doi:10.1111/j.2517-6161.1995.tb02031.x, procedure (1).
///
/// # Example
/// ```
/// let fdr = catchment_spatial::benjamini_hochberg(&[0.01, 0.04, 0.03, 0.5], 0.05)?;
/// assert_eq!((fdr.significant, fdr.before, fdr.after), (vec![true, false, false, false], 3, 1));
/// # Ok::<(), catchment_spatial::FdrError>(())
/// ```
pub fn benjamini_hochberg(p: &[f64], alpha: f64) -> Result<Fdr, FdrError> {
    if !(alpha > 0.0 && alpha < 1.0) {
        return Err(FdrError::Alpha(alpha));
    }
    if let Some(test) = p.iter().position(|v| !(0.0..=1.0).contains(v)) {
        return Err(FdrError::P { test, p: p[test] });
    }
    let mut sorted = p.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let m = p.len() as f64;
    let last = (0..p.len()).rev().find(|&k| sorted[k] <= (k + 1) as f64 * alpha / m);
    let threshold = last.map_or(0.0, |k| sorted[k]);
    let significant: Vec<bool> = p.iter().map(|v| last.is_some() && *v <= threshold).collect();
    Ok(Fdr {
        after: significant.iter().filter(|s| **s).count(),
        before: p.iter().filter(|v| **v <= alpha).count(),
        significant,
        threshold,
    })
}

heap!(Fdr { significant, threshold, before, after });
