//! The address under which the service is reached from outside.

use std::fmt;
use std::str::FromStr;

use axum::http::Uri;
use axum::http::uri::Authority;

/// What an address must look like.
const ACCEPTED: &str =
    "http:// or https://, a host, and perhaps a port and a path, such as https://maps.example.org/catchment";

/// The address under which the service is reached from outside: `http` or `https`, a host, perhaps a port and a path.
/// Links that must be whole are made from it; a proxy in front of the service passes the path on without it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl {
    /// Without a slash at its end.
    text: String,
    authority: Authority,
}

impl PublicUrl {
    /// The address without a slash at its end.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is reached over TLS.
    pub fn is_secure(&self) -> bool {
        self.text.starts_with("https://")
    }

    /// Whether it is this machine itself.
    pub fn is_this_machine(&self) -> bool {
        let host = self.authority.host().trim_start_matches('[').trim_end_matches(']');
        host.eq_ignore_ascii_case("localhost") || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
    }

    /// The path in front of all addresses of the service; empty where there is none.
    pub(crate) fn path(&self) -> &str {
        let rest = self.text.split_once("://").map_or("", |(_, rest)| rest);
        rest.find('/').map_or("", |at| &rest[at..])
    }

    /// Host, and port where one is named.
    pub(crate) fn authority(&self) -> &Authority {
        &self.authority
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for PublicUrl {
    type Err = PublicUrlError;

    fn from_str(given: &str) -> Result<Self, PublicUrlError> {
        let refused = |what| PublicUrlError { value: given.chars().take(100).collect(), what };
        // Read by a strict reader, and then only plain characters: the text goes into a page.
        let uri: Uri = given.parse().map_err(|_cause| refused("it is no address"))?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) {
            return Err(refused("it does not begin with http:// or https://"));
        }
        let authority = uri.authority().filter(|a| !a.host().is_empty()).ok_or_else(|| refused("it has no host"))?;
        if authority.as_str().contains('@') {
            return Err(refused("it has a user name"));
        }
        if authority.as_str().ends_with(':')
            || (authority.as_str() != authority.host() && authority.port_u16().is_none())
        {
            return Err(refused("its port is no number from 0 to 65535"));
        }
        if given.contains(['?', '#']) {
            return Err(refused("it has a query or a fragment"));
        }
        let plain = |c: char| c.is_ascii_alphanumeric() || "-._~%:/[]".contains(c);
        if !given.chars().all(plain) {
            return Err(refused("it has characters that addresses spell with %"));
        }
        Ok(Self { text: given.trim_end_matches('/').to_owned(), authority: authority.clone() })
    }
}

/// An address that is not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{value}\" is not accepted: {what}; expected {ACCEPTED}")]
pub struct PublicUrlError {
    /// Value given, at most 100 characters of it.
    pub value: String,
    /// What is wrong with it.
    pub what: &'static str,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<PublicUrl, PublicUrlError> {
        text.parse()
    }

    #[test]
    fn an_address_loses_the_slash_at_its_end() {
        for (given, kept, authority) in [
            ("https://maps.example.org", "https://maps.example.org", "maps.example.org"),
            ("https://maps.example.org/", "https://maps.example.org", "maps.example.org"),
            ("http://10.0.0.7:8080/city/stl/", "http://10.0.0.7:8080/city/stl", "10.0.0.7:8080"),
            ("http://[::1]:80", "http://[::1]:80", "[::1]:80"),
        ] {
            let url = read(given).unwrap();
            assert_eq!((url.as_str(), url.authority().as_str()), (kept, authority));
        }
    }

    #[test]
    fn what_is_no_whole_address_is_refused_with_what_is_accepted() {
        for wrong in [
            "",
            "maps.example.org",
            "/path",
            "ftp://maps.example.org",
            "https://",
            "https:///path",
            "https://user@maps.example.org",
            "https://maps.example.org:99999",
            "https://maps.example.org:",
            "https://maps.example.org/?a=1",
            "https://maps.example.org/#map",
            "https://maps.example.org/\"><script>",
            "https://maps.example.org/a b",
            "https://maps.example.org/a'b",
        ] {
            let said = read(wrong).unwrap_err().to_string();
            assert!(
                said.starts_with(&format!("\"{wrong}\" is not accepted: "))
                    && said.contains("https://maps.example.org/catchment"),
                "{said}"
            );
        }
        assert!(read(&format!("https://{}", "x".repeat(5000))).map_or_else(|e| e.value.len() == 100, |_| true));
    }
}
