//! One size of site in one year: the year that is measured, and the search on some harm.

use catchment_model::Month;

use super::error::BacktestError;
use super::ground::BacktestInput;
use super::method::Choice;
use crate::catchment::CatchmentSearch;

/// One size of site in one year.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting<'a> {
    /// Where.
    pub(super) input: BacktestInput<'a>,
    pub(super) search: CatchmentSearch,
    pub(super) year: i32,
}

impl Setting<'_> {
    /// Harm of each cell in the year measured.
    pub(super) fn happened(&self) -> Result<Vec<f64>, BacktestError> {
        let (from, before) = self.span()?;
        Ok(self.input.monthly.sum(from, before))
    }

    pub(super) fn located(&self) -> Result<f64, BacktestError> {
        let (from, before) = self.span()?;
        let located = self.input.monthly.located(from, before);
        if located > 0.0 { Ok(located) } else { Err(BacktestError::NoHarm(self.year)) }
    }

    /// The year's incidents, where they are known.
    pub(super) fn incidents(&self) -> Result<Option<ByIncident>, BacktestError> {
        let (from, before) = self.span()?;
        Ok(self.input.incidents.map(|i| {
            let monthly = i.monthly();
            ByIncident { happened: monthly.sum(from, before), located: monthly.located(from, before) }
        }))
    }

    fn span(&self) -> Result<(Month, Month), BacktestError> {
        let from = first_month(self.year)?;
        Ok((from, Month::from_index(from.index() + 12).unwrap_or(from)))
    }

    /// The search for catchments on some harm.
    pub(super) fn search(&self, harm: &[f64]) -> Result<Choice, BacktestError> {
        let set = self.search.best(&self.input.with(harm))?;
        Ok(Choice::of_cells(set.catchments.iter().flat_map(|c| &c.cells)))
    }

    pub(super) fn k(&self) -> usize {
        self.search.params().k
    }

    pub(super) fn area_km2(&self) -> f64 {
        self.search.params().area_km2
    }

    pub(super) fn km2(&self, choice: &Choice) -> f64 {
        choice.holds(self.input.ground.area_km2)
    }
}

/// A year's incidents.
pub(super) struct ByIncident {
    happened: Vec<f64>,
    located: f64,
}

impl ByIncident {
    /// Share of them on some ground.
    pub(super) fn share(&self, choice: &Choice) -> f64 {
        if self.located > 0.0 { choice.holds(&self.happened) / self.located } else { 0.0 }
    }
}

/// January of a year.
pub(super) fn first_month(year: i32) -> Result<Month, BacktestError> {
    Month::new(i64::from(year), 1).map_err(|_cause| BacktestError::NoHarm(year))
}
