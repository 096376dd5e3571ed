//! The cube on disk: `places.parquet`, `cube.parquet` and `shared.parquet`, in the order of the cube.

use std::ops::Range;
use std::sync::Arc;

use arrow_array::types::{Date32Type, Int32Type, UInt8Type, UInt16Type, UInt32Type, UInt64Type};
use arrow_array::{Array, ArrayRef, Date32Array, Int32Array, UInt8Array, UInt16Array, UInt32Array, UInt64Array};
use catchment_model::{AreaIdx, Block, Cell, Entry, GroupId, Place, Shared};
use parquet::errors::Result;

use crate::StoreError;
use crate::table::{Batch, Column, Kind, Months, Table, encode};

const PLACES: [Column; 5] = [
    Column::new("cell_8", Kind::U64).nullable(),
    Column::new("cell_9", Kind::U64).nullable(),
    Column::new("cell_10", Kind::U64).nullable(),
    Column::new("area_point", Kind::U16).nullable(),
    Column::new("area_label", Kind::U16).nullable(),
];

const ENTRIES: [Column; 7] = [
    Column::new("group", Kind::U8),
    Column::new("reported", Kind::Month),
    Column::new("place", Kind::U32),
    Column::new("occurred", Kind::Month).nullable(),
    Column::new("block", Kind::U8),
    Column::new("net", Kind::I32),
    Column::new("incidents", Kind::I32),
];

/// One row for each entry that an incident of several groups stands in; `set` numbers the incidents alike.
const SHARED: [Column; 3] =
    [Column::new("set", Kind::U32), Column::new("entry", Kind::U32), Column::new("incidents", Kind::I32)];

pub(crate) fn encode_shared(shared: &[Shared]) -> Result<Vec<u8>> {
    let of_set = |(set, s): (u32, &Shared)| s.entries.iter().map(|at| (set, *at, s.incidents)).collect::<Vec<_>>();
    let rows: Vec<(u32, u32, i32)> = (0..).zip(shared).flat_map(of_set).collect();
    encode(&SHARED, vec![], rows.len(), |name, range: Range<usize>| {
        let rows = rows[range].iter();
        match name {
            "set" => Arc::new(UInt32Array::from_iter_values(rows.map(|r| r.0))) as ArrayRef,
            "entry" => Arc::new(UInt32Array::from_iter_values(rows.map(|r| r.1))),
            _ => Arc::new(Int32Array::from_iter_values(rows.map(|r| r.2))),
        }
    })
}

/// Reads the incidents of several groups; entries at or above `entries` are faults.
pub(crate) fn read_shared(table: &Table<'_>, entries: usize) -> std::result::Result<Vec<Shared>, StoreError> {
    let of_batch = |batch: &Batch<'_>| {
        let (set, entry) = (batch.values::<UInt32Type>("set")?, batch.values::<UInt32Type>("entry")?);
        let incidents = batch.values::<Int32Type>("incidents")?;
        let known = entry.iter().all(|at| (*at as usize) < entries);
        known.then(|| set.iter().zip(entry).zip(incidents).map(|((s, e), n)| (*s, *e, *n)).collect::<Vec<_>>())
    };
    let rows = table.read(&SHARED, of_batch)?.concat();
    let one = |run: &[(u32, u32, i32)]| Shared { entries: run.iter().map(|r| r.1).collect(), incidents: run[0].2 };
    Ok(rows.chunk_by(|a, b| a.0 == b.0).map(one).collect())
}

pub(crate) fn encode_places(places: &[Place]) -> Result<Vec<u8>> {
    encode(&PLACES, vec![], places.len(), |name, range| {
        let places = places[range].iter();
        let cell = |at: usize| {
            Arc::new(places.clone().map(|p| p.cells.map(|c| c[at].bits())).collect::<UInt64Array>()) as ArrayRef
        };
        match name {
            "cell_8" => cell(0),
            "cell_9" => cell(1),
            "cell_10" => cell(2),
            "area_point" => Arc::new(places.map(|p| p.area_point.map(|a| a.0)).collect::<UInt16Array>()),
            _ => Arc::new(places.map(|p| p.area_label.map(|a| a.0)).collect::<UInt16Array>()),
        }
    })
}

