//! The best walkable set of a board where each cell has a profit and their number has no bound.
//!
//! Idea: a set is a path of rows. A state is a row's first column, its length, and the stretch that each side is in;
//! what a state holds at best is its row's profit and the best of the states before it, or its row alone. Each pair
//! of stretches takes from four states of the row before ([`super::states`]). Columns that hold nothing (no row from
//! there on has a profit, and none before it that it could join) have no states: ground without incidents, most of a
//! state, costs a look at each cell. Complexity: columns with states × longest row × 36. Values have single precision:
//! a sum over a set is off by a few millionths, and who claims a bound must add that ([`PRECISION`]).

use super::lattice::{Board, NONE};
use super::rule::{MOVES, Rule, STRETCHES, mirrored, parts};
use super::states::{Lists, PAD};

/// All of [`MOVES`], in the order that [`Lists::fill`] takes them.
const STEPS: [i32; 4] = [-2, -1, 0, 1];

/// No value is off by more than this share of the largest sum of its rows.
pub(crate) const PRECISION: f64 = 1e-5;

/// What states hold at best.
#[derive(Debug, Default)]
pub(crate) struct Sweep {
    /// Values by column with states, pair of stretches, length.
    values: Vec<f32>,
    /// Which of the columns with states each row and column is; [`NONE`] where it has none.
    blocks: Vec<u32>,
    lists: Lists,
    /// Best set that ends in each row and column: value and length.
    ends: Vec<(f32, usize)>,
    /// Where each row begins in `blocks` and `ends`.
    rows_from: Vec<usize>,
    /// Profit of the first cells of a row, by their number.
    sums: Vec<f32>,
    /// What a column without states holds: nothing.
    nothing: Vec<f32>,
}

/// The last row of a set.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct End {
    pub(crate) value: f64,
    pub(crate) row: usize,
    /// Position in the row's cells.
    pub(crate) at: usize,
    pub(crate) length: usize,
}

impl Sweep {
    /// Works out all states; `profit` is negative infinity on cells that may not be used.
    pub(crate) fn run(&mut self, board: &Board, profit: &[f64], rule: Rule) {
        self.lists = Lists::new(rule);
        self.rows_from.clear();
        let mut columns = 0;
        for row in &board.rows {
            self.rows_from.push(columns);
            columns += row.cells.len();
        }
        self.values.clear();
        self.blocks.clear();
        self.blocks.resize(columns, NONE);
        self.ends.clear();
        self.ends.resize(columns, (f32::NEG_INFINITY, 0));
        self.sums.clear();
        self.sums.resize(self.lists.sums(), f32::NEG_INFINITY);
        self.nothing.clear();
        self.nothing.resize(self.lists.block(), f32::NEG_INFINITY);
        for row in 0..board.rows.len() {
            self.row(board, profit, rule, row);
        }
        if !self.ends.iter().any(|end| end.0 > 0.0) {
            self.alone(board, profit, rule);
        }
    }

    fn row(&mut self, board: &Board, profit: &[f64], rule: Rule, row: usize) {
        let block = self.lists.block();
        let Self { values, blocks, lists, ends, rows_from, sums, nothing } = self;
        let (ended, ending) = ends.split_at_mut(rows_from[row]);
        let (known, open) = blocks.split_at_mut(rows_from[row]);
        let begin = if row > 0 { rows_from[row - 1] } else { 0 };
        let (ended, known) = (&ended[begin..], &known[begin..]);
        let shift = if row > 0 { board.rows[row].from - board.rows[row - 1].from } else { 0 };
        let cells = &board.rows[row].cells;
        // The next cell with a profit.
        let mut next = 0;
        for at in 0..cells.len() {
            next = next.max(at);
            while next < cells.len() && !gains(cells[next], profit) {
                next += 1;
            }
            // To begin anew is no worse than to join what holds no profit.
            let before = STEPS.map(|d| source(at, shift, d, ended.len()));
            let joined = before.map(|source| source.filter(|s| ended[*s].0 > 0.0));
            let joins = joined.iter().any(Option::is_some);
            if !joins && next >= at + rule.most {
                continue;
            }
            let longest = lengths(&cells[at..], profit, &mut sums[..=rule.most]);
            if longest < rule.least {
                continue;
            }
            ending[at] = longest_best(&sums[rule.least..=longest], rule.least);
            if ending[at].0 <= 0.0 && !joins {
                continue;
            }
            let first = values.len();
            values.resize(first + block, f32::NEG_INFINITY);
            open[at] = u32::try_from(first / block).unwrap_or(NONE);
            let (done, own) = values.split_at_mut(first);
            let held = joined.map(|s| s.map_or(&nothing[..], |s| &done[known[s] as usize * block..][..block]));
            sums[longest + 1..].fill(f32::NEG_INFINITY);
            ending[at] = lists.fill(own, held, sums, longest);
        }
    }

