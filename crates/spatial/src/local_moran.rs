//! Local Moran: which items resemble their neighbors more, or less, than chance would have it.

use rayon::prelude::*;
use serde::Serialize;

use crate::chance::Draws;
use crate::{GiError, Neighbors};

/// Fewest and most permutations.
pub const PERMUTATIONS: (u32, u32) = (99, 99_999);

/// Raw parameters of the local Moran.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LocalMoranParams {
    /// Number of conditional permutations, 99 to 99,999.
    pub permutations: u32,
    /// Seed of the permutations.
    pub seed: u64,
}

/// Valid parameters.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LocalMoran(LocalMoranParams);

/// Where an item and the mean of its neighbors stand, each against the mean of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Quadrant {
    /// High among high: a hot spot's core.
    HH,
    /// Low among low: a cold spot's core.
    LL,
    /// High among low: a hot outlier.
    HL,
    /// Low among high: a cold outlier.
    LH,
}

/// The statistic of one item.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Moran {
    /// Local I: above 0 among its like, below 0 as an outlier.
    pub i: f64,
    /// Standard score of `i` under conditional permutation, from the exact moments.
    pub z: f64,
    /// Two-sided pseudo-p from the permutations: (1 + as extreme) ÷ (1 + permutations), twice the smaller tail.
    pub p: f64,
    /// Where it stands; values equal to the mean count as low.
    pub quadrant: Quadrant,
}

/// Why the local Moran has no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum MoranError {
    /// Too few or too many permutations.
    #[error("{0} permutations; expected {low} to {high}", low = PERMUTATIONS.0, high = PERMUTATIONS.1)]
    Permutations(u32),
    /// Values that cannot be compared.
    #[error(transparent)]
    Values(#[from] GiError),
}

impl LocalMoranParams {
    /// Checks them.
    ///
    /// # Errors
    /// [`MoranError::Permutations`].
    pub fn check(self) -> Result<LocalMoran, MoranError> {
        if !(PERMUTATIONS.0..=PERMUTATIONS.1).contains(&self.permutations) {
            return Err(MoranError::Permutations(self.permutations));
        }
        Ok(LocalMoran(self))
    }
}

/// Global Moran's I with row-standardized weights: the mean of the local ones over items that have neighbors.
///
/// Anselin (1995), equation 9.
///
/// # Errors
/// [`MoranError::Values`] as [`LocalMoran::of`].
pub fn moran(values: &[f64], neighbors: &Neighbors) -> Result<f64, MoranError> {
    let field = Field::new(values, neighbors)?;
    let linked = (0..values.len()).filter(|i| !neighbors.of(*i).is_empty()).count();
    Ok((0..values.len()).map(|i| field.local_i(i)).sum::<f64>() / linked.max(1) as f64)
}

