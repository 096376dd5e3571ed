//! Calendar months, and windows of them.

use std::fmt;
use std::num::NonZeroU16;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A calendar month between 0001-01 and 5460-12.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Month(NonZeroU16);

/// Why a month or a window was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MonthError {
    /// The text is not `YYYY-MM`.
    #[error("\"{0}\" is not a month; expected YYYY-MM, such as 2018-12")]
    Form(String),
    /// Year or month number out of range.
    #[error("year {year}, month {month} is out of range; expected years 1 to 5460, months 1 to 12")]
    Range {
        /// Year given.
        year: i64,
        /// Month given.
        month: i64,
    },
    /// The window ends before it begins.
    #[error("the window ends ({to}) before it begins ({from})")]
    Reversed {
        /// First month.
        from: Month,
        /// Last month.
        to: Month,
    },
}

impl Month {
    /// The month of a year (1 to 5460) and a month number (1 to 12).
    ///
    /// # Errors
    /// [`MonthError::Range`] outside those ranges.
    pub fn new(year: i64, month: i64) -> Result<Self, MonthError> {
        let refused = MonthError::Range { year, month };
        if !(1..=5460).contains(&year) || !(1..=12).contains(&month) {
            return Err(refused);
        }
        u16::try_from(year * 12 + month - 1).ok().and_then(NonZeroU16::new).map(Self).ok_or(refused)
    }

    /// Calendar year.
    pub fn year(self) -> i32 {
        i32::from(self.0.get() / 12)
    }

    /// Month number, 1 to 12.
    pub fn number(self) -> u8 {
        u8::try_from(self.0.get() % 12 + 1).unwrap_or(12)
    }

    /// Months since 0000-01: consecutive months differ by one.
    pub fn index(self) -> u16 {
        self.0.get()
    }

    /// The month with that [`Month::index`], if there is one.
    pub fn from_index(index: u16) -> Option<Self> {
        (12..65532).contains(&index).then(|| NonZeroU16::new(index).map(Self)).flatten()
    }

    /// The month after; the last representable month is its own successor.
    #[must_use]
    pub fn next(self) -> Self {
        Self::from_index(self.0.get().saturating_add(1)).unwrap_or(self)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.number())
    }
}

impl fmt::Debug for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Month {
    type Err = MonthError;

    fn from_str(text: &str) -> Result<Self, MonthError> {
        let form = || MonthError::Form(text.to_owned());
        let (year, month) = text.trim().split_once('-').ok_or_else(form)?;
        let digits = |t: &str, n: usize| t.len() == n && t.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) {
            return Err(form());
        }
        Self::new(year.parse().ok().ok_or_else(form)?, month.parse().ok().ok_or_else(form)?)
    }
}

impl TryFrom<String> for Month {
    type Error = MonthError;

    fn try_from(text: String) -> Result<Self, MonthError> {
        text.parse()
    }
}

impl From<Month> for String {
    fn from(month: Month) -> Self {
        month.to_string()
    }
}

/// Whole months from the first to the last, both included; never empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Window {
    from: Month,
    to: Month,
}

impl Window {
    /// The window from one month to another, both included.
    ///
    /// # Errors
    /// [`MonthError::Reversed`] if `to` is before `from`.
    pub fn new(from: Month, to: Month) -> Result<Self, MonthError> {
        if to < from { Err(MonthError::Reversed { from, to }) } else { Ok(Self { from, to }) }
    }

    /// First month.
    pub fn from(self) -> Month {
        self.from
    }

    /// Last month.
    pub fn to(self) -> Month {
        self.to
    }

    /// Number of months, at least 1.
    pub fn len(self) -> usize {
        usize::from(self.to.index() - self.from.index()) + 1
    }

    /// Never: a window has at least one month.
    pub fn is_empty(self) -> bool {
        false
    }

    /// Whether the month lies inside.
    pub fn contains(self, month: Month) -> bool {
        self.from <= month && month <= self.to
    }

    /// The months in order.
    pub fn months(self) -> impl Iterator<Item = Month> {
        (self.from.index()..=self.to.index()).filter_map(Month::from_index)
    }
}

impl fmt::Display for Window {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} to {}", self.from, self.to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_read_and_print_the_same() {
        for text in ["2008-01", "2018-12", "0001-01", "5460-12"] {
            assert_eq!(text.parse::<Month>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn malformed_months_are_refused_with_their_text() {
        for text in ["2008-1", "2008/01", "", "2008-13", "0000-01", "abcd-ef", "2008-01-01"] {
            assert!(text.parse::<Month>().is_err(), "{text}");
        }
    }

    #[test]
    fn december_is_followed_by_january() {
        let december: Month = "2018-12".parse().unwrap();
        assert_eq!(december.next().to_string(), "2019-01");
    }

    #[test]
    fn a_window_counts_both_ends() {
        let window = Window::new("2009-01".parse().unwrap(), "2018-12".parse().unwrap()).unwrap();
        assert_eq!(window.len(), 120);
        assert_eq!(window.months().count(), 120);
    }

    #[test]
    fn a_reversed_window_is_refused() {
        assert!(Window::new("2018-12".parse().unwrap(), "2009-01".parse().unwrap()).is_err());
    }
}
