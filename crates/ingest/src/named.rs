//! Months in the names of files, and whether the rows agree with them.

use std::cmp::Ordering;

use catchment_model::{Month, Window};

use crate::dates::MONTHS;

/// The months of a file's rows beside the month in its name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Named {
    pub(crate) month: Month,
    /// Rows in that month, up to a year before it where only their occurrence is known, and elsewhere.
    pub(crate) inside: u64,
    pub(crate) late: u64,
    pub(crate) other: u64,
    first: Month,
    last: Month,
}

/// Months that what happened may wait for its report, without contradicting the month in a file's name.
const LATE: u16 = 12;
/// Rows from which on half of them must lie in the month.
const MANY: u64 = 10;

impl Named {
    pub(crate) fn new(month: Month) -> Self {
        Self { month, inside: 0, late: 0, other: 0, first: month, last: month }
    }

    /// Takes in the month of a row: of its report where the row states one, else of its occurrence.
    pub(crate) fn add(&mut self, month: Month, stated: bool) {
        let late = !stated && month < self.month && self.month.index() - month.index() <= LATE;
        let counter = match month.cmp(&self.month) {
            Ordering::Equal => &mut self.inside,
            _ if late => &mut self.late,
            _ => &mut self.other,
        };
        *counter += 1;
        let empty = self.rows() == 1;
        self.first = if empty { month } else { self.first.min(month) };
        self.last = if empty { month } else { self.last.max(month) };
    }

    /// Rows whose month is known.
    pub(crate) fn rows(&self) -> u64 {
        self.inside + self.late + self.other
    }

    /// Whether the rows say that the name is not their month: fewer than half of them lie in it, or none of several;
    /// of few rows, most may have been reported late.
    pub(crate) fn contradicted(&self) -> bool {
        match self.rows() {
            0 => false,
            1 => self.other == 1,
            n if n < MANY => self.inside == 0 || 2 * self.other > n,
            n => 2 * self.inside < n,
        }
    }

    /// What contradicts: the rows' months beside the name's.
    pub(crate) fn told(&self) -> String {
        let span =
            if self.first == self.last { self.first.to_string() } else { format!("{} to {}", self.first, self.last) };
        format!("its {} rows are of {span}, {} of them of {}", self.rows(), self.inside, self.month)
    }
}

/// The months that a file's name speaks of, however it writes them: a month, a span or a year. Used where the file
/// itself is silent; `None` where the name says nothing, or a day.
pub(crate) fn months_in_name(name: &str) -> Option<Window> {
    let stem = name.rsplit('/').next().unwrap_or(name);
    let parts = parts(stem);
    let mut months = Vec::new();
    let mut years = Vec::new();
    let mut at = 0;
    while at < parts.len() {
        if let Some((month, taken)) = month_at(&parts[at..]) {
            months.push(month);
            at += taken;
        } else {
            years.extend(year(parts[at]));
            at += 1;
        }
    }
    match (months.as_slice(), years.as_slice()) {
        ([one], _) => Window::new(*one, *one).ok(),
        ([from, to], _) => Window::new(*from, *to).ok(),
        ([], [from, .., to] | [from @ to]) => Window::new(Month::new(*from, 1).ok()?, Month::new(*to, 12).ok()?).ok(),
        _ => None,
    }
}

/// Runs of digits and runs of letters.
fn parts(text: &str) -> Vec<&str> {
    let kind = |b: u8| if b.is_ascii_digit() { 1 } else { 2 * u8::from(b.is_ascii_alphabetic()) };
    let runs = text.as_bytes().chunk_by(|a, b| kind(*a) == kind(*b));
    runs.filter(|run| kind(run[0]) > 0).filter_map(|run| std::str::from_utf8(run).ok()).collect()
}

fn year(part: &str) -> Option<i64> {
    part.parse().ok().filter(|y| part.len() == 4 && (1900..2100).contains(y))
}

fn number(part: &str) -> Option<i64> {
    part.parse().ok().filter(|m| part.len() <= 2 && (1..=12).contains(m))
}

/// A month by its English name, or by three letters of it.
fn by_letters(part: &str) -> Option<i64> {
    let lower = part.to_ascii_lowercase();
    let is = |name: &&str| *name == lower || (lower.len() == 3 && name.starts_with(&lower));
    MONTHS.iter().position(is).and_then(|at| i64::try_from(at + 1).ok())
}

/// A month at the front of the parts, and how many parts it takes.
fn month_at(parts: &[&str]) -> Option<(Month, usize)> {
    let [first, rest @ ..] = parts else { return None };
    if first.len() == 6
        && let (Some(year), Some(month)) = (year(&first[..4]), number(&first[4..]))
    {
        return Month::new(year, month).ok().map(|m| (m, 1));
    }
    let second = rest.first()?;
    let (year, month) = match (year(first), year(second)) {
        (Some(year), _) => (year, by_letters(second).or_else(|| number(second).filter(|_| second.len() == 2))?),
        (None, Some(year)) => (year, by_letters(first).or_else(|| number(first).filter(|_| first.len() == 2))?),
        (None, None) => return None,
    };
    Month::new(year, month).ok().map(|m| (m, 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_speak_of_months_in_many_ways() {
        for (name, right) in [
            ("2015-07.csv", "2015-07 2015-07"),
            ("2015_07.csv.gz", "2015-07 2015-07"),
            ("crime-201507.csv", "2015-07 2015-07"),
            ("July2015.CSV", "2015-07 2015-07"),
            ("jul_2015.csv", "2015-07 2015-07"),
            ("2015 July.csv", "2015-07 2015-07"),
            ("07-2015.csv", "2015-07 2015-07"),
            ("bpd_2018-01_2018-07.csv", "2018-01 2018-07"),
            ("shootings_2006-2018.csv", "2006-01 2018-12"),
            ("2015.csv", "2015-01 2015-12"),
            ("x.zip/2015-08.csv", "2015-08 2015-08"),
        ] {
            let found = months_in_name(name).map(|w| format!("{} {}", w.from(), w.to()));
            assert_eq!(found.as_deref(), Some(right), "{name}");
        }
        for name in ["inc.csv", "inc_20161103.csv", "inc (1).csv", "part2.csv", "2015-07_2015-01.csv"] {
            assert!(months_in_name(name).is_none(), "{name}");
        }
    }

    #[test]
    fn rows_contradict_a_month_or_agree() {
        let of = |rows: &[(&str, u32)]| {
            let mut named = Named::new("2015-03".parse().unwrap());
            for (month, n) in rows {
                (0..*n).for_each(|_| named.add(month.parse().unwrap(), false));
            }
            named.contradicted()
        };
        for (rows, contradicted) in [
            (&[("2015-03", 5)][..], false),
            (&[("2015-03", 60), ("2015-02", 30), ("2009-01", 2)], false),
            (&[("2015-02", 1)], false),
            (&[("2015-04", 1)], true),
            (&[("2015-02", 5)], true),
            (&[("2015-01", 8), ("2015-02", 9), ("2015-03", 8)], true),
            (&[("2015-03", 2), ("2015-02", 3)], false),
            (&[], false),
        ] {
            assert_eq!(of(rows), contradicted, "{rows:?}");
        }
    }
}
