//! `repeated.parquet`: what counts at each listed position that rows share, so that answers can say how much of a count
//! is one address. Its entries are those of a cube whose places are the listed positions, in the order of the report.

use std::collections::BTreeMap;

use catchment_model::{
    Block, Cell, Cube, Entry, GroupId, Incidents, LocalMinute, Month, Offenses, Place, RESOLUTIONS, RepeatedPoint,
};
use rustc_hash::FxHashMap;

use crate::withhold::Withhold;

type Key = (GroupId, Month, u32, Option<Month>, Block);

/// The entries of the listed positions. Positions that only areas count, and groups that may not be shown per point,
/// have none.
#[expect(clippy::cast_possible_truncation, reason = "coordinates are within a few million meters")]
pub(crate) fn entries(incidents: &Incidents, offenses: &Offenses, points: &[RepeatedPoint]) -> Vec<Entry> {
    let withhold = Withhold::new(offenses);
    let listed: FxHashMap<(i64, i64), u32> = (0..).zip(points).map(|(at, p)| ((p.x_m, p.y_m), at)).collect();
    let metre = |p: &catchment_model::Position| (p.x_m.round() as i64, p.y_m.round() as i64);
    let of_position: Vec<Option<u32>> = incidents.positions.iter().map(|p| listed.get(&metre(p)).copied()).collect();
    let mut sums: BTreeMap<Key, (i32, i32)> = BTreeMap::new();
    for row in &incidents.rows {
        let Some(Some(point)) = of_position.get(row.position as usize) else { continue };
        if withhold.position(incidents, row).is_none() {
            continue;
        }
        let occurred = row.occurred.and_then(LocalMinute::month);
        let sum = sums.entry((row.group, row.reported, *point, occurred, row.block)).or_default();
        sum.0 += i32::from(row.count);
        sum.1 += i32::from(row.incident);
    }
    let entry = |((group, reported, place, occurred, block), (net, incidents)): (Key, (i32, i32))| Entry {
        group,
        reported,
        place,
        occurred,
        block,
        net,
        incidents,
    };
    sums.into_iter().map(entry).filter(|e| (e.net, e.incidents) != (0, 0)).collect()
}

/// The cube of the listed positions: its places are those positions, in their order.
pub(crate) fn cube(points: &[RepeatedPoint], entries: Vec<Entry>) -> Cube {
    let place = |p: &RepeatedPoint| {
        let cells: Vec<Cell> = RESOLUTIONS.iter().filter_map(|r| Cell::at(p.lng, p.lat, *r).ok()).collect();
        Place { cells: cells.try_into().ok(), area_point: p.area, area_label: None }
    };
    Cube::from_parts(points.iter().map(place).collect(), entries, Vec::new())
}
