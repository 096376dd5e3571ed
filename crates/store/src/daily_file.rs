//! `daily.parquet` and `daily_shared.parquet`: counts by day of the newest months, by area and offense group.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use arrow_array::types::{Date32Type, Int32Type, UInt8Type, UInt16Type};
use arrow_array::{Array, ArrayRef, Date32Array, Int32Array, UInt8Array, UInt16Array};
use catchment_model::{
    AreaIdx, Coverage, Daily, Day, DayEntry, Days, Finest, GroupId, IncidentRow, Incidents, Month, Offenses, Shared,
    Window,
};
use parquet::errors::Result;

use crate::StoreError;
use crate::table::{Batch, Column, Kind, Months, Table, encode};
use crate::withhold::{Withhold, located};

const COLUMNS: [Column; 7] = [
    Column::new("group", Kind::U8),
    Column::new("day", Kind::Day).nullable(),
    Column::new("reported", Kind::Month),
    Column::new("area_point", Kind::U16).nullable(),
    Column::new("area_label", Kind::U16).nullable(),
    Column::new("net", Kind::I32),
    Column::new("incidents", Kind::I32),
];

type Key = (GroupId, Option<Day>, Month, Option<AreaIdx>, Option<AreaIdx>);

/// The months whose reports have days: the newest with incidents, at most 24.
pub(crate) fn window(coverage: &Coverage) -> Option<Window> {
    coverage.latest(Daily::MONTHS, coverage.through()?)
}

/// Counts the rows that were reported in the newest months by the day on which they happened. What happened before
/// those months, or after them by a slip of the pen, is on no day of theirs and left out.
pub(crate) fn count(incidents: &Incidents, offenses: &Offenses, coverage: &Coverage) -> Option<Daily> {
    let window = window(coverage)?;
    let days = Days { from: Day::first_of(window.from()), to: Day::last_of(window.to()) };
    let withhold = Withhold::new(offenses);
    let key = |row: &IncidentRow| -> Option<Key> {
        let day = row.occurred.map(Day::of);
        let told = withhold.finest(row) > Finest::CityYear && window.contains(row.reported);
        let area = located(incidents, row).and_then(|position| position.area);
        (told && day.is_none_or(|d| days.contains(d))).then_some((row.group, day, row.reported, area, row.label))
    };
    let mut sums: BTreeMap<Key, (i32, i32)> = BTreeMap::new();
    for (row, key) in incidents.rows.iter().filter_map(|row| Some((row, key(row)?))) {
        let sum = sums.entry(key).or_default();
        sum.0 += i32::from(row.count);
        sum.1 += i32::from(row.incident);
    }
    sums.retain(|_, sum| *sum != (0, 0));
    let shared = shared(incidents, &withhold, &sums.keys().copied().collect::<Vec<_>>(), key);
    let entry = |((group, day, reported, area_point, area_label), (net, incidents)): (Key, (i32, i32))| DayEntry {
        group,
        day,
        reported,
        area_point,
        area_label,
        net,
        incidents,
    };
    Some(Daily::new(window, sums.into_iter().map(entry).collect(), shared))
}

/// Incidents that stand in several groups, by the entries of their rows; those alike together.
fn shared(
    incidents: &Incidents,
    withhold: &Withhold,
    keys: &[Key],
    key: impl Fn(&IncidentRow) -> Option<Key>,
) -> Vec<Shared> {
    let mut rows: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
    for row in &incidents.rows {
        let number = withhold.row(row).shared;
        let at = (number > 0).then(|| key(row)).flatten().and_then(|k| keys.binary_search(&k).ok());
        if let Some(at) = at.and_then(|at| u32::try_from(at).ok()) {
            rows.entry(number).or_default().push(at);
        }
    }
    let mut sets: BTreeMap<Vec<u32>, i32> = BTreeMap::new();
    for entries in rows.into_values().filter(|entries| entries.len() > 1) {
        *sets.entry(entries).or_default() += 1;
    }
    sets.into_iter().map(|(entries, incidents)| Shared { entries, incidents }).collect()
}

pub(crate) fn encode_daily(entries: &[DayEntry]) -> Result<Vec<u8>> {
    encode(&COLUMNS, vec![], entries.len(), |name, range: Range<usize>| {
        let entries = entries[range].iter();
        let mut months = Months::default();
        let area = |of: fn(&DayEntry) -> Option<AreaIdx>| {
            Arc::new(entries.clone().map(|e| of(e).map(|a| a.0)).collect::<UInt16Array>()) as ArrayRef
        };
        match name {
            "group" => Arc::new(UInt8Array::from_iter_values(entries.map(|e| e.group.0))) as ArrayRef,
            "day" => Arc::new(entries.map(|e| e.day.map(|d| d.0)).collect::<Date32Array>()),
            "reported" => Arc::new(Date32Array::from_iter_values(entries.map(|e| months.day(e.reported)))),
            "area_point" => area(|e| e.area_point),
            "area_label" => area(|e| e.area_label),
            "net" => Arc::new(Int32Array::from_iter_values(entries.map(|e| e.net))),
            _ => Arc::new(Int32Array::from_iter_values(entries.map(|e| e.incidents))),
        }
    })
}

/// Reads the entries; groups and areas at or above these numbers, and months and days outside the window, are faults.
pub(crate) fn read_daily(
    table: &Table<'_>,
    window: Window,
    groups: usize,
    areas: usize,
) -> std::result::Result<Vec<DayEntry>, StoreError> {
    Ok(table.read(&COLUMNS, |batch| entries_of(batch, window, (groups, areas)))?.concat())
}

fn entries_of(batch: &Batch<'_>, window: Window, (groups, areas): (usize, usize)) -> Option<Vec<DayEntry>> {
    let group = batch.values::<UInt8Type>("group")?;
    let (day, reported) = (batch.column::<Date32Type>("day")?, batch.values::<Date32Type>("reported")?);
    let (point, label) = (batch.column::<UInt16Type>("area_point")?, batch.column::<UInt16Type>("area_label")?);
    let (net, incidents) = (batch.values::<Int32Type>("net")?, batch.values::<Int32Type>("incidents")?);
    let mut months = Months::default();
    let area = |of: &UInt16Array, i: usize| match (!of.is_null(i)).then(|| of.value(i)) {
        Some(a) if usize::from(a) >= areas => None,
        other => Some(other.map(AreaIdx)),
    };
    let entry = |i: usize| {
        let day = (!day.is_null(i)).then(|| Day(day.value(i)));
        let reported = months.month(reported[i])?;
        let inside = day.is_none_or(|d| d.month().is_some_and(|m| window.contains(m))) && window.contains(reported);
        (inside && usize::from(group[i]) < groups).then_some(())?;
        Some(DayEntry {
            group: GroupId(group[i]),
            day,
            reported,
            area_point: area(point, i)?,
            area_label: area(label, i)?,
            net: net[i],
            incidents: incidents[i],
        })
    };
    (0..batch.rows()).map(entry).collect()
}
