//! What the dataset is asked with: nothing.

use serde::{Deserialize, Serialize};

/// The question what the dataset is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Status;
