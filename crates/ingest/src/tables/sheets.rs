//! Spreadsheets: each sheet as a table, dates and times as text.

use std::io::Cursor;

use calamine::{Data, ExcelDateTime, Range, Reader, open_workbook_auto_from_rs};
use jiff::Unit;
use jiff::civil::date;

use crate::written::{Written, decimal};

/// A sheet: its name, the row where its cells begin, and its cells as delimited text.
#[derive(Debug)]
pub(super) struct Cells {
    pub(super) name: String,
    pub(super) first_row: u64,
    pub(super) bytes: Vec<u8>,
}

/// The sheets of a workbook that hold anything.
///
/// # Errors
/// Why it cannot be opened.
pub(super) fn sheets(workbook: &[u8]) -> Result<Vec<Cells>, String> {
    let mut workbook = open_workbook_auto_from_rs(Cursor::new(workbook))
        .map_err(|e| format!("its cells cannot be read ({e}); is it damaged, or protected by a password?"))?;
    let mut all = Vec::new();
    for name in workbook.sheet_names() {
        // Sheets that hold a chart have no cells.
        let Ok(range) = workbook.worksheet_range(&name) else { continue };
        if let Some((row, _)) = range.start() {
            all.push(Cells { name, first_row: u64::from(row) + 1, bytes: table(&range) });
        }
    }
    Ok(all)
}

fn table(range: &Range<Data>) -> Vec<u8> {
    // Midnight is a time in a column of times, and no time in a column of days.
    let mut timed = vec![false; range.width()];
    for row in range.rows() {
        for (timed, cell) in timed.iter_mut().zip(row) {
            *timed |= matches!(cell, Data::DateTime(at) if at.as_f64() >= 1.0 && at.as_f64().fract() > 0.0);
        }
    }
    let mut table = Written::default();
    for row in range.rows() {
        let cells: Vec<String> = row.iter().zip(&timed).map(|(cell, timed)| text(cell, *timed)).collect();
        table.row(cells.iter().map(String::as_str));
    }
    table.into_bytes()
}

fn text(cell: &Data, timed: bool) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) | Data::DateTimeIso(text) => text.clone(),
        Data::DurationIso(text) => clock(text).unwrap_or_else(|| text.clone()),
        Data::Int(n) => n.to_string(),
        Data::Float(n) => decimal(*n),
        Data::Bool(yes) => yes.to_string(),
        Data::DateTime(at) => when(at, timed),
    }
}

/// A day, a time of day, or both. To the second, as spreadsheets show it: a minute is no round share of a day.
fn when(at: &ExcelDateTime, timed: bool) -> String {
    let (year, month, day, hour, minute, second, milli) = at.to_ymd_hms_milli();
    let small = |n: u8| i8::try_from(n).unwrap_or(0);
    let (year, nano) = (i16::try_from(year).unwrap_or(0), i32::from(milli) * 1_000_000);
    let written = jiff::civil::Date::new(year, small(month), small(day))
        .map_or(date(1900, 1, 1).at(0, 0, 0, 0), |day| day.at(small(hour), small(minute), small(second), 0));
    let rounded = written.with().subsec_nanosecond(nano).build().and_then(|w| w.round(Unit::Second)).unwrap_or(written);
    if at.as_f64() < 1.0 {
        return rounded.time().strftime("%H:%M:%S").to_string();
    }
    rounded.strftime(if timed { "%Y-%m-%d %H:%M:%S" } else { "%Y-%m-%d" }).to_string()
}

/// `PT13H05M00S` of `OpenDocument` as `13:05:00`.
fn clock(text: &str) -> Option<String> {
    let (hours, rest) = text.strip_prefix("PT")?.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.trim_end_matches('S').split('.').next().filter(|s| !s.is_empty()).unwrap_or("0");
    let two = |text: &str| text.parse::<u8>().ok().map(|n| format!("{n:02}"));
    Some(format!("{}:{}:{}", two(hours)?, two(minutes)?, two(seconds)?))
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    #[test]
    fn dates_and_times_come_to_the_second() {
        let at = |value| ExcelDateTime::new(value, ExcelDateTimeType::DateTime, false);
        for (value, timed, text) in [
            (44_224.531_944_444_44, true, "2021-01-28 12:46:00"),
            (44_224.0, false, "2021-01-28"),
            (44_224.0, true, "2021-01-28 00:00:00"),
            (0.531_944_444, false, "12:46:00"),
        ] {
            assert_eq!(when(&at(value), timed), text, "{value}");
        }
        assert_eq!(clock("PT13H05M00S").as_deref(), Some("13:05:00"));
    }

    #[test]
    fn what_is_no_workbook_says_so() {
        assert!(sheets(b"PK\x03\x04 and no more").unwrap_err().contains("cannot be read"));
    }
}
