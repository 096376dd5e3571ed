//! Incident files from a table: one CSV file a month.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use catchment_model::{AreaIdx, Areas, Cell, Month, Offenses};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::draw::{Spot, Stream};
use super::plan::{Plan, RowId, Shape};
use super::table::{Table, TableRow};

/// Columns of the incident files. Dates are `YYYY-MM-DD`, times `HH:MM` (00:01 = unknown), positions in degrees
/// (WGS84).
pub const COLUMNS: &str = "number,reported,date,time,count,offense,neighborhood,longitude,latitude";

/// How far the writing has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Months written.
    pub months: usize,
    /// Months to write.
    pub of: usize,
    /// Rows written.
    pub rows: u64,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Summary {
    /// Files, one a month.
    pub files: usize,
    /// Rows.
    pub rows: u64,
    /// Sum of +1 and −1 rows: equals the sum of the table.
    pub net: i64,
    /// Rows that could not share a number and count as incidents, though the table says they are none.
    pub unattached: u64,
}

/// Why incident files could not be written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SynthError {
    /// The system refused to read or write.
    #[error("{}: {source}", path.display())]
    Io {
        /// File or folder.
        path: PathBuf,
        /// The system's error.
        #[source]
        source: io::Error,
    },
}

/// Everything that a month's file is written from.
struct Work<'a> {
    table: &'a Table,
    offenses: Vec<&'a str>,
    labels: Vec<&'a str>,
    spots: FxHashMap<(Cell, Option<AreaIdx>), Spot<'a>>,
    plan: Plan,
    /// Number of an entry's first row within its month.
    first: Vec<u32>,
    seed: u64,
}

/// Writes one file `YYYY-MM.csv` a month into `out` (made if need be) and removes those of months that the table lacks.
///
/// Files are written beside their final names and renamed at the end, so that a run broken off leaves the old ones.
/// The same table, outlines and seed give the same bytes, for any number of threads.
///
/// # Errors
/// [`SynthError::Io`].
pub fn write(
    table: &Table,
    offenses: &Offenses,
    areas: &Areas,
    out: &Path,
    seed: u64,
    progress: &(dyn Fn(Progress) + Sync),
) -> Result<Summary, SynthError> {
    fs::create_dir_all(out).map_err(|source| SynthError::Io { path: out.to_owned(), source })?;
    let work = Work::new(table, offenses, areas, seed);
    let months: Vec<(usize, &[TableRow])> = month_slices(table.rows());
    let (done, rows) = (AtomicUsize::new(0), AtomicU64::new(0));
    let written: Vec<(PathBuf, u64)> = months
        .par_iter()
        .map(|(start, slice)| {
            let (text, n) = work.month(*start, slice);
            let path = out.join(format!("{}.csv", slice[0].month));
            let part = path.with_extension("csv.part");
            fs::write(&part, text).map_err(|source| SynthError::Io { path: part, source })?;
            let all = rows.fetch_add(n, Ordering::Relaxed) + n;
            progress(Progress { months: done.fetch_add(1, Ordering::Relaxed) + 1, of: months.len(), rows: all });
            Ok((path, n))
        })
        .collect::<Result<_, SynthError>>()?;
    for (path, _) in &written {
        fs::rename(path.with_extension("csv.part"), path)
            .map_err(|source| SynthError::Io { path: path.clone(), source })?;
    }
    remove_others(out, &written)?;
    let net = table.rows().iter().map(|r| i64::from(r.net)).sum();
    Ok(Summary { files: written.len(), rows: written.iter().map(|w| w.1).sum(), net, unattached: work.plan.unattached })
}

fn month_slices(rows: &[TableRow]) -> Vec<(usize, &[TableRow])> {
    let mut start = 0;
    rows.chunk_by(|a, b| a.month == b.month)
        .map(|slice| {
            start += slice.len();
            (start - slice.len(), slice)
        })
        .collect()
}

/// Files of an earlier table would be read as this one's: `YYYY-MM.csv` that were not written now go.
fn remove_others(out: &Path, written: &[(PathBuf, u64)]) -> Result<(), SynthError> {
    let io = |path: &Path, source| SynthError::Io { path: path.to_owned(), source };
    for entry in fs::read_dir(out).map_err(|e| io(out, e))? {
        let path = entry.map_err(|e| io(out, e))?.path();
        let stem = path.file_stem().and_then(|s| s.to_str()).unwrap_or("");
        let ours = path.extension().is_some_and(|e| e == "csv") && stem.parse::<Month>().is_ok();
        if ours && !written.iter().any(|(kept, _)| *kept == path) {
            fs::remove_file(&path).map_err(|e| io(&path, e))?;
        }
    }
    Ok(())
}

