//! Which rows a set must not have if it is to hold more than so much.

use super::lattice::{Board, NONE, Row};
use super::rule::{Rule, STRETCHES};
use super::sweep::Sweep;

/// A sweep from the last row to the first, and what it says.
#[derive(Debug, Default)]
pub(crate) struct Passing {
    back: Sweep,
    needed: Vec<f32>,
}

impl Passing {
    /// For each row, column and length from 0 to `longest`: how much a set must hold up to and with such a row to hold
    /// more than `least` in the end; infinite where no set with that row can. `sweep` has been over the board with the
    /// same profits.
    pub(crate) fn run(
        &mut self,
        (board, sweep): (&Board, &Sweep),
        profit: &[f64],
        (rule, longest): (Rule, usize),
        least: f64,
    ) -> &[f32] {
        self.back.run(&flipped(board), profit, rule);
        self.needed.clear();
        for (row, r) in board.rows.iter().enumerate() {
            for at in 0..r.cells.len() {
                let mut sum = 0.0;
                self.needed.push(f32::INFINITY);
                for length in 1..=longest {
                    let cell = r.cells.get(at + length - 1).copied().unwrap_or(NONE);
                    sum += if cell == NONE { f64::NEG_INFINITY } else { profit[cell as usize] };
                    let needed = if length >= rule.least && sum.is_finite() {
                        self.needed(sweep, (row, board.rows.len() - 1 - row), at, (length, sum), least)
                    } else {
                        f32::INFINITY
                    };
                    self.needed.push(needed);
                }
            }
        }
        &self.needed
    }

    /// The same for one row of a profit `sum`, so many from the first one and so many from the last.
    #[expect(clippy::cast_possible_truncation, reason = "`least` allows for the loss")]
    fn needed(
        &self,
        sweep: &Sweep,
        (row, from_last): (usize, usize),
        at: usize,
        (length, sum): (usize, f64),
        least: f64,
    ) -> f32 {
        let last = STRETCHES - 1;
        let (mut most, mut most_ahead) = (f64::NEG_INFINITY, f64::NEG_INFINITY);
        for left in 0..STRETCHES {
            for right in 0..STRETCHES {
                // Where a column has no states, nothing that could be joined holds anything.
                let before = sweep.held(row, at, (left, right), length).map_or(sum, f64::from);
                let ahead = self.back.held(from_last, at, (last - left, last - right), length).map_or(sum, f64::from);
                most = most.max(before + ahead - sum);
                most_ahead = most_ahead.max(ahead - sum);
            }
        }
        if most > least { (least - most_ahead) as f32 } else { f32::INFINITY }
    }
}

/// The same rows from the last to the first. Columns lean by half a cell a row: they lean the other way.
fn flipped(board: &Board) -> Board {
    let rows = board.rows.iter().zip(0..).map(|(row, nth)| Row { from: row.from + nth, cells: row.cells.clone() });
    let mut rows: Vec<Row> = rows.collect();
    rows.reverse();
    Board { rows }
}

#[cfg(test)]
mod tests {
    use super::super::counted::{Counted, Only};
    use super::*;
    use crate::stream::Stream;

    /// Some rows of cells, with gaps, each beginning anywhere, and profits of both signs.
    fn case(seed: u64) -> (Board, Vec<f64>) {
        let stream = Stream::new(seed, &["passing"]);
        let mut next = 0_u32;
        let mut rows = Vec::new();
        for row in 0..9_u64 {
            let width = 7 + stream.below(row, 5);
            let cells = (0..width).map(|i| {
                next += 1;
                if stream.uniform(1_000 + 100 * row + i as u64) < 0.06 { NONE } else { next - 1 }
            });
            let cells = cells.collect();
            rows.push(Row {
                from: i32::try_from(stream.below(50 + row, 3)).unwrap() - i32::try_from(row / 2).unwrap(),
                cells,
            });
        }
        let profit = (0..next).map(|c| (40.0 * (stream.uniform(9_000 + u64::from(c)) - 0.3)).round()).collect();
        (Board { rows }, profit)
    }

    #[test]
    fn the_rows_that_are_needed_lead_to_the_same_best_set_as_all_rows() {
        let (mut found, mut none, mut left_out) = (0, 0, 0);
        for seed in 0..120 {
            let (board, profit) = case(seed);
            let most = 12 + usize::try_from(seed % 9).unwrap();
            let rule = Rule::new(most, 3.0);
            let through = (seed % 3 == 0).then_some((4, 3)).filter(|(row, at)| board.rows[*row].cells[*at] != NONE);
            let mut all = Counted::default();
            let every = Only { through, above: None };
            assert!(all.run(&board, &profit, (rule, most), every, usize::MAX));
            let best = all.best(&board, most, every).map_or(f64::NEG_INFINITY, |end| end.value);
            for (price, share) in [(3.0, 0.9), (9.0, 0.99), (6.0, 1.0)] {
                let priced: Vec<f64> = profit.iter().map(|p| p - price).collect();
                let mut sweep = Sweep::default();
                sweep.run(&board, &priced, rule);
                let cut = share * best - 1e-9;
                let least = cut - price * most as f64 - 1e-2;
                let mut passing = Passing::default();
                let needed = passing.run((&board, &sweep), &priced, (rule, rule.most.min(most)), least);
                left_out += needed.iter().filter(|n| n.is_infinite()).count();
                let only = Only { through, above: Some((needed, price)) };
                let mut some = Counted::default();
                assert!(some.run(&board, &profit, (rule, most), only, usize::MAX));
                let listed = some.listed(&board, cut, only, 5);
                assert!(listed.windows(2).all(|w| w[0].0 >= w[1].0 && w[0].1 != w[1].1));
                for (value, set) in &listed {
                    let held: f64 = set.iter().map(|c| profit[*c as usize]).sum();
                    assert!((value - held).abs() < 1e-9 && *value > cut && set.len() <= most);
                }
                match listed.first() {
                    Some((value, _)) => assert!((value - best).abs() < 1e-9, "case {seed}: {value} against {best}"),
                    None => assert!(best.is_infinite(), "case {seed}: nothing instead of {best}"),
                }
                let above = Only { through, above: Some((needed, price)) };
                let more = some.listed(&board, best + 0.5, above, 5);
                assert!(more.is_empty(), "case {seed}");
                if listed.is_empty() { none += 1 } else { found += 1 }
            }
        }
        assert!(found > 300 && none < 60 && left_out > 10_000, "{found} {none} {left_out}");
    }
}
