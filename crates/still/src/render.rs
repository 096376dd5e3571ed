//! Vector tiles through maplibre-rs, without a window.
//!
//! What maplibre 0.0.3 asks for: one color per source layer, the order in `layer.index`, a picture of 512 pixels
//! (anything else shows the tile in a corner), and a working folder of its own, into which it writes `frame_0.png`,
//! `frame_1.png` …

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use maplibre::headless::map::HeadlessMap;
use maplibre::headless::{HeadlessPlugin, create_headless_renderer};
use maplibre::render::RenderPlugin;
use maplibre::style::Style;
use maplibre::style::layer::{FillPaint, LayerPaint, StyleLayer};
use maplibre::vector::{DefaultVectorTransferables, VectorPlugin};

use crate::error::StillError;
use crate::picture::Picture;
use crate::plan::Painted;

/// Side of a tile as it is drawn, pixels.
const SIDE: u32 = 512;

/// Draws tiles in order. `folder` becomes the working folder of the process and receives the frames.
///
/// # Errors
/// [`StillError`] where there is no graphics driver, or the renderer gives up.
pub(crate) fn render(tiles: Vec<Vec<u8>>, layers: &[Painted], folder: &Path) -> Result<Vec<Picture>, StillError> {
    std::env::set_current_dir(folder).map_err(StillError::Folder)?;
    let runtime = tokio::runtime::Builder::new_current_thread().build().map_err(StillError::Folder)?;
    let frames = tiles.len();
    // The renderer panics where others return errors: no driver, a tile that is none.
    let drawn = catch_unwind(AssertUnwindSafe(|| runtime.block_on(draw(tiles, layers))));
    drawn.map_err(|panic| StillError::Renderer(said(&*panic)))??;
    let frame = |i: usize| {
        let bytes = fs::read(folder.join(format!("frame_{i}.png"))).map_err(StillError::Folder)?;
        Picture::decode(&bytes).map_err(StillError::Frame)
    };
    (0..frames).map(frame).collect()
}

async fn draw(tiles: Vec<Vec<u8>>, layers: &[Painted]) -> Result<(), StillError> {
    let (kernel, renderer) = create_headless_renderer(SIDE, None).await;
    let plugins: Vec<Box<dyn maplibre::plugin::Plugin<_>>> = vec![
        Box::<RenderPlugin>::default(),
        Box::<VectorPlugin<DefaultVectorTransferables>>::default(),
        Box::new(HeadlessPlugin::new(true)),
    ];
    let mut map = HeadlessMap::new(style(layers), renderer, kernel, plugins)
        .map_err(|e| StillError::Renderer(format!("{e:?}")))?;
    let names: Vec<&str> = layers.iter().map(|l| l.name.as_str()).collect();
    for tile in tiles {
        let tessellated = map.process_tile(tile.into_boxed_slice(), &names).await;
        map.render_tile(tessellated);
    }
    Ok(())
}

fn style(layers: &[Painted]) -> Style {
    let layer = |(index, painted): (u32, &Painted)| StyleLayer {
        index,
        id: painted.name.clone(),
        source_layer: Some(painted.name.clone()),
        paint: Some(LayerPaint::Fill(FillPaint { fill_color: painted.color.parse().ok() })),
        ..StyleLayer::default()
    };
    // The depth buffer starts at 0, and a layer of that index would lie behind the paper.
    Style { layers: (1..).zip(layers).map(layer).collect(), ..Style::default() }
}

/// What a panic said.
fn said(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    text.unwrap_or("it did not say why").to_owned()
}
