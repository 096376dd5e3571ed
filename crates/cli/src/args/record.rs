//! Flags of `record` and `replay`.

use std::path::PathBuf;

use clap::Args;

use super::values::TableFormat;

/// Flags of `record`, beside those of a ranking, a decision or an optimum.
#[derive(Debug, Args)]
pub(crate) struct RecordArgs {
    /// Take the question of this saved scenario instead of the flags.
    #[arg(long, value_name = "ID", value_parser = clap::value_parser!(i64).range(1..))]
    pub(crate) scenario: Option<i64>,
    /// Revision of the scenario (default: the latest).
    #[arg(long, value_name = "N", requires = "scenario", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) revision: Option<u32>,
    /// File to write; it must not be there yet.
    #[arg(long, value_name = "RECORD.json")]
    pub(crate) out: PathBuf,
    /// How to print the answer beside it.
    #[arg(long, value_enum, default_value_t = TableFormat::Table)]
    pub(crate) format: TableFormat,
}

/// Flags of `replay`.
#[derive(Debug, Args)]
pub(crate) struct ReplayArgs {
    /// The record.
    #[arg(value_name = "RECORD.json")]
    pub(crate) record: PathBuf,
    /// Recompute on the dataset that the record names, where the workspace still keeps it, instead of the current one.
    #[arg(long)]
    pub(crate) kept: bool,
    /// How to print what was found.
    #[arg(long, value_enum, default_value_t = TableFormat::Table)]
    pub(crate) format: TableFormat,
}
