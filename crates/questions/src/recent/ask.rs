//! What the newest days are asked with.

use catchment_model::AreaBasis;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::pieces::{Counted, Newest, Placing, ask};

ask! {
    /// What the newest days are asked with.
    pub struct RecentAsk {
        /// What is counted.
        newest: Newest,
        /// Where a row counts.
        placing: Placing,
    }
}

/// The newest days, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = RecentParams)]
pub struct Recent {
    /// What is counted: from January of the year before to the newest month.
    #[serde(flatten)]
    pub counted: Counted,
    /// Which neighborhood a row belongs to.
    pub area: AreaBasis,
}
