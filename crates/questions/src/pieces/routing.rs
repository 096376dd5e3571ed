//! Which walk is looked for.

use super::piece;
use super::value::{CrossingName, HoursADay, OffenseNames, PlaceId, Seed, ShiftText};

piece! {
    /// Which walk is looked for.
    pub struct Routing {
        /// Id of the site whose streets are walked.
        site: PlaceId,
        /// Hours that the team walks, stops included.
        hours: HoursADay = HoursADay::usual(),
        /// Days and hours of the shift; where none is given, that of the city file.
        shift: Option<ShiftText>,
        /// Crossing at which the walk begins and ends, as its streets with & between; where none is given, one that the
        /// search finds.
        start: Option<CrossingName>,
        /// Offense groups or aliases, separated by commas; where none is given, the city's harm groups.
        offense: Option<OffenseNames>,
        /// Seed of the search.
        seed: Seed = Seed::nearest(1),
    }
}
