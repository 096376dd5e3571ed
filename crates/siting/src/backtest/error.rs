//! What a backtest can be refused for.

use crate::catchment::CatchmentError;

/// Why a backtest was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum BacktestError {
    /// A parameter out of range.
    #[error("{name} = {value}; expected {accepted}")]
    Value {
        /// Parameter.
        name: &'static str,
        /// Value given.
        value: f64,
        /// What would be right.
        accepted: &'static str,
    },
    /// Columns of different length.
    #[error("{column} has {len} entries; expected {expected}")]
    Columns {
        /// Which column.
        column: &'static str,
        /// Its length.
        len: usize,
        /// Length that fits.
        expected: usize,
    },
    /// A count in a month or cell that does not exist.
    #[error("a count of month {month}, cell {cell}; expected months below {months} and cells below {cells}, finite")]
    Entry {
        /// Position of the month given.
        month: usize,
        /// Position of the cell given.
        cell: usize,
        /// Months there are.
        months: usize,
        /// Cells there are.
        cells: usize,
    },
    /// Months out of order or repeated.
    #[error("month {at} is not after the one before it; expected sorted, distinct months")]
    Order {
        /// Position.
        at: usize,
    },
    /// No year has all twelve months and enough before it.
    #[error("no year has 12 covered months and at least {past_months} before it; expected at least one")]
    NoYears {
        /// Months of past that a year needs.
        past_months: usize,
    },
    /// A year in which nothing was located.
    #[error("{0} has no located harm; expected some")]
    NoHarm(i32),
    /// The search was refused.
    #[error(transparent)]
    Search(#[from] CatchmentError),
    /// The watcher asked to stop.
    #[error("the backtest was cancelled")]
    Cancelled,
}
