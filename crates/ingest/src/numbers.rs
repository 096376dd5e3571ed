//! Incident numbers that cannot be numbers of incidents: rounded by a spreadsheet, or one for everything.

use std::hash::BuildHasher;

use catchment_model::city::Source;
use rayon::prelude::*;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::decode::{FileRows, ROUNDED, RawRow};
use crate::key::{Key, ROW_HASH};

/// Rows of one number, and days on which they happened, from which on it is not the number of one incident.
const ROWS: usize = 20;
const DAYS: usize = 10;

/// Takes the number from rows that share it although they happened on many days: each is an incident of its own.
pub(crate) fn part_impossible(files: &mut [FileRows]) {
    files.par_iter_mut().filter(|file| file.has_number).for_each(|file| {
        let impossible = impossible(file);
        if impossible.is_empty() {
            return;
        }
        let mut rows = 0;
        for (at, row) in file.rows.iter_mut().enumerate().filter(|(_, row)| impossible.contains(&row.key)) {
            rows += 1;
            row.key = Key::hashed(&at.to_le_bytes(), ROW_HASH);
        }
        file.quality.reasons.insert(REPEATED.to_owned(), rows);
    });
}

/// What is said of a source's numbers that were not used.
pub(crate) fn told(source: &Source, files: &[FileRows]) -> Vec<String> {
    let rows = |reason: &str| files.iter().filter_map(|f| f.quality.reasons.get(reason)).sum::<u64>();
    let mut told = Vec::new();
    if let (n @ 1.., Some(number)) = (rows(ROUNDED), files.iter().find_map(|f| f.rounded.as_ref())) {
        told.push(format!(
            "{}: the incident numbers of {n} rows were rounded by a spreadsheet (such as {number}), their last digits \
             lost. They were not used: with unit=incident these rows count as without a number, those alike in every \
             column as one incident. Export the numbers as text.",
            source.name
        ));
    }
    if let n @ 1.. = rows(REPEATED) {
        told.push(format!(
            "{}: {n} rows share an incident number with {ROWS} rows or more of {DAYS} days or more, which no incident \
             has. The number was not used: with unit=incident each of these rows counts as one.",
            source.name
        ));
    }
    told
}

/// Remark on rows whose number was not used.
pub(crate) const REPEATED: &str = "number-repeated";

/// Numbers that stand on too many rows of too many days.
fn impossible(file: &FileRows) -> FxHashSet<Key> {
    let numbered = || file.rows.iter().filter(|row| !row.key.is_hash_of_row());
    // A table of small counters finds the few numbers that may stand on many rows, without a map of all.
    let mut counters = vec![0_u8; file.rows.len().max(64).next_power_of_two()];
    let mask = counters.len() - 1;
    let counter = |row: &RawRow| (FxBuildHasher.hash_one(row.key) >> 20) as usize & mask;
    for row in numbered() {
        let n = &mut counters[counter(row)];
        *n = n.saturating_add(1);
    }
    let mut met: FxHashMap<Key, u32> = FxHashMap::default();
    for row in numbered().filter(|row| usize::from(counters[counter(row)]) >= ROWS) {
        *met.entry(row.key).or_default() += 1;
    }
    let many: FxHashSet<Key> = met.into_iter().filter(|(_, n)| *n as usize >= ROWS).map(|(key, _)| key).collect();
    if many.is_empty() {
        return many;
    }
    let mut days: FxHashMap<Key, FxHashSet<i32>> = FxHashMap::default();
    for row in file.rows.iter().filter(|row| many.contains(&row.key)) {
        days.entry(row.key).or_default().extend(row.occurred.map(catchment_model::LocalMinute::day));
    }
    days.into_iter().filter(|(_, days)| days.len() >= DAYS).map(|(key, _)| key).collect()
}
