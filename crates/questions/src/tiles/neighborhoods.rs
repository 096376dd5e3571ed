//! The layer of neighborhoods and parks.

use catchment_model::{AreaBasis, Finest, Measure};
use catchment_store::Dataset;
use catchment_tiles::TileAddress;
use serde::Serialize;

use super::feature::{PLACE_FIELDS, place_properties, written};
use super::{Layer, TileLegend, words};
use crate::answers::LegendItem;
use crate::engine::{Engine, NeighborhoodRanking, kind, ranking_classes};
use crate::error::AskError;
use crate::pieces::value::K;
use crate::pieces::{Choosing, Counted, Counting, Placing, ask};

ask! {
    /// What the layer of neighborhoods is asked with.
    pub struct NeighborhoodLayerAsk {
        /// What is counted.
        counting: Counting,
        /// Where a row counts.
        placing: Placing,
        /// By what they are ranked.
        choosing: Choosing,
    }
}

/// The layer of neighborhoods and parks, checked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NeighborhoodLayer {
    /// What is counted.
    #[serde(flatten)]
    pub counted: Counted,
    /// Which neighborhood a row belongs to.
    pub area: AreaBasis,
    /// What they are compared by.
    pub measure: Measure,
    /// Number to choose.
    pub k: usize,
    /// Seed of the draws.
    pub seed: u64,
}

impl NeighborhoodLayer {
    pub(super) fn ranking(&self) -> NeighborhoodRanking {
        let Self { counted, area, measure, k, seed } = self.clone();
        NeighborhoodRanking { counted, area, measure, k, seed }
    }
}

impl Layer for NeighborhoodLayer {
    const NAME: &'static str = "neighborhoods";
    const ABOUT: &'static str = "Neighborhoods and parks with counts and ranks";
    const FIELDS: &'static [(&'static str, &'static str)] = PLACE_FIELDS;

    type Ask = NeighborhoodLayerAsk;

    fn check(ask: NeighborhoodLayerAsk, data: &Dataset) -> Result<Self, AskError> {
        let NeighborhoodLayerAsk { counting, placing, choosing } = ask;
        Ok(Self {
            counted: counting.check(Finest::Area, data)?,
            area: placing.of(data),
            measure: choosing.measure,
            k: K::or_city(choosing.k, data),
            seed: choosing.seed.get(),
        })
    }

    fn tile(&self, engine: &Engine, address: TileAddress) -> Result<Vec<u8>, AskError> {
        let ranking = engine.find(&self.ranking())?;
        let areas = engine.data.areas.list();
        let mut properties = place_properties(&ranking, engine, |i| (areas[i].name.clone(), kind(&areas[i])));
        written(&engine.area_shapes, address, Self::NAME, |i| properties.get_mut(i).map(std::mem::take))
    }

    fn legend(&self, engine: &Engine) -> Result<TileLegend, AskError> {
        let ranking = engine.find(&self.ranking())?;
        let classes = LegendItem::of(&ranking_classes(&ranking, &engine.data));
        Ok(TileLegend { text: words::legend(words::measure(self.measure), &classes), classes })
    }
}
