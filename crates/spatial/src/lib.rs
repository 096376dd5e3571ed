//! The methods on arrays: kernel density and its bandwidths, cells and their neighbors, Gi*, local Moran, emerging hot
//! spots, scans, near repeats, concentration and stability, false discovery rate.
//!
//! Methods that simulate draw from counters keyed by the seed and the item, so that no answer depends on threads.
//!
//! Lives here: pure functions from arrays to arrays. The same input gives the same bytes for any
//! number of threads, because every pixel and cell adds its terms in one fixed order.
//!
//! Does not live here: files, clocks, flags, tiles, and decisions about sites.
//!
//! ```
//! use catchment_spatial::KnoxParams;
//!
//! // Three events on one day at one place, a fourth two weeks later.
//! let knox = KnoxParams { space: vec![50.0], time: vec![0.0, 14.0], permutations: 99, seed: 1 }.check()?;
//! let found = knox.of(&[0.0, 0.0, 0.0, 10.0], &[0.0; 4], &[60.0, 60.0, 60.0, 74.0])?;
//! assert_eq!(found.bands[0].pairs, 3);
//! # Ok::<(), catchment_spatial::KnoxError>(())
//! ```

mod accuracy;
mod bandwidth;
mod blocks;
mod cells;
mod chance;
mod concentration;
mod edges;
mod emerging;
mod emerging_counts;
mod fdr;
mod gi_star;
mod grid;
mod ground;
mod kde;
mod knox;
mod laid;
mod local_moran;
mod neighbors;
mod scan;
mod selectors;
mod sparse;
mod stability;
mod trend;

pub use accuracy::{Accuracy, AccuracyError, accuracy};
pub use bandwidth::{BandwidthError, MAX_SELECTED, nrd0, scott_2d};
pub use blocks::{Blocks, LARGEST_M2};
pub use cells::{CellsError, per_km2, rings, study_cells, union_cells};
pub use chance::SIMULATIONS;
pub use concentration::{
    Chance, Concentration, ConcentrationChance, ConcentrationError, concentration, concentration_by_chance,
    concentration_of_incidents_by_chance,
};
pub use edges::Edges;
pub use emerging::{
    Emerging, EmergingCell, EmergingChance, EmergingError, EmergingHotSpots, EmergingParams, Heat, Trend, categorize,
};
pub use fdr::{Fdr, FdrError, benjamini_hochberg};
pub use gi_star::{GiError, GiStar, gi, gi_star, gi_star_weighted};
pub use grid::{Grid, GridError, MAX_PIXELS};
pub use ground::{overlaps, touching_cells};
pub use kde::{EdgeCorrection, EdgeRegion, GAUSSIAN_CUT, Kde, KdeError, KdeParams, Kernel, Surface};
pub use knox::{Knox, KnoxBand, KnoxError, KnoxParams, KnoxResult, MAX_PAIRS};
pub use local_moran::{LocalMoran, LocalMoranParams, Moran, MoranError, PERMUTATIONS, Quadrant, moran};
pub use neighbors::{Neighbors, NeighborsError, Weights};
pub use scan::{Cluster, Null, Scan, ScanError, ScanParams, ScanResult, SpaceTime, Zones};
pub use selectors::{abramson, diggle_2d, least_squares_2d, likelihood_2d, log_ratio, sheather_jones};
pub use sparse::{Exchangeable, GiExact, Reach, SparseError, Sum, Tails, gi_star_exact, neighborhoods};
pub use stability::{Sppt, Stability, jaccard, sppt, stability, top_cells};
pub use trend::{MannKendall, mann_kendall};
