//! The same rows twice: one file by two paths, a file saved twice, a file of a year beside one of all years.
//!
//! A file by two paths, and a file with the bytes of another, is certain to be the same: it is read once, and told.
//! Rows that stand in two files may be two rows that look alike: where they are many, the source is refused, unless
//! its city file names the columns that tell rows apart (`once_by`). Within one file rows may be alike: several
//! victims, or rows that take others back.
//!
//! Only files that have a month of report in common can hold the same row, so that monthly files cost nothing.

use std::collections::BTreeMap;
use std::hash::{BuildHasher, Hash, Hasher};

use catchment_model::Month;
use catchment_model::city::Source;
use rustc_hash::{FxBuildHasher, FxHashMap, FxHashSet};

use crate::IngestError;
use crate::decode::{FileRows, RawRow};
use crate::key::Key;
use crate::paths::Input;

/// Rows in common from which on two files are refused, and the share of the smaller that they must be.
const ROWS: u64 = 3;
const SHARE: f64 = 0.1;

/// Leaves out files that several paths of the source match.
pub(crate) fn paths(source: &Source, inputs: &mut Vec<Input>) -> Vec<String> {
    let mut seen = FxHashSet::default();
    let mut again = Vec::new();
    inputs.retain(|input| {
        let Input::File(path) = input else { return true };
        let new = seen.insert(std::fs::canonicalize(path).unwrap_or_else(|_| path.clone()));
        if !new {
            again.push(input.name());
        }
        new
    });
    let text = || format!("{}: several paths match {}; each was read once.", source.name, again.join(", "));
    (!again.is_empty()).then(text).into_iter().collect()
}

/// Leaves out files with the bytes of an earlier one of the source; `files` are the tables of each.
pub(crate) fn bytes(source: &Source, files: &mut Vec<Vec<FileRows>>) -> Vec<String> {
    let mut seen: FxHashMap<(u64, String), String> = FxHashMap::default();
    let mut told = Vec::new();
    files.retain(|tables| {
        let rows: u64 = tables.iter().map(|t| t.quality.rows).sum();
        let Some(input) = tables.first().and_then(|t| t.inputs.first()).filter(|_| rows > 0) else { return true };
        let key = (input.bytes, input.blake3.clone());
        if let Some(first) = seen.get(&key) {
            told.push(format!(
                "{}: {} has the same bytes as {first}: its {rows} rows (100%) stand there already and were left out. \
                 Take it out of paths.",
                source.name, input.name
            ));
            return false;
        }
        seen.insert(key, input.name.clone());
        true
    });
    told
}

/// Leaves out rows that stood in an earlier file, by the columns that the city file names; else looks for them.
///
/// # Errors
/// [`IngestError::Twice`] where two files have many rows in common.
pub(crate) fn once(source: &Source, files: &mut [FileRows]) -> Result<Vec<String>, IngestError> {
    if source.once_by.is_empty() {
        return alike(source, files);
    }
    let mut seen: FxHashSet<Key> = FxHashSet::default();
    let mut out = 0;
    for file in files.iter_mut() {
        let keys = std::mem::take(&mut file.once);
        let mut at = keys.iter();
        file.rows.retain(|_| at.next().is_none_or(|key| !seen.contains(key)));
        let gone = (keys.len() - file.rows.len()) as u64;
        seen.extend(keys);
        if gone > 0 {
            file.quality.rows -= gone;
            file.quality.net = file.rows.iter().map(|r| i64::from(r.count)).sum();
            file.quality.reasons.insert("stood-in-earlier-file".to_owned(), gone);
        }
        out += gone;
    }
    let text = || {
        let columns = source.once_by.join(", ");
        format!("{}: {out} rows stood in an earlier file, by {columns}, and were left out.", source.name)
    };
    Ok((out > 0).then(text).into_iter().collect())
}

/// Rows that two files have in common, by the positions of the files.
type Common = BTreeMap<(usize, usize), u64>;

/// Looks for rows that stand in two files.
fn alike(source: &Source, files: &[FileRows]) -> Result<Vec<String>, IngestError> {
    let mut told = Vec::new();
    for ((a, b), rows) in common(files) {
        let (first, second) = (&files[a].quality, &files[b].quality);
        let share = |of: u64| rows as f64 / of.max(1) as f64;
        let text = format!(
            "{} and {} have {rows} rows in common ({:.0}% of the first, {:.0}% of the second)",
            first.file,
            second.file,
            100.0 * share(first.rows),
            100.0 * share(second.rows)
        );
        if rows >= ROWS && share(first.rows.min(second.rows)) >= SHARE {
            let number = source.columns.incident.first().map_or("Complaint", String::as_str).to_owned();
            return Err(IngestError::Twice { source_id: source.id.clone(), text, number });
        }
        told.push(format!("{}: {text}; both count.", source.name));
    }
    Ok(told)
}

fn common(files: &[FileRows]) -> Common {
    let mut common = Common::new();
    let months = months_of_several(files);
    if months.is_empty() {
        return common;
    }
    let one_layout = files.windows(2).all(|pair| pair[0].header == pair[1].header);
    let mut rows: Vec<(u64, usize)> = Vec::new();
    for (f, file) in files.iter().enumerate() {
        let known = file.rows.iter().filter(|row| months.contains(&row.reported));
        rows.extend(known.filter_map(|row| Some((signature(file, row, one_layout)?, f))));
    }
    rows.sort_unstable();
    for alike in rows.chunk_by(|a, b| a.0 == b.0).filter(|run| run[0].1 != run[run.len() - 1].1) {
        let counts: Vec<(usize, u64)> =
            alike.chunk_by(|a, b| a.1 == b.1).map(|run| (run[0].1, run.len() as u64)).collect();
        for (i, (a, n)) in counts.iter().enumerate() {
            for (b, m) in &counts[i + 1..] {
                *common.entry((*a, *b)).or_default() += n.min(m);
            }
        }
    }
    common
}

/// Months of report of which several files have rows.
fn months_of_several(files: &[FileRows]) -> FxHashSet<Month> {
    let mut of: FxHashMap<Month, usize> = FxHashMap::default();
    let mut several = FxHashSet::default();
    for (f, file) in files.iter().enumerate() {
        // Rows of a month mostly follow each other.
        for run in file.rows.chunk_by(|a, b| a.reported == b.reported) {
            if *of.entry(run[0].reported).or_insert(f) != f {
                several.insert(run[0].reported);
            }
        }
    }
    several
}

/// What two rows must have in common to be one. Without a number, and in another layout, both the minute and the place
/// must be known: else too little would be compared.
fn signature(file: &FileRows, row: &RawRow, one_layout: bool) -> Option<u64> {
    let numbered = !row.key.is_hash_of_row();
    let position = file.positions.get(row.position as usize).map(|(x, y)| (x.to_bits(), y.to_bits()));
    let exact = position.is_some() && row.block.hour().is_some();
    (numbered || one_layout || exact).then_some(())?;
    let mut hasher = FxBuildHasher.build_hasher();
    if numbered || one_layout {
        row.key.hash(&mut hasher);
    }
    (row.occurred, row.reported, row.count, row.group, position).hash(&mut hasher);
    file.codes.get(row.code as usize).hash(&mut hasher);
    Some(hasher.finish())
}
