//! Positions that many rows share to the meter: found, named, and treated as the city file says.

use std::collections::{BTreeMap, BTreeSet};

use catchment_model::city::{City, Treat};
use catchment_model::{
    Finest, GroupId, IncidentRow, Incidents, NO_POSITION, Offenses, Quality, RepeatedPoint, RowStatus,
};

use crate::IngestError;
use crate::chance::{ALARM, most};
use crate::declared::{self, Metre, metre};
use crate::places::Ground;
use crate::votes::{Texts, Votes};

/// Positions that are listed whether or not chance allows them.
const LISTED: usize = 10;
/// Stacks that are named in a sentence.
const NAMED: usize = 5;

/// What lies at a meter.
#[derive(Debug, Default, Clone)]
struct Heap {
    positions: Vec<u32>,
    rows: u64,
    /// Those of the groups that are shown without being asked for.
    default: u64,
    by_group: BTreeMap<u8, u64>,
    label_differs: (u64, u64),
}

/// Lists the repeated positions, names them, and treats the declared ones; sentences for the report.
///
/// # Errors
/// [`IngestError::Value`] for a declared point that cannot be spread.
pub(crate) fn treat(
    (city, offenses): (&City, &Offenses),
    ground: &Ground<'_>,
    (incidents, quality): (&mut Incidents, &mut Quality),
    beside: &[Texts],
) -> Result<Vec<String>, IngestError> {
    if city.positions.synthetic.is_some() && city.stacked.is_empty() {
        return Ok(Vec::new());
    }
    let heaps = heaps(incidents, offenses);
    let total: u64 = heaps.values().map(|h| h.rows).sum();
    // Two questions are put to one city: each has half of the false alarms.
    let limit = most(heaps.values().map(|h| h.rows), ALARM / 2.0);
    let of_default = most(heaps.values().map(|h| h.default), ALARM / 2.0);
    let over = |n: u64, limit: Option<u64>| limit.is_some_and(|limit| n > limit);
    let stacked = |h: &Heap| over(h.rows, limit) || over(h.default, of_default);
    let mut order: Vec<(&Metre, &Heap)> = heaps.iter().filter(|(_, h)| h.rows > 1).collect();
    order.sort_by_key(|(at, h)| (std::cmp::Reverse(h.rows), **at));
    let declared = declared::Declared::new(city, ground)?;
    let near = |at: &Metre| declared.near(*at).is_some();
    let kept = order.iter().enumerate().filter(|(i, (at, h))| *i < LISTED || stacked(h) || near(at));
    let kept: Vec<(&Metre, &Heap)> = kept.map(|(_, kept)| *kept).collect();
    let wanted: BTreeSet<u32> = kept.iter().flat_map(|(_, h)| h.positions.iter().copied()).collect();
    let votes = Votes::of(beside, |at| wanted.contains(&at));
    let point = |(at, heap): &(&Metre, &Heap)| {
        let mut point = point(**at, heap, (incidents, offenses), total);
        point.stacked = stacked(heap);
        point.address = votes.commonest(&heap.positions);
        if let Some(entry) = declared.of(**at, point.address.as_deref()) {
            point.name = Some(entry.name.clone());
            point.treat = Some(entry.treat);
        }
        point
    };
    quality.repeated = kept.iter().map(point).collect();
    let mut warnings = declared.without(&quality.repeated);
    warnings.extend(told(&quality.repeated, total));
    let of_treat = |treat: Treat| -> Vec<u32> {
        let of = |(at, h): (&Metre, &Heap)| {
            let listed = quality.repeated.iter().find(|p| (p.x_m, p.y_m) == *at).and_then(|p| p.treat);
            let treat_here = listed.or_else(|| declared.near(*at).map(|entry| entry.treat));
            (treat_here == Some(treat)).then(|| h.positions.clone())
        };
        heaps.iter().filter_map(of).flatten().collect()
    };
    let (areas_only, spread) = (of_treat(Treat::AreasOnly), of_treat(Treat::Spread));
    incidents.areas_only = areas_only.into_iter().collect();
    declared::spread(&spread, ground, incidents)?;
    Ok(warnings)
}

