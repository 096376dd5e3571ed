//! The cube: net counts by place × report month × occurrence month × offense group × day/hour block,
//! and the sums taken over it. Every count that is shown comes from here.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::shared::too_much;
use crate::{
    AreaBasis, Block, Cell, Entry, GroupId, Month, Place, Query, Resolution, Shared, TimeBasis, Unit, YearCount,
};

/// Net counts of a city, sorted by group and report month.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cube {
    places: Vec<Place>,
    entries: Vec<Entry>,
    year_counts: Vec<YearCount>,
    shared: Vec<Shared>,
}

/// Adds rows up into a cube. The order of the rows does not matter.
///
/// ```
/// use catchment_model::{AreaIdx, Block, CubeBuilder, GroupId, Month, Place};
///
/// let january = Month::new(2020, 1)?;
/// let place = Place { cells: None, area_point: None, area_label: Some(AreaIdx(0)) };
/// let mut builder = CubeBuilder::default();
/// builder.add((GroupId(0), january, place, Some(january), Block::UNKNOWN), 2, 1);
/// builder.add((GroupId(0), january, place, Some(january), Block::UNKNOWN), 1, 1);
/// let cube = builder.build();
/// assert_eq!((cube.entries().len(), cube.entries()[0].net, cube.entries()[0].incidents), (1, 3, 2));
/// # Ok::<(), catchment_model::MonthError>(())
/// ```
#[derive(Debug, Default)]
pub struct CubeBuilder {
    sums: BTreeMap<Key, (i32, i32)>,
    year_counts: Vec<YearCount>,
}

type Key = (GroupId, Month, Place, Option<Month>, Block);

impl CubeBuilder {
    /// Adds one row: its place, months, block, net count and incident count.
    pub fn add(&mut self, key: (GroupId, Month, Place, Option<Month>, Block), net: i32, incidents: i32) {
        let sum = self.sums.entry(key).or_default();
        sum.0 += net;
        sum.1 += incidents;
    }

    /// Adds a count that is published per city and year only.
    pub fn add_year(&mut self, count: YearCount) {
        self.year_counts.push(count);
    }

    /// The cube, zero entries dropped.
    pub fn build(self) -> Cube {
        let mut places: Vec<Place> = self.sums.keys().map(|k| k.2).collect();
        places.sort_unstable();
        places.dedup();
        let index = |place: &Place| places.binary_search(place).ok().and_then(|i| u32::try_from(i).ok()).unwrap_or(0);
        let entries = self
            .sums
            .iter()
            .filter(|(_, (net, incidents))| *net != 0 || *incidents != 0)
            .map(|((group, reported, place, occurred, block), (net, incidents))| Entry {
                group: *group,
                reported: *reported,
                place: index(place),
                occurred: *occurred,
                block: *block,
                net: *net,
                incidents: *incidents,
            })
            .collect();
        Cube::from_parts(places, entries, self.year_counts)
    }
}

impl Cube {
    /// Puts a cube together from places, entries (any order, zero-sum entries allowed) and yearly counts.
    ///
    /// Entries whose place is out of range are dropped by callers beforehand; here they would be skipped in every
    /// answer.
    pub fn from_parts(places: Vec<Place>, mut entries: Vec<Entry>, mut year_counts: Vec<YearCount>) -> Self {
        entries.sort_unstable();
        year_counts.sort_by_key(|c| (c.group, c.year, c.net));
        Self { places, entries, year_counts, shared: Vec::new() }
    }

    /// The cube with incidents that stand in several groups; those that name no entry are left out.
    #[must_use]
    pub fn with_shared(mut self, mut shared: Vec<Shared>) -> Self {
        shared.retain(|s| s.entries.iter().all(|at| (*at as usize) < self.entries.len()));
        shared.sort_unstable();
        self.shared = shared;
        self
    }

    /// The cube with some of its entries.
    #[must_use]
    pub fn filtered(&self, keep: impl Fn(&Entry) -> bool) -> Self {
        let mut next = 0;
        let number = |entry: &Entry| {
            next += u32::from(keep(entry));
            keep(entry).then(|| next - 1)
        };
        let numbers: Vec<Option<u32>> = self.entries.iter().map(number).collect();
        let entries = self.entries.iter().zip(&numbers).filter(|(_, at)| at.is_some()).map(|(e, _)| *e).collect();
        let again = |set: &Shared| {
            let entries: Vec<u32> = set.entries.iter().filter_map(|at| numbers[*at as usize]).collect();
            (entries.len() > 1).then_some(Shared { entries, incidents: set.incidents })
        };
        let shared = self.shared.iter().filter_map(again).collect();
        Self::from_parts(self.places.clone(), entries, self.year_counts.clone()).with_shared(shared)
    }