pub(crate) fn encode_entries(entries: &[Entry]) -> Result<Vec<u8>> {
    encode(&ENTRIES, vec![], entries.len(), |name, range: Range<usize>| {
        let entries = entries[range].iter();
        let mut months = Months::default();
        match name {
            "group" => Arc::new(UInt8Array::from_iter_values(entries.map(|e| e.group.0))),
            "reported" => Arc::new(Date32Array::from_iter_values(entries.map(|e| months.day(e.reported)))),
            "place" => Arc::new(UInt32Array::from_iter_values(entries.map(|e| e.place))),
            "occurred" => Arc::new(entries.map(|e| e.occurred.map(|m| months.day(m))).collect::<Date32Array>()),
            "block" => Arc::new(UInt8Array::from_iter_values(entries.map(|e| e.block.code()))),
            "net" => Arc::new(Int32Array::from_iter_values(entries.map(|e| e.net))),
            _ => Arc::new(Int32Array::from_iter_values(entries.map(|e| e.incidents))),
        }
    })
}

/// Reads the places; areas at or above `areas` are faults.
pub(crate) fn read_places(table: &Table<'_>, areas: usize) -> std::result::Result<Vec<Place>, StoreError> {
    Ok(table.read(&PLACES, |batch| places_of(batch, areas))?.concat())
}

fn places_of(batch: &Batch<'_>, areas: usize) -> Option<Vec<Place>> {
    let [r8, r9, r10] = ["cell_8", "cell_9", "cell_10"].map(|name| batch.column::<UInt64Type>(name));
    let (r8, r9, r10) = (r8?, r9?, r10?);
    let (point, label) = (batch.column::<UInt16Type>("area_point")?, batch.column::<UInt16Type>("area_label")?);
    let area = |value: Option<u16>| match value {
        Some(a) if usize::from(a) >= areas => None,
        other => Some(other.map(AreaIdx)),
    };
    let place = |i: usize| {
        let cells = if r8.is_null(i) || r9.is_null(i) || r10.is_null(i) {
            None
        } else {
            let cell = |bits: u64| Cell::from_bits(bits).ok();
            Some([cell(r8.value(i))?, cell(r9.value(i))?, cell(r10.value(i))?])
        };
        let optional = |a: &UInt16Array| area((!a.is_null(i)).then(|| a.value(i)));
        Some(Place { cells, area_point: optional(point)?, area_label: optional(label)? })
    };
    (0..batch.rows()).map(place).collect()
}

/// Reads the entries; places at or above `places` and groups at or above `groups` are faults.
pub(crate) fn read_entries(
    table: &Table<'_>,
    places: usize,
    groups: usize,
) -> std::result::Result<Vec<Entry>, StoreError> {
    Ok(table.read(&ENTRIES, |batch| entries_of(batch, places, groups))?.concat())
}

fn entries_of(batch: &Batch<'_>, places: usize, groups: usize) -> Option<Vec<Entry>> {
    let group = batch.values::<UInt8Type>("group")?;
    let reported = batch.values::<Date32Type>("reported")?;
    let place = batch.values::<UInt32Type>("place")?;
    let occurred = batch.column::<Date32Type>("occurred")?;
    let block = batch.values::<UInt8Type>("block")?;
    let (net, incidents) = (batch.values::<Int32Type>("net")?, batch.values::<Int32Type>("incidents")?);
    let (mut of_report, mut of_occurrence) = (Months::default(), Months::default());
    let entry = |i: usize| {
        let known = (place[i] as usize) < places && usize::from(group[i]) < groups;
        known.then_some(())?;
        Some(Entry {
            group: GroupId(group[i]),
            reported: of_report.month(reported[i])?,
            place: place[i],
            occurred: if occurred.is_null(i) { None } else { Some(of_occurrence.month(occurred.value(i))?) },
            block: Block::from_code(block[i]).ok()?,
            net: net[i],
            incidents: incidents[i],
        })
    };
    (0..batch.rows()).map(entry).collect()
}
