//! What a row may keep, by how finely its group may be shown.

use catchment_model::{Block, Finest, IncidentRow, Incidents, NO_POSITION, Offenses, Position, RowStatus};

/// The finest place of every group.
#[derive(Debug)]
pub(crate) struct Withhold(Vec<Finest>);

impl Withhold {
    pub(crate) fn new(offenses: &Offenses) -> Self {
        Self(offenses.groups().iter().map(|g| g.finest).collect())
    }

    /// Finest place of a row's group; of an unknown group, the coarsest.
    pub(crate) fn finest(&self, row: &IncidentRow) -> Finest {
        self.0.get(usize::from(row.group.0)).copied().unwrap_or(Finest::CityYear)
    }

    /// The position that the row may keep.
    pub(crate) fn position<'a>(&self, incidents: &'a Incidents, row: &IncidentRow) -> Option<&'a Position> {
        let shown = self.finest(row) == Finest::Cell && !incidents.areas_only.contains(&row.position);
        if shown { located(incidents, row) } else { None }
    }

    /// The row without what it may not keep.
    pub(crate) fn row(&self, row: &IncidentRow) -> IncidentRow {
        match self.finest(row) {
            Finest::CityYear => {
                let nothing = IncidentRow { occurred: None, block: Block::UNKNOWN, label: None, ..*row };
                IncidentRow { position: NO_POSITION, shared: 0, ..nothing }
            }
            // The incident's number would lead to its position in another group.
            Finest::Area => IncidentRow { position: NO_POSITION, shared: 0, ..*row },
            Finest::Cell if row.status == RowStatus::Unlocated => IncidentRow { position: NO_POSITION, ..*row },
            Finest::Cell => *row,
        }
    }
}

/// The position of a row that has a usable one.
pub(crate) fn located<'a>(incidents: &'a Incidents, row: &IncidentRow) -> Option<&'a Position> {
    if row.status == RowStatus::Unlocated { None } else { incidents.position(row) }
}
