//! The best walkable set of a board that has no more than so many cells.
//!
//! The states are those of [`super::sweep`] and the number of cells used so far. Complexity: cells × longest row ×
//! number of cells × 36.

use std::ops::Range;

use super::lattice::{Board, NONE};
use super::rule::{MOVES, Rule, STRETCHES, mirrored, parts};
use super::sweep::source;

const PAIRS: usize = STRETCHES * STRETCHES;
const EMPTY: usize = usize::MAX;

/// What states hold at best, by the number of cells.
#[derive(Debug, Default)]
pub(crate) struct Counted {
    values: Vec<f64>,
    /// Where the values of each row, column and length begin; [`EMPTY`] where there is no such state.
    slots: Vec<usize>,
    starts: Vec<usize>,
    /// Values of one pair: one for each number of cells from 0 on.
    depth: usize,
    longest: usize,
}

/// The last row of a set of so many cells.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CountedEnd {
    pub(crate) value: f64,
    row: usize,
    at: usize,
    length: usize,
    cells: usize,
}

/// Where the set must pass: the row and the position in it of the center.
pub(crate) type Through = (usize, usize);

impl Counted {
    /// Works out all states of sets of up to `most` cells through a cell; false, and nothing done, where that would be
    /// more than `limit` values.
    pub(crate) fn run(
        &mut self,
        board: &Board,
        profit: &[f64],
        (rule, most): (Rule, usize),
        through: Option<Through>,
        limit: usize,
    ) -> bool {
        self.depth = most + 1;
        self.longest = rule.most.min(most);
        let states = self.lay_out(board, profit, rule, through);
        if states.saturating_mul(PAIRS * self.depth) > limit {
            return false;
        }
        self.values.clear();
        self.values.resize(states * PAIRS * self.depth, f64::NEG_INFINITY);
        for row in 0..board.rows.len() {
            self.row(board, profit, (rule, most), through, row);
        }
        true
    }

    /// Finds out which states there are; returns their number.
    fn lay_out(&mut self, board: &Board, profit: &[f64], rule: Rule, through: Option<Through>) -> usize {
        let (mut states, width) = (0, self.longest + 1);
        self.slots.clear();
        self.starts.clear();
        for (row, r) in board.rows.iter().enumerate() {
            self.starts.push(self.slots.len());
            for at in 0..r.cells.len() {
                let usable = |c: &&u32| **c != NONE && profit[**c as usize] != f64::NEG_INFINITY;
                let free = r.cells[at..].iter().take(self.longest).take_while(usable).count();
                for length in 0..width {
                    let passes = through.is_none_or(|(tr, ta)| tr != row || (at..at + length).contains(&ta));
                    if (rule.least..=free).contains(&length) && passes {
                        self.slots.push(states * PAIRS * self.depth);
                        states += 1;
                    } else {
                        self.slots.push(EMPTY);
                    }
                }
            }
        }
        states
    }

    fn slot(&self, row: usize, at: usize, length: usize) -> Option<usize> {
        if length > self.longest {
            return None;
        }
        Some(self.slots[self.starts[row] + at * (self.longest + 1) + length]).filter(|s| *s != EMPTY)
    }

    fn row(
        &mut self,
        board: &Board,
        profit: &[f64],
        (rule, most): (Rule, usize),
        through: Option<Through>,
        row: usize,
    ) {
        let cells = &board.rows[row].cells;
        let may_start = through.is_none_or(|(tr, _)| row <= tr);
        for at in 0..cells.len() {
            let mut sum: f64 = 0.0;
            for length in 1..=self.longest.min(cells.len() - at) {
                let cell = cells[at + length - 1];
                if cell == NONE {
                    break;
                }
                sum += profit[cell as usize];
                let Some(slot) = self.slot(row, at, length).filter(|_| length >= rule.least) else { continue };
                self.take_from_before(board, (row, at, length), slot);
                self.close(slot, (sum, length, most), may_start);
            }
        }
    }

    fn take_from_before(&mut self, board: &Board, (row, at, length): (usize, usize, usize), slot: usize) {
        for (l, r, from) in self.sources(board, (row, at, length)).into_iter().flatten() {
            let pair = (l * STRETCHES + r) * self.depth;
            let (done, open) = self.values.split_at_mut(slot);
            let to = &mut open[pair + length..pair + self.depth];
            let from = &done[from + pair..][..self.depth - length];
            to.iter_mut().zip(from).for_each(|(t, f)| *t = if *f > *t { *f } else { *t });
        }
    }

