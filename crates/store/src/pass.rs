//! The pass that turns incidents into a cube.
//!
//! Every row becomes one 128-bit number whose upper 96 bits are its key, in the order of the cube's entries, and whose
//! lower bits are its counts. Sorting the numbers (in parallel) brings equal keys together; one run over them adds the
//! counts up. Equal numbers are indistinguishable, so an unstable sort on any number of threads gives the same cube.
//! `CubeBuilder` of the model, which keeps a tree map, gives the same answer ten times slower and is the oracle of the
//! tests. Time O(n log n), memory 16 bytes a row.

use std::collections::BTreeMap;

use catchment_model::{
    AreaCount, AreaIdx, Block, Cell, Coverage, Cube, Entry, Finest, GroupId, IncidentRow, Incidents, Month,
    NO_POSITION, Offenses, Place, Position, Shared, YearCount,
};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::StoreError;
use crate::withhold::Withhold;

/// Bits of a packed row, lowest first: incidents, net, block, month of occurrence, label, site, month of report, group.
const INCIDENT_BITS: u32 = 8;
const COUNT_BITS: u32 = INCIDENT_BITS + 24;
/// Added to net counts so that they sort as unsigned numbers: they lie in −2²³ to 2²³ − 1.
const NET_BIAS: i32 = 1 << 23;
/// Rows of withheld groups sort behind all others.
const WITHHELD: u128 = u128::MAX;

/// Cells and polygon of a position, without the label.
type Site = (Option<[Cell; 3]>, Option<AreaIdx>);

/// Builds the cube of some incidents, of counts published per area and month, and of counts published per city and
/// year.
///
/// - Rows of groups with `finest = city-year` enter as counts per year only; of groups with `finest = area`, without
///   cells.
/// - Area counts enter without cells, polygon, day and hour; they tell nothing of incidents, so their incident count is
///   0.
/// - Where a withheld group has both rows (or area counts) and published counts of a year, the rows stand if all twelve
///   months of the year are covered, else the published count. Published counts of the same group and year are added
///   up.
///
/// # Errors
/// [`StoreError::Input`] for a group, area or position that does not exist, and for a count beyond ±2²³.
pub fn cube(
    incidents: &Incidents,
    offenses: &Offenses,
    areas: usize,
    area_counts: &[AreaCount],
    year_counts: &[YearCount],
    coverage: &Coverage,
) -> Result<Cube, StoreError> {
    check(incidents, offenses, areas)?;
    let withhold = Withhold::new(offenses);
    let sites = Sites::of(incidents);
    let mut packed: Vec<u128> = incidents.rows.par_iter().map(|row| sites.pack(row, &withhold)).collect();
    let mut by_year: BTreeMap<(GroupId, i32), i64> = BTreeMap::new();
    for row in incidents.rows.iter().filter(|row| withhold.finest(row) == Finest::CityYear) {
        *by_year.entry((row.group, row.reported.year())).or_default() += i64::from(row.count);
    }
    for count in area_counts {
        let finest = offenses.group(count.group).map(|g| g.finest);
        if finest.is_none() || usize::from(count.area.0) >= areas || !(-NET_BIAS..NET_BIAS).contains(&count.net) {
            return Err(StoreError::input(format!("{count:?}: group, area or count is out of range")));
        }
        if finest == Some(Finest::CityYear) {
            *by_year.entry((count.group, count.month.year())).or_default() += i64::from(count.net);
        } else {
            packed.push(
                pack(count.group, count.month, sites.nowhere, Some(count.area), None, Block::UNKNOWN)
                    | counts(count.net, 0),
            );
        }
    }
    packed.par_sort_unstable();
    packed.truncate(packed.partition_point(|p| *p != WITHHELD));
    let (places, entries) = sites.fold(&packed);
    let shared = shared(incidents, &sites, &withhold, &packed);
    Ok(Cube::from_parts(places, entries, years(by_year, year_counts, offenses, coverage)).with_shared(shared))
}

