//! What a place is asked for with.

use catchment_model::{AreaBasis, Measure};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::pieces::value::PlaceId;
use crate::pieces::{Choosing, Counted, Counting, Crossing, Objective, Placing, Search, Shape, ask, piece};

piece! {
    /// Which area is meant.
    pub struct ThisArea {
        #[place(Path)]
        /// Id of a neighborhood or park.
        id: PlaceId,
    }
}

piece! {
    /// Which catchment is meant.
    pub struct ThisCatchment {
        #[place(Path)]
        /// Id of a catchment of the same search: `C1`, `C2` ….
        id: PlaceId,
    }
}

ask! {
    /// What an area is asked for with.
    pub struct AreaAsk {
        /// Which area is meant.
        this: ThisArea,
        /// What is counted.
        counting: Counting,
        /// Where a row counts.
        placing: Placing,
        /// How many are chosen, by what.
        choosing: Choosing,
        /// What carries then and now over a series break.
        crossing: Crossing,
    }
}

ask! {
    /// What a catchment is asked for with.
    pub struct CatchmentAsk {
        /// Which catchment is meant.
        this: ThisCatchment,
        /// What is counted.
        counting: Counting,
        /// How many are chosen, by what.
        choosing: Choosing,
        /// How catchments are searched for.
        search: Search,
    }
}

/// An area, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = AreaParams)]
pub struct Area {
    /// Id of the area.
    pub id: String,
    /// What is counted.
    #[serde(flatten)]
    pub counted: Counted,
    /// Which neighborhood a row belongs to.
    pub area: AreaBasis,
    /// What places are compared by.
    pub measure: Measure,
    /// Number of areas to choose.
    pub k: usize,
    /// Seed of the draws.
    pub seed: u64,
    /// Bridge that carries then and now over a series break; absent where none was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bridge: Option<String>,
}

/// A catchment, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = CatchmentParams)]
pub struct Catchment {
    /// Id of the catchment.
    pub id: String,
    /// What is counted.
    #[serde(flatten)]
    pub counted: Counted,
    /// What places are compared by.
    pub measure: Measure,
    /// What catchments are searched on.
    pub basis: Objective,
    /// Number of areas to choose.
    pub k: usize,
    /// Seed of the search and of the draws.
    pub seed: u64,
    /// Largest area of a catchment, km².
    pub area_km2: f64,
    /// Which shapes catchments may have; absent where they are free.
    #[serde(default, skip_serializing_if = "Shape::is_free")]
    pub shape: Shape,
}
