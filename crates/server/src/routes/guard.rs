//! Who may ask, and who may write. Where people sign in, roles say so; without, what people write is
//! open on this machine only. It is never open to pages of other sites.
//!
//! A page elsewhere can make a reader's browser send requests here. It cannot send JSON without asking first (which
//! nothing here grants), it cannot hide where it comes from (`Origin`, `Sec-Fetch-Site`), and a name of its own that it
//! points at this machine (DNS rebinding) shows in `Host`.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{CONTENT_TYPE, HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::shared::Shared;
use crate::error::{Problem, Refused};
use crate::role::{Person, Role};
use crate::sign_in::Unknown;
use crate::{Config, Origin, PublicUrl};

/// Who asks, by the sign-in; none where there is no sign-in.
pub(super) fn person(config: &Config, headers: &HeaderMap) -> Result<Option<Person>, Refused> {
    let Some(sign_in) = &config.sign_in else { return Ok(None) };
    match sign_in.person(headers) {
        Ok(person) => Ok(Some(person)),
        Err(why @ Unknown::Role { .. }) => {
            Err(Problem::new(StatusCode::FORBIDDEN, "no-role", "No role here", why.to_string()).into())
        }
        Err(why) => {
            Err(Problem::new(StatusCode::UNAUTHORIZED, "sign-in-needed", "Sign in first", why.to_string()).into())
        }
    }
}

/// Refuses whoever may not write, by role where there is a sign-in.
pub(super) fn writer(shared: &Shared, headers: &HeaderMap) -> Result<(), Refused> {
    staff(shared, headers)?;
    match person(&shared.config, headers)? {
        Some(person) if person.role < Role::Planner => {
            let detail = format!("the role of {} is {}: planners and administrators save", person.name, person.role);
            Err(Problem::new(StatusCode::FORBIDDEN, "role", "Not in this role", detail).into())
        }
        _ => Ok(()),
    }
}

/// Refuses what is for the supervisor's desk alone: to readers, and where anybody on the network could ask without
/// signing in, under a public address above all.
pub(super) fn desk(shared: &Shared, headers: &HeaderMap) -> Result<(), Refused> {
    let refuse = |detail: String| {
        Err(Problem::new(StatusCode::FORBIDDEN, "desk", "For the supervisor's desk alone", detail).into())
    };
    match person(&shared.config, headers)? {
        Some(person) if person.role < Role::Planner => {
            let detail =
                format!("the role of {} is {}: planners and administrators ask this", person.name, person.role);
            return refuse(detail);
        }
        None if shared.config.public_url.is_some() => {
            let detail = "where the service has a public address (--public-url), this is answered only to planners and \
                administrators who signed in (--oidc-issuer, --trust-user-header)";
            return refuse(detail.to_owned());
        }
        None if !shared.config.allow_writes => {
            let detail = "this is answered only where the service listens on this machine alone, or was started with \
                --allow-writes or with a sign-in (--oidc-issuer, --trust-user-header)";
            return refuse(detail.to_owned());
        }
        _ => {}
    }
    from_here(shared, headers)
}

/// Refuses where what people write is not open.
pub(super) fn staff(shared: &Shared, headers: &HeaderMap) -> Result<(), Refused> {
    if !shared.config.allow_writes && shared.config.sign_in.is_none() {
        let detail = "what people write is open only where the service listens on this machine alone, or was started \
            with --allow-writes or with a sign-in (--oidc-issuer, --trust-user-header)";
        return Err(Problem::new(StatusCode::FORBIDDEN, "writes-not-allowed", "Not open here", detail).into());
    }
    from_here(shared, headers)
}

/// Whose page asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Asker {
    /// The service's own, or no page at all.
    Own,
    /// A page of an origin that may read.
    Allowed(Origin),
}

/// Refuses, on every route, requests under a name that is not ours (a page can point a name of its own at this machine:
/// DNS rebinding), and requests of pages of other origins that were not let in.
pub(super) fn asker(config: &Config, request: &Request) -> Result<Asker, Refused> {
    let headers = request.headers();
    let host = text(headers, HOST.as_str()).or_else(|| request.uri().authority().map(Authority::as_str));
    let Some(host) = host else {
        let detail = "the request names no host; HTTP/1.1 asks for one";
        return Err(Problem::new(StatusCode::BAD_REQUEST, "no-host", "The request names no host", detail).into());
    };
    let Some(authority) = ours(config, host) else { return refuse("Host", host) };
    let Some(origin) = text(headers, ORIGIN.as_str()) else { return Ok(Asker::Own) };
    if is_own(config, origin, &authority) {
        return Ok(Asker::Own);
    }
    match config.allow_origin.iter().find(|allowed| allowed.as_str() == origin) {
        Some(allowed) => Ok(Asker::Allowed(allowed.clone())),
        None => refuse("Origin", origin),
    }
}

