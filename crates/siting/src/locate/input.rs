//! The request of a location model: demand, candidates, distances, and how to solve.

use serde::{Deserialize, Serialize};

/// The objective.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LocateModel {
    /// Most demand within the radius.
    Mclp,
    /// Least sum of weight × distance to the nearest site.
    PMedian,
}

/// The method that solves it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LocateSolver {
    /// Our branch and bound.
    #[default]
    Branch,
    /// A library for integer programs; small instances only.
    Milp,
    /// Greedy addition and exchange alone, with the bound at the start of the branch and bound.
    Interchange,
}

/// The request as it comes from a flag or a body.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocateParams {
    /// The objective.
    pub model: LocateModel,
    /// Sites to choose, 1 up to the number of candidates.
    pub sites: usize,
    /// Radius within which demand is covered (distance at most this), meters; the p-median does not look at it.
    pub radius_m: f64,
    /// The method that solves it.
    #[serde(default)]
    pub solver: LocateSolver,
    /// Pairs of demand point and candidate that may be looked at before the proof is given up.
    #[serde(default = "default_work")]
    pub work: u64,
}

/// Some 20 seconds of one core.
pub const DEFAULT_WORK: u64 = 20_000_000_000;

fn default_work() -> u64 {
    DEFAULT_WORK
}

/// A demand point or a candidate.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Id, distinct within its list.
    pub id: String,
    /// Easting, meters.
    pub x_m: f64,
    /// Northing, meters.
    pub y_m: f64,
    /// Demand, 0 or more; of a candidate it is not looked at.
    pub weight: f64,
}

/// How far candidates are from demand points.
#[derive(Debug, Clone, Copy)]
pub enum Distances<'a> {
    /// Straight lines.
    Straight,
    /// Meters at `[demand × candidates + candidate]`; NaN or infinite where there is no way.
    Table(&'a [f64]),
}

/// What a model is solved on.
#[derive(Debug, Clone, Copy)]
pub struct LocateInput<'a> {
    /// Demand points.
    pub demand: &'a [Place],
    /// Places where a site may be.
    pub candidates: &'a [Place],
    /// Distances between them.
    pub distances: Distances<'a>,
}

impl LocateInput<'_> {
    /// Distance from a demand point to a candidate, meters; infinite where there is no way.
    pub fn distance_m(&self, demand: usize, candidate: usize) -> f64 {
        match self.distances {
            Distances::Straight => {
                let (d, c) = (&self.demand[demand], &self.candidates[candidate]);
                (d.x_m - c.x_m).hypot(d.y_m - c.y_m)
            }
            Distances::Table(table) => {
                let d = table[demand * self.candidates.len() + candidate];
                if d.is_nan() { f64::INFINITY } else { d }
            }
        }
    }
}
