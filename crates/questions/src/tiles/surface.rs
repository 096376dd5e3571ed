//! The layer of a kernel density surface: pictures.

use catchment_store::Dataset;
use catchment_tiles::TileAddress;

use super::{Layer, TileLegend, words};
use crate::answers::LegendItem;
use crate::engine::Engine;
use crate::error::AskError;
use crate::question::Question;
use crate::surface::{Surface, SurfaceAsk};

impl Layer for Surface {
    const NAME: &'static str = "surface";
    const ABOUT: &'static str = "Kernel density per km² and year";
    const MEDIA_TYPE: &'static str = "image/png";
    const ZOOMS: (u8, u8) = (0, 15);
    const FIELDS: &'static [(&'static str, &'static str)] = &[];

    type Ask = SurfaceAsk;

    fn check(ask: SurfaceAsk, data: &Dataset) -> Result<Self, AskError> {
        <Self as Question>::check(ask, data)
    }

    fn tile(&self, engine: &Engine, address: TileAddress) -> Result<Vec<u8>, AskError> {
        engine.find(self)?.tile(engine, address).map_err(AskError::internal)
    }

    fn legend(&self, engine: &Engine) -> Result<TileLegend, AskError> {
        let classes = LegendItem::of(&engine.find(self)?.classes);
        Ok(TileLegend { text: words::legend("Count per km² and year, smoothed", &classes), classes })
    }
}
