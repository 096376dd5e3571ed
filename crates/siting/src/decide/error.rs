//! What a decision can be refused for.

use catchment_model::Heap;

use crate::rank::RankError;

/// Largest weight: only proportions matter.
pub(super) const MAX_WEIGHT: f64 = 1000.0;

/// Why a decision was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum DecideError {
    /// The ranking behind it was refused.
    #[error(transparent)]
    Rank(#[from] RankError),
    /// No criterion of that name.
    #[error("criterion \"{name}\"; expected one of {known}")]
    Criterion {
        /// Name given.
        name: String,
        /// Names that exist.
        known: String,
    },
    /// A criterion named twice.
    #[error("criterion \"{0}\" occurs twice; expected once")]
    Repeated(String),
    /// A weight that is not a number in range.
    #[error("weight {value} of \"{criterion}\"; expected 0 to {max}", max = MAX_WEIGHT)]
    Weight {
        /// Criterion.
        criterion: String,
        /// The value found there.
        value: String,
    },
    /// All weights are 0.
    #[error("all weights are 0; expected one above 0")]
    NoWeight,
    /// A weight above 0 for a criterion that cannot be had here.
    #[error("criterion \"{criterion}\" cannot be weighed here: {why}")]
    Unavailable {
        /// Criterion.
        criterion: &'static str,
        /// Why.
        why: String,
    },
    /// A concentration out of range.
    #[error("concentration {0}; expected 1 to 100000, or none where the weights are certain")]
    Concentration(f64),
    /// A half-life out of range.
    #[error("half-life {0} months; expected 6 to 240")]
    HalfLife(f64),
    /// A list whose length is not the number of units.
    #[error("{len} values of {what}; expected {expected}")]
    Length {
        /// Which list.
        what: &'static str,
        /// Its length.
        len: usize,
        /// Length expected.
        expected: usize,
    },
    /// A value of a unit that cannot be right.
    #[error("{what} {value} of \"{id}\"; expected {expected}")]
    Value {
        /// Which list.
        what: &'static str,
        /// Unit.
        id: String,
        /// Value given.
        value: f64,
        /// What would be right.
        expected: &'static str,
    },
    /// A level that is not a usual probability.
    #[error("level = {0}; expected 0.5 to 0.999")]
    Level(f64),
}

impl Heap for DecideError {
    /// That of a name or a reason.
    fn heap(&self) -> usize {
        256
    }
}