/// Incidents that stand in several groups, by the entries of their rows; those alike together. Only groups that may be
/// shown per cell: a number in common would lead from a group shown per area to a position.
fn shared(incidents: &Incidents, sites: &Sites, withhold: &Withhold, packed: &[u128]) -> Vec<Shared> {
    let rows = incidents.rows.par_iter().map(|row| (withhold.row(row).shared, row));
    let mut rows: Vec<(u32, u128)> =
        rows.filter(|(number, _)| *number > 0).map(|(n, row)| (n, sites.pack(row, withhold) >> COUNT_BITS)).collect();
    if rows.is_empty() {
        return Vec::new();
    }
    rows.sort_by_key(|(number, _)| *number);
    let keys: Vec<u128> = entries_of(packed).map(|run| run[0] >> COUNT_BITS).collect();
    let entry = |key: u128| keys.binary_search(&key).ok().and_then(|at| u32::try_from(at).ok());
    let mut sets: BTreeMap<Vec<u32>, i32> = BTreeMap::new();
    for incident in rows.chunk_by(|a, b| a.0 == b.0).filter(|rows| rows.len() > 1) {
        *sets.entry(incident.iter().filter_map(|(_, key)| entry(*key)).collect()).or_default() += 1;
    }
    sets.into_iter().map(|(entries, incidents)| Shared { entries, incidents }).collect()
}

/// The rows of each entry, sorted as the entries are.
fn entries_of(packed: &[u128]) -> impl Iterator<Item = &[u128]> {
    packed.chunk_by(|a, b| a >> COUNT_BITS == b >> COUNT_BITS).filter(|run| sums(run) != (0, 0))
}

/// Net count and incidents of rows.
fn sums(run: &[u128]) -> (i32, i32) {
    (run.iter().map(|p| net_of(*p)).sum(), run.iter().map(|p| i32::from(byte(*p, 0))).sum())
}

/// Refuses indices that point nowhere.
fn check(incidents: &Incidents, offenses: &Offenses, areas: usize) -> Result<(), StoreError> {
    let (groups, positions) = (offenses.groups().len(), incidents.positions.len());
    let inside = |area: Option<AreaIdx>| area.is_none_or(|a| usize::from(a.0) < areas);
    let bad = |row: &&IncidentRow| {
        let position = row.position == NO_POSITION || (row.position as usize) < positions;
        !(position && usize::from(row.group.0) < groups && inside(row.label))
    };
    if let Some(row) = incidents.rows.par_iter().find_first(bad) {
        return Err(StoreError::input(format!(
            "{row:?}: expected a group below {groups}, a label below {areas} and a position below {positions}"
        )));
    }
    if let Some(position) = incidents.positions.iter().find(|p| !inside(p.area)) {
        return Err(StoreError::input(format!("{position:?}: expected an area below {areas}")));
    }
    Ok(())
}

/// The distinct sites of all positions, sorted, so that their numbers sort as they do.
struct Sites {
    list: Vec<Site>,
    /// Site of each position.
    fine: Vec<u32>,
    /// Site of each position without its cells.
    coarse: Vec<u32>,
    /// Site of rows without a position.
    nowhere: u32,
}

impl Sites {
    fn of(incidents: &Incidents) -> Self {
        // Many positions share a site: number the sites as they come, sort the few, and renumber.
        let mut met: FxHashMap<Site, u32> = FxHashMap::default();
        let mut meet = |site: Site| {
            let next = met.len();
            *met.entry(site).or_insert_with(|| u32::try_from(next).unwrap_or(u32::MAX))
        };
        let nowhere = meet((None, None));
        let cells = |at: u32, p: &Position| (!incidents.areas_only.contains(&at)).then_some(p.cells);
        let mut fine: Vec<u32> = (0..).zip(&incidents.positions).map(|(i, p)| meet((cells(i, p), p.area))).collect();
        let mut coarse: Vec<u32> = incidents.positions.iter().map(|p| meet((None, p.area))).collect();
        let mut sorted: Vec<(Site, u32)> = met.into_iter().collect();
        sorted.sort_unstable();
        let mut rank = vec![0; sorted.len()];
        for ((_, met), at) in sorted.iter().zip(0..) {
            rank[*met as usize] = at;
        }
        for site in fine.iter_mut().chain(&mut coarse) {
            *site = rank[*site as usize];
        }
        Self { list: sorted.into_iter().map(|(site, _)| site).collect(), fine, coarse, nowhere: rank[nowhere as usize] }
    }

