//! Which provider signs people in, and as what it knows this service.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use crate::PublicUrl;
use crate::role::Role;

/// The provider and how it is asked.
#[derive(Clone)]
pub struct OidcSettings {
    /// Address of the provider, as it names itself.
    pub issuer: Issuer,
    /// Name of this service at the provider.
    pub client_id: String,
    /// Secret of this service; absent: a public client, held by PKCE alone.
    pub secret: Option<String>,
    /// Scopes that are asked for beside `openid`.
    pub scopes: Vec<String>,
    /// Claim with the roles; absent: everybody whom the provider signs in is a reader.
    pub role_claim: Option<String>,
    /// Which value of the claim is which role; empty: the names of the roles themselves.
    pub roles: Vec<(String, Role)>,
    /// Claim with the name for people.
    pub name_claim: String,
    /// How long a session lasts; what the provider says of somebody is asked anew after it.
    pub lasts: Duration,
}

impl OidcSettings {
    /// A public client with what most providers know: the scope `profile`, names in `preferred_username`, 8 hours.
    pub fn new(issuer: Issuer, client_id: &str) -> Self {
        Self {
            issuer,
            client_id: client_id.to_owned(),
            secret: None,
            scopes: vec!["profile".to_owned()],
            role_claim: None,
            roles: Vec::new(),
            name_claim: "preferred_username".to_owned(),
            lasts: Duration::from_hours(8),
        }
    }

    /// Which values of the claim are accepted, for people.
    pub(super) fn accepted(&self) -> String {
        let own = self.roles.iter().map(|(value, _)| value.as_str()).collect::<Vec<_>>();
        if own.is_empty() { "reader, planner or administrator".to_owned() } else { own.join(", ") }
    }
}

impl fmt::Debug for OidcSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secret = self.secret.as_ref().map(|_| "…");
        f.debug_struct("OidcSettings")
            .field("issuer", &self.issuer)
            .field("client_id", &self.client_id)
            .field("secret", &secret)
            .field("role_claim", &self.role_claim)
            .field("roles", &self.roles)
            .finish_non_exhaustive()
    }
}

/// Address of a provider: `https://…`, or `http://` on this machine alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer(String);

impl Issuer {
    /// As the provider writes it: a slash at its end counts.
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is on this machine, without TLS.
    pub(super) fn is_plain(&self) -> bool {
        self.0.starts_with("http://")
    }
}

impl fmt::Display for Issuer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An address of a provider that is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{value}\" is not accepted; expected https:// and a host, such as https://id.example.org; http:// for this \
    machine (127.0.0.1, localhost) alone"
)]
pub struct IssuerError {
    /// Value given, at most 100 characters of it.
    pub value: String,
}

impl FromStr for Issuer {
    type Err = IssuerError;

    fn from_str(given: &str) -> Result<Self, IssuerError> {
        let refused = || IssuerError { value: given.chars().take(100).collect() };
        let url: PublicUrl = given.parse().map_err(|_cause| refused())?;
        if url.is_secure() || url.is_this_machine() { Ok(Self(given.to_owned())) } else { Err(refused()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_provider_is_asked_over_tls_unless_it_is_this_machine() {
        for good in ["https://id.example.org/realms/city/", "http://127.0.0.1:8299", "http://localhost:80/x"] {
            assert_eq!(good.parse::<Issuer>().unwrap().as_str(), good, "a slash at the end counts");
        }
        for bad in ["http://id.example.org", "http://127.0.0.1.example.org", "id.example.org", "https://x.org/?a=1"] {
            assert!(bad.parse::<Issuer>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_secret_is_not_in_what_is_logged() {
        let mut own = OidcSettings::new("https://id.example.org".parse().unwrap(), "catchment");
        own.secret = Some("hush".to_owned());
        assert!(!format!("{own:?}").contains("hush"));
    }
}
