//! Still pictures of our own vector tiles, drawn without a screen through maplibre-rs.
//!
//! `catchment still` computes the tiles (one layer per class) and a plan; this program draws them, makes them fit, puts
//! them side by side and writes a PNG. It is a program and a workspace of its own: maplibre-rs 0.0.3 is a research
//! project of 2023 on wgpu 0.14, with 370 crates that the lock file of the main program need not hold. The public
//! viewer is MapLibre GL JS. Only our own tiles are drawn, never untrusted input: the renderer panics where others
//! return errors.
//!
//! Needs a Vulkan driver; Mesa's lavapipe (`mesa-vulkan-drivers`) does without a graphics card. Building needs
//! `protobuf-compiler`.
//!
//! ```text
//! catchment-still PLAN.json FILE.png
//! ```

mod picture;
mod plan;
mod render;

use std::io;
use std::path::{Path, PathBuf};

pub use picture::Picture;
pub use plan::{Painted, Placed, Plan, PlanError};

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

/// Draws a plan; its tiles lie beside it. Changes the working folder of the process.
///
/// # Errors
/// [`StillError`].
pub fn still(path: &Path) -> Result<(Picture, Plan), StillError> {
    let path = std::path::absolute(path).map_err(|e| StillError::Read(path.to_path_buf(), e))?;
    let read = |path: &Path| std::fs::read(path).map_err(|e| StillError::Read(path.to_path_buf(), e));
    let plan: Plan = serde_json::from_slice(&read(&path)?).map_err(StillError::Json)?;
    let plan = plan.check()?;
    let tiles = plan.tiles.iter().map(|t| read(&path.with_file_name(&t.file))).collect::<Result<Vec<_>, _>>()?;
    let folder = tempfile::tempdir().map_err(StillError::Folder)?;
    let frames = render::render(tiles, &plan.layers, folder.path())?;
    // Out of the folder before it goes away.
    std::env::set_current_dir(path.parent().unwrap_or(Path::new("/"))).map_err(StillError::Folder)?;
    let mut picture = Picture::white(plan.width, plan.height);
    for (placed, frame) in plan.tiles.iter().zip(frames) {
        picture.put(&frame.resized(plan.tile_pixels), placed.left, placed.top);
    }
    Ok((picture, plan))
}
