//! What a site costs: money and people, as the city or its program says it.

use serde::{Deserialize, Serialize};

use super::CityError;

/// What a site costs. What is not said is not known: no other city's figure stands in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SiteCost {
    /// To launch one site, US dollars.
    pub launch_usd: Option<f64>,
    /// A year of one site, US dollars.
    pub yearly_usd: Option<f64>,
    /// People who work at one site.
    pub staff: Option<u32>,
    /// Where this is stated.
    pub source: String,
}

/// Most that is accepted: US dollars, people.
const MOST_USD: f64 = 1e12;
const MOST_STAFF: u32 = 10_000;

impl SiteCost {
    pub(super) fn check(&self) -> Result<(), CityError> {
        let value = |key: &str, value: String, expected: &str| {
            Err(CityError::Value { key: format!("site_cost.{key}"), value, expected: expected.to_owned() })
        };
        for (key, usd) in [("launch_usd", self.launch_usd), ("yearly_usd", self.yearly_usd)] {
            if let Some(usd) = usd.filter(|usd| !(1.0..=MOST_USD).contains(usd)) {
                return value(key, usd.to_string(), "1 to 1000000000000 US dollars");
            }
        }
        if let Some(staff) = self.staff.filter(|n| !(1..=MOST_STAFF).contains(n)) {
            return value("staff", staff.to_string(), "1 to 10000 people");
        }
        if self.source.trim().is_empty() {
            return value("source", "\"\"".to_owned(), "where the figures are stated");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        let cost: SiteCost = toml::from_str(text).expect("the form is right");
        cost.check().map_or_else(|e| e.to_string(), |()| String::new())
    }

    #[test]
    fn what_cannot_be_a_cost_is_refused_by_its_key() {
        assert_eq!(refused("launch_usd = 750000\nstaff = 8\nsource = \"a page\""), "");
        assert_eq!(refused("source = \"a page\""), "", "nothing needs to be known");
        for (text, key) in [
            ("launch_usd = 0\nsource = \"a\"", "site_cost.launch_usd"),
            ("yearly_usd = -1\nsource = \"a\"", "site_cost.yearly_usd"),
            ("yearly_usd = nan\nsource = \"a\"", "site_cost.yearly_usd"),
            ("staff = 0\nsource = \"a\"", "site_cost.staff"),
            ("staff = 8\nsource = \" \"", "site_cost.source"),
        ] {
            assert!(refused(text).contains(key), "{text}: {}", refused(text));
        }
    }
}
