//! Names of the files of a dataset.

pub(crate) const MANIFEST: &str = "manifest.json";
pub(crate) const CITY: &str = "city.toml";
pub(crate) const AREAS: &str = "areas.json";
pub(crate) const HOMES: &str = "homes.json";
pub(crate) const SITES: &str = "sites.json";
pub(crate) const INCIDENTS: &str = "incidents.parquet";
pub(crate) const POSITIONS: &str = "positions.parquet";
pub(crate) const PLACES: &str = "places.parquet";
pub(crate) const CUBE: &str = "cube.parquet";
pub(crate) const SHARED: &str = "shared.parquet";
pub(crate) const DAILY: &str = "daily.parquet";
pub(crate) const DAILY_SHARED: &str = "daily_shared.parquet";
pub(crate) const YEARS: &str = "year_counts.json";
pub(crate) const REPEATED: &str = "repeated.parquet";
pub(crate) const QUALITY: &str = "quality.json";
pub(crate) const REGION: &str = "region.json";
pub(crate) const BRIDGES: &str = "bridges.json";
