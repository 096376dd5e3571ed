//! A day as text: parts with separators, months by name, eight digits in a row.

use crate::fields::{digits, separator};

/// Order of the parts of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Order {
    MonthDayYear,
    DayMonthYear,
    YearMonthDay,
}

impl Order {
    /// From the word in the city file.
    pub(crate) fn named(word: &str) -> Self {
        match word {
            "dmy" => Self::DayMonthYear,
            "ymd" => Self::YearMonthDay,
            _ => Self::MonthDayYear,
        }
    }
}

/// A day as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Written<'a> {
    pub(super) year: i64,
    pub(super) month: i64,
    pub(super) day: i64,
    /// What follows it: a time, where there is one.
    pub(super) rest: &'a [u8],
    /// Whether the year has two digits.
    pub(super) short: bool,
}

/// The months' English names.
pub(crate) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// Reads a day. A four-digit year in front is always understood.
pub(super) fn read(bytes: &[u8], order: Order) -> Option<Written<'_>> {
    parts(bytes, order).or_else(|| compact(bytes)).or_else(|| named(bytes))
}

/// `01/02/2017`, `2-1-17`, `2017.01.02`.
fn parts(bytes: &[u8], order: Order) -> Option<Written<'_>> {
    let (a, rest) = digits(bytes)?;
    let (b, rest) = digits(separator(rest)?)?;
    let (c, rest) = digits(separator(rest)?)?;
    let (year, month, day) = match order {
        _ if a > 31 => (a, b, c),
        Order::MonthDayYear => (c, a, b),
        Order::DayMonthYear => (c, b, a),
        Order::YearMonthDay => (a, b, c),
    };
    whole(year, month, day, rest)
}

/// A day whose year has four digits or two, before its end or a time.
fn whole(year: i64, month: i64, day: i64, rest: &[u8]) -> Option<Written<'_>> {
    if !(0..100).contains(&year) && !(1000..=9999).contains(&year) {
        return None;
    }
    let rest = match rest.first() {
        None => rest,
        Some(b' ' | b'T' | b't' | b',') => &rest[1..],
        Some(_) => return None,
    };
    Some(Written { year, month, day, rest, short: year < 100 })
}

/// `20170102`, with a time after it, or digits of one without a break: `201701021330`.
fn compact(bytes: &[u8]) -> Option<Written<'_>> {
    let n = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    if !matches!(n, 8 | 12 | 14) {
        return None;
    }
    let value = |at: std::ops::Range<usize>| digits(&bytes[at]).map(|(v, _)| v);
    let (year, month, day) = (value(0..4)?, value(4..6)?, value(6..8)?);
    let rest = if n == 8 { &bytes[8..] } else { &bytes[8..12] };
    let separate = n > 8 || !rest.first().is_some_and(u8::is_ascii_alphanumeric) || rest[0].eq_ignore_ascii_case(&b'T');
    let rest = if n == 8 { rest.get(1..).unwrap_or_default() } else { rest };
    ((1800..2200).contains(&year) && (1..=12).contains(&month) && separate).then_some(Written {
        year,
        month,
        day,
        rest,
        short: false,
    })
}

/// `March 4, 2015`, `Wed, 4 Mar 2015`, `04-MAR-15`, `2015 Mar 04`.
fn named(bytes: &[u8]) -> Option<Written<'_>> {
    let (mut rest, mut month, mut numbers) = (bytes, None, Vec::with_capacity(2));
    while month.is_none() || numbers.len() < 2 {
        let skip = rest.iter().take_while(|b| matches!(**b, b' ' | b',' | b'-' | b'/' | b'.')).count();
        rest = &rest[skip..];
        if let Some((value, after)) = digits(rest) {
            numbers.push(value);
            let ordinal = word(after);
            let is_ordinal = [&b"st"[..], b"nd", b"rd", b"th"].iter().any(|o| ordinal.eq_ignore_ascii_case(o));
            rest = if is_ordinal { &after[2..] } else { after };
            continue;
        }
        let text = word(rest);
        if text.is_empty() {
            return None;
        }
        match number_of(text, &MONTHS) {
            Some(n) if month.is_none() => month = Some(n),
            _ if number_of(text, &WEEKDAYS).is_some() => {}
            _ => return None,
        }
        rest = &rest[text.len()..];
    }
    let (first, second) = (numbers[0], numbers[1]);
    let (year, day) = if first > 31 { (first, second) } else { (second, first) };
    whole(year, month?, day, rest)
}

/// Place of a name, or of its first three letters or more, in a list, counted from 1.
fn number_of(text: &[u8], names: &[&str]) -> Option<i64> {
    let text = std::str::from_utf8(text).ok().filter(|t| t.len() >= 3)?.to_ascii_lowercase();
    names
        .iter()
        .zip(1..)
        .find(|(name, _)| name.starts_with(&text) || (text == "sept" && **name == "september"))
        .map(|(_, n)| n)
}

/// The letters that a text begins with.
pub(super) fn word(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count()]
}