impl LocalMoran {
    /// The local Moran of every item, row-standardized weights.
    ///
    /// Iᵢ = (zᵢ/m₂) Σⱼ wᵢⱼ zⱼ with zᵢ = xᵢ − x̄, m₂ = Σ z²/n, wᵢⱼ = 1 ÷ number of neighbors.
    ///
    /// **p.** The value of item i stays; its k neighbors are drawn without replacement from the n − 1 other values,
    /// afresh for every item. The sums of raw values are compared, so that ties among whole counts are exact. p is
    /// twice the smaller tail, ties in both, at most 1; its smallest value is 2 ÷ (permutations + 1).
    ///
    /// **z.** Mean and variance of such a draw are known: E = zᵢ z̄₍ᵢ₎/m₂ and Var = (zᵢ/m₂)² s²₍ᵢ₎ (n−1−k) ÷ (k(n−2)),
    /// with mean and spread s² (÷ n − 1) over the others. z = 0 where the variance is 0.
    ///
    /// **Returns** one result per value, in order, the same for any number of threads. An item without neighbors has I
    /// = 0, z = 0, p = 1. O(permutations · links).
    ///
    /// # Errors
    /// [`MoranError::Values`] for lists of another length, fewer than three values, values that are not finite or all
    /// alike.
    ///
    /// # References
    /// Anselin, L. (1995). Local indicators of spatial association – LISA. Geographical Analysis 27(2), 93–115.
    /// doi:10.1111/j.1538-4632.1995.tb00338.x, equation 12 and page 96 (conditional permutation).
    /// Sokal, R. R., Oden, N. L. and Thomson, B. A. (1998). Local spatial autocorrelation in a biological model.
    /// Geographical Analysis 30(4), 331–354. doi:10.1111/j.1538-4632.1998.tb00406.x, appendix (moments).
    ///
    /// # Example
    /// ```
    /// use catchment_spatial::{LocalMoranParams, Neighbors, Quadrant};
    /// let chain = Neighbors::from_lists(&[vec![1], vec![0, 2], vec![1, 3], vec![2]])?;
    /// let local = LocalMoranParams { permutations: 999, seed: 1 }.check()?.of(&[9.0, 8.0, 1.0, 0.0], &chain)?;
    /// assert_eq!(local[0].quadrant, Quadrant::HH);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(&self, values: &[f64], neighbors: &Neighbors) -> Result<Vec<Moran>, MoranError> {
        let field = Field::new(values, neighbors)?;
        Ok((0..values.len()).into_par_iter().with_min_len(16).map(|i| self.one(&field, i)).collect())
    }

    fn one(&self, field: &Field<'_>, item: usize) -> Moran {
        let near = field.neighbors.of(item);
        let quadrant = field.quadrant(item);
        if near.is_empty() {
            return Moran { i: 0.0, z: 0.0, p: 1.0, quadrant };
        }
        Moran { i: field.local_i(item), z: field.z(item), p: self.p(field, item, near.len()), quadrant }
    }

    fn p(&self, field: &Field<'_>, item: usize, k: usize) -> f64 {
        let observed: f64 = field.neighbors.of(item).iter().map(|&j| field.values[j as usize]).sum();
        let mut draws = Draws::new(self.0.seed, "local moran", item as u64);
        let others = u32::try_from(field.values.len() - 1).unwrap_or(u32::MAX);
        let take = u32::try_from(k).unwrap_or(others).min(others);
        let mut chosen = Vec::with_capacity(k);
        let (mut above, mut below) = (0u32, 0u32);
        for _ in 0..self.0.permutations {
            // Floyd's sampling without replacement: Bentley and Floyd (1987), doi:10.1145/30401.315746.
            chosen.clear();
            let mut sum = 0.0;
            for last in others - take..others {
                let pick = draws.below(last + 1);
                let pick = if chosen.contains(&pick) { last } else { pick };
                chosen.push(pick);
                let at = pick as usize;
                sum += field.values[at + usize::from(at >= item)];
            }
            above += u32::from(sum >= observed - field.tie);
            below += u32::from(sum <= observed + field.tie);
        }
        (2.0 * f64::from(above.min(below) + 1) / f64::from(self.0.permutations + 1)).min(1.0)
    }
}

/// Values with their mean and spread.
pub(crate) struct Field<'a> {
    values: &'a [f64],
    neighbors: &'a Neighbors,
    mean: f64,
    /// Σ z² / n.
    m2: f64,
    /// Sums closer than this are ties.
    tie: f64,
}

impl<'a> Field<'a> {
    pub(crate) fn new(values: &'a [f64], neighbors: &'a Neighbors) -> Result<Self, GiError> {
        let (mean, s) = crate::gi_star::check(values, neighbors.len(), 3)?;
        // Whole numbers add up exactly.
        let whole = values.iter().all(|v| v.fract().abs() <= 0.0 && v.abs() < 1e9);
        let most = values.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
        Ok(Self { values, neighbors, mean, m2: s * s, tie: if whole { 0.0 } else { most * 1e-12 } })
    }

    fn lag(&self, item: usize) -> f64 {
        let near = self.neighbors.of(item);
        near.iter().map(|&j| self.values[j as usize] - self.mean).sum::<f64>() / near.len().max(1) as f64
    }

    pub(crate) fn local_i(&self, item: usize) -> f64 {
        (self.values[item] - self.mean) / self.m2 * self.lag(item)
    }

    pub(crate) fn z(&self, item: usize) -> f64 {
        let n = self.values.len() as f64;
        let k = self.neighbors.of(item).len() as f64;
        let own = self.values[item] - self.mean;
        let others = -own / (n - 1.0);
        let spread = ((self.m2 * n - own * own) / (n - 1.0) - others * others).max(0.0);
        let sd = (spread * (n - 1.0 - k) / (k * (n - 2.0))).sqrt();
        // The factor zᵢ/m₂ of mean and deviation cancels but for its sign.
        if sd > 0.0 { own.signum() * (self.lag(item) - others) / sd } else { 0.0 }
    }

    fn quadrant(&self, item: usize) -> Quadrant {
        match (self.values[item] > self.mean, self.lag(item) > 0.0) {
            (true, true) => Quadrant::HH,
            (false, false) => Quadrant::LL,
            (true, false) => Quadrant::HL,
            (false, true) => Quadrant::LH,
        }
    }
}

impl Quadrant {
    /// `HH`, `LL`, `HL` or `LH`.
    pub fn name(self) -> &'static str {
        match self {
            Self::HH => "HH",
            Self::LL => "LL",
            Self::HL => "HL",
            Self::LH => "LH",
        }
    }
}
