//! Dates written as one number: instants since 1970, and days as spreadsheets count them.

/// A date as one number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    /// Seconds since 1970 by UTC.
    Instant(i64),
    /// Minutes since 1970-01-01 00:00, local.
    Local(i64),
}

/// Days from 1899-12-30, where spreadsheets begin to count, to 1970.
const SPREADSHEET: i64 = 25_569;
/// 1954 to 2119: other numbers of five digits are no dates.
const DAYS: std::ops::Range<i64> = 20_000..80_000;

/// Seconds (9 or 10 digits), milliseconds (13), or days and their share (5 digits).
pub(super) fn read(bytes: &[u8]) -> Option<Number> {
    let n = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
    if !matches!(n, 5 | 9 | 10 | 13) {
        return None;
    }
    let whole = bytes[..n].iter().fold(0_i64, |v, b| v * 10 + i64::from(b - b'0'));
    let share = match bytes.get(n..)? {
        [] => 0.0,
        [b'.', decimals @ ..] if decimals.iter().all(u8::is_ascii_digit) => {
            std::str::from_utf8(&bytes[n..]).ok()?.parse::<f64>().unwrap_or(0.0)
        }
        _ => return None,
    };
    match n {
        5 => DAYS.contains(&whole).then(|| {
            // To the second, as spreadsheets show it.
            #[expect(clippy::cast_possible_truncation, reason = "at most 86,400")]
            let second = (share * 86_400.0).round() as i64;
            Number::Local((whole - SPREADSHEET) * 1440 + second / 60)
        }),
        13 => Some(Number::Instant(whole.div_euclid(1000))),
        _ => Some(Number::Instant(whole)),
    }
}
