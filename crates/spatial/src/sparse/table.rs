//! Tails of every count that a neighborhood may hold, for tests of many maps by one yardstick.

use std::collections::BTreeMap;

use super::{Exchangeable, Sum, Tails};

/// Most counts that a table holds; of more, only every so many-th.
const MOST: u64 = 1_000;

/// Tails of the counts 0 to `most` of each neighborhood.
#[derive(Debug)]
pub(crate) struct Table {
    /// Row of each cell.
    row_of: Vec<usize>,
    rows: Vec<Vec<Tails>>,
    /// Counts from one entry to the next.
    stride: u64,
}

impl Table {
    /// A table for neighborhoods of those exposures.
    pub(crate) fn new(null: &Exchangeable, sums: &[Sum], most: u64) -> Self {
        let stride = (most / MOST).max(1);
        let entries = most / stride + 2;
        let mut place: BTreeMap<super::null::Class, usize> = BTreeMap::new();
        let mut asked: Vec<Sum> = Vec::new();
        let row = |sum: &Sum| {
            let next = place.len();
            *place.entry(null.class(sum)).or_insert_with(|| {
                asked.extend((0..entries).map(|i| Sum { count: i * stride, ..*sum }));
                next
            })
        };
        let row_of = sums.iter().map(row).collect();
        let tails = null.tails(&asked);
        let entries = usize::try_from(entries).unwrap_or(1);
        Self { row_of, rows: tails.chunks_exact(entries).map(<[Tails]>::to_vec).collect(), stride }
    }

    /// Tails of a cell's neighborhood with that count; between entries, and beyond the last, the larger of both.
    pub(crate) fn of(&self, cell: usize, count: u64) -> Tails {
        let row = &self.rows[self.row_of[cell]];
        let at = |n: u64| usize::try_from(n).unwrap_or(usize::MAX).min(row.len() - 1);
        Tails { lower: row[at(count.div_ceil(self.stride))].lower, upper: row[at(count / self.stride)].upper }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_the_tails_of_the_counts_themselves() {
        let counts: Vec<u32> = (0..400).map(|i| i * 7 % 5).collect();
        let null = Exchangeable::fit(&counts, &[1.0; 400]).expect("counts");
        let sum = |count, exposure| Sum { count, exposure, largest: 1.0 };
        let table = Table::new(&null, &[sum(3, 7.0), sum(20, 4.5)], 40);
        for count in [0, 5, 14, 33] {
            let exact = null.tails(&[sum(count, 4.5)])[0];
            let found = table.of(1, count);
            assert!((found.upper / exact.upper - 1.0).abs() < 0.02 && (found.lower / exact.lower - 1.0).abs() < 0.02);
        }
        let coarse = Table::new(&null, &[sum(3, 7.0)], 4_000);
        let exact = null.tails(&[sum(15, 7.0)])[0];
        assert!(coarse.of(0, 15).upper >= exact.upper * 0.98 && coarse.of(0, 15).lower >= exact.lower * 0.98);
    }
}
