//! Points that hold more rows than chance allows, and how much of an answer rests on them.

use catchment_model::{Cell, Place, Query, RepeatedPoint, Resolution, Unit};

use super::counts::Months;
use super::study::StudyCells;
use super::{Candidate, Engine};
use crate::words::{AtPoint, at_points};

/// Answers that are named in the warnings; each says it itself as well, where it has a place for it.
const NAMED: usize = 5;

/// What counts at the points that answers must tell.
#[derive(Debug)]
pub(crate) struct Stacked<'a> {
    list: Vec<(&'a RepeatedPoint, &'a Place, i64)>,
    unit: Unit,
}

impl<'a> Stacked<'a> {
    /// Counts at the points that nobody has declared, over the covered months of a query.
    pub(crate) fn of(engine: &'a Engine, query: &Query) -> Self {
        let (data, months) = (&engine.data, Months::of(query.window, engine));
        let mut counts = vec![0; data.repeated.places().len()];
        data.repeated.fold(query, |entry, n| {
            if query.month_of(entry).and_then(|m| months.covered_at[m]).is_some() {
                counts[entry.place as usize] += n;
            }
        });
        let all = data.quality.repeated.iter().zip(data.repeated.places()).zip(counts);
        let told = all.map(|((point, place), n)| (point, place, n)).filter(|(point, _, n)| point.is_told() && *n > 0);
        Self { list: told.collect(), unit: query.unit }
    }

    /// The unit in a word.
    pub(crate) fn counted(&self) -> &'static str {
        match self.unit {
            Unit::Net => "offenses",
            Unit::Incident => "incidents",
        }
    }

    fn points(&self, resolution: Resolution, holds: impl Fn(Cell) -> bool) -> Vec<AtPoint> {
        let inside = |place: &Place| place.cells.is_some_and(|cells| holds(cells[resolution.index()]));
        let own = self.list.iter().filter(|(_, place, _)| inside(place));
        own.map(|(point, _, n)| (point.called(), *n)).collect()
    }

    /// What counts in a cell at the point that holds most of it.
    pub(crate) fn most(&self, cell: Cell, resolution: Resolution) -> Option<AtPoint> {
        self.points(resolution, |c| c == cell).into_iter().max_by_key(|(_, n)| *n)
    }

    /// How much of a count on some cells is at such points; `of` says where it was counted.
    pub(crate) fn says(
        &self,
        of: &str,
        total: i64,
        (resolution, holds): (Resolution, impl Fn(Cell) -> bool),
    ) -> Option<String> {
        at_points(&format!("{} {of}", self.counted()), total, &self.points(resolution, holds))
    }

    /// The same of a cell.
    pub(crate) fn of_cell(&self, cell: Cell, resolution: Resolution, total: i64) -> Option<String> {
        self.says("of this cell", total, (resolution, |c| c == cell))
    }

    /// The same of a catchment.
    pub(crate) fn of_catchment(&self, study: &StudyCells, catchment: &Candidate, total: i64) -> Option<String> {
        let holds = |cell: Cell| {
            let at = study.inside.binary_search(&cell);
            at.is_ok_and(|at| catchment.cells.binary_search(&at).is_ok())
        };
        let of = format!("counted in {} ({})", catchment.id, catchment.name);
        self.says(&of, total, (study.resolution, holds))
    }

    /// The same of everything that has a position.
    pub(crate) fn of_all(&self, total: i64) -> Option<String> {
        let all: Vec<AtPoint> = self.list.iter().map(|(point, _, n)| (point.called(), *n)).collect();
        at_points(&format!("{} counted here", self.counted()), total, &all)
    }
}

/// Sentences to be read first.
pub(crate) fn check_first(says: impl IntoIterator<Item = String>) -> Vec<String> {
    let all: Vec<String> = says.into_iter().collect();
    let more = all.len().saturating_sub(NAMED);
    let mut list: Vec<String> = all.into_iter().take(NAMED).map(|s| format!("Check first: {s}")).collect();
    if more > 0 {
        list.push(format!("{more} more rest on an address that holds more than chance allows; each says so."));
    }
    list
}
