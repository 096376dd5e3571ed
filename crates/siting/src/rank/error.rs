//! What a ranking can be refused for.

/// Most units that are ranked at once: the tally of ranks has a place for each pair.
pub const MAX_UNITS: usize = 2_000;

/// Why a ranking was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum RankError {
    /// `k` is 0 or above the number of ranked units.
    #[error("k = {k}; expected 1 to {max}, the number of units ranked")]
    K {
        /// Value given.
        k: usize,
        /// Largest accepted.
        max: usize,
    },
    /// Too few or too many draws.
    #[error("draws = {draws}; expected {min} to {max}")]
    Draws {
        /// Value given.
        draws: usize,
        /// Smallest accepted.
        min: usize,
        /// Largest accepted, which falls as the number of units grows.
        max: usize,
    },
    /// A level that is not a usual probability.
    #[error("level = {0}; expected 0.5 to 0.99")]
    Level(f64),
    /// A minimum of residents that is not a number of 0 or more.
    #[error("min_residents = {0}; expected 0 or more")]
    MinResidents(f64),
    /// No month is covered.
    #[error("0 covered months; expected 1 or more")]
    Months,
    /// No unit can be ranked by this measure.
    #[error("{given} units, of which {left_out} cannot be ranked; expected at least 1 that can")]
    NoUnits {
        /// Units given.
        given: usize,
        /// Units left out.
        left_out: usize,
    },
    /// More units than can be ranked at once.
    #[error("{0} units; expected up to {max}", max = MAX_UNITS)]
    TooManyUnits(usize),
    /// No offense group was given.
    #[error("0 offense groups; expected 1 or more")]
    NoGroups,
    /// A weight that is not a finite number of 0 or more, or no weight above 0.
    #[error("weight {weight} of \"{group}\"; expected finite numbers of 0 or more, one of them above 0")]
    Weight {
        /// Offense group.
        group: String,
        /// Value given.
        weight: f64,
    },
    /// The table of monthly counts has the wrong size.
    #[error("{len} monthly counts in {table}; expected {expected} (groups × units × months)")]
    Table {
        /// Which table.
        table: &'static str,
        /// Size given.
        len: usize,
        /// Size expected.
        expected: usize,
    },
    /// Two units have the same id.
    #[error("unit id \"{0}\" occurs twice; expected distinct ids")]
    RepeatedId(String),
    /// An area that is not a finite number above 0.
    #[error("unit \"{id}\": {value} km²; expected above 0")]
    Area {
        /// Unit.
        id: String,
        /// Value given.
        value: f64,
    },
    /// A count that stands for no finite number above 0 of offenses.
    #[error("per_count = {0}; expected above 0")]
    PerCount(f64),
    /// No such unit in the ranking.
    #[error("unit \"{0}\" is not in this ranking")]
    NotRanked(String),
    /// A density asked at too few or too many points.
    #[error("points = {0}; expected 2 to 1000")]
    Points(usize),
}
