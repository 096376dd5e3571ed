//! What a chance per cell can be refused for.

use crate::CatchmentError;

/// Why a chance was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ChanceError {
    /// Too few or too many draws.
    #[error("draws = {draws}; expected {min} to {max}")]
    Draws {
        /// Value given.
        draws: usize,
        /// Fewest accepted.
        min: usize,
        /// Most accepted.
        max: usize,
    },
    /// A group that cannot be drawn.
    #[error("group {group}: {column} is {value}; expected {accepted}")]
    Group {
        /// Position of the group.
        group: usize,
        /// Which of its figures.
        column: &'static str,
        /// Value given.
        value: f64,
        /// What is accepted.
        accepted: &'static str,
    },
    /// Nothing says how wrong expected harm is.
    #[error(
        "expected harm has no past year to be compared with; expected 12 covered months and a whole year with events \
            after them"
    )]
    NoHindsight,
    /// A figure that expected harm cannot be drawn from.
    #[error("{column} is {value}; expected {accepted}")]
    Value {
        /// Which.
        column: &'static str,
        /// Value given.
        value: f64,
        /// What is accepted.
        accepted: &'static str,
    },
    /// A column of counts of another length.
    #[error("group {group} has {len} counts; expected {expected}, one per cell")]
    Counts {
        /// Position of the group.
        group: usize,
        /// Its length.
        len: usize,
        /// Number of cells.
        expected: usize,
    },
    /// A chosen catchment without a cell, or with one that there is not.
    #[error("chosen catchment {at} has no cell, or one beyond the {cells} there are")]
    Chosen {
        /// Position of the catchment.
        at: usize,
        /// Number of cells.
        cells: usize,
    },
    /// The watcher asked to stop.
    #[error("the draws were cancelled")]
    Cancelled,
    /// The search was refused.
    #[error(transparent)]
    Search(#[from] CatchmentError),
}
