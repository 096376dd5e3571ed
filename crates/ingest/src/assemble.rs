//! The decoded files of all sources put together: positions located, rows made final, the quality report written.

use std::collections::{BTreeMap, BTreeSet};

use catchment_model::city::City;
use catchment_model::{
    FileQuality, IncidentRow, Incidents, LocatedShare, NO_POSITION, Offenses, Position, Quality, RowStatus,
};
use rayon::prelude::*;

use crate::IngestError;
use crate::decode::{FileRows, Label, RawRow};
use crate::heard::{Heard, Lists, Unlabelled};
use crate::misplaced::{self, Placed};
use crate::places::{Distinct, Found, Ground};
use crate::votes::{self, Texts};

/// Rows and located rows by year and group.
type Shares = BTreeMap<(i32, u8), (u64, u64)>;

/// A file's rows in their final form.
#[derive(Debug, Default)]
struct Finished {
    rows: Vec<IncidentRow>,
    quality: FileQuality,
    shares: Shares,
    label_differs: (u64, u64),
    heard: Heard,
}

/// Puts files together. `crs` gives each file's reference system.
pub(crate) fn assemble(
    mut files: Vec<FileRows>,
    crs: &[String],
    ground: &Ground<'_>,
    (city, offenses): (&City, &Offenses),
) -> Result<(Incidents, Quality, Vec<Texts>), IngestError> {
    let (positions, found) = locate(&files, crs, ground)?;
    let warnings = check_places(&files, crs, &found, ground)?;
    let texts = votes::take(&mut files, &found);
    let named: BTreeSet<String> = files
        .iter()
        .filter(|f| f.rows.iter().any(|r| r.label != Label::Silent))
        .map(|f| f.quality.source.clone())
        .collect();
    let groups = offenses.groups().len();
    let numbered: Vec<(usize, FileRows)> = files.into_iter().enumerate().collect();
    let mut finished: Vec<(Finished, FileRows)> = numbered
        .into_par_iter()
        .map(|(at, mut file)| {
            let rows = std::mem::take(&mut file.rows);
            let rule = Unlabelled { by_point: city.areas.by_point, named: named.contains(&file.quality.source) };
            (finish((at, &file, groups), &rows, &found[at], (&positions, rule)), file)
        })
        .collect();
    let mut incidents = Incidents {
        rows: Vec::with_capacity(finished.iter().map(|(f, _)| f.rows.len()).sum()),
        positions,
        ..Incidents::default()
    };
    let mut quality = Quality { warnings, ..Quality::default() };
    let mut shares = Shares::new();
    let mut lists = Lists::default();
    for (file, raw) in &mut finished {
        lists.add(raw, &file.heard, groups);
        incidents.rows.append(&mut file.rows);
        quality.rejections.append(&mut raw.rejections);
        quality.label_differs.0 += file.label_differs.0;
        quality.label_differs.1 += file.label_differs.1;
        for (key, (rows, located)) in &file.shares {
            let sum = shares.entry(*key).or_default();
            sum.0 += rows;
            sum.1 += located;
        }
        quality.files.push(std::mem::take(&mut file.quality));
    }
    let name = |group: u8| offenses.groups().get(usize::from(group)).map_or_else(String::new, |g| g.id.clone());
    quality.located = shares
        .into_iter()
        .map(|((year, group), (rows, located))| LocatedShare { year, offense: name(group), rows, located })
        .collect();
    lists.write(&mut quality, city, ground.areas, offenses);
    Ok((incidents, quality, texts))
}

/// Refuses a source whose points would lie in the city if they were read another way; sentences on sources of which
/// some would.
fn check_places(
    files: &[FileRows],
    crs: &[String],
    found: &[Vec<Found>],
    ground: &Ground<'_>,
) -> Result<Vec<String>, IngestError> {
    let mut sources: BTreeMap<&str, Vec<Placed<'_>>> = BTreeMap::new();
    for ((file, crs), found) in files.iter().zip(crs).zip(found) {
        sources.entry(&file.quality.source).or_default().push((file, crs, found));
    }
    let mut told = Vec::new();
    for (source, files) in sources {
        if let Some(slip) = misplaced::slip(source, &files, ground)? {
            return Err(slip);
        }
        told.extend(misplaced::some(source, &files, ground)?);
    }
    Ok(told)
}

