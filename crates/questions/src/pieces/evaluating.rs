//! What a program is evaluated on.

use super::piece;
use super::value::{OffenseNames, PlaceId, Placebos, Seed};

piece! {
    /// What a program is evaluated on.
    pub struct Evaluating {
        /// Id of a site; where none is given, all sites together and each of them.
        site: Option<PlaceId>,
        /// Outcomes, each for itself, separated by commas; where none is given, homicides, robberies and aggravated
        /// assaults where the city file knows these names, else the city's harm groups.
        offense: Option<OffenseNames>,
        /// Places without a program on which each estimate is repeated.
        placebos: Placebos = Placebos::nearest(199),
        /// Seed of their choice.
        seed: Seed = Seed::nearest(1),
    }
}
