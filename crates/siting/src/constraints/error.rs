//! What a planner's limits can be refused for, and the check of a number against its range.

use std::ops::RangeInclusive;

use super::affordable::Affordable;

/// Why constraints were refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ConstraintError {
    /// A number out of its range.
    #[error("{what} = {value}; expected {expected}")]
    Range {
        /// Which number.
        what: &'static str,
        /// Value given.
        value: f64,
        /// What is accepted.
        expected: &'static str,
    },
    /// Columns of different length.
    #[error("{column} has {len} entries; expected {expected}, one per cell")]
    Columns {
        /// Which column.
        column: &'static str,
        /// Its length.
        len: usize,
        /// Number of cells.
        expected: usize,
    },
    /// An excluded cell that does not exist.
    #[error("excluded cell {cell}; there are {cells} cells")]
    UnknownCell {
        /// Position given.
        cell: usize,
        /// Number of cells.
        cells: usize,
    },
    /// The outline of a site has no point, or one that is not a number.
    #[error("site {0} has no outline, or one with a point that is not a number")]
    Outline(usize),
    /// More sites are asked for than can be paid or staffed.
    #[error("{k} sites are asked for; {limit}")]
    TooMany {
        /// Sites asked for.
        k: usize,
        /// What limits them, in words.
        limit: Affordable,
    },
}

/// Refuses a number outside its range.
pub(super) fn within(
    what: &'static str,
    value: f64,
    range: RangeInclusive<f64>,
    expected: &'static str,
) -> Result<(), ConstraintError> {
    if range.contains(&value) { Ok(()) } else { Err(ConstraintError::Range { what, value, expected }) }
}