    fn pack(&self, row: &IncidentRow, withhold: &Withhold) -> u128 {
        let known = match withhold.finest(row) {
            Finest::CityYear => return WITHHELD,
            Finest::Area => &self.coarse,
            Finest::Cell => &self.fine,
        };
        let at = if row.status == catchment_model::RowStatus::Unlocated { NO_POSITION } else { row.position };
        let site = known.get(at as usize).copied().unwrap_or(self.nowhere);
        let occurred = row.occurred.and_then(catchment_model::LocalMinute::month);
        pack(row.group, row.reported, site, row.label, occurred, row.block) | counts(i32::from(row.count), row.incident)
    }

    /// Adds up sorted rows; keys that add up to nothing leave their place behind but no entry.
    fn fold(&self, packed: &[u128]) -> (Vec<Place>, Vec<Entry>) {
        // Not collected: that would reserve room for as many places as there are rows.
        let mut index: FxHashMap<u64, u32> = FxHashMap::default();
        for row in packed {
            index.insert(place_key(*row), 0);
        }
        let mut keys: Vec<u64> = index.keys().copied().collect();
        keys.sort_unstable();
        for (key, at) in keys.iter().zip(0..) {
            index.insert(*key, at);
        }
        let place = |key: u64| {
            let (cells, area_point) = self.list[(key >> 16) as usize];
            Place { cells, area_point, area_label: ((key & 0xffff) as u16).checked_sub(1).map(AreaIdx) }
        };
        let entries = entries_of(packed).filter_map(|run| {
            let (net, incidents) = sums(run);
            unpack(run[0], index[&place_key(run[0])], net, incidents)
        });
        let entries = entries.collect();
        (keys.iter().copied().map(place).collect(), entries)
    }
}

fn pack(
    group: GroupId,
    reported: Month,
    site: u32,
    label: Option<AreaIdx>,
    occurred: Option<Month>,
    block: Block,
) -> u128 {
    let mut key = u128::from(group.0);
    key = key << 16 | u128::from(reported.index());
    key = key << 32 | u128::from(site);
    key = key << 16 | u128::from(label.map_or(0, |a| a.0 + 1));
    key = key << 16 | u128::from(occurred.map_or(0, Month::index));
    key = key << 8 | u128::from(block.code());
    key << COUNT_BITS
}

fn counts(net: i32, incidents: u8) -> u128 {
    u128::from((net + NET_BIAS).unsigned_abs()) << INCIDENT_BITS | u128::from(incidents)
}

fn byte(packed: u128, shift: u32) -> u8 {
    (packed >> shift & 0xff) as u8
}

fn word(packed: u128, shift: u32) -> u16 {
    (packed >> shift & 0xffff) as u16
}

fn net_of(packed: u128) -> i32 {
    (packed >> INCIDENT_BITS & 0xff_ffff) as i32 - NET_BIAS
}

/// Site and label.
fn place_key(packed: u128) -> u64 {
    (packed >> (COUNT_BITS + 24) & 0xffff_ffff_ffff) as u64
}

fn unpack(packed: u128, place: u32, net: i32, incidents: i32) -> Option<Entry> {
    Some(Entry {
        group: GroupId(byte(packed, COUNT_BITS + 88)),
        reported: Month::from_index(word(packed, COUNT_BITS + 72))?,
        place,
        occurred: Month::from_index(word(packed, COUNT_BITS + 8)),
        block: Block::from_code(byte(packed, COUNT_BITS)).ok()?,
        net,
        incidents,
    })
}

/// Counts per year: of withheld groups from their rows, and as published.
fn years(
    rows: BTreeMap<(GroupId, i32), i64>,
    published: &[YearCount],
    offenses: &Offenses,
    coverage: &Coverage,
) -> Vec<YearCount> {
    let mut sums: BTreeMap<(GroupId, i32), i64> = BTreeMap::new();
    for count in published {
        *sums.entry((count.group, count.year)).or_default() += count.net;
    }
    let whole =
        |year: i32| (1..=12).all(|m| Month::new(i64::from(year), m).is_ok_and(|m| coverage.months.contains_key(&m)));
    for (key, net) in rows {
        if !sums.contains_key(&key) || whole(key.1) {
            sums.insert(key, net);
        }
    }
    let known = |group: GroupId| offenses.group(group).is_some();
    sums.into_iter()
        .filter(|((group, _), _)| known(*group))
        .map(|((group, year), net)| YearCount { year, group, net })
        .collect()
}
