//! Clusters beyond Gi*: local Moran, emerging hot spots, scans of space and time, and near repeats.

mod answer;
mod ask;
mod field;
mod file;
mod fill;
mod find;
mod near;
mod scan;
mod shape;

pub use answer::clusters_answer;
pub use ask::{Baseline, ClusterAsk, ClusterMethod, ClusterParams};
pub(super) use field::{CellField, counted};
pub use file::clusters_file;
pub use find::{ClustersFound, find_clusters};
pub use shape::{CategoryItem, ClusterCell, ClustersAnswer, LeftOut, NearRepeat, ScanItem, StepItem};
