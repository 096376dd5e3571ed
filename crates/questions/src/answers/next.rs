//! A place in the year to come.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a place will stand in the 12 months after the window, by its true rate of the chosen offenses, if places drift
/// as they have. Absent where the data before the window's end are too short to learn drift from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct NextYear {
    /// Better end of the rank's 90% interval.
    pub rank_low: usize,
    /// Worse end.
    pub rank_high: usize,
    /// Chance of being among the first k.
    pub p_top: f64,
    /// What was and what will be, in sentences.
    pub sentence: String,
}