    /// Slots of the states that lead to one, with the stretches of the move.
    fn sources(
        &self,
        board: &Board,
        (row, at, length): (usize, usize, usize),
    ) -> [Option<(usize, usize, usize)>; 4 * PAIRS] {
        let mut found = [None; 4 * PAIRS];
        let Some(before) = row.checked_sub(1) else { return found };
        let shift = board.rows[row].from - board.rows[before].from;
        let width = board.rows[before].cells.len();
        let mut next = 0;
        for (l, moves) in MOVES.iter().enumerate() {
            for &d in moves {
                let Some(source) = source(at, shift, d, width) else { continue };
                for (r, others) in MOVES.iter().enumerate() {
                    for e in others.map(mirrored) {
                        let own = i32::try_from(length).unwrap_or(0) - e + d;
                        let Ok(own) = usize::try_from(own) else { continue };
                        if parts(own, d, e) {
                            continue;
                        }
                        if let Some(slot) = self.slot(before, source, own) {
                            found[next] = Some((l, r, slot));
                            next += 1;
                        }
                    }
                }
            }
        }
        found
    }

    /// Adds the row itself, lets it stand alone where it may, and lets each stretch take what an earlier one holds.
    fn close(&mut self, slot: usize, (sum, length, most): (f64, usize, usize), may_start: bool) {
        for left in 0..STRETCHES {
            for right in 0..STRETCHES {
                let pair = slot + (left * STRETCHES + right) * self.depth;
                for n in length..=most {
                    self.values[pair + n] += sum;
                }
                if may_start {
                    self.values[pair + length] = self.values[pair + length].max(sum);
                }
                if right > 0 {
                    self.take(pair - self.depth, pair, length..most + 1);
                }
                if left > 0 {
                    self.take(pair - STRETCHES * self.depth, pair, length..most + 1);
                }
            }
        }
    }

    fn take(&mut self, from: usize, to: usize, span: Range<usize>) {
        let (low, high) = self.values.split_at_mut(to);
        let from = &low[from + span.start..from + span.end];
        high[span].iter_mut().zip(from).for_each(|(t, f)| *t = if *f > *t { *f } else { *t });
    }

    /// The best set of up to `most` cells that passes through the cell.
    pub(crate) fn best(&self, board: &Board, most: usize, through: Option<Through>) -> Option<CountedEnd> {
        let mut best: Option<CountedEnd> = None;
        for (row, r) in board.rows.iter().enumerate().skip(through.map_or(0, |t| t.0)) {
            for at in 0..r.cells.len() {
                for length in 1..=self.longest {
                    let Some(slot) = self.slot(row, at, length) else { continue };
                    let last = slot + (PAIRS - 1) * self.depth;
                    for (cells, value) in self.values[last..=last + most].iter().enumerate() {
                        if *value > best.map_or(f64::NEG_INFINITY, |b| b.value) {
                            best = Some(CountedEnd { value: *value, row, at, length, cells });
                        }
                    }
                }
            }
        }
        best
    }

    /// The cells of the best set with an end, ascending.
    pub(crate) fn cells(&self, board: &Board, end: CountedEnd, through: Option<Through>) -> Vec<u32> {
        let (mut row, mut at, mut length, mut left) = (end.row, end.at, end.length, end.cells);
        let (mut l, mut r) = (STRETCHES - 1, STRETCHES - 1);
        let mut cells = Vec::new();
        loop {
            cells.extend_from_slice(&board.rows[row].cells[at..at + length]);
            left -= length;
            if left == 0 && through.is_none_or(|(tr, _)| row <= tr) {
                break;
            }
            let mut best = (f64::NEG_INFINITY, None);
            for (sl, sr, slot) in self.sources(board, (row, at, length)).into_iter().flatten() {
                let value = self.values[slot + (sl * STRETCHES + sr) * self.depth + left];
                if sl <= l && sr <= r && value > best.0 {
                    best = (value, Some((sl, sr, slot)));
                }
            }
            let Some((sl, sr, slot)) = best.1 else { break };
            row -= 1;
            (at, length) = self.place(row, slot);
            (l, r) = (sl, sr);
        }
        cells.sort_unstable();
        cells
    }

    /// Position and length of a slot of a row.
    fn place(&self, row: usize, slot: usize) -> (usize, usize) {
        let own = &self.slots[self.starts[row]..];
        let index = own.iter().position(|s| *s == slot).unwrap_or(0);
        (index / (self.longest + 1), index % (self.longest + 1))
    }
}
