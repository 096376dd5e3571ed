//! The arithmetic of evaluation: what size of fall could be seen, and did it displace.

use serde::Serialize;

/// Why a figure was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum EffectError {
    /// A ratio that is not a reduction.
    #[error("rate ratio {0}; expected above 0 and below 1 (0.8 is a fall of 20%)")]
    Ratio(f64),
    /// Over-dispersion below that of chance.
    #[error("over-dispersion {0}; expected 1 or more")]
    Dispersion(f64),
    /// A count that is not a finite number of 0 or more.
    #[error("count {0}; expected 0 or more")]
    Count(f64),
}

/// z of a two-sided 5% test plus z of 80% power.
const Z_SUM: f64 = 1.959_963_984_540_054 + 0.841_621_233_572_914_3;

/// Events in the period before that are needed to see a rate ratio r (after ÷ before) with 80% power at α = 0.05,
/// two periods of equal length.
///
/// Idea: the square root of a Poisson count has variance near ¼ whatever its mean, so √N·(1 − √r)·2 must reach
/// z·√2: N = 2·(z/(2(1 − √r)))². Over-dispersion `phi` multiplies it. Golden: r = 0.8 gives 352.1.
///
/// Reference: Anscombe (1948), *The transformation of Poisson, binomial and negative-binomial data*, doi
/// 10.1093/biomet/35.3-4.246, page 246.
///
/// # Errors
/// [`EffectError`] where r is not in (0, 1) or φ is below 1.
///
/// # Example
/// ```
/// let events = catchment_siting::detectable_events(0.8, 1.0)?;
/// assert!((events - 352.1).abs() < 0.05);
/// # Ok::<(), catchment_siting::EffectError>(())
/// ```
pub fn detectable_events(rate_ratio: f64, phi: f64) -> Result<f64, EffectError> {
    if !(rate_ratio > 0.0 && rate_ratio < 1.0) {
        return Err(EffectError::Ratio(rate_ratio));
    }
    if !(phi.is_finite() && phi >= 1.0) {
        return Err(EffectError::Dispersion(phi));
    }
    Ok(2.0 * (Z_SUM / (2.0 * (1.0 - rate_ratio.sqrt()))).powi(2) * phi)
}

/// Counts before and after, in the treated area, a comparison area, and the surroundings of both.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WddInput {
    /// Treated area: before, after.
    pub treated: (f64, f64),
    /// Comparison area: before, after.
    pub control: (f64, f64),
    /// Surroundings of the treated area, where displacement would show: before, after.
    pub treated_around: (f64, f64),
    /// Surroundings of the comparison area: before, after.
    pub control_around: (f64, f64),
}

/// A weighted displacement difference with its uncertainty.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Wdd {
    /// Change beyond the comparison, displacement included; below 0 is a fall.
    pub difference: f64,
    /// Standard error for Poisson counts.
    pub standard_error: f64,
    /// Difference ÷ standard error.
    pub z: f64,
    /// 95% interval.
    pub low: f64,
    /// 95% interval.
    pub high: f64,
}

/// Weighted displacement difference `ΔT − ΔC + ΔT_d − ΔC_d`; its variance is the sum of all counts.
///
/// Degenerate input: all counts 0 gives difference 0, standard error 0 and z 0.
///
/// Reference: Wheeler, Ratcliffe (2018), *A simple weighted displacement difference test to evaluate place based crime
/// interventions*, doi 10.1186/s40163-018-0085-5, equations 1–3.
///
/// # Errors
/// [`EffectError::Count`] for a count below 0 or not finite.
///
/// # Example
/// The case of the paper.
/// ```
/// use catchment_siting::{WddInput, wdd};
///
/// let effect = wdd(WddInput {
///     treated: (207.0, 110.0),
///     control: (308.0, 318.0),
///     treated_around: (178.0, 157.0),
///     control_around: (150.0, 140.0),
/// })?;
/// assert_eq!(effect.difference, -118.0);
/// assert!(effect.high < 0.0);
/// # Ok::<(), catchment_siting::EffectError>(())
/// ```
pub fn wdd(input: WddInput) -> Result<Wdd, EffectError> {
    let pairs =
        [(input.treated, 1.0), (input.control, -1.0), (input.treated_around, 1.0), (input.control_around, -1.0)];
    let (mut difference, mut variance) = (0.0, 0.0);
    for ((before, after), sign) in pairs {
        if let Some(bad) = [before, after].into_iter().find(|n| !(n.is_finite() && *n >= 0.0)) {
            return Err(EffectError::Count(bad));
        }
        difference += sign * (after - before);
        variance += before + after;
    }
    let standard_error = f64::sqrt(variance);
    let z = if variance > 0.0 { difference / standard_error } else { 0.0 };
    let half = 1.959_963_984_540_054 * standard_error;
    Ok(Wdd { difference, standard_error, z, low: difference - half, high: difference + half })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fall_of_a_fifth_takes_352_events() {
        let events = detectable_events(0.8, 1.0).unwrap();
        assert!((events - 352.1).abs() < 0.05, "{events}");
        assert!((detectable_events(0.8, 2.0).unwrap() - 2.0 * events).abs() < 1e-9);
    }

    #[test]
    fn the_published_displacement_case_is_reproduced() {
        let input = WddInput {
            treated: (207.0, 110.0),
            control: (308.0, 318.0),
            treated_around: (178.0, 157.0),
            control_around: (150.0, 140.0),
        };
        let w = wdd(input).unwrap();
        assert!((w.difference + 118.0).abs() < 1e-12);
        assert!((w.standard_error - 1568.0_f64.sqrt()).abs() < 1e-12);
        assert_eq!(((w.z * 100.0).round(), w.low.round(), w.high.round()), (-298.0, -196.0, -40.0));
    }

    #[test]
    fn a_ratio_that_is_no_fall_is_refused() {
        for bad in [0.0, 1.0, 1.2, f64::NAN] {
            assert!(matches!(detectable_events(bad, 1.0), Err(EffectError::Ratio(_))));
        }
        assert!(detectable_events(0.8, 0.9).unwrap_err().to_string().contains("0.9"));
    }
}
