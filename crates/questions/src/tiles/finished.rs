//! Finished tiles: remembered as finished answers are.

use std::sync::Arc;

use catchment_tiles::TileAddress;

use super::Layer;
use crate::engine::{Encoding, Engine, Finished, key};
use crate::error::AskError;
use crate::file::Content;

impl Engine {
    /// The key of a tile: equal layers have equal keys, however they were asked.
    ///
    /// # Errors
    /// [`AskError::Internal`] where the layer cannot be written as JSON.
    pub fn tile_key<L: Layer>(layer: &L, address: TileAddress) -> Result<String, AskError> {
        Ok(format!("tile {}/{}/{}/{}", key(L::NAME, layer)?, address.z(), address.x(), address.y()))
    }

    /// The finished tile of a layer.
    ///
    /// # Errors
    /// As [`Layer::tile`].
    pub fn finished_tile<L: Layer>(
        &self,
        layer: &L,
        address: TileAddress,
        encoding: Encoding,
    ) -> Result<Arc<Finished>, AskError> {
        self.finish(&Self::tile_key(layer, address)?, encoding, || {
            Ok(Content::tile(L::MEDIA_TYPE, layer.tile(self, address)?))
        })
    }
}
