//! Parts of what the whole city holds, and what other shapes would reach.

use catchment_model::{named, named_schema};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::words::one_in;

/// A part of what the whole city holds, whatever limits leave of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CityShare {
    /// What the part holds.
    pub part: f64,
    /// What the whole city holds.
    pub whole: f64,
    /// The part as a share of the whole.
    pub share: f64,
    /// The same in words: `about 1 in 16`, or a percentage above two fifths.
    pub words: String,
}

impl CityShare {
    /// A part of a whole; none of nothing.
    #[must_use]
    pub fn of(part: f64, whole: f64) -> Option<Self> {
        let share = part / whole;
        (whole > 0.0 && share.is_finite()).then(|| Self { part, whole, share, words: one_in(share) })
    }
}

named! {
    /// A kind of shape whose price is told.
    pub enum PricedShape as "kind of shape" {
        /// Ground that a team can walk: no holes, no gaps, no spikes.
        Walkable = "walkable",
        /// Free ground with a bound on its outline.
        Bounded = "bounded",
        /// Any connected ground: it follows single blocks.
        Free = "free",
    }
}

named_schema!(PricedShape);

/// What a kind of shape would reach with as many sites of the same size under the same limits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ShapePrice {
    /// The kind of shape.
    pub shape: PricedShape,
    /// Bound on the outline, in circumferences of a circle of the area; absent where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outline: Option<f64>,
    /// Whether it is what the choice was asked for with.
    pub asked: bool,
    /// What is maximized inside all of them.
    pub harm: f64,
    /// No choice of this shape can hold more.
    pub bound: f64,
    /// How far the harm may be from the best possible, as a share of the bound.
    pub gap: f64,
    /// Harm beside that of the choice asked for: 0.1 is a tenth more, −0.1 a tenth less.
    pub more: f64,
    /// The harm as a part of the whole city's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of_city: Option<CityShare>,
    /// The same in one sentence.
    pub sentence: String,
}

#[cfg(feature = "engine")]
catchment_model::heap!(PricedShape);
#[cfg(feature = "engine")]
catchment_model::heap!(CityShare { part, whole, share, words });
#[cfg(feature = "engine")]
catchment_model::heap!(ShapePrice { shape, outline, asked, harm, bound, gap, more, of_city, sentence });
