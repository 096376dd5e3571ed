//! The shipped table: made from a cube, written, read back and checked.
//!
//! On disk: `counts/YYYY.csv.gz` (columns [`COLUMNS`]) and `withheld_by_year.csv` (columns
//! [`YEAR_COLUMNS`]). The same table gives the same bytes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use catchment_model::{
    AreaIdx, Areas, Block, Cell, Coverage, Cube, Finest, GroupId, Month, MonthStatus, Offenses, Resolution,
};
use flate2::{Compression, GzBuilder, read::MultiGzDecoder};
use rayon::prelude::*;

/// Columns of `counts/YYYY.csv.gz`. Empty cell: no usable position; empty neighborhood: no police label.
pub const COLUMNS: &str = "cell,neighborhood,month,offense,block,net,incidents";
/// Columns of `withheld_by_year.csv`; `months` is the number of covered months of the year.
pub const YEAR_COLUMNS: &str = "year,offense,net,months";

/// One entry: net count and distinct incidents of a place, month, offense group and block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TableRow {
    /// Month of report.
    pub month: Month,
    /// Offense group.
    pub group: GroupId,
    /// Cell at resolution 9, where the rows have a usable position.
    pub cell: Option<Cell>,
    /// Area by the police's own label.
    pub label: Option<AreaIdx>,
    /// Weekday and hour.
    pub block: Block,
    /// Sum of +1 and −1 rows.
    pub net: i32,
    /// Distinct incidents, 0 or more.
    pub incidents: i32,
}

/// Net count of a withheld group in a calendar year of report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct YearRow {
    /// Calendar year.
    pub year: i32,
    /// Offense group.
    pub group: GroupId,
    /// Net count.
    pub net: i64,
    /// Covered months of the year; under 12 the year is partial.
    pub months: u8,
}

/// A table of counts, sorted by month, group, cell, label, block; no key occurs twice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    rows: Vec<TableRow>,
    withheld: Vec<YearRow>,
}

type Key = (Month, GroupId, Option<Cell>, Option<AreaIdx>, Block);

/// Why a table could not be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TableError {
    /// The system refused to read or write.
    #[error("{}: {source}", path.display())]
    Io {
        /// File or folder.
        path: PathBuf,
        /// The system's error.
        #[source]
        source: io::Error,
    },
    /// No `YYYY.csv.gz` in the folder.
    #[error("{}: no file YYYY.csv.gz; expected one a year", .0.display())]
    Empty(PathBuf),
    /// A value that cannot be right.
    #[error("{file}, line {line}: {column} is \"{value}\"; expected {expected}")]
    Value {
        /// File name.
        file: String,
        /// Line, the header being line 1.
        line: usize,
        /// Column, `header` or `row`.
        column: &'static str,
        /// The value found there.
        value: String,
        /// What would be right.
        expected: String,
    },
}

impl Table {
    /// The table of a cube. Groups that may not be shown per cell (`finest` other than `cell` in the city file) go
    /// to [`Table::withheld`] and nowhere else; yearly counts of the cube are added there.
    ///
    /// Only months with incident rows enter, and only years with such a month: counts that the police publish per
    /// area and month are not the program's to spread over cells.
    pub fn from_cube(cube: &Cube, offenses: &Offenses, coverage: &Coverage) -> Self {
        let covered = |m: Month| matches!(coverage.months.get(&m), Some((MonthStatus::Incidents, _)));
        let per_cell = |g: GroupId| offenses.group(g).is_some_and(|group| group.finest == Finest::Cell);
        let mut sums: BTreeMap<Key, (i32, i32)> = BTreeMap::new();
        let mut years: BTreeMap<(i32, GroupId), i64> = BTreeMap::new();
        for e in cube.entries().iter().filter(|e| covered(e.reported)) {
            let Some(place) = cube.places().get(e.place as usize) else { continue };
            if per_cell(e.group) {
                let cell = place.cells.map(|c| c[Resolution::R9.index()]);
                let sum = sums.entry((e.reported, e.group, cell, place.area_label, e.block)).or_default();
                sum.0 += e.net;
                sum.1 += e.incidents;
            } else {
                *years.entry((e.reported.year(), e.group)).or_default() += i64::from(e.net);
            }
        }
        for count in cube.year_counts() {
            *years.entry((count.year, count.group)).or_default() += count.net;
        }
        let months = |year: i32| coverage.months.keys().filter(|m| m.year() == year && covered(**m)).count();
        let rows = sums
            .into_iter()
            .filter(|(_, (net, incidents))| *net != 0 || *incidents != 0)
            .map(|((month, group, cell, label, block), (net, incidents))| TableRow {
                month,
                group,
                cell,
                label,
                block,
                net,
                incidents,
            })
            .collect();
        let withheld = years
            .into_iter()
            .map(|((year, group), net)| YearRow { year, group, net, months: u8::try_from(months(year)).unwrap_or(12) })
            .filter(|y| y.months > 0)
            .collect();
        Self { rows, withheld }
    }

