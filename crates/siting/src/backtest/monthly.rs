//! Harm per cell and covered month, and the part of it that lies before a year.

use catchment_model::Month;

use super::BacktestError;

/// Harm (counts × weights) per cell and month, over covered months only: a month that is not here is missing, not zero.
#[derive(Debug, Clone, PartialEq)]
pub struct MonthlyHarm {
    cells: usize,
    months: Vec<Month>,
    /// Where each month begins in `entries`; one more at the end.
    offsets: Vec<usize>,
    /// Cell and harm, by month and cell.
    entries: Vec<(u32, f64)>,
    /// Harm of each month that was located, but in none of the cells.
    elsewhere: Vec<f64>,
}

impl MonthlyHarm {
    /// Gathers counts: (position of the month, position of the cell, harm), in any order, repeated pairs added up in
    /// the order given.
    ///
    /// `elsewhere` is the located harm of each month outside the cells, which no site can hold but which is part of
    /// what there is.
    ///
    /// # Errors
    /// [`BacktestError`] for months out of order, a column of another length, or a count of a month or cell that does
    /// not exist.
    pub fn new(
        cells: usize,
        months: Vec<Month>,
        mut counts: Vec<(u32, u32, f64)>,
        elsewhere: Vec<f64>,
    ) -> Result<Self, BacktestError> {
        if let Some(at) = (1..months.len()).find(|i| months[*i] <= months[i - 1]) {
            return Err(BacktestError::Order { at });
        }
        if elsewhere.len() != months.len() {
            return Err(BacktestError::Columns { column: "elsewhere", len: elsewhere.len(), expected: months.len() });
        }
        let fits = |c: &&(u32, u32, f64)| (c.0 as usize) < months.len() && (c.1 as usize) < cells && c.2.is_finite();
        if let Some((month, cell, _)) = counts.iter().find(|c| !fits(c)) {
            return Err(BacktestError::Entry {
                month: *month as usize,
                cell: *cell as usize,
                months: months.len(),
                cells,
            });
        }
        // Stable, so that sums are the same whatever the sort does.
        counts.sort_by_key(|(month, cell, _)| (*month, *cell));
        let mut offsets = vec![0; months.len() + 1];
        let mut entries: Vec<(u32, f64)> = Vec::with_capacity(counts.len());
        let mut last = None;
        for (month, cell, harm) in counts {
            match entries.last_mut() {
                Some(entry) if last == Some((month, cell)) => entry.1 += harm,
                _ => entries.push((cell, harm)),
            }
            last = Some((month, cell));
            offsets[month as usize + 1] = entries.len();
        }
        for i in 1..offsets.len() {
            offsets[i] = offsets[i].max(offsets[i - 1]);
        }
        Ok(Self { cells, months, offsets, entries, elsewhere })
    }

    /// Number of cells.
    pub fn cells(&self) -> usize {
        self.cells
    }

    /// The covered months, ascending.
    pub fn months(&self) -> &[Month] {
        &self.months
    }

    /// Harm of each cell over the covered months from one month up to, and without, another.
    pub fn sum(&self, from: Month, before: Month) -> Vec<f64> {
        let mut sum = vec![0.0; self.cells];
        for at in self.span(from, before) {
            self.of(at).iter().for_each(|(cell, harm)| sum[*cell as usize] += harm);
        }
        sum
    }

    /// Located harm over the covered months from one month up to, and without, another: in the cells and elsewhere.
    pub fn located(&self, from: Month, before: Month) -> f64 {
        self.span(from, before).map(|at| self.of(at).iter().map(|e| e.1).sum::<f64>() + self.elsewhere[at]).sum()
    }

    /// The months before a given one.
    pub fn before(&self, month: Month) -> Past<'_> {
        Past { all: self, before: month }
    }

    /// The months of a calendar year: their positions.
    pub(super) fn year(&self, year: i32) -> std::ops::Range<usize> {
        let first = self.months.partition_point(|m| m.year() < year);
        first..self.months.partition_point(|m| m.year() <= year)
    }

    fn span(&self, from: Month, before: Month) -> std::ops::Range<usize> {
        let first = self.months.partition_point(|m| *m < from);
        first..self.months.partition_point(|m| *m < before).max(first)
    }

    fn of(&self, month: usize) -> &[(u32, f64)] {
        &self.entries[self.offsets[month]..self.offsets[month + 1]]
    }
}

/// The months before a month: all that a method may choose by.
#[derive(Debug, Clone, Copy)]
pub struct Past<'a> {
    all: &'a MonthlyHarm,
    before: Month,
}

impl<'a> Past<'a> {
    /// The month that the choice is for; nothing from it on is here.
    pub fn now(&self) -> Month {
        self.before
    }

    /// Number of cells.
    pub fn cells(&self) -> usize {
        self.all.cells
    }

    /// The part of it before an earlier month.
    pub(super) fn until(&self, month: Month) -> Self {
        Self { all: self.all, before: self.before.min(month) }
    }

    /// Number of covered months.
    pub(super) fn covered(&self) -> usize {
        self.all.months.partition_point(|m| *m < self.before)
    }

    /// Harm of each cell over the 12 months from one on, where all of them are past and covered.
    pub(super) fn year_from(&self, first: Month) -> Option<Vec<f64>> {
        let end = Month::from_index(first.index().checked_add(12)?)?;
        (end <= self.before && self.all.span(first, end).len() == 12).then(|| self.all.sum(first, end))
    }

    /// Covered months, each with the calendar months from it to now (1: the month just past) and its harm by cell.
    pub fn months(self) -> impl Iterator<Item = (f64, &'a [(u32, f64)])> {
        let Self { all, before } = self;
        let known = all.months.partition_point(|m| *m < before);
        (0..known).map(move |at| (f64::from(before.index() - all.months[at].index()), all.of(at)))
    }

    /// Harm of each cell over the covered months among the last so many calendar months.
    pub fn last(&self, calendar_months: u16) -> Vec<f64> {
        let from = Month::from_index(self.before.index().saturating_sub(calendar_months)).unwrap_or(self.before);
        self.all.sum(from, self.before)
    }

    /// Harm of each cell in the last calendar year that has covered months.
    pub fn last_year(&self) -> Vec<f64> {
        let known = self.all.months.partition_point(|m| *m < self.before);
        let Some(year) = known.checked_sub(1).map(|at| self.all.months[at].year()) else {
            return vec![0.0; self.all.cells];
        };
        let months = self.all.year(year);
        self.all.sum(self.all.months[months.start], self.before)
    }
}
