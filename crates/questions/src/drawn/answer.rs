//! A drawn catchment's score as an answer.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Score;
use crate::answers::Meta;
use crate::area::Place;

/// What a drawn catchment is worth.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ScoreAnswer {
    /// What the answer says of itself.
    pub meta: Meta<Score>,
    /// The answer in one sentence.
    pub finding: String,
    /// What else a reader must know of its shape and of how it was scored.
    pub notes: Vec<String>,
    /// The drawn catchment.
    pub drawn: ScoredArea,
    /// The best catchment that the search finds at the same size with no longer an outline; absent where the drawn one
    /// is too small for a search, or where its own figures alone are asked for.
    pub best: Option<ScoredArea>,
    /// The drawn one in full; absent unless it is asked for. It has no rank: nothing else is of its size.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
    /// Weighted count of the drawn one as a share of the best's.
    pub share_of_best: Option<f64>,
    /// Given cells (or, for a polygon, none) that lie outside of the city and are not counted.
    pub outside: usize,
    /// Whether its cells hang together.
    pub connected: bool,
    /// Number of pieces.
    pub pieces: usize,
    /// Whether all of it lies within reach of one of its cells, as the search asks of a catchment of this area.
    pub compact: bool,
    /// Least distance within which one of its cells reaches all others, meters.
    pub radius_m: f64,
    /// Distance that the search allows at this area, meters.
    pub reach_m: f64,
    /// Length of its outline along the edges of its cells, rims of holes included, meters.
    pub outline_m: f64,
}

/// An area with its counts, rates and score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ScoredArea {
    /// The neighborhoods that most of it lies in.
    pub name: String,
    /// H3 cells at the city's finest resolution.
    pub cells: Vec<String>,
    /// Area, km².
    pub area_km2: f64,
    /// Residents, estimated.
    pub residents: Option<f64>,
    /// Count over the covered months.
    pub count: i64,
    /// Count times weight, over the covered months.
    pub harm: f64,
    /// Count per 1,000 residents and year.
    pub per_1000: Option<f64>,
    /// Count per km² and year.
    pub per_km2: Option<f64>,
    /// Posterior mean of the measure per year, groups weighted: drawn toward what areas of this size usually have.
    /// Absent where it cannot be ranked by the measure.
    pub score: Option<f64>,
    /// Lower end of its 90% interval.
    pub score_low: Option<f64>,
    /// Upper end of its 90% interval.
    pub score_high: Option<f64>,
    /// Existing sites that it touches.
    pub sites: Vec<String>,
}
