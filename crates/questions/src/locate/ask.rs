//! What a location model is asked with.

use catchment_model::{named, named_schema};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::pieces::{Problem, ask};

named! {
    /// Which location model.
    pub enum LocateModel as "location model" {
        /// Most demand within the radius (maximal covering).
        Mclp = "mclp",
        /// Least sum of weight × distance to the nearest site (Hakimi 1964).
        PMedian = "p-median",
    }
}

named! {
    /// Who solves a location model.
    pub enum LocateSolver as "solver" {
        /// Our branch and bound, exact.
        Branch = "branch",
        /// A library for integer programs, exact; small instances only.
        Milp = "milp",
        /// Greedy addition and exchange, with a bound; quick.
        Interchange = "interchange",
    }
    default Branch
}

named_schema!(LocateModel, LocateSolver);

ask! {
    /// What a location model is asked with.
    pub struct LocateAsk {
        /// The problem.
        problem: Problem,
    }
}

/// A location model: what is asked, and of which points.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = LocateParams)]
#[serde(deny_unknown_fields)]
pub struct Locate {
    /// Which model.
    pub model: LocateModel,
    /// Sites to choose, 1 up to the number of candidates.
    pub sites: usize,
    /// Radius within which demand is covered, 1 to 1,000,000 meters; only with the model `mclp`, which needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub radius_m: Option<f64>,
    /// Who solves it.
    #[serde(default)]
    pub solver: LocateSolver,
    /// Pairs of demand point and candidate that may be looked at before the proof is given up, the same on every
    /// machine; only with the solver `branch`. Where none is given, 20,000,000,000: some 20 seconds of one core.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<u64>,
    /// Demand points.
    pub demand: Vec<LocatePoint>,
    /// Places where a site may be; where none are given, the demand points.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub candidates: Option<Vec<LocatePoint>>,
    /// Distances; where none are given, straight lines.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distances: Option<Vec<LocateDistance>>,
}

/// A demand point or a candidate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LocatePoint {
    /// Id, distinct within its list.
    pub id: String,
    /// Easting, meters; not looked at where distances are given.
    #[serde(default)]
    pub x: f64,
    /// Northing, meters; not looked at where distances are given.
    #[serde(default)]
    pub y: f64,
    /// Demand, 0 or more; of a candidate it is not looked at.
    #[serde(default)]
    pub weight: f64,
}

/// Distance from a demand point to a candidate; for a pair without one there is no way.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LocateDistance {
    /// Id of the demand point.
    pub demand: String,
    /// Id of the candidate.
    pub candidate: String,
    /// Meters.
    pub distance: f64,
}

impl Locate {
    /// Places where a site may be.
    pub fn places(&self) -> &[LocatePoint] {
        self.candidates.as_ref().unwrap_or(&self.demand)
    }
}
