//! What counts are asked with.

use catchment_model::{AreaBasis, Month, Resolution, TimeBasis, Unit};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::pieces::{CountKey, Counting, Keyed, ask};

ask! {
    /// What counts are asked with.
    pub struct CountsAsk {
        /// What is counted.
        counting: Counting,
        /// What counts are told by.
        keyed: Keyed,
    }
}

/// Counts, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = CountsParams)]
pub struct Counts {
    /// First month.
    #[schema(value_type = String)]
    pub from: Month,
    /// Last month, included.
    #[schema(value_type = String)]
    pub to: Month,
    /// What counts are told by.
    pub by: CountKey,
    /// What is counted, under the names given: groups, aliases, or `all`; `harm` or `default` where none was given.
    pub offense: Vec<String>,
    /// What one count is.
    pub unit: Unit,
    /// Which date counts.
    pub time: TimeBasis,
    /// Which neighborhood a row belongs to; absent but by neighborhood.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaBasis>,
    /// Resolution of the cells; absent but by cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u8>)]
    pub resolution: Option<Resolution>,
    /// Ids of chosen groups that may not be shown here and are not counted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<String>,
}
