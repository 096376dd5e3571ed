//! A time of day, and the offset from UTC that stands beside it.

use super::day::word;
use crate::fields::digits;

/// A time as written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Clock {
    /// Minute of the day, where it can be read.
    pub(super) minute: Option<u16>,
    /// Minutes east of UTC, where it says so.
    pub(super) offset: Option<i16>,
    /// Whether it was written as an instant, and so in UTC whatever else is said.
    pub(super) is_instant: bool,
}

/// Names of zones that stand beside times, and their hours from UTC.
const ZONES: [(&str, i16); 13] = [
    ("z", 0),
    ("utc", 0),
    ("gmt", 0),
    ("est", -5),
    ("edt", -4),
    ("cst", -6),
    ("cdt", -5),
    ("mst", -7),
    ("mdt", -6),
    ("pst", -8),
    ("pdt", -7),
    ("akst", -9),
    ("hst", -10),
];

/// Minute of the day from `H:MM`, `HH:MM:SS`, `H:MM:SS PM`, `10:15 p.m.`, `HHMM` or a spreadsheet's share of the day;
/// what follows and is not understood is ignored.
pub(crate) fn time(bytes: &[u8]) -> Option<u16> {
    read(bytes).minute
}

/// A number from 0 to 23 of one or two digits: an hour, where a column holds nothing else.
pub(crate) fn is_bare_hour(bytes: &[u8]) -> bool {
    let digits = bytes.len() <= 2 && bytes.iter().all(u8::is_ascii_digit);
    digits && crate::fields::integer(bytes).is_some_and(|hour| hour < 24)
}

/// A time with its offset.
pub(super) fn read(bytes: &[u8]) -> Clock {
    let bytes = bytes.trim_ascii();
    let minute_and_rest = share_of_day(bytes).map(|m| (m, &[][..])).or_else(|| hours_minutes(bytes));
    let Some((minute, rest)) = minute_and_rest else { return Clock::default() };
    Clock { minute: u16::try_from(minute).ok().filter(|m| *m < 1440), offset: offset(rest), is_instant: false }
}

/// A time behind a date. One or two digits alone may be an hour or minutes: here nothing tells which.
pub(super) fn beside_date(bytes: &[u8]) -> Clock {
    let bytes = bytes.trim_ascii();
    if bytes.len() <= 2 && bytes.iter().all(u8::is_ascii_digit) { Clock::default() } else { read(bytes) }
}

/// An hour of the day in a column of its own.
pub(super) fn hour(bytes: &[u8]) -> Clock {
    let whole = crate::fields::integer(bytes).filter(|h| (0..24).contains(h));
    Clock { minute: whole.and_then(|h| u16::try_from(h * 60).ok()), ..Clock::default() }
}

/// A time cell of a spreadsheet read as a number: `0.927` is 22:15.
fn share_of_day(bytes: &[u8]) -> Option<i64> {
    if !bytes.starts_with(b"0.") || bytes.len() < 4 {
        return None;
    }
    let share = crate::fields::number(bytes)?;
    // To the second: a share of six decimals is good to a tenth of one.
    #[expect(clippy::cast_possible_truncation, reason = "below 86,400")]
    let second = (share * 86_400.0).round() as i64;
    Some(second / 60)
}

/// Hours and minutes as minutes, and what follows the digits and the mark of the half of the day.
fn hours_minutes(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let (first, rest) = digits(bytes)?;
    let (hour, minute, rest) = match rest.first() {
        Some(b':') => {
            let (minute, rest) = digits(&rest[1..]).filter(|(m, _)| *m < 60)?;
            (first, minute, seconds(rest))
        }
        // Hours and minutes without a colon; where zeros in front are gone, 59 is a minute before one.
        None if first % 100 < 60 => (first / 100, first % 100, rest),
        _ => return None,
    };
    let (mark, rest) = half(rest);
    let hour = match (mark, hour) {
        (Some(_), 0 | 13..) => return None,
        (Some(Half::Morning), 12) => 0,
        (Some(Half::Evening), h @ 1..=11) => h + 12,
        (_, h) => h,
    };
    Some((hour * 60 + minute, rest))
}

/// What follows seconds and their decimals.
fn seconds(bytes: &[u8]) -> &[u8] {
    let Some(rest) = bytes.strip_prefix(b":") else { return bytes };
    let n = rest.iter().take_while(|b| b.is_ascii_digit() || **b == b'.').count();
    &rest[n..]
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Evening,
}

/// `AM`, `p.m.`, `P. M.`: the half of the day, and what follows it.
fn half(bytes: &[u8]) -> (Option<Half>, &[u8]) {
    let text = bytes.trim_ascii_start();
    let half = match text.first().map(u8::to_ascii_lowercase) {
        Some(b'a') => Half::Morning,
        Some(b'p') => Half::Evening,
        _ => return (None, bytes),
    };
    let dots = |b: &[u8]| b.iter().take_while(|b| matches!(**b, b'.' | b' ')).count();
    let after = &text[1..];
    let after = &after[dots(after)..];
    match after.first().map(u8::to_ascii_lowercase) {
        Some(b'm') if !after.get(1).is_some_and(u8::is_ascii_alphabetic) => {
            (Some(half), after[1..].strip_prefix(b".").unwrap_or(&after[1..]))
        }
        _ => (None, bytes),
    }
}

/// `Z`, `+00`, `-05:00`, `+0530`, `MST`: minutes east of UTC.
fn offset(bytes: &[u8]) -> Option<i16> {
    let text = bytes.trim_ascii();
    let (sign, rest) = match text.first()? {
        b'+' => (1, &text[1..]),
        b'-' => (-1, &text[1..]),
        _ => {
            let name = word(text).to_ascii_lowercase();
            return ZONES.iter().find(|(zone, _)| zone.as_bytes() == name).map(|(_, hours)| hours * 60);
        }
    };
    let (first, rest) = digits(rest)?;
    let (hours, minutes) = match rest.strip_prefix(b":") {
        Some(rest) => (first, digits(rest)?.0),
        None if first >= 100 => (first / 100, first % 100),
        None => (first, 0),
    };
    (hours <= 14 && minutes < 60).then(|| i16::try_from(sign * (hours * 60 + minutes)).ok())?
}
