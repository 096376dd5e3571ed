//! Why there is no picture.

use std::io;
use std::path::PathBuf;

use crate::plan::PlanError;

/// Why there is no picture.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StillError {
    /// A file cannot be read.
    #[error("cannot read {}", .0.display())]
    Read(PathBuf, #[source] io::Error),
    /// The plan is no plan.
    #[error("the plan cannot be read: is catchment-still of the same version as catchment?")]
    Json(#[source] serde_json::Error),
    /// The plan cannot be drawn.
    #[error("the plan cannot be drawn")]
    Plan(#[from] PlanError),
    /// No folder to work in.
    #[error("cannot work in a temporary folder")]
    Folder(#[source] io::Error),
    /// The renderer gave up.
    #[error(
        "maplibre-rs cannot draw: {0}\n  try: a Vulkan driver, such as the package mesa-vulkan-drivers, and \
         WGPU_BACKEND=vulkan"
    )]
    Renderer(String),
    /// The renderer wrote something else than a picture.
    #[error("maplibre-rs wrote no picture")]
    Frame(#[source] png::DecodingError),
}
