//! Counts of a third publication beside a series break.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Month;

/// What was read for a bridge of the city file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct BridgeTable {
    /// Name of the bridge.
    pub name: String,
    /// Counts of the whole city by month and column; a month or column without a figure is missing, not zero.
    pub months: BTreeMap<Month, BTreeMap<String, i64>>,
    /// Counts of the second publication by year and column.
    pub years: BTreeMap<i32, BTreeMap<String, i64>>,
}
