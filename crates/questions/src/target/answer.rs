//! Progress toward a target as an answer.

use catchment_model::{named, named_schema};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Target;

named! {
    /// What is known of an agency's month.
    pub enum KnownMonth as "status of a month" {
        /// Reported.
        Reported = "reported",
        /// Reported, and expected to change.
        Late = "late",
        /// Reported in part, by all appearances.
        Suspect = "suspect",
        /// Missing, which is not zero.
        Missing = "missing",
    }
}

named_schema!(KnownMonth);

/// What the answer says of itself.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TargetMeta {
    /// Id of the dataset.
    pub dataset: String,
    /// Program and version.
    pub program: String,
    /// All parameters, defaults filled in.
    pub params: Target,
    /// What one count is.
    pub unit_label: String,
    /// Where the months come from.
    pub source: String,
    /// Sentences that a reader must see.
    pub warnings: Vec<String>,
}

/// How far a region is on its way to a target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TargetAnswer {
    /// What the answer says of itself.
    pub meta: TargetMeta,
    /// The answer in one sentence, the first that is read.
    pub headline: String,
    /// The answer in a sentence or two.
    pub finding: String,
    /// The region.
    pub region: String,
    /// Offenses that count.
    pub offenses: Vec<String>,
    /// Fall aimed at, as a share.
    pub reduction: f64,
    /// Last month of the twelve that the target is measured by.
    pub end: String,
    /// Starts that are stated.
    pub starts: Vec<StatedStart>,
    /// First month of the baseline.
    pub baseline_from: String,
    /// Last.
    pub baseline_to: String,
    /// Agencies whose months of baseline and of the last twelve months are all usable: the only ones that are compared.
    pub compared: Vec<String>,
    /// Their count over the baseline; absent where no agency can be compared.
    pub baseline: Option<i64>,
    /// Variance ÷ mean of their months beyond season and year; 1 is that of chance.
    pub dispersion: Option<f64>,
    /// Twelve months up to each month since the start, of the agencies compared.
    pub points: Vec<TargetPoint>,
    /// Fall a year that is needed from now on, as a share; below 0 the target is passed. Absent where nothing can be
    /// compared or no month is left.
    pub pace_needed: Option<f64>,
    /// The same in words.
    pub pace: Option<String>,
    /// The mask: every county of the target with its agencies.
    pub counties: Vec<CountyMask>,
}

/// A stated start.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct StatedStart {
    /// Name.
    pub name: String,
    /// First month.
    pub from: String,
    /// Where it is stated.
    pub source: String,
    /// Whether it is the one that was taken.
    pub taken: bool,
}

/// Twelve months beside the baseline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct TargetPoint {
    /// Last of the twelve months.
    pub month: String,
    /// Count of that month alone; absent where a month of an agency is missing.
    pub count: Option<i64>,
    /// Count of the twelve months ÷ baseline; absent where one of them is missing.
    pub ratio: Option<f64>,
    /// Lower end of what chance alone gives in 90 of 100 cases.
    pub chance_low: f64,
    /// Upper end.
    pub chance_high: f64,
    /// Where an even pace to the target would be.
    pub on_pace: f64,
    /// Whether a month within the twelve is expected to change.
    pub late: bool,
}

/// A county of the target.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct CountyMask {
    /// Name.
    pub county: String,
    /// Agencies that exist there.
    pub agencies: usize,
    /// Agencies that publish months.
    pub monthly: usize,
    /// The same in words.
    pub says: String,
    /// These, with what is known of each month.
    pub masks: Vec<AgencyMask>,
}

/// An agency's months.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AgencyMask {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    /// Whether it is among those compared.
    pub compared: bool,
    /// From the first month of the baseline to the last month looked at.
    pub months: Vec<AgencyMonth>,
}

/// A month of an agency.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct AgencyMonth {
    /// Month.
    pub month: String,
    /// What is known of it.
    pub status: KnownMonth,
    /// Count of the offenses of the target; absent where missing.
    pub count: Option<i64>,
    /// Edition of the source.
    pub edition: String,
    /// Remark of the source.
    pub remark: String,
}
