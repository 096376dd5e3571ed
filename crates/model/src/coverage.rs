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

/// Months from one with incidents to the next beyond which the latest period does not reach.
const LONGEST_GAP: u16 = 12;

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

    /// The latest `months` up to `until` that have incident rows, the months between them included. It does not reach
    /// over a year or more without any: what lies beyond says little of today.
    pub fn latest(&self, months: usize, until: Month) -> Option<Window> {
        let known = self.months.range(..=until).rev();
        let mut with = known.filter(|(_, (s, _))| *s == MonthStatus::Incidents).map(|(m, _)| *m);
        let to = with.next()?;
        let mut from = to;
        for month in with.take(months.saturating_sub(1)) {
            if from.index() - month.index() > LONGEST_GAP {
                break;
            }
            from = month;
        }
        Window::new(from, to).ok()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn covered(runs: &[(&str, &str)]) -> Coverage {
        let month = |text: &str| text.parse::<Month>().expect("a month");
        let months = runs.iter().flat_map(|(from, to)| Window::new(month(from), month(to)).expect("in order").months());
        Coverage { months: months.map(|m| (m, (MonthStatus::Incidents, String::new()))).collect() }
    }

    fn latest(runs: &[(&str, &str)], months: usize, until: &str) -> Option<(String, String)> {
        let window = covered(runs).latest(months, until.parse().expect("a month"))?;
        Some((window.from().to_string(), window.to().to_string()))
    }

    fn window(from: &str, to: &str) -> (String, String) {
        (from.to_owned(), to.to_owned())
    }

    #[test]
    fn the_latest_months_end_with_the_data_and_do_not_reach_over_a_long_gap() {
        let st_louis = [("2008-01", "2020-12"), ("2024-05", "2026-04")];
        assert_eq!(latest(&st_louis, 24, "2026-04"), Some(window("2024-05", "2026-04")));
        assert_eq!(latest(&st_louis, 12, "2026-04"), Some(window("2025-05", "2026-04")));
        assert_eq!(
            latest(&st_louis, 60, "2026-04").unwrap_or_default(),
            window("2024-05", "2026-04"),
            "three years of gap"
        );
        assert_eq!(latest(&st_louis, 24, "2018-12"), Some(window("2017-01", "2018-12")), "a fixed end");
        assert_eq!(latest(&[], 24, "2018-12"), None);
    }

    #[test]
    fn a_month_that_is_missing_among_the_latest_is_passed_over() {
        assert_eq!(
            latest(&[("2022-01", "2023-03"), ("2023-05", "2024-06")], 24, "2024-06"),
            Some(window("2022-06", "2024-06"))
        );
    }
}
