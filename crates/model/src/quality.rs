//! The quality report: every row in is accounted for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::RepeatedPoint;
use crate::heard::{CodeRows, LostRows, SourceLabels, UnreadValue};

/// Why a row was not simply accepted, as a stable code such as `no-coordinates`, with counts of rows.
pub type Reason = String;

/// A row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejection {
    /// File name as the source names it.
    pub file: String,
    /// Line of the file where the row begins, the header being line 1.
    pub line: u64,
    /// Stable code.
    pub reason: Reason,
    /// The offending value and what was expected.
    pub detail: String,
}

/// What became of the rows of one file: `rows` = `accepted` + `cancelled` + `unlocated` + `rejected`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileQuality {
    /// Source id of the city file.
    pub source: String,
    /// File name.
    pub file: String,
    /// Name of the column layout that matched.
    pub layout: String,
    /// Encoding found.
    pub encoding: String,
    /// Rows read, the header not counted.
    pub rows: u64,
    /// Rows that count where they are.
    pub accepted: u64,
    /// Rows of a −1/+1 pair that takes itself back.
    pub cancelled: u64,
    /// Rows that count for the city (and their police label) but have no usable position.
    pub unlocated: u64,
    /// Rows that could not be read.
    pub rejected: u64,
    /// Sum of the `Count` of the rows not rejected.
    pub net: i64,
    /// Rows by reason: of being unlocated or rejected, and remarks on accepted ones (`unmatched-reversal`,
    /// `time-unknown`, `label-differs` …).
    pub reasons: BTreeMap<Reason, u64>,
}

/// Share of located rows of a year and offense group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LocatedShare {
    /// Calendar year of the report month.
    pub year: i32,
    /// Offense group id.
    pub offense: String,
    /// Rows not rejected.
    pub rows: u64,
    /// Rows with a usable position.
    pub located: u64,
}

impl LocatedShare {
    /// Under this share the report warns.
    pub const WARN_UNDER: f64 = 0.85;

    /// Located share of the rows, 0 to 1; 1 where there is no row.
    pub fn share(&self) -> f64 {
        if self.rows == 0 { 1.0 } else { self.located as f64 / self.rows as f64 }
    }

    /// Whether the share is low enough to warn.
    pub fn warns(&self) -> bool {
        self.share() < Self::WARN_UNDER
    }
}

/// The quality report of a dataset.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Quality {
    /// One entry per file, in reading order.
    pub files: Vec<FileQuality>,
    /// Every rejected row, up to a bound per file that the ingest documents; `rejected` of the file counts them all.
    pub rejections: Vec<Rejection>,
    /// Located share by year and offense group.
    pub located: Vec<LocatedShare>,
    /// Rows whose police label and polygon are both known and differ, and rows where both are known.
    pub label_differs: (u64, u64),
    /// What the labels of each source are worth; empty in datasets of older programs.
    #[serde(default)]
    pub labels: Vec<SourceLabels>,
    /// Codes and the groups that they were put into, by source, the most rows first.
    #[serde(default)]
    pub codes: Vec<CodeRows>,
    /// Values that could not be read, the most frequent first, up to a bound that the ingest documents.
    #[serde(default)]
    pub unread: Vec<UnreadValue>,
    /// Reasons for which rows were lost, by source, the most frequent first.
    #[serde(default)]
    pub lost: Vec<LostRows>,
    /// Sentences a reader must see.
    pub warnings: Vec<String>,
    /// The positions that most rows share, all that hold more than chance allows among them; most rows first.
    #[serde(default)]
    pub repeated: Vec<RepeatedPoint>,
}

impl Quality {
    /// Whether any source names areas; yes where nothing is known of it.
    #[must_use]
    pub fn names_areas(&self) -> bool {
        self.labels.is_empty() || self.labels.iter().any(|l| l.named)
    }

    /// Sums over the files: rows, accepted, cancelled, unlocated, rejected.
    pub fn totals(&self) -> FileQuality {
        let mut sum = FileQuality { file: "all files".to_owned(), ..FileQuality::default() };
        for f in &self.files {
            sum.rows += f.rows;
            sum.accepted += f.accepted;
            sum.cancelled += f.cancelled;
            sum.unlocated += f.unlocated;
            sum.rejected += f.rejected;
            sum.net += f.net;
            for (reason, n) in &f.reasons {
                *sum.reasons.entry(reason.clone()).or_default() += n;
            }
        }
        sum
    }

    /// Whether every row in is accounted for, file by file.
    pub fn balances(&self) -> bool {
        self.files.iter().all(|f| f.rows == f.accepted + f.cancelled + f.unlocated + f.rejected)
    }
}
