//! The values that flags take, and the ranges they must lie in.

use clap::ValueEnum;

/// How to print data without geometry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TableFormat {
    /// For people.
    Table,
    /// One JSON document.
    Json,
    /// Comma-separated, one header line.
    Csv,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LogFormat {
    /// For people, a line each; in color on a terminal only.
    Text,
    /// One JSON document a line.
    Json,
}

/// What the quality report lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum QualityKey {
    /// Files.
    File,
    /// Reasons.
    Reason,
    /// Located shares by year and offense.
    Year,
    /// The positions that most rows share, all with more than chance allows among them.
    Position,
    /// Labels that are the name of no area, with the nearest name and where their points lie.
    Label,
    /// Codes, the groups that they were put into, and their rows.
    Code,
    /// The commonest values that could not be read.
    Value,
    /// Reasons for which rows were lost, each with a sample row.
    Loss,
}
