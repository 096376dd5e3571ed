//! Why sums of counts have no tails.

use crate::GiError;

/// Why sums of counts have no tails.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum SparseError {
    /// Lists of different length.
    #[error("{exposures} exposures and neighbor lists of {neighbors} cells for {counts} counts; expected one each")]
    Length {
        /// Counts given.
        counts: usize,
        /// Exposures given.
        exposures: usize,
        /// Cells with neighbor lists.
        neighbors: usize,
    },
    /// An exposure that nothing can be expected of.
    #[error("exposure {value} of cell {cell}; expected a finite number above 0 (leave cells without exposure out)")]
    Exposure {
        /// Position.
        cell: usize,
        /// The value.
        value: f64,
    },
    /// Counts without a score.
    #[error(transparent)]
    Score(#[from] GiError),
}
