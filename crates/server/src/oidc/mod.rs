//! Sign-in by OpenID Connect: authorization code with PKCE, state and nonce (OpenID Connect Core 1.0, RFC 7636, RFC
//! 9207), and the sessions that begin with it.
//!
//! Whoever asks for a page is sent to the provider ([`Oidc::begin`]), comes back with a code that is exchanged and
//! checked ([`Oidc::finish`]), and is known by a cookie from then on. The roles are those of that moment: they are
//! asked for again when the session is over.
//!
//! Does not live here: what a role may do (`routes::guard`), addresses and pages (`routes::sign_in`).

mod claims;
mod error;
mod http;
mod provider;
mod settings;
#[cfg(test)]
mod tests;

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::http::HeaderMap;
use axum::http::header::COOKIE;
use catchment_store::{Session, Sessions};
use moka::sync::Cache;
use openidconnect::{CsrfToken, RedirectUrl};
use serde::Deserialize;
use tokio::sync::Semaphore;

use crate::PublicUrl;
use crate::role::Person;
pub(crate) use error::OidcError;
use http::Transport;
use provider::{Provider, Secrets};
pub use settings::{Issuer, IssuerError, OidcSettings};

/// Where the provider sends people back to.
pub(crate) const BACK: &str = "/sign-in/back";
/// Where people are when they have signed out.
pub(crate) const OUT: &str = "/sign-out/done";
/// How long somebody may take to sign in.
pub(crate) const PATIENCE: Duration = Duration::from_mins(10);
/// Sign-ins that may be under way at once; beyond them, the oldest are forgotten.
const UNDER_WAY: u64 = 10_000;
/// Questions to the provider that may be under way at once.
const ASKED: usize = 8;
/// Bytes of a token that nobody can guess.
const RANDOM: u32 = 32;
/// Longest address to which somebody returns after a sign-in.
const LONGEST: usize = 2000;

/// Sign-in at a provider.
pub struct Oidc {
    settings: OidcSettings,
    public_url: PublicUrl,
    provider: Provider,
    sessions: Sessions,
    under_way: Cache<String, Arc<UnderWay>>,
    /// Places for questions to the provider: a sign-in costs it and us little, ten thousand would not.
    pub(crate) places: Semaphore,
}

/// A sign-in that somebody began.
struct UnderWay {
    secrets: Secrets,
    /// What the browser that began it holds: nobody ends a sign-in in another's browser.
    browser: String,
    to: String,
}

/// A sign-in that has begun.
#[derive(Debug)]
pub(crate) struct Begun {
    /// The provider's address.
    pub(crate) location: String,
    /// What the browser keeps until it comes back.
    pub(crate) browser: String,
}

/// A sign-in that has ended well.
#[derive(Debug)]
pub(crate) struct Done {
    /// The token of the session.
    pub(crate) token: String,
    pub(crate) person: Person,
    /// Where somebody wanted to go.
    pub(crate) to: String,
}

/// What somebody comes back with.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Back {
    pub(crate) code: Option<String>,
    pub(crate) state: Option<String>,
    pub(crate) error: Option<String>,
    pub(crate) iss: Option<String>,
}

impl Oidc {
    /// Sign-in at a provider, for a service that is reached under an address. The provider is asked when somebody first
    /// signs in.
    pub fn new(settings: OidcSettings, public_url: PublicUrl, sessions: Sessions) -> Self {
        let transport = http::network(settings.issuer.is_plain());
        Self::over(settings, public_url, sessions, transport)
    }

    fn over(settings: OidcSettings, public_url: PublicUrl, sessions: Sessions, transport: Transport) -> Self {
        #[expect(clippy::expect_used, reason = "a public URL is an address, and stays one with a path behind it")]
        let back = RedirectUrl::new(format!("{public_url}{BACK}")).expect("an address");
        Self {
            provider: Provider::new(transport, back),
            under_way: Cache::builder().max_capacity(UNDER_WAY).time_to_live(PATIENCE).build(),
            places: Semaphore::new(ASKED),
            settings,
            public_url,
            sessions,
        }
    }

    /// The address of the service.
    pub(crate) fn public_url(&self) -> &PublicUrl {
        &self.public_url
    }

    /// How long a session lasts.
    pub(crate) fn lasts(&self) -> Duration {
        self.settings.lasts
    }

