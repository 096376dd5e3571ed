//! The table: place × period × offense, and what of it is shown.

use std::collections::{BTreeMap, BTreeSet};

use catchment_model::{Coverage, Month, MonthStatus, Window};
use serde::{Deserialize, Serialize};

use crate::rule::{PublishedOffense, Rule};

/// Months of a rolling period, and of the steps back from the newest one.
const YEAR: u16 = 12;
/// How far back the periods that today is compared with lie, months.
const BACK: [u16; 3] = [0, YEAR, 3 * YEAR];

/// A figure: which area, which months, which offense.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Key {
    /// Id of the area.
    pub area: String,
    /// First month.
    pub from: Month,
    /// Last month, included.
    pub to: Month,
    /// Offense.
    pub offense: String,
}

/// What there is to tell: counts in the smallest pieces that figures are sums of.
#[derive(Debug, Clone, PartialEq)]
pub struct Facts {
    /// Areas with figures, in order.
    pub areas: Vec<String>,
    /// Periods of this edition.
    pub periods: Vec<Window>,
    /// Periods that earlier editions have and this one has not.
    pub earlier: Vec<Window>,
    /// Pieces of time, in order, disjoint; every period is a run of whole pieces.
    pub pieces: Vec<Window>,
    /// Offenses by name, each with the parts that it is the sum of.
    pub offenses: Vec<(String, Vec<usize>)>,
    /// Number of parts.
    pub parts: usize,
    /// Counts: `[area][piece][part]`, and last what lies in no area with figures.
    pub counts: Vec<Vec<Vec<i64>>>,
}

/// Whether a figure is shown, or why not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Shown {
    /// It is shown.
    Shown,
    /// It is too small.
    Small,
    /// It would give another one away.
    Guard,
}

/// What is shown, by figure; figures of earlier editions included.
pub type Pattern = BTreeMap<Key, Shown>;

/// The periods that an edition tells: full calendar years, and the last twelve months with those before.
pub(crate) fn periods(rule: &Rule, coverage: &Coverage) -> Vec<Window> {
    let whole = |w: &Window| w.months().all(|m| matches!(coverage.months.get(&m), Some((MonthStatus::Incidents, _))));
    let mut all = BTreeSet::new();
    if let (true, Some(span)) = (rule.years, coverage.incidents_span()) {
        let years = (span.from().year()..=span.to().year()).map(i64::from);
        let year = |y| Window::new(Month::new(y, 1).ok()?, Month::new(y, 12).ok()?).ok();
        all.extend(years.filter_map(year).filter(whole).map(|w| (w.from(), w.to())));
    }
    if let (true, Some(through)) = (rule.rolling, coverage.through()) {
        all.extend(BACK.into_iter().filter_map(|b| twelve(through, b)).filter(whole).map(|w| (w.from(), w.to())));
    }
    all.into_iter().filter_map(|(from, to)| Window::new(from, to).ok()).collect()
}

/// The twelve months that end so many months before a month.
pub(crate) fn twelve(through: Month, back: u16) -> Option<Window> {
    let to = Month::from_index(through.index().checked_sub(back)?)?;
    Window::new(Month::from_index(to.index().checked_sub(YEAR - 1)?)?, to).ok()
}

/// The smallest pieces of time that all periods are made of; months that no period holds are in none.
pub fn pieces(periods: &[Window]) -> Vec<Window> {
    let mut starts = BTreeSet::new();
    for w in periods {
        starts.insert(w.from());
        starts.insert(w.to().next());
    }
    let starts: Vec<Month> = starts.into_iter().collect();
    let runs = starts.windows(2).filter_map(|w| Window::new(w[0], Month::from_index(w[1].index() - 1)?).ok());
    runs.filter(|r| periods.iter().any(|w| w.contains(r.from()))).collect()
}

/// An offense, and the numbers of the parts that it is the sum of.
pub(crate) type Sum = (String, Vec<usize>);

/// Offenses as sums of parts that do not overlap: groups of the city that belong to the same offenses are one part.
/// Returns the parts and, for each offense, which it is the sum of.
pub(crate) fn parts(offenses: &[PublishedOffense]) -> (Vec<Vec<u8>>, Vec<Sum>) {
    let mut by_members: BTreeMap<Vec<bool>, Vec<u8>> = BTreeMap::new();
    let groups: BTreeSet<u8> = offenses.iter().flat_map(|o| o.groups.iter().map(|g| g.0)).collect();
    for group in groups {
        let members = offenses.iter().map(|o| o.groups.iter().any(|g| g.0 == group)).collect();
        by_members.entry(members).or_default().push(group);
    }
    let sum = |at: usize| by_members.keys().enumerate().filter(|(_, m)| m[at]).map(|(i, _)| i).collect();
    let sums = offenses.iter().enumerate().map(|(at, o)| (o.name.clone(), sum(at))).collect();
    (by_members.into_values().collect(), sums)
}

impl Facts {
    /// All periods, those of earlier editions included.
    pub fn all_periods(&self) -> impl Iterator<Item = Window> + '_ {
        self.periods.iter().chain(&self.earlier).copied()
    }

    /// Count of an area (or, with the number of areas, of the rest) in a period.
    pub fn count(&self, area: usize, period: Window, offense: usize) -> i64 {
        let within = self.pieces.iter().zip(&self.counts[area]).filter(|(p, _)| period.contains(p.from()));
        within.map(|(_, parts)| self.offenses[offense].1.iter().map(|q| parts[*q]).sum::<i64>()).sum()
    }

    /// Count of the whole city in a period.
    pub fn city(&self, period: Window, offense: usize) -> i64 {
        (0..=self.areas.len()).map(|area| self.count(area, period, offense)).sum()
    }

    /// The key of a figure.
    pub fn key(&self, area: usize, period: Window, offense: usize) -> Key {
        let area = self.areas.get(area).map_or_else(|| "rest".to_owned(), Clone::clone);
        Key { area, from: period.from(), to: period.to(), offense: self.offenses[offense].0.clone() }
    }

    /// Area, period and offense of every figure of some periods, the rest of the city included.
    pub fn figures(&self, periods: impl Iterator<Item = Window>) -> Vec<(usize, Window, usize)> {
        let mut all = Vec::new();
        for period in periods {
            for offense in 0..self.offenses.len() {
                all.extend((0..=self.areas.len()).map(|area| (area, period, offense)));
            }
        }
        all
    }

    /// What is shown before anything is guarded: no small counts, and never the rest of the city. What an earlier
    /// edition showed is known for good; what it did not show is not shown now either.
    pub fn first_pattern(&self, rule: &Rule, earlier: &Pattern) -> Pattern {
        let mut pattern = Pattern::new();
        for (area, period, offense) in self.figures(self.all_periods()) {
            let (key, count) = (self.key(area, period, offense), self.count(area, period, offense));
            let small = count < i64::from(rule.least_count) && (count != 0 || !rule.zeros);
            let fresh = match (area == self.areas.len(), small) {
                (_, true) => Shown::Small,
                (true, false) => Shown::Guard,
                (false, false) => Shown::Shown,
            };
            let before = earlier.get(&key).copied();
            let now = match before {
                None if self.earlier.contains(&period) && area < self.areas.len() => fresh.max(Shown::Guard),
                // What was revised to a small count since is not told anew.
                None | Some(Shown::Shown) => fresh,
                Some(_) if fresh == Shown::Shown => Shown::Guard,
                Some(_) => fresh,
            };
            pattern.insert(key, now);
        }
        pattern
    }
}
