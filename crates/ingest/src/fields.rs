//! Single values as police files write them: numbers, months, names and numbers of areas.

use catchment_model::Month;
use unicode_normalization::UnicodeNormalization;

/// Letters and digits in one case, however accents are written: how names are compared where their own spelling is not
/// found.
pub(crate) fn plain_name(text: &str) -> String {
    folded(text.nfc().filter(|c| c.is_alphanumeric()))
}

/// A name in its own spelling: one form of accents (NFC, Unicode Standard Annex 15), one case, single spaces.
pub(crate) fn spelled_name(text: &str) -> String {
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default().to_owned();
    folded(words.fold(first, |all, word| all + " " + word).nfc())
}

/// In one case. By way of capitals, so that ß is ss.
fn folded(text: impl Iterator<Item = char>) -> String {
    text.flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect()
}

/// An area id in one form: `1`, `01` and `1.0` are the same.
pub(crate) fn plain_id(text: &str) -> String {
    let text = text.trim();
    let whole = text.split_once('.').filter(|(_, rest)| rest.bytes().all(|b| b == b'0')).map_or(text, |(w, _)| w);
    if whole.is_empty() || !whole.bytes().all(|b| b.is_ascii_digit()) {
        return text.to_owned();
    }
    let digits = whole.trim_start_matches('0');
    if digits.is_empty() { "0".to_owned() } else { digits.to_owned() }
}

/// A finite number; thousands may be set off by commas.
pub(crate) fn number(bytes: &[u8]) -> Option<f64> {
    let bytes = bytes.trim_ascii();
    if let Some(n) = simple(bytes) {
        return Some(n);
    }
    let text = std::str::from_utf8(bytes).ok()?;
    let value = if text.contains(',') { ungroup(text)?.parse() } else { text.parse::<f64>() };
    value.ok().filter(|v| v.is_finite())
}

