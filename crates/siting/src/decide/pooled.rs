//! All weighed offense groups together.

use super::error::DecideError;
use super::params::DecideParams;
use super::years::Years;
use crate::rank::input::Table;
use crate::rank::prior::dispersion;
use crate::rank::{GroupFit, Prepared, RankInput};

/// All weighed groups together: how much information a weighted count holds, and its over-dispersion.
pub(super) struct Pooled {
    pub(super) phi: f64,
    /// Σ w²·O ÷ Σ w·O: a weighted sum of Poisson counts, divided by this, varies like a Poisson count.
    pub(super) per_count: f64,
}

impl Pooled {
    pub(super) fn new(input: &RankInput, prepared: &Prepared<'_>, params: DecideParams) -> Result<Self, DecideError> {
        let (mut first, mut second) = (0.0, 0.0);
        for fit in &prepared.fits {
            first += fit.weight * fit.events;
            second += fit.weight * fit.weight * fit.events;
        }
        let (units, monthly) = match &input.reference {
            Some(r) if prepared.reference.is_some() => (&r.units, &r.monthly),
            _ => (&input.units, &input.monthly),
        };
        let one = units.len() * input.months;
        let mut sum = vec![0; one];
        for (group, fit) in prepared.fits.iter().enumerate().filter(|(_, f)| f.weight > 0.0) {
            debug_assert!(fit.weight > 0.0);
            sum.iter_mut().zip(&monthly[group * one..(group + 1) * one]).for_each(|(s, n)| *s += n);
        }
        let table = Table::new("all groups", units, &sum, 1, input.months, (params.measure, params.min_residents))?;
        Ok(Self { phi: dispersion(&table, 0, input.months), per_count: if first > 0.0 { second / first } else { 1.0 } })
    }

    /// Events of a unit by year, as so many Poisson events.
    pub(super) fn by_year(&self, table: &Table<'_>, fits: &[GroupFit], years: &Years, unit: usize) -> Vec<f64> {
        let mut sums = vec![0.0; years.len()];
        for (group, fit) in fits.iter().enumerate().filter(|(_, f)| f.weight > 0.0) {
            let own = years.sums(table.months(group, unit));
            sums.iter_mut().zip(own).for_each(|(s, n)| *s += fit.weight * n);
        }
        sums.iter().map(|s| s / self.per_count / self.phi).collect()
    }
}
