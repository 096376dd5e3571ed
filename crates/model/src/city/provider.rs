//! Who runs a site, from when to when, as the city file says it.

use serde::{Deserialize, Serialize};

use super::CityError;
use crate::Month;

/// Organizations that run a site together for some months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SiteProvider {
    /// Their names.
    pub names: Vec<String>,
    /// First month.
    pub from: Month,
    /// Last month; absent where they still do.
    pub to: Option<Month>,
    /// Where this is stated; empty where nobody says.
    #[serde(default)]
    pub source: String,
}

impl SiteProvider {
    /// Checks those of one site: each with a name and a source, one after the other.
    pub(super) fn check(all: &[Self]) -> Result<(), CityError> {
        let value = |key: &str, value: String, expected: &str| {
            Err(CityError::Value { key: format!("site.provider.{key}"), value, expected: expected.to_owned() })
        };
        for (at, one) in all.iter().enumerate() {
            if one.names.is_empty() || one.names.iter().any(|name| name.trim().is_empty()) {
                return value("names", format!("{:?}", one.names), "at least one name, none of them empty");
            }
            if let Some(to) = one.to.filter(|to| *to < one.from) {
                return value("to", to.to_string(), "no earlier than from");
            }
            if one.source.trim().is_empty() {
                return value("source", format!("{:?}", one.source), "where this is stated");
            }
            let before = at.checked_sub(1).map(|before| &all[before]);
            if before.is_some_and(|before| before.to.is_none_or(|to| to >= one.from)) {
                return value("from", one.from.to_string(), "a month after those before have ended");
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        #[derive(Deserialize)]
        struct Site {
            provider: Vec<SiteProvider>,
        }
        let site: Site = toml::from_str(text).expect("the form is right");
        SiteProvider::check(&site.provider).map_or_else(|e| e.to_string(), |()| String::new())
    }

    #[test]
    fn who_runs_a_site_has_a_name_a_source_and_months_of_its_own() {
        let one = |names: &str, rest: &str| format!("[[provider]]\nnames = {names}\nfrom = \"2020-06\"\n{rest}\n");
        let next = "[[provider]]\nnames = [\"B\"]\nfrom = \"2023-09\"\nsource = \"x\"\n";
        let good = one("[\"A\"]", "to = \"2023-08\"\nsource = \"x\"");
        assert_eq!(refused(&format!("{good}{next}")), "");
        for (text, key) in [
            (one("[]", "source = \"x\""), "site.provider.names"),
            (one("[\" \"]", "source = \"x\""), "site.provider.names"),
            (one("[\"A\"]", "to = \"2020-05\"\nsource = \"x\""), "site.provider.to"),
            (one("[\"A\"]", "source = \"\""), "site.provider.source"),
            (format!("{}{next}", one("[\"A\"]", "source = \"x\"")), "site.provider.from"),
        ] {
            assert!(refused(&text).contains(key), "{text}: {}", refused(&text));
        }
    }
}
