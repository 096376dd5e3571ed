//! The smallest change of a site's boundary that would help, as an answer.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::check::ReachedItem;

/// Whether a change of the boundary would help: chosen on earlier months, counted over the twelve months.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BoundaryItem {
    /// Months that the change was chosen on: first.
    pub from: String,
    /// Last.
    pub to: String,
    /// Cells that a change may swap at most.
    pub most: usize,
    /// The one change that was tested; absent where none of so few cells was worth a test.
    pub tested: Option<BoundaryTested>,
    /// Whether it gained beyond chance: p of at most 5%, and events enough for a verdict.
    pub supported: bool,
    /// The change itself; absent where it is not supported.
    pub change: Option<BoundaryChangeItem>,
    /// The same in words.
    pub says: String,
}

/// What the change would have gained in the twelve months.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BoundaryTested {
    /// Cells added; as many are given up.
    pub cells: usize,
    /// Share of the city's harm that it reaches beyond today's ground; below 0 it reaches less.
    pub adds: f64,
    /// Lower end of its 90% interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
    /// Chance of as much where the added ground is no better than the ground given up, adjusted for the number of sites
    /// (Holm).
    pub p: f64,
}

/// A change of a boundary, drawn in cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct BoundaryChangeItem {
    /// H3 cells added.
    pub added: Vec<String>,
    /// H3 cells given up.
    pub given_up: Vec<String>,
    /// H3 cells of the site after the change.
    pub cells: Vec<String>,
    /// Area added, km².
    pub added_km2: f64,
    /// Area given up, km².
    pub given_up_km2: f64,
    /// Share of the city's harm over the twelve months on today's ground.
    pub before: ReachedItem,
    /// On the ground after the change.
    pub after: ReachedItem,
    /// Whether no smaller change would help; else none was found before the search was cut short.
    pub smallest: bool,
    /// Streets with the most length in the added ground, the longest first; at most eight.
    pub streets: Vec<StreetAdded>,
}

/// A street in ground that a change adds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StreetAdded {
    /// Its name.
    pub name: String,
    /// Length of its stretches that lie mostly in the added ground, meters.
    pub meters: f64,
}
