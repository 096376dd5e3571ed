//! Clusters beyond Gi*: local Moran, emerging hot spots, scans of space and time, and near repeats.

mod answer;
mod ask;
mod field;
mod find;
mod near;
mod scan;

pub use answer::{CategoryItem, ClusterCell, ClustersAnswer, LeftOut, NearRepeat, ScanItem, StepItem, clusters_answer, clusters_file};
pub use ask::{Baseline, ClusterAsk, ClusterMethod, ClusterParams};
pub(super) use field::{CellField, counted};
pub use find::{ClustersFound, find_clusters};
