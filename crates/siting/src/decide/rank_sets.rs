//! Confidence sets for ranks from pairwise tests, to be read beside the posterior intervals.

use catchment_model::heap;
use rayon::prelude::*;
use serde::Serialize;
use statrs::function::beta::beta_reg;

use super::DecideError;

/// Counts to compare.
#[derive(Debug, Clone, PartialEq)]
pub struct RankSetInput {
    /// Count of each unit, 0 or more.
    pub counts: Vec<f64>,
    /// Exposure of each unit (years × 1, thousands of residents or km²), above 0.
    pub exposures: Vec<f64>,
    /// Over-dispersion that counts are divided by, 1 or more.
    pub phi: f64,
    /// Probability with which all sets together hold all true ranks, 0.5 to 0.999.
    pub level: f64,
}

/// The ranks that a unit may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct RankSet {
    /// Best rank.
    pub low: usize,
    /// Worst rank.
    pub high: usize,
}

/// One-sided p of "the first rate is not above the second", for two counts with exposures.
///
/// Idea: given their sum n, the first of two Poisson counts is binomial(n, q), q = e₁/(e₁ + e₂) where the rates are
/// equal; p = P(X ≥ y₁) = `I_q(y₁, y₂ + 1)`, the regularized incomplete beta function. It is exact, and never too
/// small, for whole numbers. For counts with over-dispersion φ both are divided by φ first (then their variance is
/// about their mean) and the same function is taken between whole numbers: an approximation, exact at φ = 1.
///
/// References: Przyborowski, Wilenski (1940), *Homogeneity of results in testing samples from Poisson series*, doi
/// 10.1093/biomet/31.3-4.313; the beta function: Abramowitz, Stegun (1964), equation 26.5.24.
pub fn pair_p_value((y1, e1): (f64, f64), (y2, e2): (f64, f64)) -> f64 {
    if y1 <= 0.0 { 1.0 } else { beta_reg(y1, y2 + 1.0, e1 / (e1 + e2)).clamp(0.0, 1.0) }
}

/// Sets of ranks that together hold all true ranks with the level's probability at least.
///
/// Idea: test every ordered pair, "j is not above i", with Holm's step-down correction over all n(n − 1) of them. A
/// unit's rank (1 + the number of units with a higher rate) is then at least 1 + the units found above it, and at most
/// n less the units found below it. Since the chance of one false finding or more is at most 1 − level, all sets hold
/// together.
///
/// It takes no prior and shrinks nothing; it is about burden by one measure as counted, and is as a rule much wider
/// than the posterior interval of one unit. Complexity: n² tests and a sort of those with p below the level's
/// complement. Degenerate input: one unit has rank 1.
///
/// References: Mogstad, Romano, Shaikh, Wilhelm (2024), *Inference for ranks with applications to mobility across
/// neighbourhoods and academic achievement across countries*, doi 10.1093/restud/rdad006, section 3 (simultaneous
/// sets); Bazylik, Mogstad, Romano, Shaikh, Wilhelm (2024), arXiv 2402.00192 (binomial tests); Holm (1979), *A simple
/// sequentially rejective multiple test procedure*.
///
/// # Errors
/// [`DecideError`] for lists of unequal length, and values out of range.
pub fn rank_sets(input: &RankSetInput) -> Result<Vec<RankSet>, DecideError> {
    let RankSetInput { counts, exposures, phi, level } = input;
    let n = counts.len();
    if exposures.len() != n {
        return Err(DecideError::Length { what: "exposures", len: exposures.len(), expected: n });
    }
    if !(0.5..=0.999).contains(level) {
        return Err(DecideError::Level(*level));
    }
    let value = |what, at: usize, value: f64, expected| {
        Err(DecideError::Value { what, id: (at + 1).to_string(), value, expected })
    };
    for (at, (count, exposure)) in counts.iter().zip(exposures).enumerate() {
        if !(count.is_finite() && *count >= 0.0) {
            return value("count", at, *count, "0 or more");
        }
        if !(exposure.is_finite() && *exposure > 0.0) {
            return value("exposure", at, *exposure, "above 0");
        }
    }
    if !(phi.is_finite() && *phi >= 1.0) {
        return value("phi", 0, *phi, "1 or more");
    }
    let unit = |i: usize| (counts[i] / phi, exposures[i]);
    let alpha = 1.0 - level;
    // Holm never finds a pair with p above α.
    let small = |i: usize| {
        (0..n).filter(move |j| *j != i).map(move |j| (pair_p_value(unit(i), unit(j)), i, j)).filter(|t| t.0 <= alpha)
    };
    let mut tests: Vec<(f64, usize, usize)> = (0..n).into_par_iter().flat_map_iter(small).collect();
    tests.sort_by(|a, b| a.0.total_cmp(&b.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let mut sets = vec![RankSet { low: 1, high: n }; n];
    let pairs = n * n.saturating_sub(1);
    for (at, (p, above, below)) in tests.into_iter().enumerate() {
        if p > alpha / (pairs - at) as f64 {
            break;
        }
        sets[below].low += 1;
        sets[above].high -= 1;
    }
    Ok(sets)
}

heap!(RankSet);

#[cfg(test)]
mod tests {
    use super::*;

    fn sets(counts: &[f64], phi: f64) -> Vec<(usize, usize)> {
        let input = RankSetInput { counts: counts.to_vec(), exposures: vec![1.0; counts.len()], phi, level: 0.9 };
        rank_sets(&input).unwrap().iter().map(|s| (s.low, s.high)).collect()
    }

    #[test]
    fn far_apart_counts_have_one_rank_and_alike_counts_all() {
        assert_eq!(sets(&[1000.0, 10.0, 300.0], 1.0), [(1, 1), (3, 3), (2, 2)]);
        assert_eq!(sets(&[30.0, 31.0, 29.0], 1.0), [(1, 3); 3]);
        assert_eq!(sets(&[7.0], 1.0), [(1, 1)]);
        assert_eq!(sets(&[], 1.0), []);
    }

    #[test]
    fn over_dispersion_widens_the_sets() {
        assert_eq!(sets(&[60.0, 20.0], 1.0), [(1, 1), (2, 2)]);
        assert_eq!(sets(&[60.0, 20.0], 9.0), [(1, 2); 2]);
    }

    #[test]
    fn the_tail_is_that_of_the_binomial() {
        // P(X ≥ 3), X binomial(5, ½): 16 of 32.
        assert!((pair_p_value((3.0, 2.0), (2.0, 2.0)) - 0.5).abs() < 1e-12);
        assert!((pair_p_value((0.0, 1.0), (4.0, 1.0)) - 1.0).abs() < 1e-12);
    }
}
