//! The layer of candidate catchments.

use catchment_model::{Finest, Measure};
use catchment_store::Dataset;
use catchment_tiles::TileAddress;
use serde::Serialize;

use super::feature::{PLACE_FIELDS, place_properties, written};
use super::{Layer, TileLegend, words};
use crate::answers::LegendItem;
use crate::engine::{CatchmentRanking, CatchmentSearch, Engine, ranking_classes};
use crate::error::AskError;
use crate::pieces::value::{AreaKm2, K};
use crate::pieces::{Choosing, Counted, Counting, Objective, PlaceKind, Search, Shape, ask};

ask! {
    /// What the layer of catchments is asked with.
    pub struct CatchmentLayerAsk {
        /// What is counted.
        counting: Counting,
        /// How many are chosen, by what.
        choosing: Choosing,
        /// How they are searched for.
        search: Search,
    }
}

/// The layer of candidate catchments, checked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CatchmentLayer {
    /// What is counted.
    #[serde(flatten)]
    pub counted: Counted,
    /// What they are compared by.
    pub measure: Measure,
    /// What they are searched on.
    pub basis: Objective,
    /// Number to choose.
    pub k: usize,
    /// Seed of the search and of the draws.
    pub seed: u64,
    /// Largest area of one, km².
    pub area_km2: f64,
    /// Which shapes catchments may have; absent where they are free.
    #[serde(default, skip_serializing_if = "Shape::is_free")]
    pub shape: Shape,
}

impl CatchmentLayer {
    pub(super) fn ranking(&self) -> CatchmentRanking {
        let Self { counted, measure, basis, k, seed, area_km2, shape } = self.clone();
        CatchmentRanking { search: CatchmentSearch { counted, basis, k, area_km2, shape, seed }, measure }
    }
}

impl Layer for CatchmentLayer {
    const SITES: bool = true;
    const NAME: &'static str = "catchments";
    const ABOUT: &'static str = "Candidate catchments with counts and ranks";
    const FIELDS: &'static [(&'static str, &'static str)] = PLACE_FIELDS;

    type Ask = CatchmentLayerAsk;

    fn check(ask: CatchmentLayerAsk, data: &Dataset) -> Result<Self, AskError> {
        let CatchmentLayerAsk { counting, choosing, search } = ask;
        Ok(Self {
            counted: counting.check(Finest::Cell, data)?,
            measure: choosing.measure,
            basis: search.basis.unwrap_or(Objective::Counted),
            shape: search.shape(None)?,
            k: K::or_city(choosing.k, data),
            seed: choosing.seed.get(),
            area_km2: AreaKm2::or_city(search.area_km2, data),
        })
    }

    fn tile(&self, engine: &Engine, address: TileAddress) -> Result<Vec<u8>, AskError> {
        let of = self.ranking();
        let (found, ranking) = (engine.find(&of.search)?, engine.find(&of)?);
        let name = |i: usize| (found.list[i].name.clone(), PlaceKind::Catchment);
        let mut properties = place_properties(&ranking, engine, name);
        written(&found.shapes, address, Self::NAME, |i| properties.get_mut(i).map(std::mem::take))
    }

    fn legend(&self, engine: &Engine) -> Result<TileLegend, AskError> {
        let ranking = engine.find(&self.ranking())?;
        let classes = LegendItem::of(&ranking_classes(&ranking, &engine.data));
        Ok(TileLegend { text: words::legend(words::measure(self.measure), &classes), classes })
    }
}
