//! What the quality report lists: labels, codes, values that could not be read, and why rows were lost.

use serde::{Deserialize, Serialize};

/// What a source's own labels of areas were worth.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct SourceLabels {
    /// Source id of the city file.
    pub source: String,
    /// Name of the source for people.
    pub name: String,
    /// Whether any of its rows names an area.
    pub named: bool,
    /// Rows not rejected.
    pub rows: u64,
    /// Rows that name no area: blank, 0, or a word such as "unknown".
    pub silent: u64,
    /// Rows with a label that is the name of no area.
    pub unknown: u64,
    /// Rows that count where their point lies, for want of a label that is known.
    pub by_point: u64,
    /// The labels that are the name of no area, the most frequent first, up to a bound that the ingest documents.
    pub labels: Vec<UnknownLabel>,
}

/// A label that is the name of no area.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct UnknownLabel {
    /// The label as it is written.
    pub label: String,
    /// Rows with it.
    pub rows: u64,
    /// File of the first of them.
    pub file: String,
    /// Line in that file.
    pub line: u64,
    /// The area whose name is nearest to it.
    pub nearest: Option<NearName>,
    /// Areas that hold the points of its rows, the most first.
    pub points: Vec<PointsIn>,
}

/// An area whose name is like a label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NearName {
    /// Id of the area.
    pub id: String,
    /// Name of the area.
    pub name: String,
    /// Letters that would have to be changed, put in or taken out (Levenshtein distance of letters and digits, case
    /// ignored).
    pub changes: u64,
}

/// Rows whose points lie in an area.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PointsIn {
    /// Id of the area.
    pub id: String,
    /// Name of the area.
    pub name: String,
    /// Rows.
    pub rows: u64,
}

/// Rows of a code and the group that they were put into.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CodeRows {
    /// Source id of the city file.
    pub source: String,
    /// The code, without leading zeros; the description where a source has no codes.
    pub code: String,
    /// Offense group id.
    pub group: String,
    /// Rows not rejected.
    pub rows: u64,
}

/// A value that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnreadValue {
    /// Source id of the city file.
    pub source: String,
    /// Column of the file.
    pub column: String,
    /// The value, cut to 60 letters.
    pub value: String,
    /// What could not be made of it, as a stable code.
    pub reason: String,
    /// Rows with it.
    pub rows: u64,
    /// File of the first of them.
    pub file: String,
    /// Line in that file.
    pub line: u64,
}

/// Rows lost for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LostRows {
    /// Source id of the city file.
    pub source: String,
    /// Stable code.
    pub reason: String,
    /// Rows rejected or without a position for it.
    pub rows: u64,
    /// File of a sample row.
    pub file: String,
    /// Line in that file.
    pub line: u64,
    /// The offending value and what was expected, where it was kept.
    pub detail: String,
}

impl SourceLabels {
    /// From this share of a source's rows on, labels that are not known are told before everything else.
    pub const TOLD: f64 = 0.05;

    /// Share of the rows that name no area that is known, 0 to 1.
    #[must_use]
    pub fn unknown_share(&self) -> f64 {
        if self.rows == 0 { 0.0 } else { (self.unknown + self.silent) as f64 / self.rows as f64 }
    }

    /// Whether a source that names areas leaves so many rows without one that a reader must know.
    #[must_use]
    pub fn warns(&self) -> bool {
        self.named && self.unknown_share() > Self::TOLD
    }
}
