//! What a location model can be refused for.

/// Why a location model was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum LocateError {
    /// Number of sites out of range.
    #[error("sites = {sites}; expected 1 to {max}, the number of candidates")]
    Sites {
        /// Value given.
        sites: usize,
        /// Largest accepted.
        max: usize,
    },
    /// A radius that is not a number above 0.
    #[error("radius_m = {0}; expected a number above 0 (meters)")]
    Radius(f64),
    /// A work limit of 0.
    #[error("work = {0}; expected 1 or more")]
    Work(u64),
    /// No demand points or no candidates.
    #[error("0 {0}; expected 1 or more")]
    Nothing(&'static str),
    /// Two points have the same id.
    #[error("{list} id \"{id}\" occurs twice; expected distinct ids")]
    RepeatedId {
        /// `demand` or `candidate`.
        list: &'static str,
        /// The id.
        id: String,
    },
    /// A number that cannot be right.
    #[error("{column} of {list} \"{id}\" is {value}; expected {expected}")]
    Value {
        /// `demand` or `candidate`.
        list: &'static str,
        /// Id of the point.
        id: String,
        /// Which number.
        column: &'static str,
        /// Value given.
        value: f64,
        /// What would be accepted.
        expected: &'static str,
    },
    /// No demand at all.
    #[error("the weights of {0} demand points sum to 0; expected more")]
    NoDemand(usize),
    /// The table of distances has the wrong size.
    #[error("{len} distances; expected {expected} (demand points × candidates)")]
    Table {
        /// Size given.
        len: usize,
        /// Size expected.
        expected: usize,
    },
    /// A distance that is negative.
    #[error("distance from demand \"{demand}\" to candidate \"{candidate}\" is {value}; expected 0 or more (meters)")]
    Distance {
        /// Demand point.
        demand: String,
        /// Candidate.
        candidate: String,
        /// Value given.
        value: f64,
    },
    /// The p-median needs every distance.
    #[error("there is no distance from demand \"{demand}\" to candidate \"{candidate}\"; the p-median needs all")]
    MissingDistance {
        /// Demand point.
        demand: String,
        /// Candidate.
        candidate: String,
    },
    /// More pairs of demand point and candidate than can be held.
    #[error("{pairs} pairs of demand point and candidate{within}; expected up to {max}")]
    TooLarge {
        /// Number of pairs.
        pairs: usize,
        /// Which pairs are meant.
        within: &'static str,
        /// Largest accepted.
        max: usize,
    },
    /// The integer program is too large for a solver that cannot be stopped after a set amount of work.
    #[error(
        "{pairs} pairs in the integer program; expected up to {max}: use the branch and bound, which is exact as well"
    )]
    TooLargeForProgram {
        /// Number of pairs.
        pairs: usize,
        /// Largest accepted.
        max: usize,
    },
    /// The search was stopped by its watch.
    #[error("the search was cancelled")]
    Cancelled,
    /// The solver of integer programs failed.
    #[error("the integer program was not solved: {0}")]
    Program(String),
}
