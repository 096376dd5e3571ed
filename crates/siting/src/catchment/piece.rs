//! A cell of a catchment in the order in which a walk discovers it.

/// A cell with all that was discovered from it on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Piece {
    /// Harm, and area, of these cells.
    pub(super) loss: f64,
    pub(super) freed: f64,
    /// Edges of their outline, less what they share with the rest.
    pub(super) saved: i64,
    /// The first cell that one of them touches.
    pub(super) low: u32,
    pub(super) parent: u32,
    pub(super) size: u32,
    /// Whether something hangs on the rest by this cell alone.
    pub(super) cut: bool,
}