    /// A table of some rows in any order.
    ///
    /// # Errors
    /// [`TableError::Value`] where a key occurs twice, an entry is all zero or has less than 0 incidents.
    pub fn new(mut rows: Vec<TableRow>, mut withheld: Vec<YearRow>) -> Result<Self, TableError> {
        rows.sort_unstable();
        withheld.sort_unstable();
        let twice = rows.windows(2).find(|w| w[0].key() == w[1].key()).map(|w| (w[1], "each key once"));
        let zero = rows
            .iter()
            .find(|r| r.incidents < 0 || (r.net == 0 && r.incidents == 0))
            .map(|r| (*r, "a net or incidents other than 0, and incidents of 0 or more"));
        if let Some((row, expected)) = twice.or(zero) {
            return Err(TableError::Value {
                file: "table".to_owned(),
                line: 0,
                column: "row",
                value: format!("{row:?}"),
                expected: expected.to_owned(),
            });
        }
        Ok(Self { rows, withheld })
    }

    /// The entries, sorted.
    pub fn rows(&self) -> &[TableRow] {
        &self.rows
    }

    /// Yearly counts of the groups that are published per city and year only.
    pub fn withheld(&self) -> &[YearRow] {
        &self.withheld
    }

    /// Writes `counts/YYYY.csv.gz` and `withheld_by_year.csv` into a folder; files of other years are left alone.
    ///
    /// # Errors
    /// [`TableError::Io`].
    pub fn write(&self, dir: &Path, offenses: &Offenses, areas: &Areas) -> Result<(), TableError> {
        let counts = dir.join("counts");
        fs::create_dir_all(&counts).map_err(|e| io_error(&counts, e))?;
        for year in self.rows.chunk_by(|a, b| a.month.year() == b.month.year()) {
            let Some(first) = year.first() else { continue };
            let path = counts.join(format!("{:04}.csv.gz", first.month.year()));
            let bytes = gzip(text(year, offenses, areas).as_bytes()).map_err(|e| io_error(&path, e))?;
            fs::write(&path, bytes).map_err(|e| io_error(&path, e))?;
        }
        let mut text = format!("{YEAR_COLUMNS}\n");
        for row in &self.withheld {
            let _ = writeln!(text, "{},{},{},{}", row.year, name(offenses, row.group), row.net, row.months);
        }
        let path = dir.join("withheld_by_year.csv");
        fs::write(&path, text).map_err(|e| io_error(&path, e))
    }

    /// Reads `counts/*.csv.gz` and, where there is one, `withheld_by_year.csv` from a folder, and checks every value.
    ///
    /// # Errors
    /// [`TableError`] with file, line, value and what was expected. A withheld group in a per-cell file is an error.
    pub fn read(dir: &Path, offenses: &Offenses, areas: &Areas) -> Result<Self, TableError> {
        let counts = dir.join("counts");
        let mut paths = Vec::new();
        for entry in fs::read_dir(&counts).map_err(|e| io_error(&counts, e))? {
            let path = entry.map_err(|e| io_error(&counts, e))?.path();
            if path.to_string_lossy().ends_with(".csv.gz") {
                paths.push(path);
            }
        }
        if paths.is_empty() {
            return Err(TableError::Empty(counts));
        }
        paths.sort();
        let parts: Vec<Vec<TableRow>> =
            paths.par_iter().map(|path| read_counts(path, offenses, areas)).collect::<Result<_, _>>()?;
        let years = dir.join("withheld_by_year.csv");
        let withheld = if years.exists() { read_years(&years, offenses)? } else { Vec::new() };
        Self::new(parts.concat(), withheld)
    }
}

impl TableRow {
    fn key(&self) -> Key {
        (self.month, self.group, self.cell, self.label, self.block)
    }
}

fn io_error(path: &Path, source: io::Error) -> TableError {
    TableError::Io { path: path.to_owned(), source }
}

fn name(offenses: &Offenses, group: GroupId) -> &str {
    offenses.group(group).map_or("", |g| g.id.as_str())
}

/// The lines of a year. Labels are put in order of their ids (shorter first), so that the order of the areas does not
/// matter.
fn text(rows: &[TableRow], offenses: &Offenses, areas: &Areas) -> String {
    let label = |r: &TableRow| r.label.and_then(|a| areas.get(a)).map_or("", |a| a.id.as_str());
    let mut rows: Vec<(&TableRow, &str)> = rows.iter().map(|r| (r, label(r))).collect();
    rows.sort_by_key(|(r, label)| (r.month, r.group, r.cell, label.len(), *label, r.block));
    let mut out = String::with_capacity(rows.len() * 48);
    out.push_str(COLUMNS);
    out.push('\n');
    for (r, label) in rows {
        let cell = r.cell.map(|c| c.to_string()).unwrap_or_default();
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "{cell},{label},{},{},{},{},{}",
            r.month,
            name(offenses, r.group),
            r.block.code(),
            r.net,
            r.incidents
        );
    }
    out
}