/// Refuses requests that pages of other sites make a browser send, also those that may read.
fn from_here(shared: &Shared, headers: &HeaderMap) -> Result<(), Refused> {
    let host = text(headers, HOST.as_str()).unwrap_or_default();
    let Some(authority) = ours(&shared.config, host) else { return refuse("Host", host) };
    if let Some(site) = text(headers, "sec-fetch-site").filter(|s| !matches!(*s, "same-origin" | "none")) {
        return refuse("Sec-Fetch-Site", site);
    }
    match text(headers, ORIGIN.as_str()) {
        Some(origin) if !is_own(&shared.config, origin, &authority) => refuse("Origin", origin),
        _ => Ok(()),
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).map(|v| v.to_str().unwrap_or("?"))
}

fn refuse<T>(name: &str, value: &str) -> Result<T, Refused> {
    let value: String = value.chars().take(100).collect();
    let detail = format!("the header {name} is \"{value}\": requests from pages of other sites are refused");
    Err(Problem::new(StatusCode::FORBIDDEN, "cross-site", "Refused from another site", detail).into())
}

/// The authority of a request, where it is one of ours.
fn ours(config: &Config, host: &str) -> Option<Authority> {
    let public = config.public_url.as_ref().map(PublicUrl::authority);
    let named = |a: &Authority| is_ours(a) || public == Some(a) || config.hosts.iter().any(|host| host.is(a));
    host.parse::<Authority>().ok().filter(named)
}

fn is_own(config: &Config, origin: &str, authority: &Authority) -> bool {
    let public = config.public_url.as_ref().map(PublicUrl::authority);
    origin_authority(origin).is_some_and(|o| o == *authority || public == Some(&o))
}

fn origin_authority(origin: &str) -> Option<Authority> {
    let rest = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"))?;
    rest.trim_end_matches('/').parse().ok()
}

/// A name that nobody else can point here: an address, or this machine's own.
fn is_ours(authority: &Authority) -> bool {
    let host = authority.host();
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    host.eq_ignore_ascii_case("localhost") || bare.parse::<std::net::IpAddr>().is_ok()
}

/// Reads a JSON body of at most the configured size.
pub(super) async fn json<T: DeserializeOwned>(shared: &Shared, headers: &HeaderMap, body: Body) -> Result<T, Refused> {
    let text = body_text(shared, headers, body).await?;
    let refused = |e: serde_json::Error| {
        Problem::new(StatusCode::BAD_REQUEST, "invalid-body", "The body is not accepted", e.to_string())
    };
    serde_json::from_str(&text).map_err(|e| refused(e).into())
}

/// The text of a JSON body of at most the configured size.
pub(super) async fn body_text(shared: &Shared, headers: &HeaderMap, body: Body) -> Result<String, Refused> {
    let kind = headers.get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if essence != "application/json" {
        let detail = format!(
            "the content type is \"{}\"; expected application/json",
            kind.chars().take(100).collect::<String>()
        );
        return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "not-json", "The body is not JSON", detail).into());
    }
    let limit = usize::try_from(shared.config.body_bytes).unwrap_or(usize::MAX);
    let bytes =
        axum::body::to_bytes(body, limit).await.map_err(|_cause| Problem::too_large(shared.config.body_bytes))?;
    String::from_utf8(bytes.to_vec()).map_err(|_not_utf8| {
        Problem::new(StatusCode::BAD_REQUEST, "invalid-body", "The body is not accepted", "it is not UTF-8").into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_and_this_machines_name_are_ours() {
        let ours = |host: &str| is_ours(&host.parse().unwrap());
        assert!(ours("127.0.0.1:8080") && ours("[::1]:8080") && ours("localhost:1") && ours("192.168.0.7"));
        assert!(!ours("evil.example") && !ours("localhost.evil.example:8080") && !ours("127.0.0.1.evil.example"));
        assert_eq!(origin_authority("https://maps.example.org/"), Some("maps.example.org".parse().unwrap()));
        assert_eq!(origin_authority("null"), None);
    }
}
