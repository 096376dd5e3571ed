//! Which months the data covers, and how.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::{Month, Window};

crate::named! {
    /// How a month is covered. A month that is not in the map is missing, which is not zero.
    pub enum MonthStatus as "status of a month" {
        /// Incident rows.
        Incidents = "incidents",
        /// Published counts per area only: no cells, no points.
        AreaCounts = "area-counts",
    }
}

/// The months covered, with the reporting system of each.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// Status and reporting system (`UCR/SRS`, `NIBRS`) by month.
    pub months: BTreeMap<Month, (MonthStatus, String)>,
}

impl Coverage {
    /// First and last month with incident rows.
    pub fn incidents_span(&self) -> Option<Window> {
        let mut with = self.months.iter().filter(|(_, (s, _))| *s == MonthStatus::Incidents).map(|(m, _)| *m);
        let first = with.next()?;
        Window::new(first, with.next_back().unwrap_or(first)).ok()
    }

    /// Data-through month: the last with incident rows.
    pub fn through(&self) -> Option<Month> {
        self.incidents_span().map(Window::to)
    }

    /// Months of a window that have incident rows.
    pub fn covered(&self, window: Window) -> usize {
        window.months().filter(|m| matches!(self.months.get(m), Some((MonthStatus::Incidents, _)))).count()
    }

    /// Months of a window without incident rows.
    pub fn missing(&self, window: Window) -> Vec<Month> {
        window.months().filter(|m| !matches!(self.months.get(m), Some((MonthStatus::Incidents, _)))).collect()
    }

    /// The reporting systems within a window, in order of first use: more than one means a series break.
    pub fn systems(&self, window: Window) -> Vec<String> {
        let mut seen: Vec<String> = Vec::new();
        for (_, (_, system)) in self.months.range(window.from()..=window.to()) {
            if !seen.contains(system) {
                seen.push(system.clone());
            }
        }
        seen
    }
}
