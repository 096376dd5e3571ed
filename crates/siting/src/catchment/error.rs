//! What a search for catchments can be refused for.

/// Why a search was refused.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum CatchmentError {
    /// `k` out of range.
    #[error("k = {k}; expected 1 to {max}")]
    K {
        /// Value given.
        k: usize,
        /// Largest accepted.
        max: usize,
    },
    /// Fewer disjoint catchments with any harm exist than were asked for.
    #[error("k = {k}; only {found} disjoint catchments with any harm were found")]
    TooFew {
        /// Value given.
        k: usize,
        /// Number found.
        found: usize,
    },
    /// The area is not a number above 0, or smaller than the smallest usable cell.
    #[error("area_km2 = {area_km2}; expected at least {min_km2:.4}, the area of a cell, and up to {max_km2}")]
    Area {
        /// Value given.
        area_km2: f64,
        /// Smallest accepted.
        min_km2: f64,
        /// Largest accepted.
        max_km2: f64,
    },
    /// The search was stopped by its watch.
    #[error("the search was cancelled")]
    Cancelled,
    /// The bound on the radius is out of range.
    #[error("radius_factor = {0}; expected 1.1 to 10")]
    RadiusFactor(f64),
    /// The bound on the outline is out of range.
    #[error("outline_factor = {0}; expected 1.3 to 20")]
    OutlineFactor(f64),
    /// Too few or too many starts.
    #[error("starts = {0}; expected 1 to 10000")]
    Starts(usize),
    /// Too few or too many rounds of polishing.
    #[error("rounds = {0}; expected 0 to 10000")]
    Rounds(usize),
    /// Too much work was requested.
    #[error("effort = {0}; expected 0 to 20")]
    Effort(usize),
    /// A distance between sites is out of range.
    #[error("{what} = {value}; expected 0 to 50000 meters")]
    Spacing {
        /// Which distance.
        what: &'static str,
        /// Value given.
        value: f64,
    },
    /// A drawing without a cell.
    #[error("no cell was drawn; expected at least 1")]
    NothingDrawn,
    /// A drawn cell that does not exist.
    #[error("drawn cell {cell}; there are {cells} cells")]
    UnknownCell {
        /// Position given.
        cell: usize,
        /// Number of cells.
        cells: usize,
    },
    /// A cell drawn twice.
    #[error("cell {0} is drawn twice")]
    RepeatedCell(usize),
    /// No cell, or no usable one.
    #[error("{given} cells, {allowed} of them allowed; expected at least 1 that is")]
    NoCells {
        /// Cells given.
        given: usize,
        /// Cells allowed.
        allowed: usize,
    },
    /// Columns of different length.
    #[error("{column} has {len} entries; expected {expected}, one per cell")]
    Columns {
        /// Which column.
        column: &'static str,
        /// Its length.
        len: usize,
        /// Number of cells.
        expected: usize,
    },
    /// Cells out of order or repeated.
    #[error("cell {at} is not above the one before it; expected sorted, distinct cells")]
    Order {
        /// Position.
        at: usize,
    },
    /// A value that cannot be right.
    #[error("{column} of cell {at} is {value}; expected a finite number{more}")]
    Value {
        /// Which column.
        column: &'static str,
        /// Position.
        at: usize,
        /// Value given.
        value: f64,
        /// Further demand.
        more: &'static str,
    },
    /// Cells that touch without lying in one of six directions: the grid has a fold or a pentagon there.
    #[error(
        "cells {cell} and {other} touch across a fold of the grid, where rows of cells cannot be told; expected a city \
         whose cells lie in six directions, or another shape than walkable"
    )]
    Lattice {
        /// One of them.
        cell: String,
        /// The other.
        other: String,
    },
    /// No harm on any allowed cell.
    #[error("no harm on any of the {0} allowed cells; nothing to choose by")]
    NoHarm(usize),
}
