//! What a route is asked with.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::WalkShift;
use crate::pieces::{Counted, Routing, ask};

ask! {
    /// What a route is asked with.
    pub struct RouteAsk {
        /// Which walk is looked for.
        routing: Routing,
    }
}

/// A route, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = RouteParams)]
pub struct Route {
    /// What is counted, over the city's latest months.
    #[serde(flatten)]
    pub counted: Counted,
    /// Id of the site.
    pub site: String,
    /// Hours that the team walks, stops included.
    pub hours: f64,
    /// The shift; absent where neither the question nor the city file names one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shift: Option<WalkShift>,
    /// Crossing at which the walk begins and ends; absent where the search finds one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<String>,
    /// Seed of the search.
    pub seed: u64,
    /// Id of the streets in the workspace, which are no part of the dataset.
    pub streets: String,
}
