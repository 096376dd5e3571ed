//! What a check is asked with.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::pieces::{Checking, Counted, ask};

ask! {
    /// What a check is asked with.
    pub struct CheckAsk {
        /// When, and on what.
        checking: Checking,
    }
}

/// A check, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = CheckParams)]
pub struct Check {
    /// What is counted, over the twelve months.
    #[serde(flatten)]
    pub counted: Counted,
    /// Past quarters whose shares are told.
    pub quarters: u64,
    /// Permutations behind each p.
    pub permutations: u64,
    /// Seed of the search and of the permutations.
    pub seed: u64,
}
