//! Names and origins that the one who runs the service lets in.

use std::fmt;
use std::str::FromStr;

use axum::http::uri::Authority;

use crate::PublicUrl;

/// A name under which the service may be asked, such as `catchment.city.local`: without port, in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host(String);

/// Where a page comes from: scheme, host and port, such as `https://news.example.org`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

/// A name or an origin that is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{value}\" is not accepted; expected {expected}")]
pub struct OriginError {
    /// Value given, at most 100 characters of it.
    pub value: String,
    /// What would be accepted.
    pub expected: &'static str,
}

impl Host {
    /// Whether a request that names this authority asks under this name, whatever the port.
    pub(crate) fn is(&self, authority: &Authority) -> bool {
        authority.host().eq_ignore_ascii_case(&self.0)
    }
}

impl FromStr for Host {
    type Err = OriginError;

    fn from_str(given: &str) -> Result<Self, OriginError> {
        let plain = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '.';
        if given.is_empty() || !given.chars().all(plain) || given.starts_with(['.', '-']) {
            let expected = "a host name without scheme and port, such as catchment.city.local";
            return Err(OriginError { value: given.chars().take(100).collect(), expected });
        }
        Ok(Self(given.to_ascii_lowercase()))
    }
}

impl Origin {
    /// As browsers write it.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Origin {
    type Err = OriginError;

    fn from_str(given: &str) -> Result<Self, OriginError> {
        let refused = || OriginError {
            value: given.chars().take(100).collect(),
            expected: "http:// or https:// and a host, perhaps a port, such as https://news.example.org",
        };
        let url: PublicUrl = given.parse().map_err(|_cause| refused())?;
        let scheme = given.split("://").next().unwrap_or_default();
        let origin = format!("{scheme}://{}", url.authority()).to_ascii_lowercase();
        if url.as_str().eq_ignore_ascii_case(&origin) { Ok(Self(origin)) } else { Err(refused()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_has_no_path_and_a_host_no_port() {
        let origin = |text: &str| text.parse::<Origin>().map(|o| o.to_string());
        assert_eq!(origin("https://News.example.org/").unwrap(), "https://news.example.org");
        assert_eq!(origin("http://localhost:3000").unwrap(), "http://localhost:3000");
        for bad in ["*", "news.example.org", "https://news.example.org/a", "https://a.org; script-src *", ""] {
            assert!(origin(bad).is_err(), "{bad}");
        }
        let host = |text: &str| text.parse::<Host>();
        assert!(host("Catchment.city.local").unwrap().is(&"catchment.city.local:8080".parse().unwrap()));
        assert!(!host("city.local").unwrap().is(&"evil.city.local".parse().unwrap()));
        assert!(host("city.local:80").is_err() && host("*.local").is_err() && host("").is_err());
    }
}
