//! The request to the cube.

use crate::{BlockMask, Entry, Selection, TimeBasis, Unit, Window};

/// A request to the cube. Weights of the selection are not applied to counts; see [`crate::Cube::harm_by_place`].
#[derive(Debug, Clone, PartialEq)]
pub struct Query {
    /// Months, both ends included.
    pub window: Window,
    /// Chosen offense groups with weights.
    pub selection: Selection,
    /// Unit of count.
    pub unit: Unit,
    /// Which date counts.
    pub time: TimeBasis,
    /// Only these blocks, where given.
    pub blocks: Option<BlockMask>,
}

impl Query {
    /// Whether the query counts an entry: of a chosen group, in its months and hours.
    pub fn selects(&self, entry: &Entry) -> bool {
        let in_block = self.blocks.is_none_or(|mask| mask.contains(entry.block));
        self.selection.weight(entry.group) > 0.0 && in_block && self.month_of(entry).is_some()
    }

    /// Position of an entry's month in the window, by the query's time basis.
    pub fn month_of(&self, entry: &Entry) -> Option<usize> {
        let month = match self.time {
            TimeBasis::Reported => entry.reported,
            TimeBasis::Occurred => entry.occurred?,
        };
        self.window.contains(month).then(|| usize::from(month.index() - self.window.from().index()))
    }
}
