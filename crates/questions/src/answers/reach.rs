//! What a test of many cells could find at all.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a test of many cells could find at all, with so many incidents on so many cells.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TestReach {
    /// Distinct incidents tested, whatever unit is shown: one incident with many victims is one event.
    pub incidents: u64,
    /// Cells tested: those with a part inside the study region.
    pub cells: usize,
    /// Incidents that the tested cells around a place would hold together if all were spread evenly.
    pub expected: f64,
    /// Incidents that they must hold to stand as hot on their own; absent where not even all incidents would do.
    pub hot_from: Option<u64>,
    /// Whether cells without any incident around could stand as cold.
    pub cold: bool,
    /// The same in sentences.
    pub says: Vec<String>,
}
