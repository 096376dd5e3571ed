//! Dates and times as police files write them: days, clocks, and the zone that they are written in.
//!
//! `day` reads a day from text, `clock` a time of day with the offset beside it, `number` instants and spreadsheet
//! dates written as one number. Here they are put together, in the city's own time.
//!
//! Does not live here: months and the calendar (`model`).

mod clock;
mod day;
mod number;

use catchment_model::LocalMinute;
use catchment_model::city::Dates;
use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::IngestError;
use clock::Clock;
pub(crate) use clock::{is_bare_hour, time};
pub(crate) use day::{MONTHS, Order};

/// When something happened, in the city's own time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct When {
    /// Midnight of the day.
    pub(crate) day: LocalMinute,
    /// Minute of the day, where known.
    pub(crate) clock: Option<u16>,
    /// What was taken for granted.
    pub(crate) guess: Option<Guess>,
    /// Whether the date's own time was midnight by UTC: how exports write a day without a time.
    pub(crate) utc_midnight: bool,
}

/// What a date left to be guessed, or was made of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Guess {
    /// A year of two digits: the latest such year that the source's own period allows.
    Century,
    /// One number: seconds or milliseconds since 1970, or days since 1899-12-30 as spreadsheets count them.
    Number,
    /// A time of another zone, converted.
    Converted,
}

/// Texts of one row that say when.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Texts<'a> {
    /// Date, or date and time.
    pub(crate) date: &'a [u8],
    /// Time of day in a column of its own; empty where there is none.
    pub(crate) time: &'a [u8],
    /// Hour of the day, 0 to 23, in a column of its own; empty where there is none.
    pub(crate) hour: &'a [u8],
}

/// How the dates of a source are written.
#[derive(Debug, Clone)]
pub(crate) struct Dated {
    order: Order,
    /// No year is later.
    latest: i64,
    city: TimeZone,
    written: Written,
}

/// In which zone times are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    /// In the city's own, except where an offset stands beside them.
    AsStated,
    /// In UTC, except where an offset stands beside them.
    Utc,
    /// In the city's own, whatever stands beside them.
    Local,
}

impl Dated {
    /// From the city file: the order of a date's parts, the last year of the source, the zones of city and source.
    ///
    /// # Errors
    /// [`IngestError::Value`] for a time zone that the IANA database does not have.
    pub(crate) fn new(dates: &Dates, latest: i64, time_zone: &str) -> Result<Self, IngestError> {
        let city = TimeZone::get(time_zone).map_err(|_cause| IngestError::Value {
            key: "time_zone".to_owned(),
            value: format!("\"{time_zone}\""),
            expected: "a name of the IANA time zone database, such as \"America/Chicago\"".to_owned(),
        })?;
        let written = match dates.zone.as_deref() {
            Some("utc") => Written::Utc,
            Some("local") => Written::Local,
            _ => Written::AsStated,
        };
        Ok(Self { order: Order::named(&dates.order), latest, city, written })
    }

    /// When something happened; `None` where the date cannot be read.
    ///
    /// A time in a column of its own goes before that beside the date; the latter then tells the day alone.
    pub(crate) fn when(&self, texts: Texts<'_>) -> Option<When> {
        let date = texts.date.trim_ascii();
        let (mut when, own) = self.date(date)?;
        let apart = !texts.time.is_empty() || !texts.hour.is_empty();
        if !apart {
            return Some(self.local(when, own));
        }
        if own.minute.is_some_and(|m| m > 0) {
            when = self.local(when, own);
        }
        let clock = if texts.hour.is_empty() { clock::read(texts.time) } else { clock::hour(texts.hour) };
        if own.minute.is_some_and(|m| m > 0) || own.is_instant {
            return Some(When { clock: clock.minute, ..when });
        }
        Some(self.local(when, Clock { is_instant: false, ..clock }))
    }

    /// The day as written, and the clock beside it.
    fn date(&self, date: &[u8]) -> Option<(When, Clock)> {
        if let Some(number) = number::read(date) {
            return Some(Self::numbered(number));
        }
        let day::Written { year, month, day, rest, short } = day::read(date, self.order)?;
        let year = if short { self.century(year) } else { year };
        let midnight = LocalMinute::from_civil(year, month, day, 0)?;
        let own = clock::beside_date(rest);
        let utc_midnight = own.minute == Some(0) && own.offset == Some(0);
        let guess = short.then_some(Guess::Century);
        Some((When { day: midnight, clock: None, guess, utc_midnight }, own))
    }

    /// The latest year of these two digits that the source's period allows.
    fn century(&self, short: i64) -> i64 {
        self.latest - (self.latest - short).rem_euclid(100)
    }

    fn numbered(number: number::Number) -> (When, Clock) {
        let (minutes, is_instant) = match number {
            number::Number::Instant(seconds) => (seconds.div_euclid(60), true),
            number::Number::Local(minutes) => (minutes, false),
        };
        let (day, minute) = (minutes.div_euclid(1440) * 1440, minutes.rem_euclid(1440));
        let day = LocalMinute(i32::try_from(day).unwrap_or(i32::MAX));
        let minute = u16::try_from(minute).ok().filter(|_| is_instant || minute > 0);
        let when = When { day, clock: None, guess: Some(Guess::Number), utc_midnight: is_instant && minute == Some(0) };
        (when, Clock { minute, offset: is_instant.then_some(0), is_instant })
    }

    /// The clock, in the city's own time.
    fn local(&self, when: When, clock: Clock) -> When {
        let Some(minute) = clock.minute else { return when };
        let offset = match (self.written, clock.offset) {
            (Written::Local, Some(_)) if !clock.is_instant => None,
            (Written::Utc, None) => Some(0),
            (_, offset) => offset,
        };
        let here = When { clock: Some(minute), ..when };
        let Some(offset) = offset else { return here };
        self.converted(here, i64::from(minute) - i64::from(offset)).unwrap_or(here)
    }

    /// So many minutes after midnight by UTC, in the city's own time.
    fn converted(&self, when: When, minutes: i64) -> Option<When> {
        let instant = Timestamp::from_second((i64::from(when.day.0) + minutes) * 60).ok()?;
        let local = (instant.as_second() + i64::from(self.city.to_offset(instant).seconds())).div_euclid(60);
        let day = LocalMinute(i32::try_from(local.div_euclid(1440) * 1440).ok()?);
        let clock = u16::try_from(local.rem_euclid(1440)).ok();
        Some(When { day, clock, guess: when.guess.or(Some(Guess::Converted)), ..when })
    }
}

#[cfg(test)]
mod tests;
