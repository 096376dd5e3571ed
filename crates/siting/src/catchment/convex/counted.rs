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
    /// Which state each row, column and length is; [`EMPTY`] where there is none.
    slots: Vec<usize>,
    starts: Vec<usize>,
    /// The numbers of cells for which a state has values, first and behind the last.
    spans: Vec<(usize, usize)>,
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

/// Which states are worked out.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Only<'n> {
    /// Those of sets that pass through a cell.
    pub(crate) through: Option<Through>,
    /// Those that hold more than is needed, less a price for each cell so far: by row, column and length from 0 on.
    pub(crate) above: Option<(&'n [f32], f64)>,
}

impl Only<'_> {
    fn passes(self, row: usize, columns: Range<usize>) -> bool {
        self.through.is_none_or(|(tr, ta)| tr != row || columns.contains(&ta))
    }

    /// Whether a set may begin with a row, or end with it.
    fn may_start(self, row: usize) -> bool {
        self.through.is_none_or(|(tr, _)| row <= tr)
    }

    fn may_end(self, row: usize) -> bool {
        self.through.is_none_or(|(tr, _)| row >= tr)
    }
}

/// A row of a set.
#[derive(Debug, Clone, Copy)]
struct Place {
    row: usize,
    at: usize,
    length: usize,
}

impl Counted {
    /// Works out the states of sets of up to `most` cells; false, and nothing done, where that would be more than
    /// `limit` values.
    pub(crate) fn run(
        &mut self,
        board: &Board,
        profit: &[f64],
        (rule, most): (Rule, usize),
        only: Only<'_>,
        limit: usize,
    ) -> bool {
        self.depth = most + 1;
        self.longest = rule.most.min(most);
        let states = self.lay_out(board, profit, rule, only);
        if states.saturating_mul(PAIRS * self.depth) > limit {
            return false;
        }
        let values = states * PAIRS * self.depth;
        if self.values.len() < values {
            self.values.resize(values, f64::NEG_INFINITY);
        }
        self.spans.clear();
        self.spans.resize(states, (0, 0));
        for row in 0..board.rows.len() {
            self.row(board, profit, rule, only, row);
        }
        true
    }

    /// Finds out which states there are; returns their number.
    fn lay_out(&mut self, board: &Board, profit: &[f64], rule: Rule, only: Only<'_>) -> usize {
        let (mut states, width) = (0, self.longest + 1);
        self.slots.clear();
        self.starts.clear();
        for (row, r) in board.rows.iter().enumerate() {
            self.starts.push(self.slots.len());
            for at in 0..r.cells.len() {
                let usable = |c: &&u32| **c != NONE && profit[**c as usize] != f64::NEG_INFINITY;
                let free = r.cells[at..].iter().take(self.longest).take_while(usable).count();
                for length in 0..width {
                    let matters = only.passes(row, at..at + length)
                        && only.above.is_none_or(|(needed, _)| needed[self.slots.len()] < f32::INFINITY);
                    if (rule.least..=free).contains(&length) && matters {
                        self.slots.push(states);
                        states += 1;
                    } else {
                        self.slots.push(EMPTY);
                    }
                }
            }
        }
        states
    }

    fn index(&self, place: Place) -> usize {
        self.starts[place.row] + place.at * (self.longest + 1) + place.length
    }

    fn state(&self, place: Place) -> Option<usize> {
        (place.length <= self.longest).then(|| self.slots[self.index(place)]).filter(|s| *s != EMPTY)
    }

    fn row(&mut self, board: &Board, profit: &[f64], rule: Rule, only: Only<'_>, row: usize) {
        let cells = &board.rows[row].cells;
        for at in 0..cells.len() {
            let mut sum: f64 = 0.0;
            for length in 1..=self.longest.min(cells.len() - at) {
                let cell = cells[at + length - 1];
                if cell == NONE {
                    break;
                }
                sum += profit[cell as usize];
                let place = Place { row, at, length };
                let Some(state) = self.state(place).filter(|_| length >= rule.least) else { continue };
                let sources = self.sources(board, place);
                let above = only.above.map(|(needed, price)| (f64::from(needed[self.index(place)]), price));
                self.fill(state, &sources, (sum, length), (only.may_start(row), above));
            }
        }
    }

