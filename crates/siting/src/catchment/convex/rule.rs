//! Which sets of cells are walkable.

/// How far a side may move from one row to the next: by half a cell or by one and a half, to either side. In columns,
/// which lean by half a cell a row, that is −2 to 1.
pub(crate) const MOVES: [[i32; 2]; 3] = [[-2, -1], [-1, 0], [0, 1]];

/// Stretches of a side, each with its moves.
pub(crate) const STRETCHES: usize = MOVES.len();

/// Cells of a row at least: one in so many of the root of the number of cells.
const BLUNT: f64 = 3.24;

/// What makes a set walkable: in one of the three directions, rows without gaps of at least so many cells, whose sides
/// move in three stretches (outward, along, inward; none twice) by at most one and a half cells a row.
///
/// The three stretches make the rows of all three directions free of gaps: such a set is *hex-convex*. Short moves and
/// long rows keep out spikes of one cell: a tip that points along the rows has at least 60°, one across them is as
/// wide as a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rule {
    /// Cells of a row at least.
    pub(crate) least: usize,
    /// Cells of a row at most: no two of a set are farther apart than twice the reach.
    pub(crate) most: usize,
}

impl Rule {
    /// The rule for sets of up to so many cells, with `reach` center distances from the center to the farthest cell.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small numbers above 0")]
    pub(crate) fn new(cells: usize, reach: f64) -> Self {
        let least = ((cells as f64).sqrt() / BLUNT).round().max(1.0) as usize;
        let most = (2.0 * reach).floor().min(cells as f64).max(1.0) as usize + 1;
        Self { least, most: most.max(least) }
    }
}

/// What a catchment may be: its shape, and its ground.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits<'a> {
    pub(crate) rule: Rule,
    /// Area of each cell of the city, km².
    pub(crate) area_km2: &'a [f64],
    /// Largest area of a catchment, km².
    pub(crate) max_area: f64,
}

impl Limits<'_> {
    /// The area of some cells, km².
    pub(crate) fn area(&self, cells: &[u32]) -> f64 {
        cells.iter().map(|c| self.area_km2[*c as usize]).sum()
    }

    /// Cells that fit at most, of some.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a quotient of areas is a small number"
    )]
    pub(crate) fn most_cells(&self, cells: &[u32]) -> usize {
        ((self.max_area / self.smallest(cells)).floor() as usize).min(cells.len())
    }

    /// The area of the smallest of some cells, km².
    pub(crate) fn smallest(&self, cells: &[u32]) -> f64 {
        cells.iter().map(|c| self.area_km2[*c as usize]).fold(f64::INFINITY, f64::min)
    }
}

/// The move of the right side that mirrors one of the left.
pub(crate) const fn mirrored(d: i32) -> i32 {
    -1 - d
}

/// Whether a row of that length does not touch the next one, whose sides have moved by `d` and `e`.
pub(crate) const fn parts(length: usize, d: i32, e: i32) -> bool {
    length == 1 && (d > 0 || e < -1)
}
