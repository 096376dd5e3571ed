//! What the pages of a quarterly check and of a target are laid out from.

use catchment_model::named;
use serde::{Deserialize, Serialize};

use super::Outline;
use crate::check::CheckAnswer;
use crate::status::StatusAnswer;
use crate::target::TargetAnswer;

named! {
    /// What a report is about.
    pub enum ReportOf as "subject of a report" {
        /// Where the next sites should be: the brief of a decision.
        Decision = "decision",
        /// Whether the sites still stand right: the quarterly check.
        Check = "check",
        /// How far a region is on its way to its target.
        Target = "target",
    }
}

/// What answers say first: what they are about. The brief of a decision says nothing.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
pub struct ReportHead {
    /// What the answers are about.
    #[serde(default = "decision")]
    pub of: ReportOf,
}

fn decision() -> ReportOf {
    ReportOf::Decision
}

/// What a quarterly check is laid out from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CheckReport {
    /// [`ReportOf::Check`].
    pub of: ReportOf,
    /// The check.
    pub check: CheckAnswer,
    /// The dataset.
    pub status: StatusAnswer,
    /// Outlines for the map.
    pub outlines: GroundOutlines,
    /// The command that asks the same again of the same dataset.
    pub command: String,
}

/// Outlines of a check, in degrees.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct GroundOutlines {
    /// Neighborhoods and parks.
    pub areas: Vec<Outline>,
    /// The sites that were checked, in the order of the check.
    pub sites: Vec<Outline>,
    /// The best ground of their size and number to expect.
    pub best: Vec<Outline>,
    /// One more site beside them.
    pub next: Option<Outline>,
    /// Each site's outline after a change of its boundary that is supported, by the id of the site.
    #[serde(default)]
    pub changes: Vec<Outline>,
    /// Lines of the main streets, longitude and latitude.
    #[serde(default)]
    pub streets: Vec<Vec<[f64; 2]>>,
    /// The ground around each of these changes.
    #[serde(default)]
    pub close_ups: Vec<CloseUp>,
}

/// A site with a change of its boundary, from near.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CloseUp {
    /// Id of the site.
    pub id: String,
    /// Its name.
    pub name: String,
    /// West, south, east, north, degrees: the site before and after, with room.
    pub bounds: [f64; 4],
    /// Cells added.
    pub added: Option<Outline>,
    /// Cells given up.
    pub given_up: Option<Outline>,
    /// Streets that reach into it.
    pub streets: Vec<CloseStreet>,
}

/// A street of a close-up.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CloseStreet {
    /// Name, where it is a main street or one with the most length in the added ground.
    pub name: Option<String>,
    /// Whether it is a main street.
    pub main: bool,
    /// Longitude and latitude of its points.
    pub points: Vec<[f64; 2]>,
}

/// What a page on a target is laid out from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TargetReport {
    /// [`ReportOf::Target`].
    pub of: ReportOf,
    /// The city whose file states the target.
    pub city: String,
    /// Progress from the start that was taken.
    pub target: TargetAnswer,
    /// The same from each other start that is stated.
    pub others: Vec<TargetAnswer>,
    /// The command that asks the same again of the same dataset.
    pub command: String,
}
