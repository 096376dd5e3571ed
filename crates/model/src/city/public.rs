//! What a city says of its public edition.

use serde::{Deserialize, Serialize};

crate::named! {
    /// A step of time of the public edition.
    pub enum PublicStep as "step of time" {
        /// Calendar years.
        Year = "year",
        /// The last twelve months, and the twelve a year and three years before.
        Rolling12 = "rolling-12",
        /// Months; accepted for the city as a whole only.
        Month = "month",
    }
}

/// What may be published, and what the public pages say of the program. Checked as a whole before anything is written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Public {
    /// Offense groups or aliases that are counted; empty: `harm` and `homicide`, where the city has them.
    pub offense: Vec<String>,
    /// Whether figures are told per neighborhood, or of the city alone.
    pub places: bool,
    /// Areas with fewer residents have no figures.
    pub min_residents: f64,
    /// Steps of time.
    pub steps: Vec<PublicStep>,
    /// Counts from 1 to one below this are not shown.
    pub least_count: u32,
    /// Counts are rounded to a multiple of this; 1 for none.
    pub round_to: u32,
    /// Whether a count of zero is shown.
    pub zeros: bool,
    /// Whether counts are told by hour; accepted for the city as a whole only.
    pub hours: bool,
    /// How wide the interval must be that a reader can work out for a count that is not shown.
    pub width: u32,
    /// What the program is called.
    pub program: Option<String>,
    /// Who runs it.
    pub run_by: Option<String>,
    /// Whom to call or write to.
    pub contact: Option<String>,
}

impl Default for Public {
    fn default() -> Self {
        Self {
            offense: Vec::new(),
            places: true,
            min_residents: 500.0,
            steps: vec![PublicStep::Year, PublicStep::Rolling12],
            least_count: 5,
            round_to: 1,
            zeros: true,
            hours: false,
            width: 3,
            program: None,
            run_by: None,
            contact: None,
        }
    }
}
