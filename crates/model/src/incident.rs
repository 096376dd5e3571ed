//! Incidents as columns: one entry for each row that was not rejected.

use std::collections::BTreeSet;

use crate::{AreaIdx, Block, Cell, GroupId, Month};

/// Local wall-clock minute since 1970-01-01 00:00, in the city's own time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalMinute(pub i32);

/// What became of a row that was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum RowStatus {
    /// Counts where it is.
    Accepted = 0,
    /// One of a −1/+1 pair.
    Cancelled = 1,
    /// Counts for the city and its label, without a position.
    Unlocated = 2,
}

/// Mark of a row without a position in [`IncidentRow::position`].
pub const NO_POSITION: u32 = u32::MAX;

/// One row of a police file, read and understood.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IncidentRow {
    /// Index of the file in the quality report.
    pub file: u16,
    /// Line in the file, the header being line 1.
    pub line: u32,
    /// Month of report.
    pub reported: Month,
    /// Local minute of occurrence; the time part is midnight where the hour is unknown (see `block`).
    pub occurred: Option<LocalMinute>,
    /// Weekday and hour of occurrence.
    pub block: Block,
    /// Offense group.
    pub group: GroupId,
    /// +1, or −1 for a reversal; the row's contribution to net counts.
    pub count: i16,
    /// 1 where the row is the first surviving row of its incident within the group, else 0: the row's contribution to
    /// incident counts.
    pub incident: u8,
    /// Number, from 1, of an incident that stands in several groups, on its row in each; 0 elsewhere.
    pub shared: u32,
    /// What became of it.
    pub status: RowStatus,
    /// Index into [`Incidents::positions`], or [`NO_POSITION`].
    pub position: u32,
    /// Area by the police's own label.
    pub label: Option<AreaIdx>,
}

/// A distinct position, with everything that is computed from it once.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Longitude, degrees (WGS84; NAD83 is taken as WGS84, up to a meter or two).
    pub lng: f64,
    /// Latitude, degrees.
    pub lat: f64,
    /// Easting, meters of the work CRS.
    pub x_m: f64,
    /// Northing, meters of the work CRS.
    pub y_m: f64,
    /// Cells at resolutions 8, 9, 10.
    pub cells: [Cell; 3],
    /// Area whose polygon holds the point.
    pub area: Option<AreaIdx>,
}

/// All rows that were not rejected, and the distinct positions that they refer to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Incidents {
    /// Rows, in the order of files and lines.
    pub rows: Vec<IncidentRow>,
    /// Distinct positions.
    pub positions: Vec<Position>,
    /// Positions whose rows areas count, while cells and surfaces leave them off, by their place in the list.
    pub areas_only: BTreeSet<u32>,
}

impl Incidents {
    /// The position of a row, where it has one.
    pub fn position(&self, row: &IncidentRow) -> Option<&Position> {
        self.positions.get(usize::try_from(row.position).ok()?)
    }
}

impl LocalMinute {
    /// The month it falls in (proleptic Gregorian), where that can be represented.
    pub fn month(self) -> Option<Month> {
        let (year, month, _) = civil_from_days(i64::from(self.0.div_euclid(1440)));
        Month::new(year, month).ok()
    }

    /// Minute of a civil date and time; `None` where the date does not exist or is beyond the range (years −2114 to
    /// 6053).
    pub fn from_civil(year: i64, month: i64, day: i64, minute_of_day: i64) -> Option<Self> {
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(0..1440).contains(&minute_of_day) {
            return None;
        }
        let days = days_from_civil(year, month, day);
        if civil_from_days(days) != (year, month, day) {
            return None;
        }
        i32::try_from(days.checked_mul(1440)?.checked_add(minute_of_day)?).ok().map(Self)
    }

    /// Weekday, Monday = 0.
    pub fn weekday(self) -> u8 {
        // 1970-01-01 was a Thursday.
        u8::try_from((i64::from(self.0.div_euclid(1440)) + 3).rem_euclid(7)).unwrap_or(0)
    }

    /// Days since 1970-01-01.
    pub fn day(self) -> i32 {
        self.0.div_euclid(1440)
    }
}

/// Days since 1970-01-01 of a proleptic Gregorian date (H. Hinnant, "chrono-compatible low-level date algorithms").
pub(crate) fn days_from_civil(year: i64, month: i64, day: i64) -> i64 {
    let y = if month <= 2 { year - 1 } else { year };
    let era = y.div_euclid(400);
    let yoe = y - era * 400;
    let doy = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
    era * 146_097 + doe - 719_468
}

/// Inverse of [`days_from_civil`].
pub(crate) fn civil_from_days(days: i64) -> (i64, i64, i64) {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let doe = z - era * 146_097;
    let yoe = (doe - doe / 1460 + doe / 36_524 - doe / 146_096) / 365;
    let doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    let mp = (5 * doy + 2) / 153;
    let day = doy - (153 * mp + 2) / 5 + 1;
    let month = if mp < 10 { mp + 3 } else { mp - 9 };
    (yoe + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_dates_have_their_weekday_and_month() {
        let minute = LocalMinute::from_civil(2026, 11, 22, 61).unwrap();
        assert_eq!(minute.weekday(), 6);
        assert_eq!(minute.month().unwrap().to_string(), "2026-11");
        assert_eq!(LocalMinute::from_civil(1970, 1, 1, 0).unwrap(), LocalMinute(0));
        assert_eq!(LocalMinute::from_civil(1900, 1, 1, 0).unwrap().weekday(), 0);
    }

    #[test]
    fn dates_that_do_not_exist_are_refused() {
        assert!(LocalMinute::from_civil(2019, 2, 29, 0).is_none());
        assert!(LocalMinute::from_civil(2020, 2, 29, 0).is_some());
        assert!(LocalMinute::from_civil(2020, 4, 31, 0).is_none());
        assert!(LocalMinute::from_civil(2020, 1, 1, 1440).is_none());
        assert!(LocalMinute::from_civil(i64::from(i32::MAX), 1, 1, 0).is_none());
    }

    #[test]
    fn every_day_of_five_centuries_comes_back() {
        for days in -200_000..200_000 {
            let (y, m, d) = civil_from_days(days);
            assert_eq!(days_from_civil(y, m, d), days);
        }
    }
}
