//! `incidents.parquet`, one row per row read and not rejected, in reading order, and `positions.parquet`, the positions
//! that they refer to.

use std::path::Path;
use std::sync::Arc;

use arrow_array::types::{
    Date32Type, Float64Type, Int16Type, TimestampMillisecondType, UInt8Type, UInt16Type, UInt32Type,
};
use arrow_array::{
    Array, ArrayRef, Date32Array, Float64Array, Int16Array, TimestampMillisecondArray, UInt8Array, UInt16Array,
    UInt32Array,
};
use catchment_model::{
    AreaIdx, Areas, Block, Cell, Finest, GroupId, IncidentRow, Incidents, LocalMinute, Month, NO_POSITION, Offenses,
    Position, Quality, RESOLUTIONS, RowStatus,
};
use parquet::errors::Result;

use crate::StoreError;
use crate::table::{Batch, Column, Kind, Months, Table, encode};
use crate::withhold::{Withhold, located};

const MINUTE_MS: i64 = 60_000;

const COLUMNS: [Column; 13] = [
    Column::new("file", Kind::U16),
    Column::new("line", Kind::U32),
    Column::new("reported", Kind::Month),
    Column::new("occurred", Kind::Minute).nullable(),
    Column::new("block", Kind::U8),
    Column::new("group", Kind::U8),
    Column::new("count", Kind::I16),
    Column::new("incident", Kind::U8),
    Column::new("shared", Kind::U32),
    Column::new("status", Kind::U8),
    Column::new("position", Kind::U32).nullable(),
    Column::new("area_point", Kind::U16).nullable(),
    Column::new("area_label", Kind::U16).nullable(),
];

const POSITIONS: [Column; 6] = [
    Column::new("position", Kind::U32),
    Column::new("lng", Kind::F64),
    Column::new("lat", Kind::F64),
    Column::new("x_m", Kind::F64),
    Column::new("y_m", Kind::F64),
    Column::new("area_point", Kind::U16).nullable(),
];

/// Rows with a position that may be used, as columns, in reading order.
///
/// Rows of groups that may not be shown per point are not in it. Sums of `count` are net counts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Points {
    /// Easting, meters of the work CRS.
    pub x_m: Vec<f64>,
    /// Northing, meters of the work CRS.
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
    /// Number of an incident that stands in several groups, on its row in each; 0 elsewhere.
    pub shared: Vec<u32>,
}

/// Incidents as they are written: what may not be disclosed of their groups is left out.
#[derive(Debug)]
pub(crate) struct Disclosed<'a> {
    incidents: &'a Incidents,
    withhold: Withhold,
    /// New number of each position, in the order of first use; [`NO_POSITION`] where no row may refer to it.
    numbers: Vec<u32>,
    /// Positions that rows refer to, by their new number.
    positions: Vec<Position>,
    /// Rows that refer to a position.
    located: usize,
}

impl<'a> Disclosed<'a> {
    pub(crate) fn new(incidents: &'a Incidents, offenses: &Offenses) -> Self {
        let withhold = Withhold::new(offenses);
        let (mut numbers, mut positions, mut located) = (vec![NO_POSITION; incidents.positions.len()], Vec::new(), 0);
        for row in &incidents.rows {
            if let Some(position) = withhold.position(incidents, row) {
                located += 1;
                let number = &mut numbers[row.position as usize];
                if *number == NO_POSITION {
                    *number = u32::try_from(positions.len()).unwrap_or(NO_POSITION);
                    positions.push(*position);
                }
            }
        }
        Self { incidents, withhold, numbers, positions, located }
    }

    /// Number of rows that refer to a position, and of positions.
    pub(crate) fn counts(&self) -> (usize, usize) {
        (self.located, self.positions.len())
    }

    fn position(&self, row: &IncidentRow) -> Option<u32> {
        let at = self.withhold.row(row).position;
        self.numbers.get(at as usize).copied().filter(|number| *number != NO_POSITION)
    }

    fn area_point(&self, row: &IncidentRow) -> Option<u16> {
        match self.withhold.finest(row) {
            Finest::CityYear => None,
            Finest::Area | Finest::Cell => located(self.incidents, row)?.area.map(|a| a.0),
        }
    }
}

/// Encodes the rows.
pub(crate) fn encode_incidents(
    disclosed: &Disclosed<'_>,
    offenses: &Offenses,
    areas: &Areas,
    quality: &Quality,
) -> Result<Vec<u8>> {
    let list = |names: Vec<&str>| serde_json::to_string(&names).unwrap_or_default();
    let notes = vec![
        ("groups".to_owned(), list(offenses.groups().iter().map(|g| g.id.as_str()).collect())),
        ("areas".to_owned(), list(areas.list().iter().map(|a| a.id.as_str()).collect())),
        ("files".to_owned(), list(quality.files.iter().map(|f| f.file.as_str()).collect())),
        ("status".to_owned(), list(vec!["accepted", "cancelled", "unlocated"])),
    ];
    let rows = &disclosed.incidents.rows;
    encode(&COLUMNS, notes, rows.len(), |name, range| column(name, disclosed, &rows[range]))
}

