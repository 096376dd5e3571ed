//! The best walkable set of a board where each cell has a profit and their number has no bound.
//!
//! Idea: a set is a path of rows. A state is a row's first column, its length, and the stretch that each side is in;
//! what a state holds at best is its row's profit and the best of the states before it, or its row alone. Each pair
//! of stretches takes from four states of the row before, the left side's moves first. Complexity: cells × longest row
//! × 36. Values have single precision: a sum over a set is off by a few millionths, and who claims a bound must add
//! that ([`PRECISION`]).

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
    /// Values by row, column, pair of stretches, length.
    values: Vec<f32>,
    /// Where each row's values begin.
    starts: Vec<usize>,
    stride: usize,
    /// Best set that ends in each row and column: value and length.
    ends: Vec<(f32, usize)>,
    ends_from: Vec<usize>,
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
        let block = PAIRS * self.stride;
        self.starts.clear();
        self.ends_from.clear();
        let (mut at, mut ends) = (0, 0);
        for row in &board.rows {
            self.starts.push(at);
            self.ends_from.push(ends);
            at += row.cells.len() * block;
            ends += row.cells.len();
        }
        self.values.clear();
        self.values.resize(at, f32::NEG_INFINITY);
        self.ends.clear();
        self.ends.resize(ends, (f32::NEG_INFINITY, 0));
        for row in 0..board.rows.len() {
            self.row(board, profit, rule, row);
        }
    }

    fn row(&mut self, board: &Board, profit: &[f64], rule: Rule, row: usize) {
        let (stride, block) = (self.stride, PAIRS * self.stride);
        let Self { values, starts, ends, ends_from, moved, .. } = self;
        let (done, open) = values.split_at_mut(starts[row]);
        let before = if row > 0 { &done[starts[row - 1]..] } else { &[] };
        let (ended, ending) = ends.split_at_mut(ends_from[row]);
        let ended = if row > 0 { &ended[ends_from[row - 1]..] } else { &[] };
        let shift = if row > 0 { board.rows[row].from - board.rows[row - 1].from } else { 0 };
        let cells = &board.rows[row].cells;
        let mut sums = vec![0.0_f32; rule.most + 1];
        for at in 0..cells.len() {
            let longest = lengths(&cells[at..], profit, &mut sums);
            if longest < rule.least {
                continue;
            }
            let own = &mut open[at * block..(at + 1) * block];
            let lengths = rule.least..longest + 1;
            if rule.least == 1 {
                take_from_before(own, before, (at, shift), stride, lengths.clone());
            } else {
                take_moved(own, (before, ended), (at, shift), (stride, lengths.clone()), moved);
            }
            ending[at] = close(own, &sums, stride, lengths);
        }
    }

    /// The best set that ends in each row and column.
    pub(crate) fn ends<'s>(&'s self, board: &'s Board) -> impl Iterator<Item = End> + 's {
        board.rows.iter().enumerate().flat_map(move |(row, r)| {
            let from = self.ends_from[row];
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
                            let index = i32::try_from(PAD + length).unwrap_or(0) - e + d;
                            let place = self.starts[row - 1]
                                + source * block
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

/// For each pair of stretches and each length, the best of four states of the row before.
fn take_from_before(
    own: &mut [f32],
    before: &[f32],
    (at, shift): (usize, i32),
    stride: usize,
    lengths: std::ops::Range<usize>,
) {
    let block = PAIRS * stride;
    let width = before.len() / block;
    let count = lengths.len();
    for (left, moves) in MOVES.iter().enumerate() {
        for &d in moves {
            let Some(source) = source(at, shift, d, width) else { continue };
            for (right, others) in MOVES.iter().enumerate() {
                let pair = (left * STRETCHES + right) * stride;
                let to = &mut own[pair + PAD + lengths.start..][..count];
                for e in others.map(mirrored) {
                    // A length l comes from l + d − e; a single cell touches no row that moves away from it.
                    let skipped = usize::from(lengths.start == 1 && parts(1, d, e)) * skipped(lengths.start, d - e);
                    let first = (PAD + lengths.start).saturating_add_signed(isize::try_from(d - e).unwrap_or(0));
                    let from = &before[source * block + pair + first..][..count];
                    to.iter_mut().zip(from).skip(skipped).for_each(|(t, f)| *t = if *f > *t { *f } else { *t });
                }
            }
        }
    }
}

/// The same where rows have two cells at least, and so touch after every move: first the best of the two moves of the
/// left side, then of the right. What holds nothing is passed over: to begin anew is no worse.
fn take_moved(
    own: &mut [f32],
    (before, ended): (&[f32], &[(f32, usize)]),
    (at, shift): (usize, i32),
    (stride, lengths): (usize, std::ops::Range<usize>),
    moved: &mut Vec<f32>,
) {
    let (block, count) = (PAIRS * stride, lengths.len());
    // Lengths before the right side moves: from one less than the least to two more than the most.
    let span = count + 3;
    moved.resize(span, f32::NEG_INFINITY);
    for (left, moves) in MOVES.iter().enumerate() {
        let live = |d: &i32| source(at, shift, *d, ended.len()).filter(|s| ended[*s].0 > 0.0).map(|s| (s, *d));
        for (right, back) in MOVES.iter().enumerate() {
            let pair = (left * STRETCHES + right) * stride;
            let mut any = false;
            for (source, d) in moves.iter().filter_map(live) {
                let first = (PAD + lengths.start - 1).saturating_add_signed(isize::try_from(d).unwrap_or(0));
                let from = &before[source * block + pair + first..][..span];
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
