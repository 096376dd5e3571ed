//! Incidents behind the counts: rates of offenses as rates of incidents times what an incident holds.
//!
//! Idea: victims of one incident are one event. N offenses are a compound Poisson count, N = Σ C over M incidents with
//! E\[N\] = λ·μ and Var(N) = λ·E\[C²\], μ the mean size. So the rate λ of incidents has the Gamma posterior of
//! [`super`], and the mean size μ of each unit a posterior of its own; the rate of offenses is their product. One
//! incident of 43 victims then says of a place that it had one incident more, and of the sizes what one draw out of a
//! heavy tail says: next to nothing.
//!
//! Sizes: the unit's own mean c = n ÷ m strays from its true mean with variance σ² ÷ m. A unit alone hardly ever sees
//! its own tail, so what is pooled over all units is the lump L = Σ(C − 1)² ÷ Σ(C − 1) in which more than one offense
//! comes; a unit whose true mean is 1 + e has σ² = L·e − e²: where more incidents hold several offenses, sizes vary
//! more. The true means differ with variance τ² about the pooled mean μ. τ is not known either: its posterior is
//! worked out on a grid, with the normal likelihood of all c and a half-Cauchy prior whose median is 5% of μ, which
//! never takes it for 0 because few units are few. With B = τ² ÷ (τ² + σ² ÷ m), at the posterior mean of τ², the
//! posterior mean of the size is μ + B(c − μ) and its variance Bσ² ÷ m + Var(B)(c − μ)², Var(B) being what the doubt in
//! τ² leaves of B. σ² depends on the size, so both are found by turns. The product of the two posteriors is matched by
//! mean and variance with one Gamma, so that draws cost what they did.
//!
//! Before, τ² by moments and one pooled σ² were taken as known: the place of the largest incident was held by its 90%
//! interval in 77% of cities where places have sizes of their own (`tests/api/clustered.rs`, docs/how-sure.md).
//!
//! Where every incident is one event (counts by incident), all this is the Gamma posterior itself, to the last bit.
//!
//! References: compound Poisson: Feller (1968), *An introduction to probability theory*, volume 1, XII.2;
//! `DerSimonian`, Laird (1986), *Meta-analysis in clinical trials*, doi 10.1016/0197-2456(86)90046-2 (τ² by
//! moments); Morris (1983), *Parametric empirical Bayes inference*, doi 10.1080/01621459.1983.10477920 (shrinkage, and
//! the doubt in B); Gelman (2006), *Prior distributions for variance parameters in hierarchical models*, doi
//! 10.1214/06-BA117A (half-Cauchy).

use serde::Serialize;

use super::input::Table;
use crate::gamma::Gamma;

/// Sizes of incidents of one offense group: what is usual.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SizeFit {
    /// Offenses per incident, over all units.
    pub mean: f64,
    /// Variance within units.
    pub within: f64,
    /// Variance of the units' true means by moments, 0 or more.
    pub between: f64,
    /// Lump in which more than one offense comes: Σ(C − 1)² ÷ Σ(C − 1).
    pub lump: f64,
    /// Posterior mean of the variance of the units' true means.
    pub apart: f64,
    /// Its posterior variance.
    pub doubt: f64,
}

/// Incidents of a unit and what one of them is taken to hold.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Held {
    /// Incidents.
    pub(crate) incidents: f64,
    /// Posterior mean of an incident's size.
    pub(crate) size: f64,
    /// Its posterior variance.
    pub(crate) variance: f64,
}

/// No mean size is smaller: a rate needs one above 0.
const LEAST: f64 = 1e-6;
/// Median of the prior of the standard deviation of true means, in pooled means.
const USUAL: f64 = 0.05;
/// Values of that deviation that are tried, and how far beyond the larger of its prior's median and its own estimate.
const TRIED: usize = 33;
const BEYOND: f64 = 4.0;
/// Least variance of a mean size by chance: a likelihood needs one above 0.
const LEAST_VARIANCE: f64 = 1e-9;
/// Turns of size and variance; each moves the size by a small part of what the last did.
const TURNS: usize = 10;

