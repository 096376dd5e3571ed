//! What is asked about clusters.

use catchment_model::Resolution;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::pieces::{Baseline, CellSize, ClusterMethod, Clustering, Counted, Counting, Seeded, Testing, ask};

ask! {
    /// What is asked about clusters.
    pub struct ClustersAsk {
        /// What is counted.
        counting: Counting,
        /// What draws begin with.
        seeded: Seeded,
        /// How fine cells are.
        size: CellSize,
        /// How strictly many cells are tested, for `moran` and `emerging`.
        testing: Testing,
        /// How clusters are found.
        clustering: Clustering,
    }
}

/// A question about clusters, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = ClustersParams)]
pub struct Clusters {
    /// What is counted.
    #[serde(flatten)]
    pub counted: Counted,
    /// Seed of the draws.
    pub seed: u64,
    /// Resolution of the cells.
    #[schema(value_type = u8)]
    pub resolution: Resolution,
    /// False discovery rate; absent where many cells are not tested one by one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alpha: Option<f64>,
    /// How clusters are found.
    pub clusters: ClusterParams,
}

/// How clusters are found, every default filled in; what the method does not have is absent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ClusterParams {
    /// Method.
    pub method: ClusterMethod,
    /// Permutations or simulations behind each p, or behind the chance beside each category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permutations: Option<u32>,
    /// What a scan expects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Baseline>,
    /// Months of a time step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step_months: Option<usize>,
    /// Longest cluster of a scan, in steps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_steps: Option<usize>,
    /// Cells of the largest circle of a scan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_cells: Option<usize>,
    /// Most clusters of a scan that are listed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_clusters: Option<usize>,
    /// Edges of the distance bands, metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distance_m: Option<Vec<f64>>,
    /// Edges of the bands of days apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<Vec<f64>>,
}