    fn fill(&mut self, state: usize, sources: &Sources, row: (f64, usize), how: (bool, Option<(f64, f64)>)) {
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            #[expect(unsafe_code, reason = "there is no other way to ask for wide registers")]
            // SAFETY: the machine has what the function is compiled for, as it just said.
            unsafe {
                self.fill_wide(state, sources, row, how);
            }
            return;
        }
        self.fill_any(state, sources, row, how);
    }

    /// [`Self::fill`] where four values fit into one register: maxima and one sum, the same to the bit.
    #[cfg(target_arch = "x86_64")]
    #[target_feature(enable = "avx2")]
    fn fill_wide(&mut self, state: usize, sources: &Sources, row: (f64, usize), how: (bool, Option<(f64, f64)>)) {
        self.fill_any(state, sources, row, how);
    }

    /// Works a state out: the best of those that lead to it, and the row itself, which may stand alone; each stretch
    /// takes what an earlier one holds.
    #[expect(clippy::inline_always, reason = "it is compiled for the registers of who calls it")]
    #[inline(always)]
    fn fill_any(
        &mut self,
        state: usize,
        sources: &Sources,
        (sum, length): (f64, usize),
        (may_start, above): (bool, Option<(f64, f64)>),
    ) {
        let block = PAIRS * self.depth;
        let (done, open) = self.values.split_at_mut(state * block);
        let known = |(_, from): &(usize, usize)| Some(self.spans[*from]).filter(|s| s.0 < s.1);
        let alone = may_start.then_some((length, length + 1));
        let spans = sources.iter().flatten().filter_map(known).map(|(a, b)| (a + length, (b + length).min(self.depth)));
        let Some((first, end)) = spans.chain(alone).reduce(|a, b| (a.0.min(b.0), a.1.max(b.1))).filter(|s| s.0 < s.1)
        else {
            return;
        };
        for pair in 0..PAIRS {
            open[pair * self.depth..][first..end].fill(f64::NEG_INFINITY);
        }
        for (pair, from) in sources.iter().flatten() {
            let (a, b) = self.spans[*from];
            let b = b.min(self.depth - length.min(self.depth));
            if a < b {
                let held = &done[from * block + pair * self.depth..][a..b];
                take(&mut open[pair * self.depth..][a + length..b + length], held);
            }
        }
        for pair in 0..PAIRS {
            let (before, own) = open.split_at_mut(pair * self.depth);
            own[first..end].iter_mut().for_each(|v| *v += sum);
            if may_start && own[length] < sum {
                own[length] = sum;
            }
            if pair % STRETCHES > 0 {
                take(&mut own[first..end], &before[(pair - 1) * self.depth..][first..end]);
            }
            if pair >= STRETCHES {
                take(&mut own[first..end], &before[(pair - STRETCHES) * self.depth..][first..end]);
            }
        }
        self.spans[state] = (first, end);
        if let Some((needed, price)) = above {
            let last = &open[(PAIRS - 1) * self.depth..];
            let enough = |n: &usize| last[*n] - price * *n as f64 > needed;
            let span = (first..end).find(enough).zip((first..end).rfind(enough));
            self.spans[state] = span.map_or((0, 0), |(first, last)| (first, last + 1));
        }
    }

    /// The states that lead to one, each with the pair of stretches of the move.
    fn sources(&self, board: &Board, Place { row, at, length }: Place) -> Sources {
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
                        if let Some(state) = self.state(Place { row: before, at: source, length: own }) {
                            found[next] = Some((l * STRETCHES + r, state));
                            next += 1;
                        }
                    }
                }
            }
        }
        found
    }

    /// What a state holds with so many cells.
    fn held(&self, state: usize, pair: usize, cells: usize) -> f64 {
        let (first, end) = self.spans[state];
        if (first..end).contains(&cells) {
            self.values[(state * PAIRS + pair) * self.depth + cells]
        } else {
            f64::NEG_INFINITY
        }
    }

    /// The best set of up to `most` cells.
    pub(crate) fn best(&self, board: &Board, most: usize, only: Only<'_>) -> Option<CountedEnd> {
        let mut best: Option<CountedEnd> = None;
        for (row, r) in board.rows.iter().enumerate().filter(|(row, _)| only.may_end(*row)) {
            for at in 0..r.cells.len() {
                for length in 1..=self.longest {
                    let Some(state) = self.state(Place { row, at, length }) else { continue };
                    let (first, end) = self.spans[state];
                    let last = (state * PAIRS + PAIRS - 1) * self.depth;
                    for cells in first..end.min(most + 1) {
                        let value = self.values[last + cells];
                        if value > best.map_or(f64::NEG_INFINITY, |b| b.value) {
                            best = Some(CountedEnd { value, row, at, length, cells });
                        }
                    }
                }
            }
        }
        best
    }

    /// Up to `count` of the best sets that hold more than `above`, best first, each ending with a row of its own.
    pub(crate) fn listed(&self, board: &Board, above: f64, only: Only<'_>, count: usize) -> Vec<(f64, Vec<u32>)> {
        let mut ends: Vec<CountedEnd> = Vec::new();
        for (row, r) in board.rows.iter().enumerate().filter(|(row, _)| only.may_end(*row)) {
            for at in 0..r.cells.len() {
                let mut best: Option<CountedEnd> = None;
                for length in 1..=self.longest {
                    let Some(state) = self.state(Place { row, at, length }) else { continue };
                    let (first, end) = self.spans[state];
                    let last = (state * PAIRS + PAIRS - 1) * self.depth;
                    for cells in first..end {
                        let value = self.values[last + cells];
                        if value > best.map_or(above, |b| b.value) {
                            best = Some(CountedEnd { value, row, at, length, cells });
                        }
                    }
                }
                ends.extend(best);
            }
        }
        ends.sort_by(|a, b| b.value.total_cmp(&a.value).then((a.row, a.at).cmp(&(b.row, b.at))));
        let mut list: Vec<(f64, Vec<u32>)> = Vec::new();
        for end in ends.into_iter().take(4 * count) {
            if list.len() == count {
                break;
            }
            let set = self.cells(board, end, only);
            if list.iter().all(|(_, other)| *other != set) {
                list.push((end.value, set));
            }
        }
        list
    }

    /// The cells of the best set with an end, ascending.
    pub(crate) fn cells(&self, board: &Board, end: CountedEnd, only: Only<'_>) -> Vec<u32> {
        let mut place = Place { row: end.row, at: end.at, length: end.length };
        let (mut left, mut l, mut r) = (end.cells, STRETCHES - 1, STRETCHES - 1);
        let mut cells = Vec::new();
        loop {
            cells.extend_from_slice(&board.rows[place.row].cells[place.at..place.at + place.length]);
            left -= place.length;
            if left == 0 && only.may_start(place.row) {
                break;
            }
            let mut best = (f64::NEG_INFINITY, None);
            for (pair, state) in self.sources(board, place).into_iter().flatten() {
                let (sl, sr) = (pair / STRETCHES, pair % STRETCHES);
                let value = self.held(state, pair, left);
                if sl <= l && sr <= r && value > best.0 {
                    best = (value, Some((sl, sr, state)));
                }
            }
            let Some((sl, sr, state)) = best.1 else { break };
            place = self.place(place.row - 1, state);
            (l, r) = (sl, sr);
        }
        cells.sort_unstable();
        cells
    }

    /// Position and length of a state of a row.
    fn place(&self, row: usize, state: usize) -> Place {
        let own = &self.slots[self.starts[row]..];
        let index = own.iter().position(|s| *s == state).unwrap_or(0);
        Place { row, at: index / (self.longest + 1), length: index % (self.longest + 1) }
    }
}

/// The states that lead to one, each with the pair of stretches of the move.
type Sources = [Option<(usize, usize)>; 4 * PAIRS];

#[expect(clippy::inline_always, reason = "it is compiled for the registers of who calls it")]
#[inline(always)]
fn take(to: &mut [f64], from: &[f64]) {
    to.iter_mut().zip(from).for_each(|(t, f)| *t = if *f > *t { *f } else { *t });
}
