//! What an evaluation is asked with.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::pieces::{Crossing, Evaluating, ask};

ask! {
    /// What an evaluation is asked with.
    pub struct EvaluateAsk {
        /// Of what, and by what.
        evaluating: Evaluating,
        /// What carries counts over a series break.
        crossing: Crossing,
    }
}

/// An evaluation, checked.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = EvaluateParams)]
pub struct Evaluate {
    /// The site; all where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub site: Option<String>,
    /// Outcomes.
    pub offense: Vec<String>,
    /// Placebos of each estimate.
    pub placebos: u64,
    /// Seed of their choice.
    pub seed: u64,
    /// Bridge that carries counts before and after over a series break; absent where none was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bridge: Option<String>,
}
