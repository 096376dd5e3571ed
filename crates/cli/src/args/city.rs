//! Flags of the commands that help with a city file.

use std::num::NonZeroU32;
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

/// Flags of `fetch`.
#[derive(Debug, Args)]
pub(crate) struct FetchArgs {
    #[arg(value_name = "ADDRESS")]
    #[arg(help = "Address of a page, table or layer: Socrata, ArcGIS (FeatureServer, MapServer), ArcGIS Hub")]
    pub(crate) address: String,
    #[arg(long, value_name = "FILE", help = "The file to write: .csv of Socrata, .json of ArcGIS")]
    pub(crate) out: PathBuf,
    /// Only rows that meet a condition, in the portal's language: "date >= '2015-01-01'".
    #[arg(long = "where", value_name = "CONDITION")]
    pub(crate) condition: Option<String>,
    /// Token of a Socrata application, which lifts its limits.
    #[arg(long, value_name = "TOKEN", env = "CATCHMENT_SOCRATA_TOKEN", hide_env_values = true)]
    pub(crate) token: Option<String>,
    /// Rows a page; a layer gives fewer where its server says so.
    #[arg(long, value_name = "N", default_value = "10000", value_parser = parse_page)]
    pub(crate) page: NonZeroU32,
    #[arg(long, value_name = "ADDRESS", default_value = "https://www.arcgis.com")]
    #[arg(help = "The portal that knows items of ArcGIS, where it is not ArcGIS Online")]
    pub(crate) portal: String,
}

fn parse_page(text: &str) -> Result<NonZeroU32, String> {
    let page = text.parse().ok().filter(|n: &NonZeroU32| n.get() <= 50_000);
    page.ok_or_else(|| "expected a whole number from 1 to 50000".to_owned())
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
