//! What a search has found, and how far it can be from the best.

use serde::Serialize;

/// A connected, compact set of cells.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Catchment {
    /// Id: the center cell's, which no other catchment of the answer can have.
    pub id: String,
    /// Position of the center cell: of the cells that are near enough to all others, the nearest to the mean position
    /// of the harm.
    pub center: usize,
    /// Positions of the cells, ascending.
    pub cells: Vec<usize>,
    /// Harm inside.
    pub harm: f64,
    /// Area, km².
    pub area_km2: f64,
    /// Length of its outline along the edges of its cells, rims of holes included, meters.
    pub outline_m: f64,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CatchmentSet {
    /// Disjoint catchments by falling harm, ties by id.
    pub catchments: Vec<Catchment>,
    /// Harm inside all of them.
    pub harm: f64,
    /// No choice of as many disjoint catchments can hold more than this. Where the list goes on beyond the `k` asked
    /// for, this is the plain bound: in each disk the heaviest cells that fit the area, connected or not; and over the
    /// city the heaviest cells that fit all areas together.
    pub bound: f64,
    /// What is proven about the first `k`.
    pub proven: Proven,
}

/// What is proven about the catchments that were asked for.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Proven {
    /// The first so many of the list.
    pub k: usize,
    /// Harm inside these.
    pub harm: f64,
    /// No choice of as many disjoint, connected, compact catchments of that area can hold more.
    pub bound: f64,
}

impl Proven {
    /// How far the harm may be from the best possible, as a share of the bound: 0 is proven best.
    pub fn gap(&self) -> f64 {
        if self.bound > 0.0 { 1.0 - self.harm / self.bound } else { 0.0 }
    }
}

impl CatchmentSet {
    /// How far the harm may be from the best possible, as a share of the bound: 0 is proven best.
    pub fn gap(&self) -> f64 {
        if self.bound > 0.0 { 1.0 - self.harm / self.bound } else { 0.0 }
    }
}
