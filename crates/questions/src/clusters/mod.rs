//! Clusters beyond Gi*: local Moran, emerging hot spots, scans of space and time, and near repeats.

mod answer;
mod ask;
#[cfg(feature = "engine")]
mod check;
#[cfg(feature = "engine")]
mod compute;
#[cfg(feature = "engine")]
mod file;
#[cfg(feature = "engine")]
mod fill;
#[cfg(feature = "engine")]
mod find;
#[cfg(feature = "engine")]
mod near;
#[cfg(feature = "engine")]
mod rests;
#[cfg(feature = "engine")]
mod scan;
#[cfg(feature = "engine")]
mod tell;
pub mod words;

pub use answer::{
    Category, CategoryItem, ClusterCell, ClustersAnswer, LeftOut, NearRepeat, Quadrant, QuadrantItem, ScanItem,
    StepItem, TrendOf,
};
pub use ask::{ClusterParams, Clusters, ClustersAsk};
