//! `incidents.parquet`: one row per row read and not rejected, in reading order, with its position written out.

use std::path::Path;
use std::sync::Arc;

use arrow_array::types::{Date32Type, Float64Type, Int16Type, TimestampMillisecondType, UInt8Type, UInt16Type, UInt32Type};
use arrow_array::{
    Array, ArrayRef, Date32Array, Float64Array, Int16Array, TimestampMillisecondArray, UInt8Array, UInt16Array, UInt32Array,
};
use catchment_model::{
    AreaIdx, Areas, Block, Cell, Finest, GroupId, IncidentRow, Incidents, LocalMinute, Month, NO_POSITION, Offenses, Position, Quality,
    RESOLUTIONS, RowStatus,
};
use parquet::errors::Result;
use rustc_hash::FxHashMap;

use crate::StoreError;
use crate::table::{Batch, Column, Kind, Months, Table, encode};
use crate::withhold::{Withhold, located};

const MINUTE_MS: i64 = 60_000;

const COLUMNS: [Column; 15] = [
    Column::new("file", Kind::U16),
    Column::new("line", Kind::U32).delta(),
    Column::new("reported", Kind::Month),
    Column::new("occurred", Kind::Minute).nullable().delta(),
    Column::new("block", Kind::U8),
    Column::new("group", Kind::U8),
    Column::new("count", Kind::I16),
    Column::new("incident", Kind::U8),
    Column::new("status", Kind::U8),
    Column::new("lng", Kind::F64).nullable(),
    Column::new("lat", Kind::F64).nullable(),
    Column::new("x_m", Kind::F64).nullable(),
    Column::new("y_m", Kind::F64).nullable(),
    Column::new("area_point", Kind::U16).nullable(),
    Column::new("area_label", Kind::U16).nullable(),
];

/// Rows with a position that may be used, as columns, in reading order.
///
/// Rows of groups that may not be shown per point are not in it. Sums of `count` are net counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Points {
    /// Easting, metres of the work CRS.
    pub x_m: Vec<f64>,
    /// Northing, metres of the work CRS.
    pub y_m: Vec<f64>,
    /// Month of report.
    pub reported: Vec<Month>,
    /// Month of occurrence, where known.
    pub occurred: Vec<Option<Month>>,
    /// Weekday and hour of occurrence.
    pub block: Vec<Block>,
    /// Offense group.
    pub group: Vec<GroupId>,
    /// +1, or −1 for a reversal.
    pub count: Vec<i16>,
    /// Contribution to the count of incidents, 0 or 1.
    pub incident: Vec<u8>,
}

/// Encodes the rows; what their groups may not show is left out.
pub(crate) fn encode_incidents(incidents: &Incidents, offenses: &Offenses, areas: &Areas, quality: &Quality) -> Result<Vec<u8>> {
    let withhold = Withhold::new(offenses);
    let list = |names: Vec<&str>| serde_json::to_string(&names).unwrap_or_default();
    let notes = vec![
        ("groups".to_owned(), list(offenses.groups().iter().map(|g| g.id.as_str()).collect())),
        ("areas".to_owned(), list(areas.list().iter().map(|a| a.id.as_str()).collect())),
        ("files".to_owned(), list(quality.files.iter().map(|f| f.file.as_str()).collect())),
        ("status".to_owned(), list(vec!["accepted", "cancelled", "unlocated"])),
    ];
    encode(&COLUMNS, notes, incidents.rows.len(), |name, range| column(name, incidents, &incidents.rows[range], &withhold))
}

