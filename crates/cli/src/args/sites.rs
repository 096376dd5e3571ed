//! Flags of `sites`.

use std::path::PathBuf;

use catchment_model::Month;
use clap::{Args, Subcommand};

use super::values::TableFormat;

/// Flags of `sites`.
#[derive(Debug, Args)]
pub(crate) struct SitesArgs {
    #[command(subcommand)]
    pub(crate) what: SitesCommand,
}

/// What is done with the register.
#[derive(Debug, Subcommand)]
pub(crate) enum SitesCommand {
    /// List the sites of the register, or of the city file where nobody began one.
    List {
        /// Month whose facts are listed; where none is given, the last known.
        #[arg(long, value_name = "YYYY-MM")]
        at: Option<Month>,
        /// How to print it.
        #[arg(long, value_enum, default_value_t = TableFormat::Table)]
        format: TableFormat,
    },
    /// Print every revision of a site, the first first.
    History {
        /// Id of the site.
        id: String,
        /// How to print it.
        #[arg(long, value_enum, default_value_t = TableFormat::Table)]
        format: TableFormat,
    },
    /// Add a site.
    Add {
        /// Id: 1 to 80 of a–z, 0–9 and -.
        id: String,
        /// Name for people.
        #[arg(long, value_name = "TEXT")]
        name: String,
        /// First month.
        #[arg(long, value_name = "YYYY-MM")]
        from: Month,
        #[command(flatten)]
        outline: OutlineArgs,
        #[command(flatten)]
        facts: FactsArgs,
        /// Why: it stays in the history.
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
    /// Move a site to another outline; the one before ends with the month before and stays in the history.
    Move {
        /// Id of the site.
        id: String,
        /// First month of the new outline.
        #[arg(long, value_name = "YYYY-MM")]
        from: Month,
        #[command(flatten)]
        outline: OutlineArgs,
        #[command(flatten)]
        facts: FactsArgs,
        /// Why: it stays in the history.
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
    /// Say what holds of a site from a month on: who runs it, staff, budget, hours. What is not said stays.
    Change {
        /// Id of the site.
        id: String,
        /// First month.
        #[arg(long, value_name = "YYYY-MM")]
        from: Month,
        #[command(flatten)]
        facts: FactsArgs,
        /// Why: it stays in the history.
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
    /// Take over from the city file who runs a site, where the register knows nobody: a revision like any other.
    Fill {
        /// Id of the site.
        id: String,
        /// Why: it stays in the history.
        #[arg(long, value_name = "TEXT", default_value = "Who runs it, from the city file.")]
        why: String,
    },
    /// Close a site; it stays in the history.
    Close {
        /// Id of the site.
        id: String,
        /// Last month.
        #[arg(long, value_name = "YYYY-MM")]
        to: Month,
        /// Why: it stays in the history.
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
}

/// An outline.
#[derive(Debug, Args)]
pub(crate) struct OutlineArgs {
    /// File with the outline: GeoJSON, Shapefile or GeoPackage; all its polygons together.
    #[arg(long, value_name = "FILE", required_unless_present = "areas", conflicts_with = "areas")]
    pub(crate) outline: Option<PathBuf>,
    /// Ids of areas that stand in for an outline that is not published, separated by commas.
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    pub(crate) areas: Vec<String>,
    /// The outline is not the program's own: it stands in for one, and is marked wherever it is used.
    #[arg(long)]
    pub(crate) stand_in: bool,
    /// Where the outline comes from.
    #[arg(long, value_name = "TEXT")]
    pub(crate) source: Option<String>,
}

/// What else is known.
#[derive(Debug, Args)]
pub(crate) struct FactsArgs {
    /// Who runs it; may be given several times.
    #[arg(long, value_name = "TEXT")]
    pub(crate) provider: Vec<String>,
    /// Staff, 0 to 10000.
    #[arg(long, value_name = "N")]
    pub(crate) staff: Option<u32>,
    /// Budget a year, dollars.
    #[arg(long, value_name = "DOLLARS")]
    pub(crate) budget: Option<u64>,
    /// Working hours.
    #[arg(long, value_name = "TEXT")]
    pub(crate) shift: Option<String>,
    /// A contract, map or other paper; may be given several times: all that there are now.
    #[arg(long, value_name = "TEXT")]
    pub(crate) document: Vec<String>,
}