    /// Incidents that stand in several groups, sorted.
    pub fn shared(&self) -> &[Shared] {
        &self.shared
    }

    /// Distinct places, sorted.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// Entries sorted by group, report month, place, occurrence month, block.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Counts published per city and year only.
    pub fn year_counts(&self) -> &[YearCount] {
        &self.year_counts
    }

    /// Calls `f(entry, count)` for every entry that the query selects, in order. Of incidents that stand in several of
    /// its groups, each counts once.
    pub fn fold(&self, query: &Query, mut f: impl FnMut(&Entry, i64)) {
        if query.unit == Unit::Net {
            return self.each(query, |_, entry| f(entry, i64::from(entry.net)));
        }
        self.fold_distinct(query, |entry, n, _| f(entry, n));
    }

    /// As [`Cube::fold`], with the distinct incidents of the entry beside the count: `f(entry, count, incidents)`.
    pub fn fold_distinct(&self, query: &Query, mut f: impl FnMut(&Entry, i64, i64)) {
        let extra = too_much(&self.shared, &self.entries, query);
        let mut rest = extra.iter().peekable();
        self.each(query, |at, entry| {
            let less = rest.next_if(|(entry, _)| *entry as usize == at).map_or(0, |(_, n)| *n);
            let incidents = i64::from(entry.incidents - less);
            f(entry, if query.unit == Unit::Net { i64::from(entry.net) } else { incidents }, incidents);
        });
    }

    /// Calls `f(index, entry)` for every entry that the query selects, in order.
    fn each<'a>(&'a self, query: &Query, mut f: impl FnMut(usize, &'a Entry)) {
        for group in query.selection.ids() {
            let span = self.span(group, query);
            for (at, entry) in span.clone().zip(&self.entries[span]) {
                let in_time = match query.time {
                    TimeBasis::Reported => true,
                    TimeBasis::Occurred => entry.occurred.is_some_and(|m| query.window.contains(m)),
                };
                if in_time && query.blocks.is_none_or(|mask| mask.contains(entry.block)) {
                    f(at, entry);
                }
            }
        }
    }

    /// The entries of a group that can match the query's window.
    fn span(&self, group: GroupId, query: &Query) -> Range<usize> {
        let whole =
            self.entries.partition_point(|e| e.group < group)..self.entries.partition_point(|e| e.group <= group);
        if query.time == TimeBasis::Occurred {
            return whole;
        }
        let (from, to) = (query.window.from(), query.window.to());
        let slice = &self.entries[whole.clone()];
        let start = whole.start + slice.partition_point(|e| e.reported < from);
        start..whole.start + slice.partition_point(|e| e.reported <= to)
    }

    /// Count of everything selected, yearly counts not included.
    pub fn total(&self, query: &Query) -> i64 {
        let mut sum = 0;
        self.fold(query, |_, n| sum += n);
        sum
    }

    /// Count per place, in the order of [`Cube::places`].
    pub fn by_place(&self, query: &Query) -> Vec<i64> {
        let mut sums = vec![0; self.places.len()];
        self.fold(query, |e, n| sums[e.place as usize] += n);
        sums
    }

    /// Harm (count × weight) per place, in the order of [`Cube::places`].
    pub fn harm_by_place(&self, query: &Query) -> Vec<f64> {
        let mut sums = vec![0.0; self.places.len()];
        self.fold(query, |e, n| sums[e.place as usize] += n as f64 * query.selection.weight(e.group));
        sums
    }

    /// Count per cell of a resolution, sorted by cell; rows without a position are not in it.
    pub fn by_cell(&self, query: &Query, resolution: Resolution) -> Vec<(Cell, i64)> {
        let mut sums: BTreeMap<Cell, i64> = BTreeMap::new();
        for (place, n) in self.places.iter().zip(self.by_place(query)) {
            if let Some(cells) = place.cells.filter(|_| n != 0) {
                *sums.entry(cells[resolution.index()]).or_default() += n;
            }
        }
        sums.into_iter().filter(|(_, n)| *n != 0).collect()
    }

    /// Count per area (in order, `areas` of them) and, last, of rows in no area.
    pub fn by_area(&self, query: &Query, basis: AreaBasis, areas: usize) -> Vec<i64> {
        let mut sums = vec![0; areas + 1];
        for (place, n) in self.places.iter().zip(self.by_place(query)) {
            sums[place.area(basis).map_or(areas, |a| usize::from(a.0)).min(areas)] += n;
        }
        sums
    }

