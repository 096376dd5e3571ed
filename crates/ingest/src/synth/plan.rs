//! Which rows an entry becomes, and which of them share an incident number.
//!
//! An entry of net n and m incidents becomes max(n, m, 0) rows of +1 and as many rows of −1 as bring the
//! sum to n. The first m rows of +1 open an incident each. The others, *spare* rows, must not count as
//! incidents, and so take a number that another row has: of a −1 row (ingest then cancels both), or of
//! an incident whose further victim they become.

use catchment_model::Month;
use rustc_hash::FxHashMap;

use super::table::{Table, TableRow};

/// A row of an entry: +1 rows first, then −1 rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct RowId {
    /// Index into [`Table::rows`].
    pub(super) entry: usize,
    /// Position within the entry's rows.
    pub(super) row: i32,
}

/// Rows of an entry.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// Rows of +1.
    pub(super) plus: i32,
    /// Rows of −1.
    pub(super) minus: i32,
}

/// Which row lends its number to which.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// A −1 row and the +1 row that it takes back; a further victim and the first.
    lender: FxHashMap<RowId, RowId>,
    /// Spare rows that found no number to share and count as incidents of their own.
    pub(super) unattached: u64,
}

impl Shape {
    /// Rows of a table entry.
    pub(super) fn of(row: &TableRow) -> Self {
        let plus = row.net.max(row.incidents).max(0);
        Self { plus, minus: plus - row.net }
    }
}

impl Plan {
    /// The row whose number this row carries, where it is not its own.
    pub(super) fn lender(&self, row: RowId) -> Option<RowId> {
        self.lender.get(&row).copied()
    }

    /// Plans a whole table. Numbers are shared within a run of months without a gap only, since a gap
    /// usually parts two sources.
    pub(super) fn of(table: &Table) -> Self {
        let mut plan = Self::default();
        let mut start = 0;
        for run in table.rows().chunk_by(|a, b| b.month.index() - a.month.index() <= 1) {
            plan.run(run, start);
            start += run.len();
        }
        plan
    }

    fn run(&mut self, run: &[TableRow], start: usize) {
        let mut spare: Vec<RowId> = Vec::new();
        let mut reversals: Vec<RowId> = Vec::new();
        for (at, row) in run.iter().enumerate() {
            let shape = Shape::of(row);
            spare.extend((row.incidents..shape.plus).map(|n| RowId { entry: at, row: n }));
            reversals.extend((shape.plus..shape.plus + shape.minus).map(|n| RowId { entry: at, row: n }));
        }
        let off = |id: RowId| RowId { entry: id.entry + start, row: id.row };
        // A reversal usually repeats its +1 in everything but the month of report.
        let place = |id: &RowId| (run[id.entry].group, run[id.entry].cell, run[id.entry].label, run[id.entry].block);
        self.pair(&mut spare, &mut reversals, place, off);
        // Further victims of an incident of their own entry.
        spare.retain(|id| {
            let first = run[id.entry].incidents;
            if first > 0 {
                self.lender.insert(off(*id), off(RowId { entry: id.entry, row: (id.row - first) % first }));
            }
            first == 0
        });
        self.pair(&mut spare, &mut reversals, |id| (run[id.entry].group, run[id.entry].cell), off);
        self.pair(&mut spare, &mut reversals, |id| run[id.entry].group, off);
        self.attach(&spare, run, off);
    }

    /// Pairs spare +1 rows with reversals of the same key, both in order of time, and removes what was paired.
    fn pair<K: Ord>(
        &mut self,
        spare: &mut Vec<RowId>,
        reversals: &mut Vec<RowId>,
        key: impl Fn(&RowId) -> K,
        off: impl Fn(RowId) -> RowId,
    ) {
        let by_key = |rows: &mut Vec<RowId>| rows.sort_by_cached_key(|id| (key(id), *id));
        by_key(spare);
        by_key(reversals);
        let (mut left, mut open) = (Vec::new(), Vec::new());
        let mut at = 0;
        for id in spare.iter() {
            while at < reversals.len() && key(&reversals[at]) < key(id) {
                open.push(reversals[at]);
                at += 1;
            }
            if at < reversals.len() && key(&reversals[at]) == key(id) {
                self.lender.insert(off(reversals[at]), off(*id));
                at += 1;
            } else {
                left.push(*id);
            }
        }
        open.extend_from_slice(&reversals[at..]);
        *spare = left;
        *reversals = open;
    }

    /// Makes the spare rows left over further victims of an incident of the same group: in the same month and
    /// cell, else in the same month, else in the latest month before.
    fn attach(&mut self, spare: &[RowId], run: &[TableRow], off: impl Fn(RowId) -> RowId) {
        let mut by_cell = FxHashMap::default();
        let mut by_month = FxHashMap::default();
        for (at, row) in run.iter().enumerate().filter(|(_, row)| row.incidents > 0) {
            by_cell.entry((row.group, row.month, row.cell)).or_insert(at);
            by_month.entry((row.group, row.month)).or_insert(at);
        }
        for id in spare {
            let row = &run[id.entry];
            let earlier = || {
                (0..=row.month.index()).rev().take(24).find_map(|m| by_month.get(&(row.group, Month::from_index(m)?)))
            };
            match by_cell.get(&(row.group, row.month, row.cell)).or_else(earlier) {
                Some(first) => {
                    self.lender.insert(off(*id), off(RowId { entry: *first, row: 0 }));
                }
                None => self.unattached += 1,
            }
        }
    }
}
