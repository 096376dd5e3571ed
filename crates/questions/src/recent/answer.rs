//! The newest days as an answer.

use catchment_model::{named, named_schema};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Recent;
use crate::answers::Meta;

named! {
    /// What a row is about.
    pub enum RecentKind as "kind of row" {
        /// The whole city.
        City = "city",
        /// A neighborhood.
        Neighborhood = "neighborhood",
        /// A park, cemetery or garden.
        Park = "park",
        /// A site of the program, on the neighborhoods that stand in for it.
        Site = "site",
    }
}

named! {
    /// A count beside that of the same days a year before.
    pub enum RecentVerdict as "verdict on a change" {
        /// Fewer than chance alone would give.
        Fewer = "fewer",
        /// More than chance alone would give.
        More = "more",
        /// No more of a change than chance.
        Chance = "chance",
        /// Too few incidents to say.
        Few = "few",
    }
}

named_schema!(RecentKind, RecentVerdict);

/// Year to date and the last 28 days, beside the same days a year before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RecentAnswer {
    /// What the answer says of itself.
    pub meta: Meta<Recent>,
    /// The answer for the city, in a sentence or two.
    pub finding: String,
    /// Last day that the data hold, `YYYY-MM-DD`.
    pub through: String,
    /// Year to date of the city.
    pub year_to_date: RecentStretch,
    /// Year to date of neighborhoods and sites; absent where no day of it may be told.
    pub places_year_to_date: Option<RecentStretch>,
    /// The last 28 days.
    pub last_28_days: RecentStretch,
    /// The city first, then neighborhoods and parks, then sites.
    pub items: Vec<RecentItem>,
    /// How it was counted and judged, in sentences.
    pub says: Vec<String>,
}

/// Days beside the same days a year before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RecentStretch {
    /// First day.
    pub from: String,
    /// Last day, included.
    pub to: String,
    /// Number of days.
    pub days: usize,
    /// First day a year before.
    pub then_from: String,
    /// Last day a year before.
    pub then_to: String,
    /// Number of days a year before: another where one of the two holds February 29.
    pub then_days: usize,
    /// Why the two do not compare, where they do not: then no row tells them.
    pub not_compared: Option<String>,
}

/// The newest days of one place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RecentItem {
    /// What it is.
    pub kind: RecentKind,
    /// Id of the place; that of the city for the whole city.
    pub id: String,
    /// Name.
    pub name: String,
    /// Year to date; absent where it is not told.
    pub year_to_date: Option<RecentBeside>,
    /// The last 28 days; absent where they are not told.
    pub last_28_days: Option<RecentBeside>,
    /// Why something is not told of it.
    pub not_told: Option<String>,
}

/// A count beside that of the same days a year before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct RecentBeside {
    /// Distinct incidents.
    pub incidents: i64,
    /// Distinct incidents a year before.
    pub incidents_then: i64,
    /// Offenses, less those taken back.
    pub offenses: i64,
    /// The same a year before.
    pub offenses_then: i64,
    /// Change of incidents as a share of those a year before; absent where there were none.
    pub change: Option<f64>,
    /// Least incidents that chance alone would give in 95 of 100 cases, had the rate stayed as it was.
    pub low: i64,
    /// Most incidents.
    pub high: i64,
    /// What it comes to.
    pub verdict: RecentVerdict,
    /// The same in a sentence.
    pub sentence: String,
}
