//! Datasets on disk.
//!
//! Lives here: the folder of a dataset (incidents, cube and daily cube as Parquet, areas and sites as GeoJSON, the
//! manifest), the atomic switch from one dataset to the next, the pass that turns incidents into a cube, GeoTIFF output
//! ([`cog`]), and what people write ([`people`]). Does not live here: reading of police files (`ingest`), methods
//! (`spatial`, `siting`), flags, environment, clocks.
//!
//! ```text
//! WORKSPACE/current                        id of the dataset in use, one line
//! WORKSPACE/people.sqlite                 scenarios, the register of sites, and all their revisions
//! WORKSPACE/sessions.sqlite               who is signed in
//! WORKSPACE/streets.json                 lines of streets, for walk routes
//! WORKSPACE/.lock                          held while a dataset is written
//! WORKSPACE/datasets/<id>/manifest.json    what went in, what came out: size and BLAKE3 of every file
//!                         city.toml        the city file as it was read
//!                         areas.json       neighborhoods and parks: outlines in degrees and in meters
//!                         sites.json       existing sites
//!                         incidents.parquet   every row that was read and not rejected
//!                         positions.parquet   where those rows were
//!                         places.parquet, cube.parquet, year_counts.json   the cube
//!                         daily.parquet, daily_shared.parquet   counts by day and area of the newest 24 months
//!                         quality.json     the quality report
//!                         repeated.parquet what counts at positions that many rows share, where there are any
//! ```
//!
//! **Identity.** The id is the first 16 hexadecimal digits of the BLAKE3 of the manifest (its `id` left blank). The
//! manifest holds the digests of the inputs and of every file, the schema version and the program version, so the id is
//! that of the whole content: the same inputs and program give the same id and the same bytes, for any number of
//! threads. There is no clock in a dataset.
//!
//! **Crashes.** A dataset is written beside the others under a temporary name, forced to disk, and renamed; then
//! `current` is replaced in the same way. Killed at any moment, `current` names a whole dataset. What a dead run leaves
//! behind is removed by the next write.
//!
//! **Withheld groups.** Rows of a group that may be shown per city and year only are stored without place and time, and
//! enter the cube only as a count per year. Rows of a group that may be shown per area are stored without position, and
//! enter the cube without cells. Nothing downstream can show what is not here.
//!
//! # Example
//! ```no_run
//! # fn main() -> Result<(), catchment_store::StoreError> {
//! let dataset = catchment_store::Dataset::open(std::path::Path::new(".catchment"))?;
//! let points = dataset.points()?; // reads incidents.parquet only now
//! # let _ = points.x_m.len(); Ok(()) }
//! ```

#[cfg(test)]
extern crate self as catchment_store;
#[cfg(test)]
#[path = "../tests/api/support.rs"]
mod support;

mod canonical;
pub mod cog;
mod cube_file;
mod daily_file;
mod dataset;
mod disk;
mod error;
mod file;
mod incident_file;
mod manifest;
mod outlines;
mod pass;
pub mod people;
mod prune;
mod repeated_file;
mod sessions;
mod streets;
mod table;
mod withhold;
mod write;

pub use canonical::{canonical_hash, canonical_json};
pub use catchment_model::{AreaCount, InputFile};
pub use dataset::{Dataset, current, versions};
pub use error::StoreError;
pub use incident_file::{ControlPoint, Points};
pub use manifest::{Manifest, RowCounts, SCHEMA, StoredFile};
pub use pass::cube;
pub use people::{
    Act, DamagedRevision, DamagedSite, Did, Draft, Drawn, Listed, ListedSites, People, PeopleError, Register, Scenario,
    Shape, SiteEntry, SiteFacts, SiteRevision,
};
pub use prune::{Pruned, prune};
pub use sessions::{Session, Sessions};
pub use streets::{Streets, Walked};
pub use write::{Ask, NewDataset, write, write_asked};
