//! Existing sites, each a dated outline.

use geo::MultiPolygon;

use crate::Month;

crate::named! {
    /// How a site's outline came about.
    pub enum SiteShape as "kind of outline" {
        /// The program's own published outline.
        Published = "published",
        /// Not published: whole neighborhoods stand in, and every screen says so.
        StandIn = "stand-in",
    }
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
