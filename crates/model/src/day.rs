//! Calendar days, and spans of them.

use std::fmt;

use crate::incident::{civil_from_days, days_from_civil};
use crate::{LocalMinute, Month};

/// A calendar day of the city's own time, by its number since 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i32);

impl Day {
    /// The day that a minute falls in.
    pub fn of(minute: LocalMinute) -> Self {
        Self(minute.day())
    }

    /// First day of a month.
    pub fn first_of(month: Month) -> Self {
        let days = days_from_civil(i64::from(month.year()), i64::from(month.number()), 1);
        Self(i32::try_from(days).unwrap_or(i32::MAX))
    }

    /// Last day of a month.
    pub fn last_of(month: Month) -> Self {
        Self::first_of(month.next()).back(1)
    }

    /// The month it lies in; `None` beyond the years that a month can say.
    pub fn month(self) -> Option<Month> {
        let (year, month, _) = self.civil();
        Month::new(year, month).ok()
    }

    /// So many days earlier.
    #[must_use]
    pub fn back(self, days: i32) -> Self {
        Self(self.0.saturating_sub(days))
    }

    /// January 1 of its year.
    #[must_use]
    pub fn new_year(self) -> Self {
        let (year, ..) = self.civil();
        Self(i32::try_from(days_from_civil(year, 1, 1)).unwrap_or(self.0))
    }

    /// The same day of the year before; of February 29, February 28.
    ///
    /// ```
    /// use catchment_model::Day;
    ///
    /// let leap = Day::first_of("2024-03".parse()?).back(1);
    /// assert_eq!((leap.to_string(), leap.year_before().to_string()), ("2024-02-29".into(), "2023-02-28".into()));
    /// # Ok::<(), catchment_model::MonthError>(())
    /// ```
    #[must_use]
    pub fn year_before(self) -> Self {
        let (year, month, day) = self.civil();
        let day = if (month, day) == (2, 29) { 28 } else { day };
        Self(i32::try_from(days_from_civil(year - 1, month, day)).unwrap_or(self.0))
    }

    fn civil(self) -> (i64, i64, i64) {
        civil_from_days(i64::from(self.0))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

/// Days from the first to the last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// First day.
    pub from: Day,
    /// Last day.
    pub to: Day,
}

impl Days {
    /// Number of days; 0 where it ends before it begins.
    pub fn len(self) -> usize {
        usize::try_from(self.to.0 - self.from.0 + 1).unwrap_or(0)
    }

    /// Whether there is no day.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Whether a day lies inside.
    pub fn contains(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }

    /// The same days a year before.
    #[must_use]
    pub fn year_before(self) -> Self {
        Self { from: self.from.year_before(), to: self.to.year_before() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(text: &str) -> Day {
        Day::first_of(text.parse().unwrap())
    }

    #[test]
    fn a_leap_day_makes_one_of_two_spans_longer_and_is_never_lost() {
        let span = Days { from: first("2024-01"), to: first("2024-04").back(1) };
        assert_eq!((span.len(), span.year_before().len()), (91, 90));
        let after = Days { from: first("2025-01"), to: first("2025-04").back(1) };
        assert_eq!((after.len(), after.year_before().len()), (90, 91));
        // It ends with the leap day itself: February 1 to 28 stands beside it.
        let to_leap_day = Days { from: first("2024-02"), to: first("2024-03").back(1) };
        assert_eq!((to_leap_day.len(), to_leap_day.year_before().len()), (29, 28));
    }

    #[test]
    fn months_and_years_begin_and_end_where_the_calendar_says() {
        assert_eq!(Day::last_of("2026-04".parse().unwrap()).to_string(), "2026-04-30");
        assert_eq!(Day::last_of("2026-12".parse().unwrap()).new_year().to_string(), "2026-01-01");
        assert_eq!(first("2026-04").month().unwrap().to_string(), "2026-04");
        assert!(Days { from: first("2026-04"), to: first("2026-03") }.is_empty());
    }
}