    /// Count per area and month of the window: `[area][month]`, rows in no area last.
    pub fn by_area_month(&self, query: &Query, basis: AreaBasis, areas: usize) -> Vec<Vec<i64>> {
        let mut sums = vec![vec![0; query.window.len()]; areas + 1];
        self.fold(query, |e, n| {
            let area = self.places[e.place as usize].area(basis).map_or(areas, |a| usize::from(a.0)).min(areas);
            if let Some(month) = query.month_of(e) {
                sums[area][month] += n;
            }
        });
        sums
    }

    /// Count per month of the window, over the places that `keep` accepts.
    pub fn by_month(&self, query: &Query, keep: impl Fn(&Place) -> bool) -> Vec<i64> {
        let kept: Vec<bool> = self.places.iter().map(keep).collect();
        let mut sums = vec![0; query.window.len()];
        self.fold(query, |e, n| {
            if let Some(month) = query.month_of(e).filter(|_| kept[e.place as usize]) {
                sums[month] += n;
            }
        });
        sums
    }

    /// Count per day/hour block code, over the places that `keep` accepts.
    pub fn by_block(&self, query: &Query, keep: impl Fn(&Place) -> bool) -> Vec<i64> {
        let kept: Vec<bool> = self.places.iter().map(keep).collect();
        let mut sums = vec![0; Block::COUNT];
        self.fold(query, |e, n| {
            if kept[e.place as usize] {
                sums[usize::from(e.block.code())] += n;
            }
        });
        sums
    }

    /// Count per group of the city, each for itself, over the places that `keep` accepts: incidents of several groups
    /// count in each of them.
    pub fn by_group(&self, query: &Query, keep: impl Fn(&Entry) -> bool) -> Vec<i64> {
        let mut sums = vec![0; query.selection.weights().len()];
        self.each(query, |_, e| {
            if keep(e) {
                let n = if query.unit == Unit::Net { e.net } else { e.incidents };
                sums[usize::from(e.group.0)] += i64::from(n);
            }
        });
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{AreaIdx, Finest, OffenseGroup, Offenses, ReportedBy, Window};

    fn month(text: &str) -> Month {
        text.parse().unwrap()
    }

    fn place(area: u16) -> Place {
        Place { cells: None, area_point: None, area_label: Some(AreaIdx(area)) }
    }

    fn query(from: &str, to: &str, time: TimeBasis) -> Query {
        let group = |id: &str| OffenseGroup {
            id: id.into(),
            label: id.into(),
            weight: 2.0,
            reported_by: ReportedBy::Victim,
            finest: Finest::Cell,
            default: true,
        };
        let offenses = Offenses::new(vec![group("a"), group("b")], BTreeMap::new()).unwrap();
        Query {
            window: Window::new(month(from), month(to)).unwrap(),
            selection: offenses.select("b").unwrap(),
            unit: Unit::Net,
            time,
            blocks: None,
        }
    }

    fn cube() -> Cube {
        let mut builder = CubeBuilder::default();
        let (a, b) = (GroupId(0), GroupId(1));
        builder.add((a, month("2010-01"), place(0), Some(month("2010-01")), Block::UNKNOWN), 5, 5);
        builder.add((b, month("2010-01"), place(0), Some(month("2009-12")), Block::UNKNOWN), 3, 2);
        builder.add((b, month("2010-02"), place(1), None, Block::UNKNOWN), 1, 1);
        builder.add((b, month("2010-02"), place(1), None, Block::UNKNOWN), -1, -1);
        builder.add((b, month("2010-03"), place(1), Some(month("2010-03")), Block::UNKNOWN), -1, 0);
        builder.build()
    }

    #[test]
    fn only_the_chosen_group_and_months_count() {
        assert_eq!(cube().total(&query("2010-01", "2010-02", TimeBasis::Reported)), 3);
        assert_eq!(cube().total(&query("2010-01", "2010-03", TimeBasis::Reported)), 2);
    }

    #[test]
    fn occurrence_months_select_by_occurrence() {
        assert_eq!(cube().total(&query("2009-12", "2009-12", TimeBasis::Occurred)), 3);
        assert_eq!(cube().total(&query("2010-02", "2010-02", TimeBasis::Occurred)), 0);
    }

    #[test]
    fn entries_that_cancel_within_a_month_vanish() {
        assert_eq!(cube().entries().len(), 3);
    }

    #[test]
    fn areas_and_months_sum_to_the_total() {
        let q = query("2010-01", "2010-03", TimeBasis::Reported);
        assert_eq!(cube().by_area(&q, AreaBasis::Label, 2), [3, -1, 0]);
        assert_eq!(cube().by_area(&q, AreaBasis::Point, 2), [0, 0, 2]);
        assert_eq!(cube().by_month(&q, |_| true), [3, 0, -1]);
        assert!((cube().harm_by_place(&q).iter().sum::<f64>() - 4.0).abs() < 1e-12);
    }
}
