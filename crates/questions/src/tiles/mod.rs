//! The layers of the map: what each may be asked with, its tiles, and how it describes itself.
//!
//! To add a layer is to write its [`Layer`] and a line in [`visit_layers`].

mod catchments;
mod cells;
mod feature;
mod finished;
mod json;
mod layer;
mod neighborhoods;
mod sites;
mod still;
mod surface;
mod words;

pub use catchment_tiles::{TileAddress, TileError};
pub use catchments::{CatchmentLayer, CatchmentLayerAsk};
pub use json::{TileJson, VectorLayer, tile_json};
pub use layer::{Layer, LayerVisitor, TileLegend, ask_layer};
pub use neighborhoods::{NeighborhoodLayer, NeighborhoodLayerAsk};
pub use sites::SiteLayer;
pub use still::{GROUND, Still, class_layer};

/// Goes through all layers.
pub fn visit_layers(visitor: &mut impl LayerVisitor) {
    visitor.layer::<NeighborhoodLayer>();
    visitor.layer::<CatchmentLayer>();
    visitor.layer::<crate::cells::Cells>();
    visitor.layer::<SiteLayer>();
    visitor.layer::<crate::surface::Surface>();
}
