//! The daily cube: net counts and incidents of the newest months by neighborhood × offense group × day of occurrence.
//! No cells: days are told of areas and of the city alone.

use crate::shared::too_much_of;
use crate::{AreaBasis, AreaIdx, Day, GroupId, Month, Selection, Shared, Window};

/// One entry of the daily cube.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct DayEntry {
    /// Offense group.
    pub group: GroupId,
    /// Day of occurrence; `None` where the files do not tell it: such rows are on no day.
    pub day: Option<Day>,
    /// Month of report.
    pub reported: Month,
    /// Area whose polygon holds the point.
    pub area_point: Option<AreaIdx>,
    /// Area by the police's own label.
    pub area_label: Option<AreaIdx>,
    /// Net count: sum of +1 and −1 rows.
    pub net: i32,
    /// Distinct incidents that survive.
    pub incidents: i32,
}

impl DayEntry {
    /// The area by one basis or the other.
    pub fn area(&self, basis: AreaBasis) -> Option<AreaIdx> {
        match basis {
            AreaBasis::Label => self.area_label,
            AreaBasis::Point => self.area_point,
        }
    }
}

/// Counts by day of the newest months with incidents. Groups that may be told per city and year only are not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Daily {
    window: Window,
    entries: Vec<DayEntry>,
    shared: Vec<Shared>,
}

impl Daily {
    /// Number of newest months with incidents that have days.
    pub const MONTHS: usize = 24;

    /// Puts a daily cube together. The order of entries is that in which incidents of several groups name them.
    pub fn new(window: Window, entries: Vec<DayEntry>, shared: Vec<Shared>) -> Self {
        Self { window, entries, shared }
    }

    /// The months whose reports are in it.
    pub fn window(&self) -> Window {
        self.window
    }

    /// Entries, sorted.
    pub fn entries(&self) -> &[DayEntry] {
        &self.entries
    }

    /// Incidents that stand in several groups, sorted.
    pub fn shared(&self) -> &[Shared] {
        &self.shared
    }

    /// Calls `f(entry, net count, incidents)` for every entry of a chosen group that `keep` accepts, in order. Of
    /// incidents that stand in several of them, each counts once: in the heaviest group, of equals in that of its first
    /// row.
    pub fn fold(&self, chosen: &Selection, keep: impl Fn(&DayEntry) -> bool, mut f: impl FnMut(&DayEntry, i64, i64)) {
        let weight = |entry: &DayEntry| Some(chosen.weight(entry.group)).filter(|w| *w > 0.0 && keep(entry));
        let extra = too_much_of(&self.shared, |at| self.entries.get(at as usize).and_then(weight));
        let mut rest = extra.iter().peekable();
        for (at, entry) in (0..).zip(&self.entries) {
            if weight(entry).is_some() {
                let less = rest.next_if(|(of, _)| *of == at).map_or(0, |(_, n)| *n);
                f(entry, i64::from(entry.net), i64::from(entry.incidents - less));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{Finest, OffenseGroup, Offenses, ReportedBy};

    fn offenses() -> Offenses {
        let group = |id: &str| OffenseGroup {
            id: id.into(),
            label: id.into(),
            weight: 1.0,
            reported_by: ReportedBy::Victim,
            finest: Finest::Cell,
            default: true,
        };
        Offenses::new(vec![group("a"), group("b")], BTreeMap::new()).unwrap()
    }

    #[test]
    fn an_incident_of_two_groups_is_one_together_and_one_in_each() {
        let month: Month = "2026-04".parse().unwrap();
        let entry = |group, net| DayEntry {
            group: GroupId(group),
            day: Some(Day::first_of(month)),
            reported: month,
            area_point: None,
            area_label: None,
            net,
            incidents: 1,
        };
        let window = Window::new(month, month).unwrap();
        let daily =
            Daily::new(window, vec![entry(0, 2), entry(1, 1)], vec![Shared { entries: vec![0, 1], incidents: 1 }]);
        let sums = |names: &str, keep: fn(&DayEntry) -> bool| {
            let mut sums = (0, 0);
            daily.fold(&offenses().select(names).unwrap(), keep, |_, net, incidents| {
                sums = (sums.0 + net, sums.1 + incidents);
            });
            sums
        };
        assert_eq!(sums("a,b", |_| true), (3, 1));
        assert_eq!((sums("a", |_| true), sums("b", |_| true)), ((2, 1), (1, 1)));
        assert_eq!(sums("a,b", |entry| entry.group == GroupId(1)), (1, 1));
    }
}