    /// Where no row has a profit: the row of each column that loses least.
    fn alone(&mut self, board: &Board, profit: &[f64], rule: Rule) {
        for (row, from) in board.rows.iter().zip(&self.rows_from) {
            for at in 0..row.cells.len() {
                let longest = lengths(&row.cells[at..], profit, &mut self.sums[..=rule.most]);
                if longest >= rule.least {
                    self.ends[from + at] = longest_best(&self.sums[rule.least..=longest], rule.least);
                }
            }
        }
    }

    /// The best set that ends with a row, its sides in no later stretches than those of a pair; `None` where its column
    /// has no states: nothing before it holds anything.
    pub(crate) fn held(&self, row: usize, at: usize, (left, right): (usize, usize), length: usize) -> Option<f32> {
        let block = self.blocks[self.rows_from[row] + at];
        let pair = (left * STRETCHES + right) * self.lists.stride;
        (block != NONE).then(|| self.values[block as usize * self.lists.block() + pair + PAD + length])
    }

    /// The best set that ends in each row and column.
    pub(crate) fn ends<'s>(&'s self, board: &'s Board) -> impl Iterator<Item = End> + 's {
        board.rows.iter().enumerate().flat_map(move |(row, r)| {
            let from = self.rows_from[row];
            self.ends[from..from + r.cells.len()].iter().enumerate().map(move |(at, (value, length))| End {
                value: f64::from(*value),
                row,
                at,
                length: *length,
            })
        })
    }

    /// The best of all; `None` where no row is long enough.
    pub(crate) fn best(&self, board: &Board) -> Option<End> {
        self.ends(board).filter(|e| e.length > 0).reduce(|a, b| if b.value > a.value { b } else { a })
    }

    /// The cells of the best set with an end, ascending.
    pub(crate) fn cells(&self, board: &Board, end: End) -> Vec<u32> {
        let (stride, block) = (self.lists.stride, self.lists.block());
        let (mut row, mut at, mut length) = (end.row, end.at, end.length);
        let (mut left, mut right) = (STRETCHES - 1, STRETCHES - 1);
        let mut cells = Vec::new();
        loop {
            cells.extend_from_slice(&board.rows[row].cells[at..at + length]);
            if row == 0 {
                break;
            }
            let shift = board.rows[row].from - board.rows[row - 1].from;
            let width = board.rows[row - 1].cells.len();
            let mut best = (0.0, None);
            for (l, moves) in MOVES.iter().enumerate().take(left + 1) {
                for (r, others) in MOVES.iter().enumerate().take(right + 1) {
                    for &d in moves {
                        for e in others.map(mirrored) {
                            let Some(source) = source(at, shift, d, width) else { continue };
                            let held = self.blocks[self.rows_from[row - 1] + source];
                            if held == NONE {
                                continue;
                            }
                            let index = i32::try_from(PAD + length).unwrap_or(0) - e + d;
                            let place = held as usize * block
                                + (l * STRETCHES + r) * stride
                                + usize::try_from(index).unwrap_or(0);
                            let parted = parts(usize::try_from(index).unwrap_or(PAD).saturating_sub(PAD), d, e);
                            if !parted && self.values[place] > best.0 {
                                best = (self.values[place], Some((source, index, l, r)));
                            }
                        }
                    }
                }
            }
            let Some((source, index, l, r)) = best.1 else { break };
            (row, at, left, right) = (row - 1, source, l, r);
            length = usize::try_from(index).unwrap_or(PAD) - PAD;
        }
        cells.sort_unstable();
        cells
    }
}

/// Position in the row before of the column that moved by `d` to `at`.
pub(crate) fn source(at: usize, shift: i32, d: i32, width: usize) -> Option<usize> {
    let column = i32::try_from(at).ok()? + shift - d;
    usize::try_from(column).ok().filter(|c| *c < width)
}

/// Whether a cell may be used and has a profit.
fn gains(cell: u32, profit: &[f64]) -> bool {
    cell != NONE && profit[cell as usize] > 0.0
}

#[expect(clippy::cast_possible_truncation, reason = "the loss is what `PRECISION` allows for")]
/// Profit of the first 1, 2 … cells, and how many there are without a gap.
fn lengths(cells: &[u32], profit: &[f64], sums: &mut [f32]) -> usize {
    let mut sum: f64 = 0.0;
    for (n, cell) in cells.iter().enumerate().take(sums.len() - 1) {
        if *cell == NONE || profit[*cell as usize] == f64::NEG_INFINITY {
            return n;
        }
        sum += profit[*cell as usize];
        sums[n + 1] = sum as f32;
    }
    cells.len().min(sums.len() - 1)
}

/// The row that stands alone with most profit, of those of at least so many cells: profit and length.
fn longest_best(sums: &[f32], least: usize) -> (f32, usize) {
    let longer = |a: (f32, usize), b: (f32, usize)| if b.0 > a.0 { b } else { a };
    sums.iter().copied().zip(least..).fold((f32::NEG_INFINITY, 0), longer)
}
