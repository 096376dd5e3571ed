//! What places are compared by.

crate::named! {
    /// What the places of a ranking are compared by.
    ///
    /// ```
    /// use catchment_model::Measure;
    ///
    /// assert_eq!("per_km2".parse(), Ok(Measure::PerKm2));
    /// assert_eq!(Measure::PerResident.unit_label(), "per 1,000 residents per year");
    /// ```
    pub enum Measure as "measure" {
        /// Events per year.
        Count = "count",
        /// Events per 1,000 residents per year.
        PerResident = "per_resident",
        /// Events per km² per year.
        PerKm2 = "per_km2",
    }
    default Count
}

impl Measure {
    /// Unit of the score, for people.
    pub fn unit_label(self) -> &'static str {
        match self {
            Self::Count => "per year",
            Self::PerResident => "per 1,000 residents per year",
            Self::PerKm2 => "per km² per year",
        }
    }
}