/// Plain decimals of at most 15 digits: integer and power of ten are exact, so one division rounds correctly
/// (W. D. Clinger, "How to read floating point numbers accurately", 1990, section 3).
fn simple(bytes: &[u8]) -> Option<f64> {
    const TENS: [f64; 16] = [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    let (negative, digits) = match bytes.split_first()? {
        (b'-', rest) => (true, rest),
        _ => (false, bytes),
    };
    if digits.is_empty() || digits.len() > 16 {
        return None;
    }
    let (mut mantissa, mut count, mut decimals) = (0u64, 0, None);
    for b in digits {
        match b {
            b'0'..=b'9' => {
                mantissa = mantissa * 10 + u64::from(b - b'0');
                count += 1;
            }
            b'.' if decimals.is_none() => decimals = Some(count),
            _ => return None,
        }
    }
    if count == 0 || count > 15 {
        return None;
    }
    let value = mantissa as f64 / TENS[decimals.map_or(0, |d: usize| count - d)];
    Some(if negative { -value } else { value })
}

/// Takes the commas out of `1,023,220.5`; `None` where they do not stand between groups of three.
fn ungroup(text: &str) -> Option<String> {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    let mut groups = whole.split(',');
    let first = groups.next()?.trim_start_matches('-');
    let proper = (1..=3).contains(&first.len()) && groups.all(|g| g.len() == 3);
    (proper && !rest.contains(',')).then(|| text.replace(',', ""))
}

/// A whole number, such as a count.
pub(crate) fn integer(bytes: &[u8]) -> Option<i64> {
    let n = number(bytes)?;
    #[expect(clippy::cast_possible_truncation, reason = "checked to be whole and far below the limit of i64")]
    (n.fract() == 0.0 && n.abs() < 1e15).then_some(n as i64)
}

/// A month written `YYYY-MM`, with or without a day after it, `YYYYMM` or `MM/YYYY`.
pub(crate) fn month(bytes: &[u8]) -> Option<Month> {
    let bytes = bytes.trim_ascii();
    year_month(bytes).or_else(|| month_alone(bytes))
}

/// `201705`, `05/2017`.
fn month_alone(bytes: &[u8]) -> Option<Month> {
    let (month, year) = if bytes.len() == 6 && bytes.iter().all(u8::is_ascii_digit) {
        (digits(&bytes[4..])?.0, digits(&bytes[..4])?.0)
    } else {
        let (month, rest) = digits(bytes)?;
        (month, digits(separator(rest)?).filter(|(_, rest)| rest.is_empty())?.0)
    };
    (1000..=9999).contains(&year).then(|| Month::new(year, month).ok())?
}

fn year_month(bytes: &[u8]) -> Option<Month> {
    let (year, rest) = digits(bytes)?;
    let (month, rest) = digits(separator(rest)?)?;
    let alone = rest.is_empty() || matches!(rest[0], b'-' | b'/');
    if !alone || bytes.len() < 6 || !(1000..=9999).contains(&year) {
        return None;
    }
    Month::new(year, month).ok()
}

/// The month in a file's name: `YYYY-MM` that stands apart from other digits. Two different months mean a span, and no
/// month; with a day behind it, it is a day of export.
pub(crate) fn month_in_name(name: &str) -> Option<Month> {
    let bytes = name.as_bytes();
    let mut found = (0..bytes.len().saturating_sub(6)).filter_map(|at| {
        let apart = (at == 0 || !bytes[at - 1].is_ascii_digit()) && !bytes.get(at + 7).is_some_and(u8::is_ascii_digit);
        let apart = apart && !is_day(&bytes[at + 7..]);
        let text = bytes.get(at..at + 7).filter(|_| apart)?;
        std::str::from_utf8(text).ok()?.parse().ok()
    });
    let first = found.next()?;
    found.all(|other| other == first).then_some(first)
}

/// Whether a day of the month follows: `-03`, and no digit after it.
fn is_day(rest: &[u8]) -> bool {
    let two = rest.split_first().filter(|(mark, _)| matches!(mark, b'-' | b'.' | b'_')).map(|(_, rest)| rest);
    let alone = two.filter(|rest| !rest.get(2).is_some_and(u8::is_ascii_digit));
    let day = alone.and_then(|rest| std::str::from_utf8(rest.get(..2)?).ok()?.parse::<u8>().ok());
    day.is_some_and(|day| (1..=31).contains(&day))
}

/// A run of one to four digits, and what follows it.
pub(crate) fn digits(bytes: &[u8]) -> Option<(i64, &[u8])> {
    let n = bytes.iter().take(5).take_while(|b| b.is_ascii_digit()).count();
    if n == 0 || n > 4 {
        return None;
    }
    let value = bytes[..n].iter().fold(0, |v, b| v * 10 + i64::from(b - b'0'));
    Some((value, &bytes[n..]))
}

pub(crate) fn separator(bytes: &[u8]) -> Option<&[u8]> {
    matches!(bytes.first()?, b'/' | b'-' | b'.').then(|| &bytes[1..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_exactly() {
        for text in ["874530.3", "0", "-90.190000000000001", "1015675", "0.1", "203.56", "123456789012345.6", "1e3"] {
            assert_eq!(number(text.as_bytes()).unwrap().to_bits(), text.parse::<f64>().unwrap().to_bits(), "{text}");
        }
        assert_eq!(number(b"1,023,220"), Some(1_023_220.0));
        assert_eq!(number(b" 1,023.5 "), Some(1023.5));
        for text in ["", "-", ".", "1,5", "12,34,567", "nan", "inf", "1.2.3", "0x10", "9,999,9"] {
            assert_eq!(number(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn area_ids_compare_as_numbers() {
        for (text, id) in
            [("1", "1"), (" 01", "1"), ("1.0", "1"), ("0", "0"), ("1.5", "1.5"), ("G-88", "G-88"), ("", "")]
        {
            assert_eq!(plain_id(text), id);
        }
    }

    #[test]
    fn a_month_in_a_file_name_stands_apart() {
        assert_eq!(month_in_name("2017-05.csv.gz").unwrap().to_string(), "2017-05");
        assert_eq!(month_in_name("crime_2017-05_v2.csv").unwrap().to_string(), "2017-05");
        for name in [
            "inc_2016-11-03.csv",
            "2016-11-30",
            "shootings_2006-2018.csv",
            "x.csv",
            "2017-13.csv",
            "12017-05",
            "é2017-0",
            "2018-01_2018-07.csv",
        ] {
            assert_eq!(month_in_name(name), None, "{name}");
        }
    }

    #[test]
    fn months_read_with_and_without_a_day() {
        assert_eq!(month(b"2017-05").unwrap().to_string(), "2017-05");
        assert_eq!(month(b" 2017/5/01 ").unwrap().to_string(), "2017-05");
        for text in ["05-2017", "5/2017", "201705"] {
            assert_eq!(month(text.as_bytes()).unwrap().to_string(), "2017-05", "{text}");
        }
        for text in ["2017-13", "13/2017", "201713", "2017", "5/17", "05/2017/1", "20170"] {
            assert!(month(text.as_bytes()).is_none(), "{text}");
        }
    }
}