/// Encodes the positions that the rows refer to.
pub(crate) fn encode_positions(disclosed: &Disclosed<'_>) -> Result<Vec<u8>> {
    encode(&POSITIONS, vec![], disclosed.positions.len(), |name, range| {
        let positions = &disclosed.positions[range.clone()];
        let number =
            |of: fn(&Position) -> f64| Arc::new(Float64Array::from_iter_values(positions.iter().map(of))) as ArrayRef;
        match name {
            "position" => Arc::new(UInt32Array::from_iter_values(range.filter_map(|i| u32::try_from(i).ok()))),
            "lng" => number(|p| p.lng),
            "lat" => number(|p| p.lat),
            "x_m" => number(|p| p.x_m),
            "y_m" => number(|p| p.y_m),
            _ => Arc::new(positions.iter().map(|p| p.area.map(|a| a.0)).collect::<UInt16Array>()),
        }
    })
}

/// The values of one column for some rows.
fn column(name: &str, disclosed: &Disclosed<'_>, rows: &[IncidentRow]) -> ArrayRef {
    let withhold = &disclosed.withhold;
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
        "shared" => Arc::new(UInt32Array::from_iter_values(rows.iter().map(|r| withhold.row(r).shared))),
        "status" => byte(|r| r.status as u8),
        "position" => Arc::new(rows.iter().map(|row| disclosed.position(row)).collect::<UInt32Array>()),
        "area_point" => Arc::new(rows.iter().map(|row| disclosed.area_point(row)).collect::<UInt16Array>()),
        _ => Arc::new(rows.iter().map(|row| withhold.row(row).label.map(|a| a.0)).collect::<UInt16Array>()),
    }
}

/// The columns that points need.
fn point_columns() -> Vec<Column> {
    let needed = ["reported", "occurred", "block", "group", "count", "incident", "shared", "position"];
    COLUMNS.into_iter().filter(|c| needed.contains(&c.name)).collect()
}

/// Some columns of the positions.
fn position_columns(names: &[&str]) -> Vec<Column> {
    POSITIONS.into_iter().filter(|c| names.contains(&c.name)).collect()
}

/// Easting and northing of every position, meters.
pub(crate) fn read_metres(table: &Table<'_>) -> std::result::Result<Vec<[f64; 2]>, StoreError> {
    let pairs = |batch: &Batch<'_>| {
        let (x_m, y_m) = (batch.values::<Float64Type>("x_m")?, batch.values::<Float64Type>("y_m")?);
        Some(x_m.iter().zip(y_m).map(|(x, y)| [*x, *y]).collect::<Vec<_>>())
    };
    Ok(table.read(&position_columns(&["x_m", "y_m"]), pairs)?.concat())
}

/// Reads the located rows, `expected` of them; `meters` as [`read_metres`] gives them.
pub(crate) fn read_points(
    table: &Table<'_>,
    meters: &[[f64; 2]],
    groups: usize,
    expected: u64,
    path: &Path,
) -> std::result::Result<Points, StoreError> {
    let mut all = Points::default();
    for part in table.read(&point_columns(), |batch| points_of(batch, meters, groups))? {
        all.x_m.extend(part.x_m);
        all.y_m.extend(part.y_m);
        all.reported.extend(part.reported);
        all.occurred.extend(part.occurred);
        all.block.extend(part.block);
        all.group.extend(part.group);
        all.count.extend(part.count);
        all.incident.extend(part.incident);
        all.shared.extend(part.shared);
    }
    let found = all.x_m.len() as u64;
    if found == expected { Ok(all) } else { Err(StoreError::Rows { path: path.to_owned(), found, expected }) }
}

fn points_of(batch: &Batch<'_>, meters: &[[f64; 2]], groups: usize) -> Option<Points> {
    let position = batch.column::<UInt32Type>("position")?;
    let (reported, occurred) =
        (batch.values::<Date32Type>("reported")?, batch.column::<TimestampMillisecondType>("occurred")?);
    let (block, group) = (batch.values::<UInt8Type>("block")?, batch.values::<UInt8Type>("group")?);
    let (count, incident) = (batch.values::<Int16Type>("count")?, batch.values::<UInt8Type>("incident")?);
    let shared = batch.values::<UInt32Type>("shared")?;
    let mut months = Months::default();
    let mut points = Points::default();
    for i in (0..batch.rows()).filter(|i| !position.is_null(*i)) {
        let [x_m, y_m] = *meters.get(position.value(i) as usize)?;
        points.x_m.push(x_m);
        points.y_m.push(y_m);
        points.reported.push(months.month(reported[i])?);
        points.occurred.push(if occurred.is_null(i) { None } else { Some(minute(occurred.value(i))?.month()?) });
        points.block.push(Block::from_code(block[i]).ok()?);
        points.group.push((usize::from(group[i]) < groups).then_some(GroupId(group[i]))?);
        points.count.push(count[i]);
        points.incident.push(incident[i]);
        points.shared.push(shared[i]);
    }
    Some(points)
}

