//! Funding rules and severities as the city file declares them: data, not code.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::city::CityError;
use crate::{Finest, OffenseError, Offenses};

/// A funding rule in a declared form: "the ten areas with most … per resident over five years".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Short name, used in addresses.
    pub id: String,
    /// The rule in words.
    pub label: String,
    /// Offense groups or aliases; counted one by one, no weights.
    pub offense: Vec<String>,
    /// What areas are compared by.
    pub per: RulePer,
    /// Years up to the end of the window that count, 1 to 50.
    pub years: u16,
    /// How many areas it takes, 1 to 100.
    pub top: usize,
    /// Which areas may be taken.
    pub among: Among,
    /// Areas with fewer residents may not.
    pub min_residents: Option<f64>,
    /// Where the rule is stated; an example says so.
    pub source: String,
    /// What is counted where the rule's own unit is not in the data.
    pub unit_note: Option<String>,
}

crate::named! {
    /// What a rule compares areas by.
    pub enum RulePer as "comparison" {
        /// The count itself.
        Count = "count",
        /// Count over residents.
        PerResident = "per_resident",
        /// Count over area.
        PerKm2 = "per_km2",
    }
}

crate::named! {
    /// Which areas a rule may take.
    pub enum Among as "places a rule may take" {
        /// All that are ranked.
        Neighborhoods = "neighborhoods",
        /// Those with ground that no existing site serves.
        Unserved = "unserved",
    }
}

/// How bad one offense of each group is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Severity {
    /// Severity by offense group id, 0 or more.
    pub per_offense: BTreeMap<String, f64>,
    /// Unit, such as "2008 US dollars".
    pub unit: String,
    /// Where the figures are published.
    pub source: String,
}

fn value<T>(key: String, value: &(impl ToString + ?Sized), expected: impl Into<String>) -> Result<T, CityError> {
    Err(CityError::Value { key, value: value.to_string(), expected: expected.into() })
}

impl Rule {
    pub(crate) fn check(&self, offenses: &Offenses) -> Result<(), CityError> {
        let key = |name: &str| format!("rule {}: {name}", self.id);
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.id.is_empty() || !self.id.chars().all(plain) {
            return value("rule: id".to_owned(), &format!("\"{}\"", self.id), "lower-case letters, digits and -");
        }
        let names = self.offense.join(",");
        let selection = match offenses.select(&names) {
            Ok(selection) => selection,
            Err(OffenseError::Unknown { name, known }) => {
                return value(key("offense"), &format!("\"{name}\""), format!("one or more of: {known}"));
            }
            Err(_) => {
                return value(key("offense"), &format!("\"{names}\""), format!("one or more of: {}", offenses.known()));
            }
        };
        // An alias may hold such a group beside others; then the others count, and the answer says so.
        if selection.shown_at(Finest::Area, offenses).is_none() {
            return value(key("offense"), &format!("\"{names}\""), "offenses that may be shown per area");
        }
        if !(1..=50).contains(&self.years) {
            return value(key("years"), &self.years, "1 to 50");
        }
        if !(1..=100).contains(&self.top) {
            return value(key("top"), &self.top, "1 to 100");
        }
        if let Some(bad) = self.min_residents.filter(|n| !(n.is_finite() && *n >= 0.0)) {
            return value(key("min_residents"), &bad, "0 or more");
        }
        if self.source.trim().is_empty() {
            return value(key("source"), "\"\"", "where the rule is stated");
        }
        Ok(())
    }
}

impl Severity {
    pub(crate) fn check(&self, offenses: &Offenses) -> Result<(), CityError> {
        for (id, severity) in &self.per_offense {
            if offenses.id(id).is_none() {
                return value(
                    "severity.per_offense".to_owned(),
                    &format!("\"{id}\""),
                    format!("one of {}", offenses.known()),
                );
            }
            if !(severity.is_finite() && *severity >= 0.0) {
                return value(format!("severity.per_offense.{id}"), severity, "0 or more");
            }
        }
        Ok(())
    }
}
