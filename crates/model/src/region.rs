//! Monthly counts of the agencies of a region, beside those of the city and never spliced into them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Month;

crate::named! {
    /// What is known of an agency's month.
    pub enum RegionStatus as "status of a month" {
        /// Reported.
        Reported = "reported",
        /// Reported, and expected to change: late reports are still to come.
        Late = "late",
        /// Reported in part, by all appearances.
        Suspect = "suspect",
        /// Not reported, or reported in a way that cannot be used: missing is not zero.
        Missing = "missing",
    }
}

/// The agencies of a region with their months.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Region {
    /// Agencies, in the order of the list of them all.
    pub agencies: Vec<RegionAgency>,
}

/// An agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionAgency {
    /// Id, as the file of months has it; as the list of agencies has it where there are no months.
    pub id: String,
    /// Name.
    pub name: String,
    /// County.
    pub county: String,
    /// Its months; empty where it publishes nothing by month.
    pub months: BTreeMap<Month, RegionMonth>,
}

/// A month of an agency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegionMonth {
    /// What is known of it.
    pub status: RegionStatus,
    /// Edition of the source: figures of two editions need not compare.
    pub edition: String,
    /// Remark of the source, empty where there is none.
    pub remark: String,
    /// Count by offense, as far as known.
    pub counts: BTreeMap<String, i64>,
}
