//! What every answer says of itself: parameters, window, warnings, what was withheld.

use catchment_model::Unit;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Version of the program, in every answer.
pub const PROGRAM: &str = concat!("catchment ", env!("CARGO_PKG_VERSION"));

/// What an answer says of itself. `Q` is the checked question, with every default filled in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Meta<Q> {
    /// Id of the dataset.
    pub dataset: String,
    /// BLAKE3 of the register of sites, where sites matter and are those of a register; else they are the city file's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub register: Option<String>,
    /// Program and version.
    pub program: String,
    /// Seed of the draws; absent where nothing is drawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<u64>,
    /// All parameters, defaults filled in.
    pub params: Q,
    /// The months asked for, and what is known of them.
    pub window: WindowMeta,
    /// What one count is.
    pub unit: Unit,
    /// The same for people.
    pub unit_label: String,
    /// Sentences that a reader must see.
    pub warnings: Vec<String>,
    /// Chosen offense groups that may not be shown here and are not counted.
    pub withheld: Vec<String>,
    /// Who publishes the data.
    pub source: String,
}

/// A window and its coverage.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct WindowMeta {
    /// First month.
    pub from: String,
    /// Last month, included.
    pub to: String,
    /// Calendar months.
    pub months: usize,
    /// Months with incidents: rates per year divide by these.
    pub covered_months: usize,
    /// Months without incidents; missing is not zero.
    pub missing: Vec<String>,
    /// Reporting systems in order; more than one is a series break.
    pub systems: Vec<String>,
}
