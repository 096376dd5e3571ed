//! Points and distances from CSV files: what is wrong is named with file, line and value.

use std::collections::HashMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use catchment_questions::locate::LocatePoint;

/// Why a file of points or distances was refused.
#[derive(Debug, thiserror::Error)]
pub(super) enum FileError {
    /// It cannot be opened.
    #[error("{}: cannot be read", path.display())]
    Open {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// It is not a table.
    #[error("{}: not a CSV table", path.display())]
    Csv {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: csv::Error,
    },
    /// A column is missing.
    #[error("{}: no column \"{column}\" among {found}; expected the columns {expected}", path.display())]
    Column {
        /// The file.
        path: PathBuf,
        /// The column.
        column: &'static str,
        /// Columns that are there.
        found: String,
        /// Columns that are read.
        expected: String,
    },
    /// A value cannot be right.
    #[error("{} line {line}: {column} \"{value}\"; expected {expected}", path.display())]
    Value {
        /// The file.
        path: PathBuf,
        /// Line, 1 for the header.
        line: u64,
        /// Column.
        column: &'static str,
        /// What stands there, at most 100 characters.
        value: String,
        /// What would be accepted.
        expected: String,
    },
    /// There is no row.
    #[error("{}: no row below the header; expected 1 or more", path.display())]
    Empty {
        /// The file.
        path: PathBuf,
    },
    /// A whole table would be too large.
    #[error("{}: {pairs} pairs of demand point and candidate; expected up to {max} for a table of \
        distances", path.display())]
    TooMany {
        /// The file.
        path: PathBuf,
        /// Pairs.
        pairs: usize,
        /// Most accepted.
        max: usize,
    },
}

/// Most pairs of a table of distances.
const MAX_PAIRS: usize = 50_000_000;

/// A table whose columns are found by name, case ignored.
struct Columns<'a> {
    path: &'a Path,
    at: HashMap<&'static str, usize>,
}

impl<'a> Columns<'a> {
    fn open(
        path: &'a Path,
        needed: &[&'static str],
        optional: &[&'static str],
    ) -> Result<(Self, csv::Reader<File>), FileError> {
        let file = File::open(path).map_err(|source| FileError::Open { path: path.to_owned(), source })?;
        let mut reader = csv::ReaderBuilder::new().trim(csv::Trim::All).from_reader(file);
        let header = reader.headers().map_err(|source| FileError::Csv { path: path.to_owned(), source })?.clone();
        let position =
            |name: &str| header.iter().position(|h| h.trim_start_matches('\u{feff}').eq_ignore_ascii_case(name));
        if let Some(column) = needed.iter().find(|n| position(n).is_none()) {
            let found = header.iter().collect::<Vec<_>>().join(", ").chars().take(200).collect();
            return Err(FileError::Column { path: path.to_owned(), column, found, expected: needed.join(", ") });
        }
        let at = needed.iter().chain(optional).filter_map(|n| Some((*n, position(n)?))).collect();
        Ok((Self { path, at }, reader))
    }

    fn text<'r>(&self, record: &'r csv::StringRecord, column: &'static str) -> Option<&'r str> {
        record.get(*self.at.get(column)?)
    }

    fn refuse(&self, record: &csv::StringRecord, column: &'static str, expected: impl Into<String>) -> FileError {
        let value = self.text(record, column).unwrap_or_default().chars().take(100).collect();
        FileError::Value { path: self.path.to_owned(), line: line(record), column, value, expected: expected.into() }
    }

    fn id(&self, record: &csv::StringRecord, column: &'static str) -> Result<String, FileError> {
        match self.text(record, column) {
            Some(id) if !id.is_empty() => Ok(id.to_owned()),
            _ => Err(self.refuse(record, column, "an id")),
        }
    }

    /// A finite number; 0 where the table has no such column.
    fn number(&self, record: &csv::StringRecord, column: &'static str, least: f64) -> Result<f64, FileError> {
        let Some(text) = self.text(record, column) else { return Ok(0.0) };
        let read = text.parse::<f64>().ok().filter(|v| v.is_finite() && *v >= least);
        let more = if least >= 0.0 { " of 0 or more" } else { "" };
        read.ok_or_else(|| self.refuse(record, column, format!("a finite number{more}")))
    }
}

fn line(record: &csv::StringRecord) -> u64 {
    record.position().map_or(0, csv::Position::line)
}

/// Reads points; without a table of distances they need x and y.
pub(super) fn points(path: &Path, weighted: bool, placed: bool) -> Result<Vec<LocatePoint>, FileError> {
    let mut needed = vec!["id"];
    needed.extend(placed.then_some(["x", "y"]).into_iter().flatten());
    needed.extend(weighted.then_some("weight"));
    let (columns, mut reader) = Columns::open(path, &needed, &["x", "y"])?;
    let mut seen: HashMap<String, u64> = HashMap::new();
    let mut places = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|source| FileError::Csv { path: path.to_owned(), source })?;
        let id = columns.id(&record, "id")?;
        if let Some(first) = seen.insert(id.clone(), line(&record)) {
            return Err(columns.refuse(&record, "id", format!("distinct ids; line {first} has it too")));
        }
        let weight = if weighted { columns.number(&record, "weight", 0.0)? } else { 0.0 };
        let (x_m, y_m) =
            (columns.number(&record, "x", f64::NEG_INFINITY)?, columns.number(&record, "y", f64::NEG_INFINITY)?);
        places.push(LocatePoint { id, x_m, y_m, weight });
    }
    if places.is_empty() { Err(FileError::Empty { path: path.to_owned() }) } else { Ok(places) }
}

