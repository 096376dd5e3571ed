//! Flags of the commands for those who run the service.

use std::path::PathBuf;

use clap::Args;

use super::TableFormat;

/// Flags of `audit`.
#[derive(Debug, Args)]
pub(crate) struct AuditArgs {
    /// How to print it.
    #[arg(long, value_enum, default_value_t = TableFormat::Table)]
    pub(crate) format: TableFormat,
}

/// Flags of `prune`.
#[derive(Debug, Args)]
pub(crate) struct PruneArgs {
    /// Datasets to keep, the newest, the current one included.
    #[arg(long, value_name = "N", default_value_t = 2)]
    #[arg(value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub(crate) keep: u16,
    /// Say what would be taken away, and touch nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// Flags of `completions`.
#[derive(Debug, Args)]
pub(crate) struct CompletionsArgs {
    /// The shell.
    #[arg(value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}

/// Flags of `man`.
#[derive(Debug, Args)]
pub(crate) struct ManArgs {
    /// Folder to write the pages into.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}