impl SizeFit {
    /// Every incident is one offense.
    pub(crate) const ONE: Self = Self { mean: 1.0, within: 0.0, between: 0.0, lump: 0.0, apart: 0.0, doubt: 0.0 };

    /// The sizes of the ranked units of a table.
    pub(crate) fn of(table: &Table<'_>, group: usize) -> Self {
        let units: Vec<(f64, f64, f64)> = table
            .ranked
            .iter()
            .filter_map(|unit| {
                let squares = table.squares(group, *unit)?;
                Some((table.incidents(group, *unit), table.count(group, *unit).max(0) as f64, squares))
            })
            .filter(|(m, ..)| *m > 0.0)
            .collect();
        let sum = |f: fn(&(f64, f64, f64)) -> f64| units.iter().map(f).sum::<f64>();
        let (all, offenses) = (sum(|u| u.0), sum(|u| u.1));
        if all <= 0.0 {
            return Self::ONE;
        }
        let mean = (offenses / all).max(LEAST);
        let free = all - units.len() as f64;
        let within = if free > 0.0 { (sum(|u| u.2 - u.1 * u.1 / u.0) / free).max(0.0) } else { 0.0 };
        let apart: f64 = units.iter().map(|(m, n, _)| m * (n / m - mean).powi(2)).sum();
        let spread = all - sum(|u| u.0 * u.0) / all;
        let chance = (units.len() as f64 - 1.0) * within;
        let between = if spread > 0.0 { ((apart - chance) / spread).max(0.0) } else { 0.0 };
        let more = offenses - all;
        let lump = if more > 0.0 { (sum(|u| u.2 - 2.0 * u.1 + u.0) / more).max(0.0) } else { 0.0 };
        let fit = Self { mean, within, between, lump, apart: 0.0, doubt: 0.0 };
        // All of one size: nothing to learn.
        if apart > 0.0 || within > 0.0 { fit.with_apart(&units) } else { fit }
    }

    /// With the posterior of the variance of the units' true means (incidents, offenses, squares of each).
    fn with_apart(self, units: &[(f64, f64, f64)]) -> Self {
        let chance = self.chance(self.mean);
        let usual = USUAL * self.mean;
        let top = BEYOND * self.between.sqrt().max(usual);
        let fit = |at: usize| {
            let deviation = top * at as f64 / (TRIED - 1) as f64;
            let variance = deviation * deviation;
            let one = |(m, n, _): &(f64, f64, f64)| {
                let all = variance + (chance / m).max(LEAST_VARIANCE);
                -0.5 * (all.ln() + (n / m - self.mean).powi(2) / all)
            };
            (variance, units.iter().map(one).sum::<f64>() - (deviation / usual).powi(2).ln_1p())
        };
        let fits: Vec<(f64, f64)> = (0..TRIED).map(fit).collect();
        let most = fits.iter().fold(f64::NEG_INFINITY, |most, f| most.max(f.1));
        let (mut weight, mut mean, mut square) = (0.0, 0.0, 0.0);
        for (variance, fit) in fits {
            let w = (fit - most).exp();
            (weight, mean, square) = (weight + w, mean + w * variance, square + w * variance * variance);
        }
        let apart = mean / weight;
        Self { apart, doubt: (square / weight - apart * apart).max(0.0), ..self }
    }

    /// Variance of the sizes of a unit's incidents whose mean is this.
    fn chance(&self, size: f64) -> f64 {
        let more = (size - 1.0).max(0.0);
        (more * (self.lump - more)).max(0.0)
    }

