//! What a city file says of its region, and what was claimed of its program.

use serde::{Deserialize, Serialize};

use super::CityError;
use crate::Month;

/// A region with a target that its agencies work toward.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RegionSource {
    /// Name for people.
    pub name: String,
    /// CSV of counts by agency and month: `ori`, `year`, `month`, a column for each offense, `vintage`.
    pub monthly: String,
    /// CSV of what is known of each month: `ori`, `year`, `month`, `status`, `reason`.
    pub coverage: String,
    /// CSV of all agencies, with or without months: `ori7`, `agency`, `county`, `rtci_monthly_ori`.
    pub agencies: String,
    /// Counties of the target.
    pub counties: Vec<String>,
    /// Columns that count toward the target.
    pub offense: Vec<String>,
    /// Fall aimed at, as a share.
    pub reduction: f64,
    /// Years within which.
    pub years: u16,
    /// Where the months come from, for people.
    pub credit: String,
    /// What a reader must know of them.
    #[serde(default)]
    pub note: String,
    /// Starts that are stated, the first being the default.
    pub start: Vec<RegionStart>,
}

/// A stated start of a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RegionStart {
    /// Name for people.
    pub name: String,
    /// First month; the twelve before are the baseline.
    pub from: Month,
    /// Where it is stated.
    pub source: String,
}

/// What was claimed of a program, for setting beside what the data say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Sites that it is about; all where none is named.
    #[serde(default)]
    pub sites: Vec<String>,
    /// The claim in a sentence.
    pub text: String,
    /// Change claimed, as a share: −0.43 is a fall of 43%.
    pub change: Option<f64>,
    /// Who said so, where and when.
    pub source: String,
}

impl RegionSource {
    pub(super) fn check(&self) -> Result<(), CityError> {
        let value = |key: &str, value: String, expected: &str| {
            Err(CityError::Value { key: format!("region.{key}"), value, expected: expected.to_owned() })
        };
        if !(self.reduction > 0.0 && self.reduction < 1.0) {
            return value("reduction", self.reduction.to_string(), "a share above 0 and below 1");
        }
        if !(1..=20).contains(&self.years) {
            return value("years", self.years.to_string(), "1 to 20");
        }
        if self.start.is_empty() || self.offense.is_empty() || self.counties.is_empty() {
            return value("start, offense, counties", "an empty list".to_owned(), "at least one each");
        }
        Ok(())
    }
}
