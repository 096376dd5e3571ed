//! Which periods are compared, and which cells are the top ones.

use catchment_model::{named, named_schema};

use super::piece;
use super::value::{TopShare, choices};

named! {
    /// Periods whose hottest cells are compared.
    pub enum Periods as "periods" {
        /// The two halves of the covered months.
        Halves = "halves",
        /// Each two covered stretches of twelve months that follow one another.
        Years = "years",
        /// None.
        None = "none",
    }
}

named_schema!(Periods);
choices!(Periods);

piece! {
    /// Whether the hottest cells stay the same.
    pub struct Staying {
        /// Periods whose hottest cells are compared.
        stability: Periods = Periods::Halves,
        /// Share of the cells that are the hottest ones; where none is given, 0.05.
        top_share: Option<TopShare>,
    }
}
