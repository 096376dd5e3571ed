//! What progress toward a target is asked with.

use catchment_model::Month;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::pieces::{Aiming, ask};

ask! {
    /// What progress toward a target is asked with.
    pub struct TargetAsk {
        /// Which start, and how far.
        aiming: Aiming,
    }
}

/// Progress toward a target, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = TargetParams)]
pub struct Target {
    /// First month of the target.
    #[schema(value_type = String)]
    pub start: Month,
    /// Last month that is looked at.
    #[schema(value_type = String)]
    pub to: Month,
}