impl<'a> Work<'a> {
    fn new(table: &'a Table, offenses: &'a Offenses, areas: &'a Areas, seed: u64) -> Self {
        let mut pairs: Vec<(Cell, Option<AreaIdx>)> =
            table.rows().iter().filter_map(|r| Some((r.cell?, r.label))).collect();
        pairs.sort_unstable();
        pairs.dedup();
        let spots = pairs
            .into_par_iter()
            .map(|(cell, label)| ((cell, label), Spot::new(cell, label.and_then(|a| areas.get(a)).map(|a| &a.outline))))
            .collect();
        let mut first = Vec::with_capacity(table.rows().len());
        for (_, slice) in month_slices(table.rows()) {
            let mut next = 1;
            for row in slice {
                first.push(next);
                let shape = Shape::of(row);
                next += u32::try_from(shape.plus + shape.minus).unwrap_or(0);
            }
        }
        Self {
            table,
            offenses: offenses.groups().iter().map(|g| g.id.as_str()).collect(),
            labels: areas.list().iter().map(|a| a.id.as_str()).collect(),
            spots,
            plan: Plan::of(table),
            first,
            seed,
        }
    }

    /// The text of a month's file and its number of rows. Rows that carry another row's number come last, so that
    /// the row that counts as the incident is the first of its number.
    fn month(&self, start: usize, slice: &[TableRow]) -> (String, u64) {
        let mut text = String::with_capacity(64 + slice.len() * 96);
        text.push_str(COLUMNS);
        text.push('\n');
        let mut borrowers: Vec<(RowId, RowId)> = Vec::new();
        let mut rows = 0;
        for (at, entry) in slice.iter().enumerate() {
            let shape = Shape::of(entry);
            for row in 0..shape.plus + shape.minus {
                let id = RowId { entry: start + at, row };
                rows += 1;
                match self.plan.lender(id) {
                    Some(lender) => borrowers.push((id, lender)),
                    None => self.row(&mut text, id, id),
                }
            }
        }
        for (id, lender) in borrowers {
            self.row(&mut text, id, lender);
        }
        (text, rows)
    }

    /// Writes one row under the number of `lender`, which may be the row itself.
    fn row(&self, text: &mut String, id: RowId, lender: RowId) {
        let entry = &self.table.rows()[id.entry];
        let lends = &self.table.rows()[lender.entry];
        let offense = self.offenses.get(usize::from(entry.group.0)).copied().unwrap_or("");
        let label = self.label(entry);
        let mut stream = Stream::new(self.seed, entry, offense, label, id.row);
        let (day, minute) = stream.day_and_minute(entry.month, entry.block);
        let count = if id.row < Shape::of(entry).plus { 1 } else { -1 };
        let number = self.first[lender.entry] + u32::try_from(lender.row).unwrap_or(0);
        // Writing to a string cannot fail.
        let _ = write!(text, "S{}-{number:05},{},", lends.month, entry.month);
        if let Some(day) = day {
            let _ = write!(text, "{}-{day:02}", entry.month);
        }
        let _ = write!(text, ",{:02}:{:02},{count},{offense},{label},", minute / 60, minute % 60);
        match entry.cell.and_then(|cell| self.spots.get(&(cell, entry.label))) {
            Some(spot) => {
                // A reversal stands where the row that it takes back stands, if they share a cell and label.
                let same = lends.cell == entry.cell && lends.label == entry.label && count < 0;
                let mut stream = if same { Stream::new(self.seed, lends, offense, label, lender.row) } else { stream };
                if same {
                    stream.day_and_minute(lends.month, lends.block);
                }
                let (lng, lat) = spot.draw(&mut stream);
                let _ = writeln!(text, "{lng:.6},{lat:.6}");
            }
            None => text.push_str(",\n"),
        }
    }

    fn label(&self, entry: &TableRow) -> &str {
        entry.label.and_then(|a| self.labels.get(usize::from(a.0))).copied().unwrap_or("")
    }
}
