//! Everything that stops an ingest, each naming the thing at fault and what was expected.

use std::path::PathBuf;

use catchment_model::city::CityError;
use catchment_model::{AreaError, Month, OffenseError};

/// Why an ingest stopped. Rows that cannot be read do not stop it: they are in the quality report.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IngestError {
    /// A file could not be read from disk.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// The system's error.
        source: std::io::Error,
    },
    /// The city file was refused.
    #[error("city file {}: {source}", path.display())]
    City {
        /// The city file.
        path: PathBuf,
        /// Key, value, and what was expected; for malformed TOML, line and column.
        source: CityError,
    },
    /// The offense groups of the city file do not hold together.
    #[error(transparent)]
    Offense(#[from] OffenseError),
    /// A path names an environment variable that is not set.
    #[error(
        "path \"{text}\" needs ${{{name}}}, which is not set; set {name}, or write ${{{name}:-default}} in the city \
            file"
    )]
    Variable {
        /// Path as written in the city file.
        text: String,
        /// Name of the variable.
        name: String,
    },
    /// A path in the city file has no matching file.
    #[error("source {source_id}: no file matches \"{pattern}\" (looked in {}); expected at least \
        one", folder.display())]
    NoFiles {
        /// Source id of the city file, or `areas`.
        source_id: String,
        /// Path after filling in variables.
        pattern: String,
        /// Folder that relative paths start from.
        folder: PathBuf,
    },
    /// A file could not be decompressed or opened.
    #[error("{file}: {detail}; expected {expected}")]
    Format {
        /// The file.
        file: String,
        /// What is wrong.
        detail: String,
        /// What was expected.
        expected: &'static str,
    },
    /// Columns that are needed are not in the header.
    #[error("{file}: no column for {missing}; the header has {header}")]
    Column {
        /// The file.
        file: String,
        /// Keys of the city file, with the names that were looked for.
        missing: String,
        /// Names that were found, cut to size.
        header: String,
    },
    /// The text is not in the encoding that the city file states.
    #[error(
        "{file}: byte {at} is not {expected}; expected {expected} throughout, or encoding = \"auto\" in the city file"
    )]
    Encoding {
        /// The file.
        file: String,
        /// Encoding stated.
        expected: String,
        /// Offset of the first byte at fault.
        at: usize,
    },
    /// A coordinate reference system is missing or not understood.
    #[error(
        "{what}: CRS \"{value}\" cannot be used ({detail}); expected a code such as EPSG:4326 or ESRI:102696, or WKT"
    )]
    Crs {
        /// Where it was needed.
        what: String,
        /// CRS as given.
        value: String,
        /// PROJ's message.
        detail: String,
    },
    /// The rows of a file are not of the month in its name.
    #[error(
        "{file}: its name says {month}, but {rows}; expected rows of {month}. If the name is not the month of its \
            rows, write covers = \"rows\" in source {source_id} of the city file, or the months that it covers, such \
            as covers = \"2015-01..2019-12\""
    )]
    Month {
        /// The file.
        file: String,
        /// Month in its name.
        month: Month,
        /// What its rows say.
        rows: String,
        /// Source id of the city file.
        source_id: String,
    },
    /// Two files of a source have many rows in common.
    #[error(
        "source {source_id}: {text}: each would count twice. Take one of the files out of paths, or name the columns \
            that tell rows apart, such as once_by = [\"{number}\"], so that a row counts in the first file alone"
    )]
    Twice {
        /// Source id of the city file.
        source_id: String,
        /// Which files, and how many rows.
        text: String,
        /// A column that may tell rows apart.
        number: String,
    },
    /// A value of the city file that contradicts the data.
    #[error("{key} = {value}; expected {expected}")]
    Value {
        /// Key in the city file.
        key: String,
        /// Value.
        value: String,
        /// What would be right.
        expected: String,
    },
    /// More rows of a source were lost than it allows.
    #[error("{text} No dataset was written. Mend the source in the city file; where this is as it should be, write \
        largest_loss = {} there", loss(*share))]
    Lost {
        /// How many, and why.
        text: String,
        /// Share of the rows, 0 to 1.
        share: f64,
    },
    /// Nothing that could be shown was read.
    #[error("no row of any source counts: there is nothing to show, and no dataset was written")]
    Nothing,
    /// The areas do not hold together.
    #[error("areas of {file}: {source}")]
    Areas {
        /// File of the areas.
        file: String,
        /// Why.
        source: AreaError,
    },
    /// More than can be held.
    #[error("{what}: {value}; at most {limit}")]
    Limit {
        /// What there is too much of.
        what: String,
        /// How much.
        value: u64,
        /// Largest accepted.
        limit: u64,
    },
}

/// A share that allows as much, in hundredths.
fn loss(share: f64) -> f64 {
    ((100.0 * share).ceil() / 100.0).min(1.0)
}
