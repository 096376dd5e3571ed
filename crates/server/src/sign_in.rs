//! Who asks: as a trusted proxy says, which signs people in and names them in a header of every request, or as their
//! session says, which began with a sign-in at a provider ([`Oidc`]).
//!
//! A proxy's word is right only where nobody but the proxy reaches the service, and where the proxy takes such headers
//! out of what comes from outside. Does not live here: what each role may do (`routes::guard`), sign-in itself.

use std::sync::Arc;

use axum::http::{HeaderMap, HeaderName};

use crate::oidc::Oidc;
use crate::role::{Person, Role};

/// How people are known.
#[derive(Debug, Clone)]
pub enum SignIn {
    /// A trusted proxy names them.
    Proxy(ProxyHeaders),
    /// They sign in at a provider.
    Oidc(Arc<Oidc>),
}

impl SignIn {
    /// Who asks.
    pub(crate) fn person(&self, headers: &HeaderMap) -> Result<Person, Unknown> {
        match self {
            Self::Proxy(proxy) => proxy.person(headers),
            Self::Oidc(oidc) => oidc.person(headers).ok_or(Unknown::Session),
        }
    }

    /// The provider, where people sign in at one.
    pub(crate) fn oidc(&self) -> Option<&Arc<Oidc>> {
        match self {
            Self::Proxy(_) => None,
            Self::Oidc(oidc) => Some(oidc),
        }
    }
}

/// The headers of a trusted proxy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProxyHeaders {
    /// Header with the name of who asks.
    pub user: HeaderName,
    /// Header with the role; where none is named, everybody is a reader.
    pub role: Option<HeaderName>,
}

/// Why it is not known who asks.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Unknown {
    #[error("the request names nobody in the header {0}: sign in through the proxy before this service")]
    Nobody(HeaderName),
    #[error("nobody is signed in, or the session is over: sign in at /sign-in")]
    Session,
    #[error("the header {0} names nobody that can be written down: one name of 1 to 200 plain characters is expected")]
    Name(HeaderName),
    #[error("the header {header} says \"{value}\"; expected reader, planner or administrator")]
    Role { header: HeaderName, value: String },
}

/// Longest name.
const LONGEST: usize = 200;

impl ProxyHeaders {
    fn person(&self, headers: &HeaderMap) -> Result<Person, Unknown> {
        let name = one(headers, &self.user).map_err(|()| Unknown::Name(self.user.clone()))?;
        let name = name.ok_or_else(|| Unknown::Nobody(self.user.clone()))?;
        let Some(header) = &self.role else { return Ok(Person { name, role: Role::Reader }) };
        let value = one(headers, header).ok().flatten().unwrap_or_default();
        match value.parse() {
            Ok(role) => Ok(Person { name, role }),
            Err(()) => Err(Unknown::Role { header: header.clone(), value: value.chars().take(100).collect() }),
        }
    }
}

/// The one value of a header; none where it is absent or empty. Two values are a proxy that adds to what it was sent.
fn one(headers: &HeaderMap, name: &HeaderName) -> Result<Option<String>, ()> {
    let mut all = headers.get_all(name).iter();
    let Some(value) = all.next() else { return Ok(None) };
    let text = value.to_str().map_err(|_not_plain| ())?.trim();
    if all.next().is_some() || text.chars().count() > LONGEST {
        return Err(());
    }
    Ok(Some(text.to_owned()).filter(|text| !text.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(pairs: &[(&'static str, &str)]) -> Result<Person, String> {
        let named =
            ProxyHeaders { user: HeaderName::from_static("x-user"), role: Some(HeaderName::from_static("x-role")) };
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(*name, value.parse().unwrap());
        }
        named.person(&headers).map_err(|e| e.to_string())
    }

    #[test]
    fn who_asks_has_one_name_and_one_role() {
        let kim = person(&[("x-user", "kim"), ("x-role", "planner")]).unwrap();
        assert_eq!((kim.name.as_str(), kim.role), ("kim", Role::Planner));
        assert!(Role::Reader < Role::Planner && Role::Planner < Role::Administrator);
        for bad in [
            &[("x-role", "planner")][..],
            &[("x-user", " "), ("x-role", "planner")],
            &[("x-user", "kim"), ("x-user", "lee"), ("x-role", "planner")],
            &[("x-user", "kim")],
            &[("x-user", "kim"), ("x-role", "root")],
            &[("x-user", "kim"), ("x-role", "reader"), ("x-role", "administrator")],
        ] {
            assert!(person(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn without_a_header_for_roles_everybody_is_a_reader() {
        let named = ProxyHeaders { user: HeaderName::from_static("x-user"), role: None };
        let headers = HeaderMap::from_iter([(named.user.clone(), "kim".parse().unwrap())]);
        assert_eq!(named.person(&headers).unwrap().role, Role::Reader);
        assert_eq!(Role::Administrator.to_string(), "administrator");
    }
}
