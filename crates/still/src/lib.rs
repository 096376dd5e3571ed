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

mod error;
mod picture;
mod plan;
mod render;

use std::path::Path;

pub use error::StillError;
pub use picture::Picture;
pub use plan::{Painted, Placed, Plan, PlanError};

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
