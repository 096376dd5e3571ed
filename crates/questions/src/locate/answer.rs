//! Chosen sites as an answer.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::LocateModel;

/// Chosen sites, and what is proven of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LocateAnswer {
    /// Ids of the chosen sites, in the order of the candidates.
    pub sites: Vec<String>,
    /// `mclp`: demand within the radius (most is best). `p-median`: sum of weight × distance, meters (least is best).
    pub objective: f64,
    /// No choice can be better than this: at least the objective for `mclp`, at most for `p-median`.
    pub bound: f64,
    /// Distance of objective and bound, as a share of the bound's; 0 is proven best.
    pub gap: f64,
    /// Whether no better choice exists, by proof.
    pub proven: bool,
    /// How the answer came about, in words.
    pub method: String,
    /// Which model.
    pub model: LocateModel,
    /// Unit of objective and bound.
    pub unit: String,
    /// Radius within which demand is covered, meters; absent for `p-median`.
    pub radius_m: Option<f64>,
    /// Total demand.
    pub weight: f64,
    /// Demand points out of the radius; absent for `p-median`.
    pub uncovered: Option<usize>,
    /// Mean distance by demand, meters; absent for `mclp`.
    pub mean_m: Option<f64>,
    /// Parts that branch and bound looked at.
    pub parts: u64,
    /// Pairs that might be looked at.
    pub work: u64,
    /// The chosen sites with what they serve.
    pub served: Vec<LocatedSite>,
    /// Program and version.
    pub program: String,
    /// The answer in sentences: what is reached, what is proven, how to read it.
    pub finding: Vec<String>,
}

/// A chosen site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct LocatedSite {
    /// Position in the list of candidates.
    pub candidate: usize,
    /// Id of the candidate.
    pub id: String,
    /// Demand points that it serves: those within the radius (`mclp`), or all (`p-median`), to which it is the nearest
    /// chosen site.
    pub points: usize,
    /// Their demand.
    pub weight: f64,
    /// Their mean distance, by demand, meters; absent where it serves none.
    pub mean_m: Option<f64>,
}
