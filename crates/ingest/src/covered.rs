//! Which months each source covers: as its city file declares, or guessed from names and rows, and told.
//!
//! A month with rows is covered. Without a declaration a month without rows is taken for zero where a file speaks for
//! it and chance leaves such a gap: the file's name says the month and the file is empty, or its rows are so few that
//! among so many months a gap of that length is expected once in 20 such files or more often (Poisson). Every other
//! month without rows is missing.

use std::collections::{BTreeMap, BTreeSet};

use catchment_model::city::{City, Covered, Source, SourceKind};
use catchment_model::{FileQuality, Incidents, Month, Quality, Window};

use crate::IngestError;
use crate::fields::month_in_name;
use crate::named::months_in_name;
use crate::warnings::{SourceMonths, runs};

/// Rows by month of each file, in the order of the quality report.
type FileMonths = Vec<BTreeMap<Month, u64>>;

/// Covered months of each source, and sentences on what was guessed.
pub(crate) fn covered(
    city: &City,
    rows: &SourceMonths,
    incidents: &Incidents,
    quality: &Quality,
) -> Result<(SourceMonths, Vec<String>), IngestError> {
    let mut all = Vec::with_capacity(rows.len());
    let mut told = Vec::new();
    let months = by_file(incidents, quality);
    for (source, rows) in city.source.iter().zip(rows) {
        let own = || quality.files.iter().zip(&months).filter(|(f, _)| f.source == source.id);
        let declared = source.covers.as_ref().and_then(catchment_model::city::Covers::read);
        all.push(match declared {
            Some(Covered::Months(spans)) => {
                let set: BTreeSet<Month> = spans.iter().flat_map(|w| w.months()).collect();
                told.extend(outside(source, rows, &set));
                set
            }
            Some(Covered::FileName) => &by_name(source, own().map(|(f, _)| f))? | rows,
            None if source.kind == SourceKind::Incidents => {
                let files: Vec<_> = own().collect();
                &guessed(source, &files, rows, &mut told) | rows
            }
            Some(Covered::Rows) | None => rows.clone(),
        });
    }
    Ok((all, told))
}

fn by_file(incidents: &Incidents, quality: &Quality) -> FileMonths {
    let mut months: FileMonths = vec![BTreeMap::new(); quality.files.len()];
    // Rows of a month mostly follow each other.
    for run in incidents.rows.chunk_by(|a, b| (a.file, a.reported) == (b.file, b.reported)) {
        if let Some(of) = months.get_mut(usize::from(run[0].file)) {
            *of.entry(run[0].reported).or_default() += run.len() as u64;
        }
    }
    months
}

fn outside(source: &Source, rows: &BTreeSet<Month>, covers: &BTreeSet<Month>) -> Option<String> {
    let beyond: Vec<Month> = rows.difference(covers).copied().collect();
    (!beyond.is_empty()).then(|| {
        format!(
            "{}: rows of {} lie in months that covers does not name: these months are not covered, and no figure \
             counts them. Add them to covers if they are whole.",
            source.name,
            runs(&beyond)
        )
    })
}

fn by_name<'a>(source: &Source, files: impl Iterator<Item = &'a FileQuality>) -> Result<BTreeSet<Month>, IngestError> {
    let mut set = BTreeSet::new();
    for file in files {
        let Some(window) = months_in_name(&file.file) else {
            return Err(IngestError::Value {
                key: format!("source {}: covers", source.id),
                value: "\"file-name\"".to_owned(),
                expected: format!("a month in the name of each file, such as 2015-07.csv; {} has none", file.file),
            });
        };
        set.extend(window.months().filter(|m| (source.from..=source.to).contains(m)));
    }
    Ok(set)
}

/// Months without rows that are taken for zero.
fn guessed(
    source: &Source,
    files: &[(&FileQuality, &BTreeMap<Month, u64>)],
    rows: &BTreeSet<Month>,
    told: &mut Vec<String>,
) -> BTreeSet<Month> {
    let (mut named, mut few) = (BTreeSet::new(), BTreeSet::new());
    let within = |m: &Month| (source.from..=source.to).contains(m) && !rows.contains(m);
    let mut silent = Vec::new();
    for (file, months) in files {
        match months_in_name(&file.file) {
            Some(window) if file.rows == 0 => named.extend(window.months().filter(within)),
            None if file.rows == 0 => silent.push(file.file.as_str()),
            _ if month_in_name(&file.file).is_some() => named.extend(month_in_name(&file.file).filter(within)),
            name => few.extend(gaps(source, months, name, files.len() == 1).into_iter().filter(within)),
        }
    }
    if !silent.is_empty() {
        told.push(format!(
            "{}: {} holds no row and no month in its name: it covers nothing. Name the months with covers.",
            source.name,
            silent.join(", ")
        ));
    }
    let list = |set: &BTreeSet<Month>| runs(&set.iter().copied().collect::<Vec<_>>());
    if !named.is_empty() {
        told.push(format!(
            "{}: the files named after {} hold no row of it: taken for zero, not for missing. To say otherwise, write \
             covers in the source.",
            source.name,
            list(&named)
        ));
    }
    let few: BTreeSet<Month> = few.difference(&named).copied().collect();
    if !few.is_empty() {
        told.push(format!(
            "{}: no row in {}: {} months, taken for zero, not for missing, because rows are so few that chance leaves \
             such gaps. To say so, write covers = \"{}..{}\" in the source; if these months are missing, covers = \
             \"rows\".",
            source.name,
            list(&few),
            few.len(),
            source.from,
            source.to
        ));
    }
    &named | &few
}

/// Gaps in a file's months that chance explains, within the months that it can speak for: those in its name where all
/// its rows agree, of a source's only file those of the source, else from its first month to its last.
fn gaps(source: &Source, months: &BTreeMap<Month, u64>, name: Option<Window>, alone: bool) -> Vec<Month> {
    let (Some(first), Some(last)) = (months.keys().next(), months.keys().next_back()) else { return Vec::new() };
    let own = Window::new(*first, *last).ok();
    let named = name.filter(|w| w.contains(*first) && w.contains(*last));
    let Some(window) = named.or_else(|| Window::new(source.from, source.to).ok().filter(|_| alone)).or(own) else {
        return Vec::new();
    };
    let rows: u64 = months.values().sum();
    let rate = rows as f64 / window.len() as f64;
    let all: Vec<Month> = window.months().collect();
    let longest = (20.0 * window.len() as f64).ln();
    all.chunk_by(|a, b| months.contains_key(a) == months.contains_key(b))
        .filter(|run| !months.contains_key(&run[0]) && rate * run.len() as f64 <= longest)
        .flatten()
        .copied()
        .collect()
}
