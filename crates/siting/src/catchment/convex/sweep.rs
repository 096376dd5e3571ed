//! The best walkable set of a board where each cell has a profit and their number has no bound.
//!
//! Idea: a set is a path of rows. A state is a row's first column, its length, and the stretch that each side is in;
//! what a state holds at best is its row's profit and the best of the states before it, or its row alone. Each pair
//! of stretches takes from four states of the row before, the left side's moves first. Columns that hold nothing (no
//! row from there on has a profit, and none before it that it could join) have no states: ground without incidents,
//! most of a state, costs a look at each cell. Complexity: columns with states × longest row × 36. Values have single
//! precision: a sum over a set is off by a few millionths, and who claims a bound must add that ([`PRECISION`]).

use super::lattice::{Board, NONE};
use super::rule::{MOVES, Rule};

/// Stretches of a side.
pub(crate) const STRETCHES: usize = 3;
const PAIRS: usize = STRETCHES * STRETCHES;
/// Room on both sides of the lengths, for states that there are not.
const PAD: usize = 3;

/// No value is off by more than this share of the largest sum of its rows.
pub(crate) const PRECISION: f64 = 1e-5;

/// What states hold at best.
#[derive(Debug, Default)]
pub(crate) struct Sweep {
    /// Values by column with states, pair of stretches, length.
    values: Vec<f32>,
    /// Which of the columns with states each row and column is; [`NONE`] where it has none.
    blocks: Vec<u32>,
    stride: usize,
    /// Best set that ends in each row and column: value and length.
    ends: Vec<(f32, usize)>,
    /// Where each row begins in `blocks` and `ends`.
    rows_from: Vec<usize>,
    /// Profit of the first cells of a row, by their number.
    sums: Vec<f32>,
    /// The best of two moves of the left side, by length.
    moved: Vec<f32>,
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

/// The move of the right side that mirrors one of the left.
pub(crate) fn mirrored(d: i32) -> i32 {
    -1 - d
}

impl Sweep {
    /// Works out all states; `profit` is negative infinity on cells that may not be used.
    pub(crate) fn run(&mut self, board: &Board, profit: &[f64], rule: Rule) {
        self.stride = rule.most + 1 + 2 * PAD;
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
        self.sums.resize(rule.most + 1, 0.0);
        for row in 0..board.rows.len() {
            self.row(board, profit, rule, row);
        }
    }

