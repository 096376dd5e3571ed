//! Existing sites, each a dated outline.

use geo::MultiPolygon;
use serde::{Deserialize, Serialize};

use crate::Month;

/// How a site's outline came about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SiteShape {
    /// The program's own published outline.
    Published,
    /// Not published: whole neighborhoods stand in, and every screen says so.
    StandIn,
}

/// An existing site.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Short name.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// First month of operation.
    pub from: Month,
    /// Last month, where it has ended.
    pub to: Option<Month>,
    /// How the outline came about.
    pub shape: SiteShape,
    /// Ids of the areas whose outlines stand in, if any.
    pub area_ids: Vec<String>,
    /// What is known and disputed, with source and date.
    pub note: String,
    /// Outline in degrees.
    pub outline: MultiPolygon<f64>,
}
