//! Counts per cell and time step.

use std::sync::Arc;

use catchment_model::{Cell, Month, Query, Resolution, Window};
use catchment_spatial::union_cells;

use super::Engine;
use super::counts::{Months, fold_distinct};
use super::incidents::Sizes;
use super::study::{NO_CELL, StudyCells};
use crate::error::AskError;

/// A time step of whole covered months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    /// Number: consecutive steps differ by one.
    pub(crate) number: i64,
    /// First month.
    pub(crate) from: Month,
    /// Last month, included.
    pub(crate) to: Month,
}

/// Counts of the cells of a city per time step; steps with a month that is not covered are gaps and not in it.
#[derive(Debug)]
pub(crate) struct CellField {
    pub(crate) study: Arc<StudyCells>,
    /// The cells compared: those with a part in the city and those beyond that hold a count in a step.
    pub(crate) cells: Vec<Cell>,
    pub(crate) steps: Vec<Step>,
    /// Steps that are gaps, as runs of months.
    pub(crate) gaps: Vec<String>,
    /// Months with data that are in no step: those before the first whole step, and those of the gaps.
    pub(crate) unused: usize,
    /// Count at `[cell × steps + step]`.
    pub(crate) counts: Vec<i64>,
    /// Incidents behind them, laid out alike.
    pub(crate) incidents: Vec<i64>,
    /// Sizes of these incidents.
    pub(crate) sizes: Sizes,
}

impl CellField {
    /// Counts in steps of so many months, the last of which ends with the window; months before the first whole step
    /// are left out.
    pub(crate) fn new(
        engine: &Engine,
        query: &Query,
        resolution: Resolution,
        step_months: usize,
    ) -> Result<Self, AskError> {
        let study = engine.study(resolution)?;
        let months = Months::of(query.window, engine);
        let (steps, gaps, of_covered) = steps(query.window, &months, step_months);
        let table = Table::new(engine, query, &months, (study, &of_covered, steps.len()));
        let row = |i: usize| i * steps.len()..(i + 1) * steps.len();
        let any = |i: usize| table.counts[row(i)].iter().any(|n| *n != 0);
        let held: Vec<Cell> = study.all.iter().enumerate().filter(|(i, _)| any(*i)).map(|(_, cell)| *cell).collect();
        let cells = union_cells(&study.ground, &held);
        let of_cells = |table: &[i64]| -> Vec<i64> {
            let at = |c: &Cell| study.all.binary_search(c).map_or(0..0, row);
            cells.iter().flat_map(|c| &table[at(c)]).copied().collect()
        };
        let (counts, incidents) = (of_cells(&table.counts), of_cells(&table.incidents));
        let unused = of_covered.iter().filter(|step| step.is_none()).count();
        Ok(Self { study: Arc::clone(study), cells, steps, gaps, unused, counts, incidents, sizes: table.sizes })
    }

    /// Counts of one cell.
    pub(crate) fn row(&self, cell: usize) -> &[i64] {
        &self.counts[cell * self.steps.len()..(cell + 1) * self.steps.len()]
    }

    /// Incidents of one cell.
    pub(crate) fn incident_row(&self, cell: usize) -> &[i64] {
        &self.incidents[cell * self.steps.len()..(cell + 1) * self.steps.len()]
    }

    /// Counts of all steps together.
    pub(crate) fn sums(&self) -> Vec<i64> {
        (0..self.cells.len()).map(|i| self.row(i).iter().sum()).collect()
    }

    /// Area of each cell inside the study region, km²; 0 for cells outside that hold a count.
    pub(crate) fn km2(&self) -> Vec<f64> {
        self.cells.iter().map(|cell| self.study.km2(*cell)).collect()
    }

    /// Positions of the cells of the study region, in the order of its ground: those that are tested.
    pub(crate) fn tested(&self) -> Vec<usize> {
        self.study.ground.iter().filter_map(|cell| self.cells.binary_search(cell).ok()).collect()
    }
}

/// Counts and incidents of all cells that hold any, at `[cell × steps + step]`.
struct Table {
    counts: Vec<i64>,
    incidents: Vec<i64>,
    sizes: Sizes,
}

impl Table {
    fn new(
        engine: &Engine,
        query: &Query,
        months: &Months,
        (study, of_covered, steps): (&StudyCells, &[Option<usize>], usize),
    ) -> Self {
        let size = study.all.len() * steps;
        let mut table = Self { counts: vec![0; size], incidents: vec![0; size], sizes: Sizes::default() };
        fold_distinct(engine, query, months, |entry, month, n, incidents| {
            let cell = study.of_place[entry.place as usize];
            if let (true, Some(step)) = (cell != NO_CELL, of_covered[month]) {
                let at = cell as usize * steps + step;
                table.counts[at] += n;
                table.incidents[at] += incidents;
                table.sizes.add(n, i64::from(entry.incidents));
            }
        });
        table
    }
}

type Stepped = (Vec<Step>, Vec<String>, Vec<Option<usize>>);

/// Whole covered steps in order, the gaps, and the step of each covered month.
fn steps(window: Window, months: &Months, size: usize) -> Stepped {
    let all: Vec<Month> = window.months().collect();
    let first = all.len() % size;
    let (mut steps, mut gaps, mut of_covered) = (Vec::new(), Vec::new(), vec![None; months.covered]);
    for (number, at) in (0i64..).zip((first..all.len()).step_by(size)) {
        let covered = &months.covered_at[at..at + size];
        let (from, to) = (all[at], all[at + size - 1]);
        if covered.iter().all(Option::is_some) {
            covered.iter().flatten().for_each(|m| of_covered[*m] = Some(steps.len()));
            steps.push(Step { number, from, to });
        } else {
            gaps.push(if from == to { from.to_string() } else { format!("{from} to {to}") });
        }
    }
    (steps, gaps, of_covered)
}