/// The values of one column for some rows.
fn column(name: &str, incidents: &Incidents, rows: &[IncidentRow], withhold: &Withhold) -> ArrayRef {
    let position = |of: fn(&Position) -> f64| {
        Arc::new(rows.iter().map(|row| withhold.position(incidents, row).map(of)).collect::<Float64Array>()) as ArrayRef
    };
    let byte = |of: fn(&IncidentRow) -> u8| Arc::new(UInt8Array::from_iter_values(rows.iter().map(of))) as ArrayRef;
    let mut months = Months::default();
    match name {
        "file" => Arc::new(UInt16Array::from_iter_values(rows.iter().map(|r| r.file))),
        "line" => Arc::new(UInt32Array::from_iter_values(rows.iter().map(|r| r.line))),
        "reported" => Arc::new(Date32Array::from_iter_values(rows.iter().map(|r| months.day(r.reported)))),
        "occurred" => {
            let ms = |row: &IncidentRow| withhold.row(row).occurred.map(|m| i64::from(m.0) * MINUTE_MS);
            Arc::new(rows.iter().map(ms).collect::<TimestampMillisecondArray>())
        }
        "block" => Arc::new(UInt8Array::from_iter_values(rows.iter().map(|r| withhold.row(r).block.code()))),
        "group" => byte(|r| r.group.0),
        "count" => Arc::new(Int16Array::from_iter_values(rows.iter().map(|r| r.count))),
        "incident" => byte(|r| r.incident),
        "status" => byte(|r| r.status as u8),
        "lng" => position(|p| p.lng),
        "lat" => position(|p| p.lat),
        "x_m" => position(|p| p.x_m),
        "y_m" => position(|p| p.y_m),
        "area_point" => {
            let area = |row: &IncidentRow| match withhold.finest(row) {
                Finest::CityYear => None,
                Finest::Area | Finest::Cell => located(incidents, row)?.area.map(|a| a.0),
            };
            Arc::new(rows.iter().map(area).collect::<UInt16Array>())
        }
        _ => Arc::new(rows.iter().map(|row| withhold.row(row).label.map(|a| a.0)).collect::<UInt16Array>()),
    }
}

/// The columns that points need.
fn point_columns() -> Vec<Column> {
    let needed = ["reported", "occurred", "block", "group", "count", "incident", "x_m", "y_m"];
    COLUMNS.into_iter().filter(|c| needed.contains(&c.name)).collect()
}

/// Reads the located rows.
pub(crate) fn read_points(table: &Table<'_>, groups: usize, expected: u64, path: &Path) -> std::result::Result<Points, StoreError> {
    let mut all = Points::default();
    for part in table.read(&point_columns(), |batch| points_of(batch, groups))? {
        all.x_m.extend(part.x_m);
        all.y_m.extend(part.y_m);
        all.reported.extend(part.reported);
        all.occurred.extend(part.occurred);
        all.block.extend(part.block);
        all.group.extend(part.group);
        all.count.extend(part.count);
        all.incident.extend(part.incident);
    }
    let found = all.x_m.len() as u64;
    if found == expected { Ok(all) } else { Err(StoreError::Rows { path: path.to_owned(), found, expected }) }
}

fn points_of(batch: &Batch<'_>, groups: usize) -> Option<Points> {
    let (x_m, y_m) = (batch.column::<Float64Type>("x_m")?, batch.column::<Float64Type>("y_m")?);
    let (reported, occurred) = (batch.values::<Date32Type>("reported")?, batch.column::<TimestampMillisecondType>("occurred")?);
    let (block, group) = (batch.values::<UInt8Type>("block")?, batch.values::<UInt8Type>("group")?);
    let (count, incident) = (batch.values::<Int16Type>("count")?, batch.values::<UInt8Type>("incident")?);
    let mut months = Months::default();
    let mut points = Points::default();
    for i in (0..batch.rows()).filter(|i| !x_m.is_null(*i) && !y_m.is_null(*i)) {
        points.x_m.push(x_m.value(i));
        points.y_m.push(y_m.value(i));
        points.reported.push(months.month(reported[i])?);
        points.occurred.push(if occurred.is_null(i) { None } else { Some(minute(occurred.value(i))?.month()?) });
        points.block.push(Block::from_code(block[i]).ok()?);
        points.group.push((usize::from(group[i]) < groups).then_some(GroupId(group[i]))?);
        points.count.push(count[i]);
        points.incident.push(incident[i]);
    }
    Some(points)
}

