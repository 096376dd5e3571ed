//! How clusters are found.

use catchment_model::{named, named_schema};

use super::piece;
use super::value::{Edges, MaxSteps, Permutations, StepMonths, choices};

named! {
    /// Method of finding clusters.
    pub enum ClusterMethod as "method" {
        /// Local Moran's I: busy cells among busy ones, and outliers.
        Moran = "moran",
        /// Emerging hot spots: what became of each cell over time steps.
        Emerging = "emerging",
        /// Scan of space and time: where and when more happened than expected.
        Scan = "scan",
        /// Scan of space: where more happened in the whole window than expected.
        ScanSpace = "scan-space",
        /// Knox's test: near repeats, close in space and in time.
        Knox = "knox",
    }
}

named! {
    /// What a scan expects at a place.
    pub enum Baseline as "what is expected" {
        /// Each place's own total times each period's own: only their meeting can stand out.
        Permutation = "permutation",
        /// In proportion to residents, each period with its own total.
        Residents = "residents",
        /// In proportion to area, each period with its own total.
        Area = "area",
    }
}

named_schema!(ClusterMethod, Baseline);
choices!(ClusterMethod, Baseline);

piece! {
    /// How clusters are found.
    pub struct Clustering {
        /// Method.
        method: ClusterMethod = ClusterMethod::Moran,
        /// Permutations or simulations behind each p; where none is given, 99 for `emerging` and 199 for the others.
        /// Not for `moran`, whose p is exact.
        permutations: Option<Permutations>,
        /// What a scan expects, for `scan` and `scan-space`; where none is given, `permutation` for `scan` and
        /// `residents` for `scan-space`, which has no other times to permute.
        baseline: Option<Baseline>,
        /// Months of a time step, for `emerging` and `scan`; where none is given, 12 for `emerging` and 1 for `scan`.
        step_months: Option<StepMonths>,
        /// Longest cluster, in time steps, for `scan`; where none is given, 3.
        max_steps: Option<MaxSteps>,
        /// Upper edges of the bands of distance, meters, above 0 and up to 2000, for `knox`; where none is given, 200.
        distance_m: Option<Edges>,
        /// Upper edges of the bands of days apart, 0 (the same day) to 366, for `knox`; where none is given, 14.
        days: Option<Edges>,
    }
}

impl ClusterMethod {
    /// Whether it compares steps of time.
    pub fn is_stepped(self) -> bool {
        matches!(self, Self::Emerging | Self::Scan)
    }

    /// Whether it scans circles of cells.
    pub fn is_scan(self) -> bool {
        matches!(self, Self::Scan | Self::ScanSpace)
    }

    /// Whether it corrects for testing many cells.
    pub fn is_corrected(self) -> bool {
        matches!(self, Self::Moran | Self::Emerging)
    }
}
