//! When a row happened and was reported.

use catchment_model::{Block, LocalMinute, Month};

use super::{
    AS_NUMBER, CONVERTED, DATE_UNREADABLE, Decoder, Fields, HOUR_OF_DAY, MIDNIGHT_UTC, Refused, TIME_UNKNOWN,
    TWO_DIGITS,
};
use crate::columns::Found;
use crate::dates::{self, Guess, Texts, When};
use crate::fields;

impl Decoder<'_> {
    /// A column of times that holds nothing but numbers from 0 to 23 holds hours; among other times such a number is
    /// minutes after midnight, its zeros in front lost.
    pub(super) fn hours_of_day(&mut self) {
        let (times, bare) = self.times;
        if times == 0 || bare < times {
            return;
        }
        self.remarks[HOUR_OF_DAY] = times;
        for row in self.out.rows.iter_mut().filter(|row| row.block.hour().is_some()) {
            let Some(LocalMinute(written)) = row.occurred else { continue };
            let (midnight, hour) = (written - written.rem_euclid(1440), written.rem_euclid(1440));
            row.occurred = Some(LocalMinute(midnight + hour * 60));
            let weekday = LocalMinute(midnight).weekday();
            row.block = Block::new(weekday, u8::try_from(hour).ok()).unwrap_or(Block::UNKNOWN);
        }
    }

    /// When it happened, and the remark to make where it is not known.
    pub(super) fn occurred(&mut self, row: &impl Fields) -> (Option<LocalMinute>, Block, Option<usize>) {
        let own = |at: Option<usize>| at.map_or(&[][..], |at| row.field(at).trim_ascii());
        let Found { occurred, year, month, day, .. } = &self.found;
        let parts = if occurred.is_none() && month.is_some() {
            [own(*year), own(*month), own(*day)].join(&b'-')
        } else {
            Vec::new()
        };
        let date = occurred.map_or(parts.as_slice(), |at| row.field(at));
        if date.is_empty() && occurred.is_none() {
            return (None, Block::UNKNOWN, None);
        }
        let texts = Texts { date, time: own(self.found.time), hour: own(self.found.hour) };
        let Some(when) = self.dated.when(texts) else {
            return (None, Block::UNKNOWN, Some(DATE_UNREADABLE));
        };
        self.remark(when);
        if !texts.time.is_empty() && texts.hour.is_empty() {
            self.times.0 += 1;
            self.times.1 += u64::from(dates::is_bare_hour(texts.time));
        }
        let clock = when.clock.filter(|minute| !self.unknown_times.contains(minute));
        let hour = clock.and_then(|minute| u8::try_from(minute / 60).ok());
        let block = Block::new(when.day.weekday(), hour).unwrap_or(Block::UNKNOWN);
        let minute = LocalMinute(when.day.0 + i32::from(clock.unwrap_or(0).cast_signed()));
        (Some(minute), block, if clock.is_none() { Some(TIME_UNKNOWN) } else { None })
    }

    /// Counts what was guessed of a date, so that it can be told.
    fn remark(&mut self, when: When) {
        if let Some(guess) = when.guess {
            self.remarks[match guess {
                Guess::Century => TWO_DIGITS,
                Guess::Number => AS_NUMBER,
                Guess::Converted => CONVERTED,
            }] += 1;
        }
        self.remarks[MIDNIGHT_UTC] += u64::from(when.utc_midnight);
    }

    pub(super) fn reported(&mut self, row: &impl Fields, occurred: Option<LocalMinute>) -> Result<Month, Refused> {
        let stated = self.found.reported.map(|at| row.field(at).trim_ascii()).filter(|t| !t.is_empty());
        let happened = occurred.and_then(LocalMinute::month);
        let month = match stated {
            Some(text) => self.month(text).ok_or_else(|| {
                ("no-report-month", format!("report month \"{}\"; expected YYYY-MM or a date", self.show(text)))
            })?,
            None => self.named.map(|n| n.month).or(happened).ok_or_else(|| {
                let date = self.found.occurred.map_or(&[][..], |at| row.field(at));
                (
                    "no-report-month",
                    format!(
                        "no report month, no month in the file's name, and a date that cannot be read (\"{}\"); \
                         expected one of them, the date in the order {}",
                        self.show(date),
                        self.source.dates.order
                    ),
                )
            })?,
        };
        if let (Some(named), Some(of_row)) = (&mut self.named, if stated.is_some() { Some(month) } else { happened }) {
            named.add(of_row, stated.is_some());
        }
        let (from, to) = (self.source.from, self.source.to);
        if month < from || month > to {
            return Err((
                "outside-period",
                format!("report month {month}; the city file says that this source has {from} to {to}"),
            ));
        }
        Ok(month)
    }

    /// The month of report: written as one, or that of a date in the city's own time.
    fn month(&self, text: &[u8]) -> Option<Month> {
        // A date with a time may lie in another month here than where it was written.
        let alone = if text.len() <= 10 { fields::month(text) } else { None };
        let of_date = || self.dated.when(Texts { date: text, ..Texts::default() })?.day.month();
        alone.or_else(of_date).or_else(|| fields::month(text))
    }
}
