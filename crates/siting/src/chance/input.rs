//! The request of a chance: cells, groups and a choice.

use super::error::ChanceError;
use crate::catchment::CatchmentInput;

/// Cells with their counts by offense group, and a choice to be judged.
#[derive(Debug, Clone, Copy)]
pub struct ChanceInput<'a> {
    /// The ground as the plain search takes it; its harm is what was counted, weighted.
    pub ground: CatchmentInput<'a>,
    /// Offense groups.
    pub groups: &'a [ChanceGroup],
    /// The catchments of the plain answer, as positions of cells; may be empty.
    pub chosen: &'a [Vec<usize>],
}

/// An offense group.
#[derive(Debug, Clone, PartialEq)]
pub struct ChanceGroup {
    /// Name of its random stream.
    pub id: String,
    /// Weight of one event, 0 or more.
    pub weight: f64,
    /// Over-dispersion of its monthly counts, 1 or more ([`crate::over_dispersion`]).
    pub phi: f64,
    /// Net count of each cell over the window; below 0 counts as 0.
    pub counts: Vec<f64>,
}

/// Positions of the cells that may be chosen.
pub(crate) fn usable(ground: &CatchmentInput<'_>) -> Vec<usize> {
    (0..ground.cells.len()).filter(|c| ground.allowed[*c]).collect()
}

pub(super) fn check(input: &ChanceInput<'_>) -> Result<(), ChanceError> {
    let cells = input.ground.cells.len();
    check_groups(input.groups, cells)?;
    check_chosen(input.chosen, cells)
}

pub(crate) fn check_groups(groups: &[ChanceGroup], cells: usize) -> Result<(), ChanceError> {
    for (group, g) in groups.iter().enumerate() {
        let refuse = |column, value, accepted| Err(ChanceError::Group { group, column, value, accepted });
        if g.counts.len() != cells {
            return Err(ChanceError::Counts { group, len: g.counts.len(), expected: cells });
        }
        if !(g.weight.is_finite() && g.weight >= 0.0) {
            return refuse("weight", g.weight, "a number of 0 or more");
        }
        if !(g.phi.is_finite() && g.phi >= 1.0) {
            return refuse("phi", g.phi, "a number of 1 or more");
        }
        if let Some(value) = g.counts.iter().find(|n| !n.is_finite()) {
            return refuse("a count", *value, "a finite number");
        }
    }
    Ok(())
}

pub(crate) fn check_chosen(chosen: &[Vec<usize>], cells: usize) -> Result<(), ChanceError> {
    let bad = |c: &Vec<usize>| c.is_empty() || c.iter().any(|cell| *cell >= cells);
    match chosen.iter().position(bad) {
        Some(at) => Err(ChanceError::Chosen { at, cells }),
        None => Ok(()),
    }
}
