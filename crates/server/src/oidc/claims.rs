//! What a provider says of somebody, and what that makes them here.

use openidconnect::AdditionalClaims;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::error::OidcError;
use super::settings::OidcSettings;
use crate::role::Role;

/// Claims beyond the standard ones.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Others(Map<String, Value>);

impl AdditionalClaims for Others {}

/// Longest name, characters.
const LONGEST: usize = 120;

/// The value of a claim; a dot leads into an object (`realm_access.roles`), unless a claim has it in its name.
pub(super) fn claim<'c>(claims: &'c Value, name: &str) -> Option<&'c Value> {
    let found = claims.get(name).or_else(|| {
        let (first, rest) = name.split_once('.')?;
        claim(claims.get(first)?, rest)
    });
    found.filter(|value| !value.is_null())
}

/// Who it is, for people and for the audit trail: the name with the id that never changes beside it, since people may
/// choose their names.
pub(super) fn name(settings: &OidcSettings, claims: &Value, subject: &str) -> String {
    let chosen = claim(claims, &settings.name_claim).and_then(Value::as_str).map(plain).unwrap_or_default();
    let subject = plain(subject);
    if chosen.is_empty() || chosen == subject { subject } else { format!("{chosen} ({subject})") }
}

/// Without what could break a line or hide.
fn plain(text: &str) -> String {
    let shown = |c: &char| !c.is_control() && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}');
    text.trim().chars().filter(shown).take(LONGEST).collect()
}

/// The highest role that the claim gives; where no claim is asked for, everybody is a reader.
pub(super) fn role(settings: &OidcSettings, claims: &Value, name: &str) -> Result<Role, OidcError> {
    let Some(asked) = &settings.role_claim else { return Ok(Role::Reader) };
    let values: Vec<&str> = match claim(claims, asked) {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let named = |value: &&str| {
        let own = settings.roles.iter().filter(|(known, _)| known == value).map(|(_, role)| *role).max();
        if settings.roles.is_empty() { value.parse().ok() } else { own }
    };
    values.iter().filter_map(named).max().ok_or_else(|| OidcError::NoRole {
        name: name.to_owned(),
        claim: asked.clone(),
        expected: settings.accepted(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn settings(claim: Option<&str>, roles: &[(&str, Role)]) -> OidcSettings {
        OidcSettings {
            role_claim: claim.map(str::to_owned),
            roles: roles.iter().map(|(value, role)| ((*value).to_owned(), *role)).collect(),
            ..OidcSettings::new("https://id.example.org".parse().unwrap(), "catchment")
        }
    }

    #[test]
    fn the_highest_role_of_the_claim_counts_and_none_is_refused() {
        let own = settings(Some("roles"), &[]);
        let of = |claims: Value| role(&own, &claims, "kim").ok();
        assert_eq!(of(json!({"roles": "planner"})), Some(Role::Planner));
        assert_eq!(of(json!({"roles": ["reader", "administrator", "planner"]})), Some(Role::Administrator));
        for none in [json!({}), json!({"roles": "root"}), json!({"roles": {"planner": true}}), json!({"roles": null})] {
            assert_eq!(of(none), None);
        }
        assert_eq!(role(&settings(None, &[]), &json!({"roles": "administrator"}), "kim").unwrap(), Role::Reader);
    }

    #[test]
    fn values_of_the_provider_stand_for_roles_and_then_no_others_do() {
        let own = settings(Some("realm_access.roles"), &[("ovp-plan", Role::Planner), ("ovp-read", Role::Reader)]);
        let of = |roles: Value| role(&own, &json!({"realm_access": {"roles": roles}}), "kim").ok();
        assert_eq!(of(json!(["ovp-read", "ovp-plan"])), Some(Role::Planner));
        assert_eq!(of(json!(["administrator"])), None, "a name of ours means nothing where the office has its own");
        let dotted = settings(Some("https://city.org/roles"), &[]);
        assert_eq!(role(&dotted, &json!({"https://city.org/roles": ["planner"]}), "k").unwrap(), Role::Planner);
    }

    #[test]
    fn a_name_that_people_choose_stands_beside_the_id_that_they_do_not() {
        let own = settings(None, &[]);
        assert_eq!(name(&own, &json!({"preferred_username": "kim\n\u{202e}x"}), "0-17"), "kimx (0-17)");
        assert_eq!(name(&own, &json!({"preferred_username": "kim"}), "kim"), "kim");
        assert_eq!(name(&own, &json!({}), "0-17"), "0-17");
    }
}
