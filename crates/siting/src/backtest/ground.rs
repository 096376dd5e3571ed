//! Where the backtest plays: the cells, what happened on them, and their neighborhoods.

use crate::catchment::CatchmentInput;

use super::{BacktestError, Incidents, MonthlyHarm};

/// What a backtest is computed from; columns of equal length.
#[derive(Debug, Clone, Copy)]
pub struct BacktestInput<'a> {
    /// The cells. Their harm is not read: it comes from `monthly`.
    pub ground: CatchmentInput<'a>,
    /// Harm by month and cell.
    pub monthly: &'a MonthlyHarm,
    /// Counts of other offenses that say something about harm to come, each for itself; none of them is measured. Only
    /// what victims report belongs here: counts that police make by being somewhere would feed back into where they
    /// are.
    pub predictors: &'a [MonthlyHarm],
    /// The incidents that the harm comes from; without them each count stands for itself in the limit, and nothing is
    /// captured by incident.
    pub incidents: Option<&'a Incidents>,
    /// Neighborhood of each cell; `None` in parks and outside.
    pub neighborhood: &'a [Option<u32>],
}

impl<'a> BacktestInput<'a> {
    pub(super) fn check(&self) -> Result<(), BacktestError> {
        let expected = self.ground.cells.len();
        let columns = [
            ("monthly", self.monthly.cells()),
            ("neighborhood", self.neighborhood.len()),
            ("x_m", self.ground.x_m.len()),
            ("y_m", self.ground.y_m.len()),
            ("area_km2", self.ground.area_km2.len()),
            ("inside_km2", self.ground.inside_km2.len()),
            ("allowed", self.ground.allowed.len()),
            ("neighbors", self.ground.neighbors.len()),
        ];
        let incidents = self.incidents.iter().map(|i| ("incidents", i.monthly().cells()));
        let predictors = self.predictors.iter().map(|p| ("predictors", p.cells()));
        match columns.into_iter().chain(incidents).chain(predictors).find(|(_, len)| *len != expected) {
            Some((column, len)) => Err(BacktestError::Columns { column, len, expected }),
            None => Ok(()),
        }
    }

    pub(super) fn with<'b>(&self, harm: &'b [f64]) -> CatchmentInput<'b>
    where
        'a: 'b,
    {
        CatchmentInput { harm, ..self.ground }
    }

    pub(super) fn len(&self) -> usize {
        self.ground.cells.len()
    }

    /// Positions of the cells that may be chosen.
    pub(super) fn usable(&self) -> impl Iterator<Item = usize> {
        self.ground.allowed.iter().enumerate().filter(|(_, ok)| **ok).map(|(i, _)| i)
    }
}
