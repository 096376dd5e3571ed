//! How the dates of a table are written, and which months it has.

use std::collections::BTreeMap;

use catchment_model::city::{Dates, Source};
use catchment_model::{LocalMinute, Month};

use super::table::Table;
use crate::IngestError;
use crate::dates::{Dated, Guess, Texts, time};
use crate::fields::month;

/// Orders of a date's parts that are tried.
const ORDERS: [&str; 3] = ["mdy", "dmy", "ymd"];

/// Columns that say when.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct When {
    pub(super) date: Option<usize>,
    pub(super) time: Option<usize>,
    pub(super) hour: Option<usize>,
    /// Year, month and day in columns of their own.
    pub(super) parts: Option<(usize, usize, Option<usize>)>,
}

/// How dates read in one order.
#[derive(Debug, Clone, Default)]
pub(super) struct Read {
    pub(super) order: &'static str,
    pub(super) months: BTreeMap<Month, u64>,
    pub(super) unread: u64,
    pub(super) example: String,
    /// Rows with a time of day, with a time of another zone, dates written as one number, days at midnight by UTC,
    /// years of two digits.
    pub(super) timed: u64,
    pub(super) converted: u64,
    pub(super) numbers: u64,
    pub(super) utc_midnight: u64,
    pub(super) short: u64,
    /// Rows by minute of the day.
    pub(super) minutes: BTreeMap<u16, u64>,
}

impl Read {
    pub(super) fn rows(&self) -> u64 {
        self.months.values().sum()
    }
}

/// The share of a column's sample that can be read as a date, in the best order.
pub(super) fn share(table: &Table, at: usize, zone: &str) -> f64 {
    let of = |order: &str| {
        let Ok(dated) = dated(order, zone) else { return 0.0 };
        let (mut read, mut all) = (0_usize, 0_usize);
        for text in table.texts(at).take(500) {
            all += 1;
            read += usize::from(dated.when(Texts { date: text.as_bytes(), ..Texts::default() }).is_some_and(likely));
        }
        if all == 0 { 0.0 } else { read as f64 / all as f64 }
    };
    ORDERS.into_iter().map(of).fold(0.0, f64::max)
}

/// Whether a date is one that police files could hold: numbers that are none mostly lie far away.
fn likely(when: crate::dates::When) -> bool {
    when.day.month().is_some_and(|m| (1950..2060).contains(&m.year()))
}

/// The share of a column's sample that can be read as a time of day.
pub(super) fn time_share(table: &Table, at: usize) -> f64 {
    let texts: Vec<&str> = table.texts(at).take(500).collect();
    let read = texts.iter().filter(|text| time(text.as_bytes()).is_some()).count();
    if texts.is_empty() { 0.0 } else { read as f64 / texts.len() as f64 }
}

fn dated(order: &str, zone: &str) -> Result<Dated, IngestError> {
    let dates = Dates { order: order.to_owned(), ..Dates::default() };
    Dated::new(&dates, i64::from(Source::last_of_all().year()), zone)
}

/// The dates of all rows in each order, the best first: fewest unread, then as the country writes them.
///
/// # Errors
/// [`IngestError`] for a file that cannot be read again.
pub(super) fn read(table: &Table, when: When, zone: &str) -> Result<Vec<Read>, IngestError> {
    let mut orders: Vec<&'static str> = ORDERS.to_vec();
    if !zone.starts_with("America/") {
        orders.swap(0, 1);
    }
    let mut all: Vec<(Dated, Read)> = Vec::new();
    for order in orders {
        all.push((dated(order, zone)?, Read { order, ..Read::default() }));
    }
    table.each(&mut |row| {
        let get = |at: Option<usize>| at.map_or("", |at| row[at].as_ref());
        let joined = when.parts.map(|(y, m, d)| {
            let day = d.map_or("1", |d| row[d].as_ref());
            format!("{}-{}-{}", row[y], row[m], if day.is_empty() { "1" } else { day })
        });
        let date = joined.as_deref().unwrap_or_else(|| get(when.date));
        for (dated, read) in &mut all {
            read.take(dated, date, (get(when.time), get(when.hour)));
        }
    })?;
    let mut reads: Vec<Read> = all.into_iter().map(|(_, read)| read).collect();
    reads.sort_by_key(|read| read.unread);
    Ok(reads)
}

impl Read {
    fn take(&mut self, dated: &Dated, date: &str, (time, hour): (&str, &str)) {
        if date.is_empty() {
            return;
        }
        let texts = Texts { date: date.as_bytes(), time: time.as_bytes(), hour: hour.as_bytes() };
        // A month alone is a date of report.
        let found = dated.when(texts).filter(|w| w.day.month().is_some());
        let Some(found) = found else {
            match month(date.as_bytes()) {
                Some(month) => *self.months.entry(month).or_default() += 1,
                None => self.unread += 1,
            }
            return;
        };
        if let Some(month) = found.day.month() {
            *self.months.entry(month).or_default() += 1;
        }
        if self.example.is_empty() || self.months.len() == 1 {
            self.example = format!("{date} is {}", shown(found.day));
        }
        if let Some(minute) = found.clock {
            self.timed += 1;
            *self.minutes.entry(minute).or_default() += 1;
        }
        self.utc_midnight += u64::from(found.utc_midnight);
        match found.guess {
            Some(Guess::Converted) => self.converted += 1,
            Some(Guess::Number) => self.numbers += 1,
            Some(Guess::Century) => self.short += 1,
            None => {}
        }
    }

    /// First and last month, stray rows years apart left out.
    pub(super) fn span(&self) -> Option<(Month, Month, u64)> {
        let (window, stray) = crate::filled::span_of(&self.months)?;
        Some((window.from(), window.to(), stray))
    }

    /// Months between the first and the last that have no row.
    pub(super) fn gaps(&self) -> Vec<Month> {
        let Some((from, to, _)) = self.span() else { return Vec::new() };
        let mut all = Vec::new();
        let mut month = from;
        while month < to {
            if !self.months.contains_key(&month) {
                all.push(month);
            }
            month = month.next();
        }
        all
    }

    /// A time that many rows share more than chance allows: the share of them.
    pub(super) fn peak(&self) -> Option<(u16, f64)> {
        let (minute, rows) = self.minutes.iter().max_by_key(|(_, n)| **n)?;
        let share = *rows as f64 / self.timed as f64;
        (self.timed >= 100 && share > 0.05).then_some((*minute, share))
    }
}

fn shown(day: LocalMinute) -> String {
    let (month, start) = match day.month() {
        Some(month) => (month, LocalMinute::from_civil(i64::from(month.year()), i64::from(month.number()), 1, 0)),
        None => return String::new(),
    };
    let of_month = start.map_or(0, |start| (day.0 - start.0) / 1440 + 1);
    format!("{month}-{of_month:02}")
}
