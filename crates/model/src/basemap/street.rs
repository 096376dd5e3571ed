//! What kinds of lines and grounds the map under the data is made of.

crate::named! {
    /// The class of a street: how wide it is drawn and from how far it is seen.
    #[derive(PartialOrd, Ord)]
    pub enum StreetClass as "class of street" {
        /// Motorways and expressways.
        Highway = "highway",
        /// Main streets that lead through the city.
        Arterial = "arterial",
        /// All other streets that have addresses.
        Street = "street",
        /// On and off ramps of highways.
        Ramp = "ramp",
        /// Alleys, driveways, parking lots.
        Alley = "alley",
        /// Ways for people on foot or on bicycles.
        Path = "path",
        /// Neither drawn nor found.
        Hidden = "hidden",
    }
}

crate::named! {
    /// What a file of the basemap holds.
    pub enum BasemapKind as "kind of basemap file" {
        /// Lines of streets of several classes.
        Streets = "streets",
        /// Lines that are highways, all of them: those of the region around the city.
        Highways = "highways",
        /// Rivers and lakes as areas.
        Water = "water",
        /// Parks and cemeteries as areas, beside those that `[areas]` lists.
        Parks = "parks",
    }
}
