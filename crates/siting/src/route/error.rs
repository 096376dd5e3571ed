//! What a walk can be refused for.

/// Why there is no walk.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RouteError {
    /// A length that is none.
    #[error("meters = {0}; expected 100 to 100000")]
    Meters(f64),
    /// A number of tries out of range.
    #[error("tries = {0}; expected 1 to 1000")]
    Tries(usize),
    /// A segment that cannot be right.
    #[error("segment {at}: {what} is {value}; expected {expected}")]
    Segment {
        /// Its position.
        at: usize,
        /// Which number.
        what: &'static str,
        /// Value given.
        value: f64,
        /// What would be accepted.
        expected: &'static str,
    },
    /// A start that is no crossing of the network.
    #[error("start = {start}; expected a crossing from 0 to {most} with a street")]
    Start {
        /// Value given.
        start: usize,
        /// Largest accepted.
        most: usize,
    },
    /// No prize can be reached and left again within the length.
    #[error("no street with a prize can be reached and left again within {0} m")]
    Nothing(f64),
    /// Whoever waited asked to stop.
    #[error("the work was stopped before its end")]
    Stopped,
}
