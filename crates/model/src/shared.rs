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
    let mut list = Vec::new();
    for set in shared {
        let chosen = |at: &&u32| entries.get(**at as usize).is_some_and(|e| query.selects(e));
        let weight = |at: u32| query.selection.weight(entries[at as usize].group);
        let mut kept: Option<u32> = None;
        for at in set.entries.iter().filter(chosen) {
            let heavier = kept.is_none_or(|k| weight(*at) > weight(k));
            let extra = if heavier { kept.replace(*at) } else { Some(*at) };
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
