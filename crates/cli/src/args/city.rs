//! Flags of the commands that help with a city file.

use std::path::PathBuf;

use clap::Args;

/// Flags of `new-city`.
#[derive(Debug, Args)]
pub(crate) struct NewCityArgs {
    /// Tables of incidents, all of one layout.
    #[arg(value_name = "FILE", required_unless_present = "recipe", requires = "areas")]
    pub(crate) files: Vec<PathBuf>,
    /// The outlines of neighborhoods, districts or precincts.
    #[arg(long, value_name = "FILE")]
    pub(crate) areas: Option<PathBuf>,
    /// The city file to write (default: it is printed).
    #[arg(long, value_name = "CITY.toml")]
    pub(crate) out: Option<PathBuf>,
    /// A city file for a layout that many use, instead of a guess; without a name, the list of them.
    #[arg(long, value_name = "NAME", num_args = 0..=1, default_missing_value = "", conflicts_with = "files")]
    pub(crate) recipe: Option<String>,
}

/// Flags of `check-city`.
#[derive(Debug, Args)]
pub(crate) struct CheckCityArgs {
    /// The city file.
    #[arg(value_name = "CITY.toml")]
    pub(crate) city: PathBuf,
}

/// Flags of `city-schema`.
#[derive(Debug, Args)]
pub(crate) struct CitySchemaArgs {
    /// Print the reference page (Markdown) and not the schema.
    #[arg(long)]
    pub(crate) markdown: bool,
}