    /// What a unit's own incidents say of their size.
    pub(crate) fn held(&self, table: &Table<'_>, group: usize, unit: usize) -> Held {
        let incidents = table.incidents(group, unit);
        if table.squares(group, unit).is_none() {
            return Held { incidents, size: 1.0, variance: 0.0 };
        }
        if incidents <= 0.0 {
            return Held { incidents: 0.0, size: self.mean, variance: self.apart };
        }
        let seen = table.count(group, unit).max(0) as f64 / incidents;
        let own = |chance: f64| if self.apart > 0.0 { self.apart / (self.apart + chance) } else { 0.0 };
        let mut size = self.mean;
        for _ in 0..TURNS {
            size = (self.mean + own(self.chance(size) / incidents) * (seen - self.mean)).max(LEAST);
        }
        let chance = self.chance(size) / incidents;
        let slope = if self.apart > 0.0 { chance / (self.apart + chance).powi(2) } else { 0.0 };
        let variance = own(chance) * chance + self.doubt * (slope * (seen - self.mean)).powi(2);
        Held { incidents, size, variance }
    }
}

impl Held {
    /// The posterior of weight × (rate of incidents) × (size), for a rate of incidents that is Gamma(shape, rate).
    pub(crate) fn gamma(&self, shape: f64, rate: f64, weight: f64) -> Gamma {
        if self.variance <= 0.0 {
            return Gamma::new(shape, rate / (weight * self.size));
        }
        let spread = (1.0 + 1.0 / shape) * (1.0 + self.variance / (self.size * self.size)) - 1.0;
        let mean = weight * shape / rate * self.size;
        Gamma::new(1.0 / spread, 1.0 / (spread * mean))
    }
}

#[cfg(test)]
mod tests {
    use catchment_model::Measure;

    use super::*;
    use crate::rank::{Clusters, RankUnit};

    fn units(n: usize) -> Vec<RankUnit> {
        (0..n).map(|i| RankUnit { id: format!("{i:03}"), residents: None, area_km2: 1.0, left_out: None }).collect()
    }

    fn fit_of(counts: &[i64], clusters: &Clusters, f: impl Fn(&Table<'_>, SizeFit)) {
        let units = units(counts.len());
        let by = (Measure::Count, 0.0);
        let table = Table::new("t", &units, (counts, Some(clusters)), 1, 1, by).unwrap();
        f(&table, SizeFit::of(&table, 0));
    }

    #[test]
    fn one_incident_with_many_victims_does_not_set_a_places_mean_size() {
        // 40 places of 100 incidents: 90 with one victim, 10 with two; in the first one of them has 43.
        let mut counts = vec![110; 40];
        let mut squares = vec![130.0; 40];
        (counts[0], squares[0]) = (152, 130.0 - 1.0 + 43.0 * 43.0);
        fit_of(&counts, &Clusters { monthly: vec![100; 40], squares }, |table, fit| {
            let held = fit.held(table, 0, 0);
            assert!((fit.mean - 1.1105).abs() < 1e-9 && fit.between < 0.02, "{fit:?}");
            assert!(held.size < 1.2, "as counted it is 1.52: {held:?}");
        });
    }

    #[test]
    fn places_whose_incidents_differ_keep_their_own_mean_size() {
        // Half of the places have two victims in every incident, half one.
        let counts: Vec<i64> = (0..40).map(|i| if i % 2 == 0 { 200 } else { 100 }).collect();
        let squares = (0..40).map(|i| if i % 2 == 0 { 400.0 } else { 100.0 }).collect();
        fit_of(&counts, &Clusters { monthly: vec![100; 40], squares }, |table, fit| {
            assert!((fit.held(table, 0, 0).size - 2.0).abs() < 1e-9 && (fit.between - 0.25).abs() < 0.01, "{fit:?}");
        });
    }

    #[test]
    fn the_product_has_its_mean_and_variance() {
        let held = Held { incidents: 20.0, size: 1.4, variance: 0.09 };
        let product = held.gamma(20.0, 4.0, 2.0);
        // E[λ] = 5, E[λ²] = 26.25; E[μ²] = 2.05.
        assert!((product.mean() - 14.0).abs() < 1e-12);
        assert!((product.variance() - 4.0 * (26.25 * 2.05 - 49.0)).abs() < 1e-9);
        let one = Held { incidents: 20.0, size: 1.0, variance: 0.0 };
        assert_eq!(one.gamma(20.0, 4.0, 2.0), Gamma::new(20.0, 2.0));
    }
}
