//! What is known of a month.

use catchment_model::{named, named_schema};

named! {
    /// What is known of a month.
    pub enum MonthKnown as "status of a month" {
        /// Every incident, with its place where it is known.
        Incidents = "incidents",
        /// Published counts per neighborhood only: no cells, no points.
        AreaCounts = "area-counts",
        /// Nothing, which is not zero.
        Missing = "missing",
    }
}

named_schema!(MonthKnown);

#[cfg(feature = "engine")]
impl MonthKnown {
    /// What a dataset's coverage says of a month.
    pub(crate) fn of(status: Option<catchment_model::MonthStatus>) -> Self {
        match status {
            Some(catchment_model::MonthStatus::Incidents) => Self::Incidents,
            Some(catchment_model::MonthStatus::AreaCounts) => Self::AreaCounts,
            None => Self::Missing,
        }
    }
}
