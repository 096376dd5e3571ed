//! All weighed offense groups together.

use super::error::DecideError;
use super::params::DecideParams;
use super::years::Years;
use crate::rank::input::Table;
use crate::rank::prior::dispersion;
use crate::rank::{GroupFit, Prepared, RankInput};

/// All weighed groups together: how much information a weighted count holds, and its over-dispersion.
pub(super) struct Pooled {
    /// Over-dispersion of the incidents.
    pub(super) phi: f64,
    /// Σ (wμ)²·O ÷ Σ wμ·O with O incidents of mean size μ: a weighted sum of Poisson counts, divided by this, varies
    /// like a Poisson count.
    pub(super) per_count: f64,
}

impl Pooled {
    pub(super) fn new(input: &RankInput, prepared: &Prepared<'_>, params: DecideParams) -> Result<Self, DecideError> {
        let (mut first, mut second) = (0.0, 0.0);
        for fit in &prepared.fits {
            let each = fit.weight * fit.sizes.mean;
            first += each * fit.events;
            second += each * each * fit.events;
        }
        let (units, monthly, clusters) = match &input.reference {
            Some(r) if prepared.reference.is_some() => (&r.units, &r.monthly, &r.clusters),
            _ => (&input.units, &input.monthly, &input.clusters),
        };
        // What varies from month to month is the incident.
        let monthly = clusters.as_ref().map_or(monthly, |c| &c.monthly);
        let one = units.len() * input.months;
        let mut sum = vec![0; one];
        for (group, fit) in prepared.fits.iter().enumerate().filter(|(_, f)| f.weight > 0.0) {
            debug_assert!(fit.weight > 0.0);
            sum.iter_mut().zip(&monthly[group * one..(group + 1) * one]).for_each(|(s, n)| *s += n);
        }
        let by = (params.measure, params.min_residents);
        let table = Table::new("all groups", units, (&sum, None), 1, input.months, by)?;
        let phi = dispersion(&table, 0, input.months);
        Ok(Self { phi, per_count: if first > 0.0 { second / first } else { 1.0 } })
    }

    /// Incidents of a unit by year, as so many Poisson events.
    pub(super) fn by_year(&self, table: &Table<'_>, fits: &[GroupFit], years: &Years, unit: usize) -> Vec<f64> {
        let mut sums = vec![0.0; years.len()];
        for (group, fit) in fits.iter().enumerate().filter(|(_, f)| f.weight > 0.0) {
            let own = years.sums(table.monthly_incidents(group, unit));
            let each = fit.weight * fit.sizes.held(table, group, unit).size;
            sums.iter_mut().zip(own).for_each(|(s, n)| *s += each * n);
        }
        sums.iter().map(|s| s / self.per_count / self.phi).collect()
    }
}
