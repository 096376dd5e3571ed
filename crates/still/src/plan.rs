//! What to draw, as `catchment still` writes it.

use serde::Deserialize;

/// A picture, its tiles and its layers.
#[derive(Debug, Clone, Deserialize)]
pub struct Plan {
    /// Width of the picture, pixels.
    pub width: u32,
    /// Height of the picture, pixels.
    pub height: u32,
    /// Side of a tile in the picture, pixels: 64 to 512.
    pub tile_pixels: u32,
    /// The tiles.
    pub tiles: Vec<Placed>,
    /// Layers of the tiles with their colors, the lowest first.
    pub layers: Vec<Painted>,
    /// What the file says of itself: keyword and text.
    #[serde(default)]
    pub text: Vec<(String, String)>,
}

/// A tile, and where its north-west corner lies in the picture.
#[derive(Debug, Clone, Deserialize)]
pub struct Placed {
    /// File of the vector tile, beside the plan.
    pub file: String,
    /// Pixels from the left edge.
    pub left: i64,
    /// Pixels from the upper edge.
    pub top: i64,
}

/// A layer and its color.
#[derive(Debug, Clone, Deserialize)]
pub struct Painted {
    /// Name within the tiles.
    pub name: String,
    /// Color as `#rrggbb`.
    pub color: String,
}

impl Plan {
    /// Checks what the renderer would panic on, or take forever for.
    ///
    /// # Errors
    /// What is wrong, with the value and the accepted range.
    pub fn check(self) -> Result<Self, PlanError> {
        for (name, value) in [("width", self.width), ("height", self.height)] {
            if !(1..=4096).contains(&value) {
                return Err(PlanError::Side { name, value, max: 4096 });
            }
        }
        if !(64..=512).contains(&self.tile_pixels) {
            return Err(PlanError::Tile(self.tile_pixels));
        }
        if let Some(file) = self.tiles.iter().map(|t| &t.file).find(|f| f.contains(['/', '\\'])) {
            return Err(PlanError::File(file.clone()));
        }
        for layer in &self.layers {
            layer
                .color
                .parse::<csscolorparser::Color>()
                .map_err(|source| PlanError::Color { color: layer.color.clone(), source })?;
        }
        Ok(self)
    }
}

/// A plan that cannot be drawn.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    /// The picture is too large, or nothing.
    #[error("{name} = {value} is out of range; expected 1 to {max} pixels")]
    Side {
        /// `width` or `height`.
        name: &'static str,
        /// Value given.
        value: u32,
        /// Largest value.
        max: u32,
    },
    /// Tiles are drawn at 512 pixels and made smaller, never larger.
    #[error("tile_pixels = {0} is out of range; expected 64 to 512")]
    Tile(u32),
    /// A tile lies beside its plan.
    #[error("tile file \"{0}\" is not accepted; expected a name without folders")]
    File(String),
    /// Not a color.
    #[error("color \"{color}\" is not accepted; expected #rrggbb")]
    Color {
        /// Value given.
        color: String,
        /// Why.
        source: csscolorparser::ParseColorError,
    },
}
