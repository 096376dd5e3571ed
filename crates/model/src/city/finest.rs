//! How finely place, time and hour are told together.

use serde::{Deserialize, Serialize};

use super::CityError;
use crate::{Coverage, Finest, Month, MonthStatus, Offenses, Selection, Window};

/// How finely place, time and hour are told together, to whoever asks over the network.
///
/// A group at its finest place (`finest` of its offense: cells, drawn areas and surfaces, or neighborhoods) is told by
/// whole steps of time and never by the hour; one place coarser, by the month, and by the hour of whole steps where
/// enough happened.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct FinestRule {
    /// Months of a step of time: 1, 2, 3, 4, 6 or 12, counted from January. With 1, time is not bounded.
    pub months: u32,
    /// Least count of a surface, and of a cluster that is told with its months.
    pub least: u32,
    /// Least count of a place of which hours are told.
    pub hours_least: u32,
    /// Least area of a catchment that is told like a neighborhood, km²; a smaller one is told like a cell.
    pub area_km2: f64,
    /// Whether surfaces are drawn from the positions themselves, and not from the centers of the finest cells.
    pub points: bool,
    /// Whether who asks has the files anyway: then time and hour are not bounded.
    #[serde(skip)]
    pub owner: bool,
}

impl Default for FinestRule {
    fn default() -> Self {
        Self { months: 12, least: 5, hours_least: 20, area_km2: 0.5, points: false, owner: false }
    }
}

impl FinestRule {
    /// What holds for whoever has the files anyway: nothing is bounded but what surfaces are drawn from.
    #[must_use]
    pub fn of_owner(self) -> Self {
        Self { least: 0, hours_least: 0, owner: true, ..self }
    }

    /// Whether time and hour are bounded for who asks.
    pub fn bounds(&self) -> bool {
        self.months > 1 && !self.owner
    }

    pub(super) fn check(&self) -> Result<(), CityError> {
        let value = |key: &str, value: String, expected: &str| {
            Err(CityError::Value { key: format!("finest.{key}"), value, expected: expected.to_owned() })
        };
        if !matches!(self.months, 1 | 2 | 3 | 4 | 6 | 12) {
            return value("months", self.months.to_string(), "1, 2, 3, 4, 6 or 12");
        }
        for (key, n) in [("least", self.least), ("hours_least", self.hours_least)] {
            if n > 1000 {
                return value(key, n.to_string(), "0 to 1000");
            }
        }
        if !(0.0..=25.0).contains(&self.area_km2) {
            return value("area_km2", self.area_km2.to_string(), "km², 0 to 25");
        }
        Ok(())
    }

    /// Whether one of the chosen groups is told at its finest place, and so by whole steps only.
    /// Windows that nobody named are made of them for everybody, so that both doors answer alike.
    pub fn steps(&self, place: Finest, chosen: &Selection, offenses: &Offenses) -> bool {
        let at_finest = |id| offenses.group(id).is_some_and(|g| g.finest <= place);
        self.months > 1 && chosen.ids().any(at_finest)
    }

    /// Whether a window is made of whole steps: it begins and ends where a step does, or where data begin and end. A
    /// step that would leave less than a whole one beside the end of data is no step of its own.
    pub fn whole(&self, window: Window, coverage: &Coverage) -> bool {
        self.begins(window.from(), coverage) && self.ends(window.to(), coverage)
    }

    /// Whether a window of whole steps may begin with a month.
    pub fn begins(&self, from: Month, coverage: &Coverage) -> bool {
        // Before the data and within a gap nothing is told: the first month with data counts.
        coverage.months.range(from..).next().is_none_or(|(first, _)| self.is_start(*first, coverage))
    }

    /// Whether a window of whole steps may end with a month.
    pub fn ends(&self, to: Month, coverage: &Coverage) -> bool {
        let Some((last, _)) = coverage.months.range(..=to).next_back() else { return true };
        let next = last.next();
        status(next, coverage) != status(*last, coverage) || self.is_start(next, coverage)
    }

    /// The shortest window of whole steps that holds a window.
    #[must_use]
    pub fn widened(&self, window: Window, coverage: &Coverage) -> Window {
        let (mut from, mut to) = (window.from(), window.to());
        while !self.begins(from, coverage) {
            let Some(before) = from.index().checked_sub(1).and_then(Month::from_index) else { break };
            from = before;
        }
        while !self.ends(to, coverage) {
            to = to.next();
        }
        Window::new(from, to).unwrap_or(window)
    }

