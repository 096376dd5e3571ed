//! Incidents that stand in several offense groups: one in the sum of those groups, wherever these are asked together.

use crate::{Entry, Query};

/// Incidents that stand in several groups, alike in where and when they stand in each.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Shared {
    /// Indices of their entries in [`crate::Cube::entries`], one a group, in the order of their rows.
    pub entries: Vec<u32>,
    /// How many such incidents.
    pub incidents: i32,
}

/// What a query counts too much where it adds entries up: index of the entry and incidents, sorted.
///
/// An incident counts in the heaviest of the groups asked for in which it lies in the window, of equals in that of its
/// first row; it is too much in the others.
pub(crate) fn too_much(shared: &[Shared], entries: &[Entry], query: &Query) -> Vec<(u32, i32)> {
    let weight = |entry: &Entry| query.selects(entry).then(|| query.selection.weight(entry.group));
    too_much_of(shared, |at| entries.get(at as usize).and_then(weight))
}

/// As [`too_much`], with the weight of each entry that is asked for.
pub(crate) fn too_much_of(shared: &[Shared], weight: impl Fn(u32) -> Option<f64>) -> Vec<(u32, i32)> {
    let mut list = Vec::new();
    for set in shared {
        let mut kept: Option<(u32, f64)> = None;
        for (at, weight) in set.entries.iter().filter_map(|at| Some((*at, weight(*at)?))) {
            let heavier = kept.is_none_or(|(_, most)| weight > most);
            let extra = if heavier { kept.replace((at, weight)).map(|k| k.0) } else { Some(at) };
            list.extend(extra.map(|at| (at, set.incidents)));
        }
    }
    list.sort_unstable();
    list.dedup_by(|next, last| {
        let same = next.0 == last.0;
        last.1 += if same { next.1 } else { 0 };
        same
    });
    list
}