/// Locates every distinct position once; for each file, what became of each of its own positions.
fn locate(
    files: &[FileRows],
    crs: &[String],
    ground: &Ground<'_>,
) -> Result<(Vec<Position>, Vec<Vec<Found>>), IngestError> {
    let mut systems: Vec<(&str, Distinct)> = Vec::new();
    let mut numbers: Vec<(usize, Vec<u32>)> = Vec::with_capacity(files.len());
    for (file, crs) in files.iter().zip(crs) {
        let at = systems.iter().position(|(name, _)| name == crs).unwrap_or_else(|| {
            systems.push((crs, Distinct::default()));
            systems.len() - 1
        });
        let distinct = &mut systems[at].1;
        numbers.push((at, file.positions.iter().map(|p| distinct.id(*p)).collect()));
    }
    let mut positions = Vec::new();
    let mut found = Vec::with_capacity(systems.len());
    for (crs, distinct) in &systems {
        found.push(if distinct.is_empty() { Vec::new() } else { distinct.locate(crs, ground, &mut positions)? });
    }
    let of_file = |(at, ids): (usize, Vec<u32>)| {
        ids.into_iter().map(|id| found[at].get(id as usize).copied().unwrap_or(Found::Bad)).collect()
    };
    Ok((positions, numbers.into_iter().map(of_file).collect()))
}

fn finish(
    (at, file, groups): (usize, &FileRows, usize),
    rows: &[RawRow],
    found: &[Found],
    (positions, rule): (&[Position], Unlabelled),
) -> Finished {
    let mut out = Finished {
        rows: Vec::with_capacity(rows.len()),
        quality: file.quality.clone(),
        heard: Heard::new(file, groups),
        ..Finished::default()
    };
    let file = u16::try_from(at).unwrap_or(u16::MAX);
    for raw in rows {
        let place = place(raw, found);
        let point = place.ok().and_then(|at| positions.get(at as usize)).and_then(|p| p.area);
        let row = IncidentRow {
            file,
            line: raw.line,
            reported: raw.reported,
            occurred: raw.occurred,
            block: raw.block,
            group: raw.group,
            count: raw.count,
            incident: u8::from(raw.incident),
            shared: raw.shared,
            status: match place {
                _ if raw.cancelled => RowStatus::Cancelled,
                Ok(_) => RowStatus::Accepted,
                Err(_) => RowStatus::Unlocated,
            },
            position: place.unwrap_or(NO_POSITION),
            label: out.heard.row(raw, groups, point, rule),
        };
        out.account(&row, place.err(), (positions, raw.label));
        out.rows.push(row);
    }
    out
}

/// The row's position in the final list, or why it has none.
fn place(raw: &RawRow, found: &[Found]) -> Result<u32, &'static str> {
    if raw.bad_coordinates {
        return Err("bad-coordinates");
    }
    match found.get(raw.position as usize) {
        None => Err("no-coordinates"),
        Some(Found::At(id)) => Ok(*id),
        Some(Found::FarOutside) => Err("far-outside"),
        Some(Found::Bad) => Err("bad-coordinates"),
    }
}

impl Finished {
    fn account(
        &mut self,
        row: &IncidentRow,
        unlocated: Option<&'static str>,
        (positions, label): (&[Position], Label),
    ) {
        let q = &mut self.quality;
        let mut remark = |reason: &str| match q.reasons.get_mut(reason) {
            Some(n) => *n += 1,
            None => drop(q.reasons.insert(reason.to_owned(), 1)),
        };
        match (row.status, unlocated) {
            (RowStatus::Unlocated, Some(reason)) => {
                remark(reason);
                self.heard.lost(reason, row.line);
            }
            (RowStatus::Cancelled, Some(_)) => remark("cancelled-without-position"),
            _ => {}
        }
        if row.count < 0 && row.status != RowStatus::Cancelled {
            remark("unmatched-reversal");
        }
        let position = positions.get(row.position as usize);
        match position.map(|p| (p.area, label.area())) {
            Some((None, _)) => remark("outside-areas"),
            Some((Some(point), Some(label))) => {
                self.label_differs.1 += 1;
                if point != label {
                    self.label_differs.0 += 1;
                    remark("label-differs");
                }
            }
            _ => {}
        }
        match row.status {
            RowStatus::Accepted => q.accepted += 1,
            RowStatus::Cancelled => q.cancelled += 1,
            RowStatus::Unlocated => q.unlocated += 1,
        }
        let share = self.shares.entry((row.reported.year(), row.group.0)).or_default();
        share.0 += 1;
        share.1 += u64::from(position.is_some());
    }
}