    fn row(&mut self, board: &Board, profit: &[f64], rule: Rule, row: usize) {
        let (stride, block) = (self.stride, PAIRS * self.stride);
        let Self { values, blocks, ends, rows_from, moved, sums, .. } = self;
        let (ended, ending) = ends.split_at_mut(rows_from[row]);
        let (known, open) = blocks.split_at_mut(rows_from[row]);
        let begin = if row > 0 { rows_from[row - 1] } else { 0 };
        let shift = if row > 0 { board.rows[row].from - board.rows[row - 1].from } else { 0 };
        let cells = &board.rows[row].cells;
        for at in 0..cells.len() {
            let longest = lengths(&cells[at..], profit, sums);
            if longest < rule.least {
                continue;
            }
            let lengths = rule.least..longest + 1;
            ending[at] = longest_best(&sums[lengths.clone()], rule.least);
            let joins = |d: i32| source(at, shift, d, ended.len() - begin).is_some_and(|s| ended[begin + s].0 > 0.0);
            if ending[at].0 <= 0.0 && !(-2..=1).any(joins) {
                continue;
            }
            let first = values.len();
            values.resize(first + block, f32::NEG_INFINITY);
            open[at] = u32::try_from(first / block).unwrap_or(NONE);
            let (done, own) = values.split_at_mut(first);
            let before = Before { values: done, blocks: &known[begin..], ended: &ended[begin..], shift, stride };
            if rule.least == 1 {
                take_from_before(own, &before, at, lengths.clone());
            } else {
                take_moved(own, &before, at, lengths.clone(), moved);
            }
            ending[at] = close(own, sums, stride, lengths);
        }
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
        let (stride, block) = (self.stride, PAIRS * self.stride);
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

/// Whether a row of that length does not touch the next one, whose sides have moved by `d` and `e`.
pub(crate) fn parts(length: usize, d: i32, e: i32) -> bool {
    length == 1 && (d > 0 || e < -1)
}

/// How many of the lengths from `first` on come from lengths up to 1.
fn skipped(first: usize, more: i32) -> usize {
    usize::try_from(2 - more - i32::try_from(first).unwrap_or(0)).unwrap_or(0)
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

/// The row before, as a column of the next one sees it.
struct Before<'s> {
    values: &'s [f32],
    blocks: &'s [u32],
    ended: &'s [(f32, usize)],
    shift: i32,
    stride: usize,
}

impl<'s> Before<'s> {
    /// What the column that moved by `d` to `at` holds; `None` where there is none, or none with a profit: to begin
    /// anew is no worse.
    fn held(&self, at: usize, d: i32) -> Option<&'s [f32]> {
        let source = source(at, self.shift, d, self.ended.len())?;
        let block = PAIRS * self.stride;
        (self.ended[source].0 > 0.0).then(|| &self.values[self.blocks[source] as usize * block..][..block])
    }
}

/// For each pair of stretches and each length, the best of four states of the row before.
fn take_from_before(own: &mut [f32], before: &Before<'_>, at: usize, lengths: std::ops::Range<usize>) {
    let (stride, count) = (before.stride, lengths.len());
    for (left, moves) in MOVES.iter().enumerate() {
        for &d in moves {
            let Some(held) = before.held(at, d) else { continue };
            for (right, others) in MOVES.iter().enumerate() {
                let pair = (left * STRETCHES + right) * stride;
                let to = &mut own[pair + PAD + lengths.start..][..count];
                for e in others.map(mirrored) {
                    // A length l comes from l + d − e; a single cell touches no row that moves away from it.
                    let skipped = usize::from(lengths.start == 1 && parts(1, d, e)) * skipped(lengths.start, d - e);
                    let first = (PAD + lengths.start).saturating_add_signed(isize::try_from(d - e).unwrap_or(0));
                    let from = &held[pair + first..][..count];
                    to.iter_mut().zip(from).skip(skipped).for_each(|(t, f)| *t = if *f > *t { *f } else { *t });
                }
            }
        }
    }
}

/// The same where rows have two cells at least, and so touch after every move: first the best of the two moves of the
/// left side, then of the right.
fn take_moved(own: &mut [f32], before: &Before<'_>, at: usize, lengths: std::ops::Range<usize>, moved: &mut Vec<f32>) {
    let (stride, count) = (before.stride, lengths.len());
    // Lengths before the right side moves: from one less than the least to two more than the most.
    let span = count + 3;
    moved.resize(span, f32::NEG_INFINITY);
    for (left, moves) in MOVES.iter().enumerate() {
        let held = moves.map(|d| before.held(at, d).map(|held| (held, d)));
        for (right, back) in MOVES.iter().enumerate() {
            let pair = (left * STRETCHES + right) * stride;
            let mut any = false;
            for (held, d) in held.iter().flatten() {
                let first = (PAD + lengths.start - 1).saturating_add_signed(isize::try_from(*d).unwrap_or(0));
                let from = &held[pair + first..][..span];
                if any {
                    raise(moved, from);
                } else {
                    moved.copy_from_slice(from);
                }
                any = true;
            }
            if !any {
                break;
            }
            let to = &mut own[pair + PAD + lengths.start..][..count];
            for e in back.map(mirrored) {
                raise(to, &moved[usize::try_from(1 - e).unwrap_or(0)..][..count]);
            }
        }
    }
}

fn raise(to: &mut [f32], from: &[f32]) {
    to.iter_mut().zip(from).for_each(|(t, f)| *t = if *f > *t { *f } else { *t });
}

/// Adds the row itself, lets it stand alone, and lets each stretch take what an earlier one holds; returns the best of
/// the last stretches with its length.
fn close(own: &mut [f32], sums: &[f32], stride: usize, lengths: std::ops::Range<usize>) -> (f32, usize) {
    let span = PAD + lengths.start..PAD + lengths.end;
    // Pair by pair, so that the lengths of a pair, which lie side by side, are worked out together.
    for pair in 0..PAIRS {
        let (earlier, own) = own.split_at_mut(pair * stride);
        let to = &mut own[span.clone()];
        for value in to.iter_mut() {
            *value = if *value > 0.0 { *value } else { 0.0 };
        }
        if pair % STRETCHES > 0 {
            raise(to, &earlier[(pair - 1) * stride..][span.clone()]);
        }
        if pair >= STRETCHES {
            raise(to, &earlier[(pair - STRETCHES) * stride..][span.clone()]);
        }
    }
    for pair in 0..PAIRS {
        let to = &mut own[pair * stride..][span.clone()];
        to.iter_mut().zip(&sums[lengths.clone()]).for_each(|(t, sum)| *t += sum);
    }
    let mut best = (f32::NEG_INFINITY, 0);
    for (value, length) in own[(PAIRS - 1) * stride..][span].iter().zip(lengths) {
        if *value > best.0 {
            best = (*value, length);
        }
    }
    best
}
