//! When the sites are checked, and on what.

use catchment_model::Month;

use super::piece;
use super::value::{OffenseNames, Permutations, Quarters, Seed};

piece! {
    /// When the sites are checked, and on what.
    pub struct Checking {
        /// Last of the twelve months that are looked at; where none is given, the last with incidents.
        to: Option<Month>,
        /// Offense groups or aliases, separated by commas; where none is given, the city's harm groups.
        offense: Option<OffenseNames>,
        /// Past quarters whose shares are told, each over the twelve months up to its end.
        quarters: Quarters = Quarters::nearest(8),
        /// Permutations behind each p.
        permutations: Permutations = Permutations::nearest(999),
        /// Seed of the search and of the permutations.
        seed: Seed = Seed::nearest(1),
    }
}
