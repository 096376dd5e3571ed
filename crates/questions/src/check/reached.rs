//! A share of the city's harm with its interval.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A share of the city's harm.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ReachedItem {
    /// Share, 0 to 1.
    pub share: f64,
    /// Lower end of its 90% interval.
    pub low: f64,
    /// Upper end.
    pub high: f64,
}