/// Reads distances at `[demand × candidates + candidate]`; NaN where the file has none.
pub(super) fn distances(path: &Path, demand: &[LocatePoint], candidates: &[LocatePoint]) -> Result<Vec<f64>, FileError> {
    let pairs = demand.len().saturating_mul(candidates.len());
    if pairs > MAX_PAIRS {
        return Err(FileError::TooMany { path: path.to_owned(), pairs, max: MAX_PAIRS });
    }
    let (columns, mut reader) = Columns::open(path, &["demand", "candidate", "distance"], &[])?;
    let index = |places: &[LocatePoint]| {
        places.iter().enumerate().map(|(i, p)| (p.id.clone(), i)).collect::<HashMap<String, usize>>()
    };
    let (rows, cols) = (index(demand), index(candidates));
    let mut table = vec![f64::NAN; pairs];
    for record in reader.records() {
        let record = record.map_err(|source| FileError::Csv { path: path.to_owned(), source })?;
        let find = |column, ids: &HashMap<String, usize>, what: &str| {
            let id = columns.id(&record, column)?;
            ids.get(&id).copied().ok_or_else(|| columns.refuse(&record, column, format!("the id of a {what}")))
        };
        let (i, j) = (find("demand", &rows, "demand point")?, find("candidate", &cols, "candidate")?);
        let at = &mut table[i * candidates.len() + j];
        if !at.is_nan() {
            return Err(columns.refuse(&record, "distance", "one distance for each pair; an earlier line has one too"));
        }
        *at = columns.number(&record, "distance", 0.0)?;
    }
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> tempfile::NamedTempFile {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        file
    }

    fn refused(text: &str) -> String {
        let file = file(text);
        let error = points(file.path(), true, true).unwrap_err().to_string();
        error.replace(&file.path().display().to_string(), "FILE")
    }

    #[test]
    fn points_are_read_whatever_the_order_and_case_of_the_columns() {
        let file = file("\u{feff}Weight,y,X,ID\n2,20,10,a\n0,5,6,b\n");
        let read = points(file.path(), true, true).unwrap();
        assert_eq!(read[0], LocatePoint { id: "a".to_owned(), x: 10.0, y: 20.0, weight: 2.0 });
        assert_eq!(read.len(), 2);
    }

    #[test]
    fn what_is_wrong_is_named_with_file_line_and_value() {
        assert_eq!(
            refused("id,x,y\na,1,2\n"),
            "FILE: no column \"weight\" among id, x, y; expected the columns id, x, y, weight"
        );
        assert_eq!(
            refused("id,x,y,weight\na,1,2,-3\n"),
            "FILE line 2: weight \"-3\"; expected a finite number of 0 or more"
        );
        assert_eq!(refused("id,x,y,weight\na,1,2,3\nb,one,2,3\n"), "FILE line 3: x \"one\"; expected a finite number");
        assert_eq!(refused("id,x,y,weight\na,1,NaN,3\n"), "FILE line 2: y \"NaN\"; expected a finite number");
        assert_eq!(
            refused("id,x,y,weight\na,1,2,3\na,1,2,3\n"),
            "FILE line 3: id \"a\"; expected distinct ids; line 2 has it too"
        );
        assert_eq!(refused("id,x,y,weight\n"), "FILE: no row below the header; expected 1 or more");
        assert_eq!(refused("id,x,y,weight\na,1\n"), "FILE: not a CSV table");
    }

    #[test]
    fn distances_belong_to_known_ids_and_stand_once() {
        let demand = vec![LocatePoint { id: "a".to_owned(), x: 0.0, y: 0.0, weight: 1.0 }];
        let ask = |text: &str| {
            let file = file(text);
            distances(file.path(), &demand, &demand)
                .map_err(|e| e.to_string().replace(&file.path().display().to_string(), "FILE"))
        };
        assert_eq!(ask("demand,candidate,distance\na,a,7\n"), Ok(vec![7.0]));
        assert!(ask("demand,candidate,distance\n").unwrap()[0].is_nan());
        assert_eq!(
            ask("demand,candidate,distance\na,z,7\n").unwrap_err(),
            "FILE line 2: candidate \"z\"; expected the id of a candidate"
        );
        assert!(ask("demand,candidate,distance\na,a,7\na,a,8\n").unwrap_err().contains("line 3"));
        assert!(ask("demand,candidate,distance\na,a,-7\n").unwrap_err().contains("-7"));
    }
}
