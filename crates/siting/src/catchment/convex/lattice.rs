//! The cells of a city on a lattice of six directions, and boards of rows cut from it.

use super::super::CatchmentError;
use super::super::params::CatchmentInput;

/// No cell stands here.
pub(crate) const NONE: u32 = u32::MAX;

/// Directions that rows are laid in; the other three are their opposites.
pub(crate) const TURNS: usize = 3;

/// Steps to the cells that touch a cell.
const STEPS: [(i32, i32); 6] = [(1, 0), (-1, 0), (0, 1), (0, -1), (1, -1), (-1, 1)];

/// Axial coordinates of each cell.
#[derive(Debug)]
pub(crate) struct Lattice {
    axial: Vec<(i32, i32)>,
    /// All cells that may be used, in each direction.
    pub(crate) whole: Vec<Board>,
}

impl Lattice {
    /// Lays out the cells about the middle one.
    ///
    /// # Errors
    /// [`CatchmentError::Lattice`] where two cells that touch are not one of six steps apart: about a pentagon of the
    /// grid, or across a fold of it.
    pub(crate) fn new(input: &CatchmentInput<'_>) -> Result<Self, CatchmentError> {
        let middle = input.cells[input.cells.len() / 2];
        let refused = |at: usize, other: usize| CatchmentError::Lattice {
            cell: input.cells[at].to_string(),
            other: input.cells[other].to_string(),
        };
        let place = |(at, cell): (usize, &catchment_model::Cell)| {
            cell.axial(middle).ok_or_else(|| refused(at, input.cells.len() / 2))
        };
        let axial: Vec<(i32, i32)> = input.cells.iter().enumerate().map(place).collect::<Result<_, _>>()?;
        for (at, (q, r)) in axial.iter().enumerate() {
            let fits = |n: &u32| STEPS.contains(&(axial[*n as usize].0 - q, axial[*n as usize].1 - r));
            if let Some(other) = input.neighbors.of(at).iter().find(|n| !fits(n)) {
                return Err(refused(at, *other as usize));
            }
        }
        let mut lattice = Self { axial, whole: Vec::new() };
        let usable: Vec<u32> = (0..).zip(input.allowed).filter(|(_, ok)| **ok).map(|(cell, _)| cell).collect();
        lattice.whole = (0..TURNS).map(|turn| lattice.board(&usable, turn)).collect();
        Ok(lattice)
    }

    /// Row and column of a cell where rows lie in one of the three directions.
    pub(crate) fn at(&self, cell: u32, turn: usize) -> (i32, i32) {
        let (q, r) = self.axial[cell as usize];
        match turn {
            0 => (r, q),
            1 => (q + r, -r),
            _ => (q, -q - r),
        }
    }

    /// The board of some cells.
    pub(crate) fn board(&self, cells: &[u32], turn: usize) -> Board {
        let mut placed: Vec<(i32, i32, u32)> =
            cells.iter().map(|c| (self.at(*c, turn).0, self.at(*c, turn).1, *c)).collect();
        placed.sort_unstable();
        let Some(first) = placed.first().map(|p| p.0) else { return Board { rows: Vec::new() } };
        let last = placed.last().map_or(first, |p| p.0);
        let mut rows = Vec::new();
        let mut rest = &placed[..];
        for row in first..=last {
            let (own, others) = rest.split_at(rest.partition_point(|p| p.0 == row));
            rest = others;
            let from = own.first().map_or(0, |p| p.1);
            let width = own.last().map_or(0, |p| p.1 - from + 1);
            let mut line = vec![NONE; usize::try_from(width).unwrap_or(0)];
            for (_, column, cell) in own {
                line[usize::try_from(column - from).unwrap_or(0)] = *cell;
            }
            rows.push(Row { from, cells: line });
        }
        Board { rows }
    }
}

/// A row of a board.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// Column of the first cell.
    pub(crate) from: i32,
    /// Cells by column; [`NONE`] where there is none.
    pub(crate) cells: Vec<u32>,
}

/// Cells in rows that lie in one direction, none left out between the first row and the last.
#[derive(Debug, Clone)]
pub(crate) struct Board {
    pub(crate) rows: Vec<Row>,
}

impl Board {
    /// Row of a cell and position in it.
    pub(crate) fn find(&self, cell: u32) -> Option<(usize, usize)> {
        let mut rows = self.rows.iter().enumerate();
        rows.find_map(|(row, r)| Some((row, r.cells.iter().position(|c| *c == cell)?)))
    }
}