/// The minute behind milliseconds; `None` beyond the years that a minute can say.
fn minute(ms: i64) -> Option<LocalMinute> {
    i32::try_from(ms.div_euclid(MINUTE_MS)).ok().map(LocalMinute)
}

/// Reads all rows. Positions are numbered in the order of first use; equal ones are one.
pub(crate) fn read_incidents(table: &Table<'_>, groups: usize, areas: usize) -> std::result::Result<Incidents, StoreError> {
    let parts = table.read(&COLUMNS, |batch| rows_of(batch, groups, areas))?;
    let mut all = Incidents::default();
    let mut numbers: FxHashMap<([u64; 4], Option<AreaIdx>), u32> = FxHashMap::default();
    for (mut row, position) in parts.into_iter().flatten() {
        if let Some(p) = position {
            let key = ([p.lng, p.lat, p.x_m, p.y_m].map(f64::to_bits), p.area);
            row.position = *numbers.entry(key).or_insert_with(|| {
                all.positions.push(p);
                u32::try_from(all.positions.len() - 1).unwrap_or(NO_POSITION)
            });
        }
        all.rows.push(row);
    }
    Ok(all)
}

type Row = (IncidentRow, Option<Position>);

fn rows_of(batch: &Batch<'_>, groups: usize, areas: usize) -> Option<Vec<Row>> {
    let (file, line) = (batch.values::<UInt16Type>("file")?, batch.values::<UInt32Type>("line")?);
    let (reported, occurred) = (batch.values::<Date32Type>("reported")?, batch.column::<TimestampMillisecondType>("occurred")?);
    let (block, group) = (batch.values::<UInt8Type>("block")?, batch.values::<UInt8Type>("group")?);
    let (count, incident) = (batch.values::<Int16Type>("count")?, batch.values::<UInt8Type>("incident")?);
    let status = batch.values::<UInt8Type>("status")?;
    let (point, label) = (batch.column::<UInt16Type>("area_point")?, batch.column::<UInt16Type>("area_label")?);
    let degrees = [batch.column::<Float64Type>("lng")?, batch.column::<Float64Type>("lat")?];
    let metres = [batch.column::<Float64Type>("x_m")?, batch.column::<Float64Type>("y_m")?];
    let area = |array: &UInt16Array, i: usize| (!array.is_null(i)).then(|| AreaIdx(array.value(i)));
    let mut months = Months::default();
    let row = |i: usize| {
        let (area_point, area_label) = (area(point, i), area(label, i));
        let known = |a: Option<AreaIdx>| a.is_none_or(|a| usize::from(a.0) < areas);
        (usize::from(group[i]) < groups && known(area_point) && known(area_label)).then_some(())?;
        let row = IncidentRow {
            file: file[i],
            line: line[i],
            reported: months.month(reported[i])?,
            occurred: if occurred.is_null(i) { None } else { Some(minute(occurred.value(i))?) },
            block: Block::from_code(block[i]).ok()?,
            group: GroupId(group[i]),
            count: count[i],
            incident: incident[i],
            status: [RowStatus::Accepted, RowStatus::Cancelled, RowStatus::Unlocated].get(usize::from(status[i])).copied()?,
            position: NO_POSITION,
            label: area_label,
        };
        let here = degrees.iter().chain(&metres).all(|column| !column.is_null(i));
        let place = || position([degrees[0].value(i), degrees[1].value(i)], [metres[0].value(i), metres[1].value(i)], area_point);
        Some((row, if here { Some(place()?) } else { None }))
    };
    (0..batch.rows()).map(row).collect()
}

fn position([lng, lat]: [f64; 2], [x_m, y_m]: [f64; 2], area: Option<AreaIdx>) -> Option<Position> {
    let [r8, r9, r10] = RESOLUTIONS.map(|r| Cell::at(lng, lat, r).ok());
    Some(Position { lng, lat, x_m, y_m, cells: [r8?, r9?, r10?], area })
}
