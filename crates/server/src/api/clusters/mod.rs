//! Clusters beyond Gi*: local Moran, emerging hot spots, the space-time scan and near repeats.

mod answer;
mod ask;
mod field;
mod find;
mod near;

pub use answer::{ClusterCell, ClustersAnswer, NearRepeat, ScanItem, StepItem, clusters_answer, clusters_file};
pub use ask::{ClusterAsk, ClusterMethod};
pub(super) use field::{CellField, counted};
pub use find::{ClustersFound, find_clusters};