/// Whether a row is one of those that may stand at a point.
fn shown(row: &IncidentRow, offenses: &Offenses) -> bool {
    let cell = offenses.group(row.group).is_some_and(|g| g.finest == Finest::Cell);
    cell && row.status == RowStatus::Accepted && row.position != NO_POSITION && row.count > 0
}

fn heaps(incidents: &Incidents, offenses: &Offenses) -> BTreeMap<Metre, Heap> {
    // By position first: a tree of meters is slow to look up once for each row.
    let mut at = vec![Heap::default(); incidents.positions.len()];
    for row in incidents.rows.iter().filter(|row| shown(row, offenses)) {
        let Some(heap) = at.get_mut(row.position as usize) else { continue };
        heap.rows += 1;
        heap.default += u64::from(offenses.group(row.group).is_some_and(|g| g.default));
        *heap.by_group.entry(row.group.0).or_default() += 1;
        let areas = incidents.position(row).and_then(|p| p.area).zip(row.label);
        heap.label_differs.0 += u64::from(areas.is_some_and(|(point, label)| point != label));
        heap.label_differs.1 += u64::from(areas.is_some());
    }
    let mut heaps: BTreeMap<Metre, Heap> = BTreeMap::new();
    for ((number, position), own) in (0..).zip(&incidents.positions).zip(at) {
        let heap = heaps.entry(metre(position)).or_default();
        heap.positions.push(number);
        heap.rows += own.rows;
        heap.default += own.default;
        heap.label_differs.0 += own.label_differs.0;
        heap.label_differs.1 += own.label_differs.1;
        for (group, n) in own.by_group {
            *heap.by_group.entry(group).or_default() += n;
        }
    }
    heaps
}

fn point(at: Metre, heap: &Heap, (incidents, offenses): (&Incidents, &Offenses), total: u64) -> RepeatedPoint {
    let first = heap.positions.first().and_then(|p| incidents.positions.get(*p as usize));
    let name = |group: u8| offenses.group(GroupId(group)).map_or_else(String::new, |g| g.id.clone());
    RepeatedPoint {
        name: None,
        address: None,
        lng: first.map_or(f64::NAN, |p| p.lng),
        lat: first.map_or(f64::NAN, |p| p.lat),
        x_m: at.0,
        y_m: at.1,
        area: first.and_then(|p| p.area),
        rows: heap.rows,
        share: if total == 0 { 0.0 } else { heap.rows as f64 / total as f64 },
        label_differs: heap.label_differs,
        by_offense: heap.by_group.iter().map(|(group, n)| (name(*group), *n)).collect(),
        stacked: false,
        treat: None,
    }
}

/// What is said of stacks that nobody has declared.
fn told(points: &[RepeatedPoint], total: u64) -> Option<String> {
    let told: Vec<&RepeatedPoint> = points.iter().filter(|p| p.is_told()).collect();
    let one = |p: &&RepeatedPoint| {
        let differs = match p.label_differs {
            (differs, known) if 2 * differs > known => format!(", of which {differs} carry another area's label"),
            _ => String::new(),
        };
        format!("{} ({} rows{differs})", p.called(), p.rows)
    };
    let names: Vec<String> = told.iter().take(NAMED).map(one).collect();
    let rows: u64 = told.iter().map(|p| p.rows).sum();
    let more = told.len().saturating_sub(NAMED);
    let more = if more > 0 { format!("; {more} more") } else { String::new() };
    (!told.is_empty()).then(|| {
        format!(
            "{} of {total} rows lie at {} that {} more rows than chance allows, such as a jail, a hospital, a station \
             or a default coordinate: {}{more}. The quality report lists them; [[stacked]] in the city file says what \
             they are.",
            rows,
            if told.len() == 1 { "one point".to_owned() } else { format!("{} points", told.len()) },
            if told.len() == 1 { "holds" } else { "hold" },
            names.join("; ")
        )
    })
}