/// Without name or time in the header: the same text gives the same bytes.
fn gzip(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// Makes the error of a line.
struct At<'a> {
    file: &'a str,
    line: usize,
}

impl At<'_> {
    fn wrong(&self, column: &'static str, value: &str, expected: impl Into<String>) -> TableError {
        TableError::Value {
            file: self.file.to_owned(),
            line: self.line,
            column,
            value: value.to_owned(),
            expected: expected.into(),
        }
    }

    fn fields<'t, const N: usize>(&self, line: &'t str, columns: &str) -> Result<[&'t str; N], TableError> {
        let fields: Vec<&str> = line.split(',').collect();
        <[&str; N]>::try_from(fields)
            .map_err(|f| self.wrong("row", line, format!("{N} values ({columns}), not {}", f.len())))
    }

    fn group(&self, value: &str, offenses: &Offenses) -> Result<GroupId, TableError> {
        offenses.id(value).ok_or_else(|| {
            let ids: Vec<&str> = offenses.groups().iter().map(|g| g.id.as_str()).collect();
            self.wrong("offense", value, format!("one of {}", ids.join(", ")))
        })
    }

    fn number<T: std::str::FromStr>(&self, column: &'static str, value: &str, expected: &str) -> Result<T, TableError> {
        value.parse().ok().ok_or_else(|| self.wrong(column, value, expected))
    }

    fn header(&self, line: Option<&str>, columns: &str) -> Result<(), TableError> {
        match line {
            Some(line) if line == columns => Ok(()),
            other => Err(self.wrong("header", other.unwrap_or(""), columns)),
        }
    }
}

fn read_counts(path: &Path, offenses: &Offenses, areas: &Areas) -> Result<Vec<TableRow>, TableError> {
    let bytes = fs::read(path).map_err(|e| io_error(path, e))?;
    let mut text = String::new();
    MultiGzDecoder::new(bytes.as_slice()).read_to_string(&mut text).map_err(|e| io_error(path, e))?;
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut lines = text.lines();
    At { file: &file, line: 1 }.header(lines.next(), COLUMNS)?;
    lines.zip(2..).map(|(text, line)| read_row(&At { file: &file, line }, text, offenses, areas)).collect()
}

fn read_row(at: &At<'_>, line: &str, offenses: &Offenses, areas: &Areas) -> Result<TableRow, TableError> {
    let [cell, label, month, offense, block, net, incidents] = at.fields::<7>(line, COLUMNS)?;
    let group = at.group(offense, offenses)?;
    if offenses.group(group).is_none_or(|g| g.finest < Finest::Cell) {
        return Err(at.wrong("offense", offense, "a group that may be shown per cell (finest in the city file)"));
    }
    let cell = match cell {
        "" => None,
        text => Some(
            text.parse::<Cell>()
                .ok()
                .filter(|c| c.h3().resolution() == h3o::Resolution::Nine)
                .ok_or_else(|| at.wrong("cell", text, "an H3 cell of resolution 9, or nothing"))?,
        ),
    };
    let label = match label {
        "" => None,
        text => Some(
            areas
                .find(text)
                .ok_or_else(|| at.wrong("neighborhood", text, "the number of an area of the city, or nothing"))?,
        ),
    };
    let month = at.number("month", month, "a month, YYYY-MM")?;
    let code: u8 = at.number("block", block, "0 to 175")?;
    let block = Block::from_code(code).ok().ok_or_else(|| at.wrong("block", block, "0 to 175"))?;
    let net: i32 = at.number("net", net, "a whole number")?;
    let incidents: i32 = at.number("incidents", incidents, "a whole number, 0 or more")?;
    if incidents < 0 || (net == 0 && incidents == 0) {
        return Err(at.wrong("row", line, "a net or incidents other than 0, and incidents of 0 or more"));
    }
    Ok(TableRow { month, group, cell, label, block, net, incidents })
}

fn read_years(path: &Path, offenses: &Offenses) -> Result<Vec<YearRow>, TableError> {
    let text = fs::read_to_string(path).map_err(|e| io_error(path, e))?;
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut lines = text.lines();
    At { file: &file, line: 1 }.header(lines.next(), YEAR_COLUMNS)?;
    lines
        .zip(2..)
        .map(|(text, line)| {
            let at = At { file: &file, line };
            let [year, offense, net, months] = at.fields::<4>(text, YEAR_COLUMNS)?;
            let months: u8 = at.number("months", months, "1 to 12")?;
            if !(1..=12).contains(&months) {
                return Err(at.wrong("months", &months.to_string(), "1 to 12"));
            }
            Ok(YearRow {
                year: at.number("year", year, "a calendar year")?,
                group: at.group(offense, offenses)?,
                net: at.number("net", net, "a whole number")?,
                months,
            })
        })
        .collect()
}