    /// Name of the cookie of sessions. Over TLS browsers hold it to this host and to TLS by its name.
    pub(crate) fn cookie(&self) -> &'static str {
        if self.public_url.is_secure() && self.public_url.path().is_empty() { "__Host-catchment" } else { "catchment" }
    }

    /// Name of the cookie of the browser that signs in.
    pub(crate) fn browser_cookie(&self) -> &'static str {
        if self.public_url.is_secure() && self.public_url.path().is_empty() {
            "__Host-catchment-sign-in"
        } else {
            "catchment-sign-in"
        }
    }

    /// Begins a sign-in that returns to an address of this service. Waits for the provider.
    ///
    /// # Errors
    /// [`OidcError::Provider`].
    pub(crate) fn begin(&self, to: &str, headers: &HeaderMap) -> Result<Begun, OidcError> {
        let state = random();
        let (location, secrets) = self.provider.ask(&self.settings, &state)?;
        // One for all tabs of a browser, else the last one would shut the others out.
        let browser =
            cookie(headers, self.browser_cookie()).filter(|c| c.len() >= 40).map_or_else(random, str::to_owned);
        let under_way = UnderWay { secrets, browser: browser.clone(), to: within(to).to_owned() };
        self.under_way.insert(state, Arc::new(under_way));
        Ok(Begun { location, browser })
    }

    /// Ends a sign-in with what somebody came back with, once. Waits for the provider.
    ///
    /// # Errors
    /// [`OidcError`].
    pub(crate) fn finish(&self, back: &Back, headers: &HeaderMap) -> Result<Done, OidcError> {
        let begun = back.state.as_ref().and_then(|state| self.under_way.remove(state)).ok_or(OidcError::Unknown)?;
        if cookie(headers, self.browser_cookie()) != Some(begun.browser.as_str()) {
            return Err(OidcError::Unknown);
        }
        if back.iss.as_ref().is_some_and(|iss| iss != self.settings.issuer.as_str()) {
            return Err(OidcError::Other);
        }
        let code = match (&back.error, &back.code) {
            (Some(error), _) => return Err(OidcError::Refused(error.chars().take(100).collect())),
            (None, Some(code)) => code.clone(),
            (None, None) => return Err(OidcError::Refused("it sent no code".to_owned())),
        };
        let signed = self.provider.redeem(&self.settings, code, &begun.secrets)?;
        let name = claims::name(&self.settings, &signed.claims, &signed.subject);
        let role = claims::role(&self.settings, &signed.claims, &name)?;
        let person = Person { name, role };
        let began = now();
        let session = Session {
            subject: signed.subject,
            name: person.name.clone(),
            role: role.to_string(),
            began,
            ends: began.saturating_add(i64::try_from(self.settings.lasts.as_secs()).unwrap_or(i64::MAX)),
            id_token: signed.id_token,
        };
        let token = random();
        self.sessions.begin(&token, session)?;
        Ok(Done { token, person, to: begun.to.clone() })
    }

    /// Who asks, by the cookie.
    pub(crate) fn person(&self, headers: &HeaderMap) -> Option<Person> {
        let session = self.sessions.find(cookie(headers, self.cookie())?, now())?;
        Some(Person { name: session.name.clone(), role: session.role.parse().ok()? })
    }

    /// Ends the session of who asks; the address at which the provider ends its own, where it has one. Waits for it.
    ///
    /// # Errors
    /// [`OidcError::Kept`] where the end cannot be kept over a restart.
    pub(crate) fn end(&self, headers: &HeaderMap) -> Result<String, OidcError> {
        let after = format!("{}{OUT}", self.public_url);
        let Some(token) = cookie(headers, self.cookie()) else { return Ok(after) };
        let ended = self.sessions.end(token)?;
        let there = ended.and_then(|session| self.provider.ending(&self.settings, &session.id_token, &after));
        Ok(there.unwrap_or(after))
    }
}

impl fmt::Debug for Oidc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Oidc").field("settings", &self.settings).finish_non_exhaustive()
    }
}

/// A text that nobody can guess.
fn random() -> String {
    CsrfToken::new_random_len(RANDOM).secret().clone()
}

/// The value of a cookie; of two with one name, neither: one of them is not ours.
fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let texts = headers.get_all(COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut found = texts
        .flat_map(|text| text.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(given, _)| *given == name)
        .map(|(_, value)| value);
    let value = found.next()?;
    found.next().is_none().then_some(value)
}

/// An address within this service, or its front page: nobody is sent elsewhere after a sign-in.
fn within(to: &str) -> &str {
    let elsewhere = !to.starts_with('/') || to.starts_with("//") || to.contains('\\');
    let plain = to.bytes().all(|b| (0x21..0x7f).contains(&b));
    if elsewhere || !plain || to.len() > LONGEST || to.starts_with("/sign-") { "/" } else { to }
}

/// Seconds since 1970-01-01 UTC.
fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).ok().and_then(|d| i64::try_from(d.as_secs()).ok()).unwrap_or(0)
}
