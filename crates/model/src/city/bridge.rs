//! What a city file says of a bridge over a series break.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::CityError;
use crate::{Month, Offenses};

/// A bridge over a series break: a third publication that counted by one rule on both sides of it. Never used unless it
/// is asked for by its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BridgeSource {
    /// What it is asked for by: lower-case letters, digits and -.
    pub name: String,
    /// The publication, for people.
    pub publication: String,
    /// CSV of its counts for the whole city: `year`, `month`, a column for each offense.
    pub path: String,
    /// Rows whose column has one of these values only are read (`vintage = ["rtci_2024"]`: one edition).
    #[serde(default)]
    pub only: BTreeMap<String, Vec<String>>,
    /// Months before the break in which both are known.
    pub before: BridgeSpan,
    /// Months after it.
    pub after: BridgeSpan,
    /// Offense groups, and what the publication counts them as.
    pub offense: Vec<BridgeOffense>,
    /// A second publication by year over the same break, beside which the first one must not move.
    #[serde(default)]
    pub witness: Option<BridgeWitness>,
    /// Where the publication comes from, and why it is taken to count by one rule.
    pub source: String,
}

/// Months of one side of a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BridgeSpan {
    /// First month.
    pub from: Month,
    /// Last month, included.
    pub to: Month,
}

/// Offense groups that a publication counts as one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BridgeOffense {
    /// Groups or aliases of the city.
    pub groups: Vec<String>,
    /// Column of the publication.
    pub column: String,
    /// Column of the second publication.
    #[serde(default)]
    pub witness: Option<String>,
}

/// A second publication, by year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BridgeWitness {
    /// The publication, for people.
    pub publication: String,
    /// CSV of its yearly counts for the whole city: `year`, a column for each offense.
    pub path: String,
}

impl BridgeSource {
    pub(super) fn check(&self, offenses: &Offenses) -> Result<(), CityError> {
        let value = |key: &str, value: String, expected: &str| {
            Err(CityError::Value { key: format!("bridge.{key}"), value, expected: expected.to_owned() })
        };
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if self.name.is_empty() || !self.name.chars().all(plain) {
            return value("name", format!("\"{}\"", self.name), "lower-case letters, digits and -");
        }
        let (before, after) = (self.before, self.after);
        if before.to < before.from || after.to < after.from || after.from <= before.to {
            let spans = format!("{} to {}, {} to {}", before.from, before.to, after.from, after.to);
            return value("before, after", spans, "each from no later than to, and before ahead of after");
        }
        if self.offense.is_empty() {
            return value("offense", "an empty list".to_owned(), "at least one");
        }
        let mut seen = Vec::new();
        for name in self.offense.iter().flat_map(|o| &o.groups) {
            let Ok(groups) = offenses.resolve(name) else {
                return value("offense.groups", format!("\"{name}\""), &format!("one or more of {}", offenses.known()));
            };
            if groups.iter().any(|g| seen.contains(g)) {
                return value("offense.groups", format!("\"{name}\""), "each group once");
            }
            seen.extend(groups);
        }
        if self.witness.is_none() && self.offense.iter().any(|o| o.witness.is_some()) {
            return value("offense.witness", "a column".to_owned(), "a [bridge.witness] that has it");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Finest, OffenseGroup, ReportedBy};

    fn offenses() -> Offenses {
        let group = |id: &str| OffenseGroup {
            id: id.to_owned(),
            label: id.to_owned(),
            weight: 1.0,
            reported_by: ReportedBy::Victim,
            finest: Finest::Cell,
            default: true,
        };
        Offenses::new(vec![group("homicide"), group("robbery")], BTreeMap::new()).unwrap()
    }

    fn bridge() -> BridgeSource {
        let span = |from: &str, to: &str| BridgeSpan { from: from.parse().unwrap(), to: to.parse().unwrap() };
        BridgeSource {
            name: "state".into(),
            publication: "State".into(),
            path: "state.csv".into(),
            only: BTreeMap::new(),
            before: span("2017-01", "2020-12"),
            after: span("2021-01", "2022-03"),
            offense: vec![BridgeOffense { groups: vec!["homicide".into()], column: "murder".into(), witness: None }],
            witness: None,
            source: "made up".into(),
        }
    }

    #[test]
    fn what_cannot_be_right_is_refused_with_its_value() {
        let offenses = offenses();
        assert_eq!(bridge().check(&offenses), Ok(()));
        let refused = |change: &dyn Fn(&mut BridgeSource)| {
            let mut b = bridge();
            change(&mut b);
            b.check(&offenses).unwrap_err().to_string()
        };
        assert!(refused(&|b| b.name = "The State".into()).contains("\"The State\""));
        assert!(refused(&|b| b.after.from = "2020-06".parse().unwrap()).contains("2020-06 to 2022-03"));
        assert!(refused(&|b| b.offense[0].groups.push("arson".into())).contains("\"arson\""));
        assert!(refused(&|b| b.offense[0].groups.push("homicide".into())).contains("each group once"));
        assert!(refused(&|b| b.offense[0].witness = Some("murder".into())).contains("[bridge.witness]"));
        assert!(refused(&|b| b.offense.clear()).contains("at least one"));
    }
}
