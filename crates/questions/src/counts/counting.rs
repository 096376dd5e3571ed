//! What counts are made of: the cube's question under each name, and which months tell it.

use std::collections::BTreeSet;

use catchment_model::{
    AreaBasis, Coverage, Cube, GroupId, Month, MonthStatus, Offenses, Query, TimeBasis, Unit, Window,
};
use catchment_store::Dataset;

use super::names::{self, Name};
use super::{CountItem, Counts};
use crate::error::AskError;

/// Items, and sentences that a reader must see.
pub(super) type Told = (Vec<CountItem>, Vec<String>);

/// What counts are made of.
pub(super) struct Counting<'a> {
    pub(super) data: &'a Dataset,
    pub(super) window: Window,
    /// What to count, in the order given.
    pub(super) names: Vec<Name>,
    pub(super) unit: Unit,
    pub(super) time: TimeBasis,
    /// Groups of which some months have counts published per neighborhood.
    pub(super) published: BTreeSet<GroupId>,
    /// The groups with weight 1 each.
    plain: Offenses,
}

impl<'a> Counting<'a> {
    pub(super) fn new(counts: &Counts, data: &'a Dataset) -> Result<Self, AskError> {
        Ok(Self {
            data,
            window: Window::new(counts.from, counts.to).map_err(AskError::internal)?,
            names: names::again(&counts.offense, counts.by, &data.offenses)?,
            unit: counts.unit,
            time: counts.time,
            published: published(&data.cube, &data.coverage),
            plain: names::unweighted(&data.offenses)?,
        })
    }

    /// The query of the cube for some groups.
    ///
    /// # Errors
    /// [`AskError::Internal`] where there are none, which checking refuses.
    pub(super) fn query(&self, ids: &[GroupId]) -> Result<Query, AskError> {
        let selection = self.plain.selection(ids).map_err(AskError::internal)?;
        Ok(Query { window: self.window, selection, unit: self.unit, time: self.time, blocks: None })
    }

    /// All groups counted under any name.
    pub(super) fn ids(&self) -> Vec<GroupId> {
        let all: BTreeSet<GroupId> = self.names.iter().flat_map(|n| n.ids.iter().copied()).collect();
        all.into_iter().collect()
    }

    /// Whether the dataset tells the count of some groups in a month.
    pub(super) fn knows(&self, month: Month, ids: &[GroupId]) -> bool {
        match self.data.coverage.months.get(&month) {
            Some((MonthStatus::Incidents, _)) => true,
            Some((MonthStatus::AreaCounts, _)) => {
                let as_published = self.unit == Unit::Net && self.time == TimeBasis::Reported;
                as_published && ids.iter().all(|id| self.published.contains(id))
            }
            None => false,
        }
    }

    /// Whether the dataset tells the counts of some groups per area in a month: published counts follow the
    /// publisher's label.
    pub(super) fn knows_areas(&self, month: Month, ids: &[GroupId], basis: AreaBasis) -> bool {
        self.has_rows(month) || (basis == AreaBasis::Label && self.knows(month, ids))
    }

    /// Whether a month has incident rows.
    pub(super) fn has_rows(&self, month: Month) -> bool {
        matches!(self.data.coverage.months.get(&month), Some((MonthStatus::Incidents, _)))
    }
}

/// The groups that occur in months of which only counts are published.
fn published(cube: &Cube, coverage: &Coverage) -> BTreeSet<GroupId> {
    let counts = |m: &Month| matches!(coverage.months.get(m), Some((MonthStatus::AreaCounts, _)));
    cube.entries().iter().filter(|e| counts(&e.reported)).map(|e| e.group).collect()
}