    /// The months nearest to one that a window of whole steps may begin or end with, before and after it; a month of
    /// which nothing is known is no help.
    pub fn nearest(&self, month: Month, coverage: &Coverage, begin: bool) -> Vec<Month> {
        let known = |m: &Month| coverage.months.contains_key(m);
        let fits = |m: &Month| known(m) && if begin { self.begins(*m, coverage) } else { self.ends(*m, coverage) };
        let at = usize::from(month.index());
        let of = |i: usize| u16::try_from(i).ok().and_then(Month::from_index);
        let before = (at.saturating_sub(REACH)..at).rev().filter_map(of).find(fits);
        let after = (at + 1..at + REACH).filter_map(of).find(fits);
        before.into_iter().chain(after).collect()
    }

    fn is_start(&self, month: Month, coverage: &Coverage) -> bool {
        let same = status(month, coverage);
        let of = |index: u16| Month::from_index(index).and_then(|m| status(m, coverage));
        let index = month.index();
        let before = (1..=self.months)
            .take_while(|n| u16::try_from(*n).ok().and_then(|n| index.checked_sub(n)).and_then(of) == same);
        let before = before.count();
        if before == 0 {
            return true;
        }
        let after = (0..self.months)
            .take_while(|n| u16::try_from(*n).ok().and_then(|n| index.checked_add(n)).and_then(of) == same);
        let whole = usize::try_from(self.months).unwrap_or(usize::MAX);
        before == whole && after.count() == whole && u32::from(month.number() - 1).is_multiple_of(self.months)
    }
}

/// Months to look for the beginning of a step: farther than two of the longest steps.
const REACH: usize = 40;

fn status(month: Month, coverage: &Coverage) -> Option<MonthStatus> {
    coverage.months.get(&month).map(|(status, _)| *status)
}

/// What a city file lets its paths name beside files on this machine that hold the data themselves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Reading {
    /// Files on other machines (`/vsicurl/`, `/vsis3/`, `https://`).
    pub allow_remote: bool,
    /// Files that point to others (`.vrt`).
    pub allow_vrt: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    fn coverage(runs: &[(&str, &str)]) -> Coverage {
        let months = runs.iter().flat_map(|(a, b)| Window::new(month(a), month(b)).unwrap().months());
        Coverage { months: months.map(|m| (m, (MonthStatus::Incidents, String::new()))).collect() }
    }

    fn whole(from: &str, to: &str, months: u32) -> bool {
        let rule = FinestRule { months, ..FinestRule::default() };
        let window = Window::new(month(from), month(to)).unwrap();
        rule.whole(window, &coverage(&[("2008-01", "2020-12"), ("2024-05", "2026-04")]))
    }

    #[test]
    fn whole_years_are_steps_and_months_between_are_not() {
        assert!(whole("2009-01", "2018-12", 12) && whole("2018-01", "2018-12", 12));
        assert!(!whole("2018-02", "2018-12", 12) && !whole("2018-01", "2018-11", 12));
        assert!(whole("2018-04", "2018-06", 3) && whole("2018-05", "2018-05", 1));
    }

    #[test]
    fn what_is_left_beside_the_end_of_data_does_not_stand_alone() {
        assert!(whole("2024-05", "2026-04", 12) && whole("2000-01", "2030-12", 12));
        // January would leave eight months before it, or four after it.
        assert!(!whole("2024-05", "2024-12", 12) && !whole("2026-01", "2026-04", 12));
    }

    #[test]
    fn a_window_is_widened_to_whole_steps() {
        let (rule, data) = (FinestRule::default(), coverage(&[("2008-01", "2026-04")]));
        let wide = rule.widened(Window::new(month("2016-05"), month("2026-04")).unwrap(), &data);
        assert_eq!((wide.from(), wide.to()), (month("2016-01"), month("2026-04")));
        assert_eq!(rule.nearest(month("2016-05"), &data, true), [month("2016-01"), month("2017-01")]);
    }

    #[test]
    fn two_windows_of_whole_steps_never_differ_by_less_than_a_step() {
        let (rule, data) = (FinestRule::default(), coverage(&[("2018-03", "2021-07")]));
        let ends: Vec<Month> = data.months.keys().copied().filter(|m| rule.begins(*m, &data)).collect();
        let all: Vec<u16> = ends.iter().map(|m| m.index()).chain([month("2021-08").index()]).collect();
        assert!(all.windows(2).all(|w| w[1] - w[0] >= 12), "{ends:?}");
    }
}
