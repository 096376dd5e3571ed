//! What a layer of the map is.

use catchment_store::Dataset;
use catchment_tiles::TileAddress;
use serde::Serialize;

use crate::answers::LegendItem;
use crate::engine::Engine;
use crate::error::AskError;
use crate::pieces::{Piece, read_ask};

/// Media type of vector tiles.
pub(super) const VECTOR: &str = "application/vnd.mapbox-vector-tile";

/// A checked layer. Its canonical JSON is part of the key under which its tiles are remembered.
pub trait Layer: Serialize + Clone + Send + Sync + 'static {
    /// Name in addresses and within tiles.
    const NAME: &'static str;
    /// What it shows.
    const ABOUT: &'static str;
    /// Media type of its tiles.
    const MEDIA_TYPE: &'static str = VECTOR;
    /// Whether it shows existing sites: its tiles change with their register, and not with the dataset alone.
    const SITES: bool = false;
    /// First and last zoom; beyond the last, tiles are drawn larger.
    const ZOOMS: (u8, u8) = (0, 16);
    /// What its features say, and how; empty for pictures.
    const FIELDS: &'static [(&'static str, &'static str)];

    /// What it may be asked with.
    type Ask: Piece;

    /// Checks what was asked against a dataset, and fills in what was left out.
    ///
    /// # Errors
    /// [`AskError`] for a value that this dataset does not accept, and for one that would have no effect.
    fn check(ask: Self::Ask, data: &Dataset) -> Result<Self, AskError>;

    /// A tile. A vector tile without features is empty.
    ///
    /// # Errors
    /// [`AskError`] where there is none.
    fn tile(&self, engine: &Engine, address: TileAddress) -> Result<Vec<u8>, AskError>;

    /// Its classes, over the whole city whatever is in view.
    ///
    /// # Errors
    /// [`AskError`] where there are none to tell.
    fn legend(&self, engine: &Engine) -> Result<TileLegend, AskError>;
}

/// The classes of a layer.
#[derive(Debug, Clone, PartialEq)]
pub struct TileLegend {
    /// The same in words, without HTML.
    pub text: String,
    /// The classes; none where features have no class.
    pub classes: Vec<LegendItem>,
}

/// Reads and checks a layer.
///
/// # Errors
/// As [`read_ask`] and [`Layer::check`].
pub fn ask_layer<L: Layer>(pairs: &[(String, String)], data: &Dataset) -> Result<L, AskError> {
    L::check(read_ask(pairs)?, data)
}

/// Goes through all layers: what is done for each is written once.
pub trait LayerVisitor {
    /// Called for each layer.
    fn layer<L: Layer>(&mut self);
}

#[cfg(test)]
mod tests {
    use super::super::visit_layers;
    use super::*;

    struct Names(Vec<(&'static str, Vec<&'static str>)>);

    impl LayerVisitor for Names {
        fn layer<L: Layer>(&mut self) {
            self.0.push((L::NAME, L::Ask::params().iter().map(|p| p.name).collect()));
        }
    }

    #[test]
    fn a_layer_has_only_parameters_that_change_it() {
        let mut layers = Names(Vec::new());
        visit_layers(&mut layers);
        let counting = ["from", "to", "offense", "unit", "time"];
        let own = |(name, params): &(&'static str, Vec<&'static str>)| {
            (*name, params.iter().copied().filter(|p| !counting.contains(p)).collect::<Vec<_>>().join(" "))
        };
        let expected = [
            ("neighborhoods", "area measure k seed"),
            ("catchments", "measure k seed area_km2 basis shape"),
            ("cells", "resolution alpha ring exposure"),
            ("sites", ""),
            ("surface", "kernel bandwidth_m pixel_m edge"),
        ];
        assert_eq!(layers.0.iter().map(own).collect::<Vec<_>>(), expected.map(|(n, p)| (n, p.to_owned())));
        assert!(layers.0[3].1.is_empty(), "sites are the same whatever is counted");
    }
}
