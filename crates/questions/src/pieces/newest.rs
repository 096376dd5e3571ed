//! What is counted of the newest days.

use super::piece;
use super::value::OffenseNames;

piece! {
    /// What is counted of the newest days.
    pub struct Newest {
        /// Offense groups or aliases, separated by commas; where none is given, the city's harm groups.
        offense: Option<OffenseNames>,
    }
}