/// The minute behind milliseconds; `None` beyond the years that a minute can say.
fn minute(ms: i64) -> Option<LocalMinute> {
    i32::try_from(ms.div_euclid(MINUTE_MS)).ok().map(LocalMinute)
}

/// Reads the positions, in the order of their numbers. Their cells follow from the degrees.
pub(crate) fn read_positions(table: &Table<'_>, areas: usize) -> std::result::Result<Vec<Position>, StoreError> {
    Ok(table.read(&POSITIONS, |batch| positions_of(batch, areas))?.concat())
}

fn positions_of(batch: &Batch<'_>, areas: usize) -> Option<Vec<Position>> {
    let (lng, lat) = (batch.values::<Float64Type>("lng")?, batch.values::<Float64Type>("lat")?);
    let (x_m, y_m) = (batch.values::<Float64Type>("x_m")?, batch.values::<Float64Type>("y_m")?);
    let area = batch.column::<UInt16Type>("area_point")?;
    let position = |i: usize| {
        let [r8, r9, r10] = RESOLUTIONS.map(|r| Cell::at(lng[i], lat[i], r).ok());
        let area = optional_area(area, i);
        area.is_none_or(|a| usize::from(a.0) < areas).then_some(())?;
        Some(Position { lng: lng[i], lat: lat[i], x_m: x_m[i], y_m: y_m[i], cells: [r8?, r9?, r10?], area })
    };
    (0..batch.rows()).map(position).collect()
}

/// A place twice: longitude and latitude in degrees, easting and northing in meters of the work CRS.
pub type ControlPoint = ([f64; 2], [f64; 2]);

/// Reads the positions in both coordinates, without their cells.
pub(crate) fn read_control_points(table: &Table<'_>) -> std::result::Result<Vec<ControlPoint>, StoreError> {
    let of_batch = |batch: &Batch<'_>| {
        let (lng, lat) = (batch.values::<Float64Type>("lng")?, batch.values::<Float64Type>("lat")?);
        let (x_m, y_m) = (batch.values::<Float64Type>("x_m")?, batch.values::<Float64Type>("y_m")?);
        Some((0..batch.rows()).map(|i| ([lng[i], lat[i]], [x_m[i], y_m[i]])).collect::<Vec<_>>())
    };
    Ok(table.read(&position_columns(&["lng", "lat", "x_m", "y_m"]), of_batch)?.concat())
}

fn optional_area(array: &UInt16Array, at: usize) -> Option<AreaIdx> {
    (!array.is_null(at)).then(|| AreaIdx(array.value(at)))
}

/// Reads all rows; `positions` is how many there are.
pub(crate) fn read_rows(
    table: &Table<'_>,
    positions: usize,
    groups: usize,
    areas: usize,
) -> std::result::Result<Vec<IncidentRow>, StoreError> {
    Ok(table.read(&COLUMNS, |batch| rows_of(batch, positions, groups, areas))?.concat())
}

fn rows_of(batch: &Batch<'_>, positions: usize, groups: usize, areas: usize) -> Option<Vec<IncidentRow>> {
    let (file, line) = (batch.values::<UInt16Type>("file")?, batch.values::<UInt32Type>("line")?);
    let (reported, occurred) =
        (batch.values::<Date32Type>("reported")?, batch.column::<TimestampMillisecondType>("occurred")?);
    let (block, group) = (batch.values::<UInt8Type>("block")?, batch.values::<UInt8Type>("group")?);
    let (count, incident) = (batch.values::<Int16Type>("count")?, batch.values::<UInt8Type>("incident")?);
    let shared = batch.values::<UInt32Type>("shared")?;
    let status = batch.values::<UInt8Type>("status")?;
    let (position, label) = (batch.column::<UInt32Type>("position")?, batch.column::<UInt16Type>("area_label")?);
    let mut months = Months::default();
    let row = |i: usize| {
        let label = optional_area(label, i);
        let at = if position.is_null(i) { NO_POSITION } else { position.value(i) };
        let known = at == NO_POSITION || (at as usize) < positions;
        (known && usize::from(group[i]) < groups && label.is_none_or(|a| usize::from(a.0) < areas)).then_some(())?;
        Some(IncidentRow {
            file: file[i],
            line: line[i],
            reported: months.month(reported[i])?,
            occurred: if occurred.is_null(i) { None } else { Some(minute(occurred.value(i))?) },
            block: Block::from_code(block[i]).ok()?,
            group: GroupId(group[i]),
            count: count[i],
            incident: incident[i],
            shared: shared[i],
            status: [RowStatus::Accepted, RowStatus::Cancelled, RowStatus::Unlocated]
                .get(usize::from(status[i]))
                .copied()?,
            position: at,
            label,
        })
    };
    (0..batch.rows()).map(row).collect()
}
