//! Why a scan has no answer.

use crate::chance::SIMULATIONS;

/// Why a scan has no answer.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ScanError {
    /// Too few or too many simulations.
    #[error("{0} simulations; expected {low} to {high}", low = SIMULATIONS.0, high = SIMULATIONS.1)]
    Simulations(u32),
    /// A window of no steps.
    #[error("windows of at most 0 steps; expected at least 1")]
    MaxSteps,
    /// Lists of different length.
    #[error("{what}: {given}; expected {expected}")]
    Length {
        /// What was given.
        what: &'static str,
        /// Its length.
        given: usize,
        /// What it must be.
        expected: usize,
    },
    /// Steps that do not follow one another.
    #[error("step {0} does not come after the one before it; expected rising steps")]
    Order(usize),
    /// A number that is not usable.
    #[error("{what} {value} at position {at}; expected {accepted}")]
    Value {
        /// What was given.
        what: &'static str,
        /// The value.
        value: f64,
        /// Position.
        at: usize,
        /// What would be right.
        accepted: &'static str,
    },
    /// Nothing to scan.
    #[error("no cases; expected at least one")]
    NoCases,
    /// More cases than are scanned.
    #[error("{0} cases; expected at most 4,294,967,295")]
    TooMany(u64),
    /// The watcher asked to stop.
    #[error("the scan was cancelled")]
    Cancelled,
}
