//! Asking a portal, and asking again where that may help.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;
use ureq::http::StatusCode;
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};
use url::Url;

use crate::error::{FetchError, cut};

/// How often something is tried.
const TRIES: u32 = 5;
/// Bytes of an answer that are read at most.
const MOST: u64 = 512 << 20;
/// The longest wait that a portal may ask for.
const LONGEST: Duration = Duration::from_mins(1);

pub(crate) struct Client {
    agent: ureq::Agent,
    wait: Duration,
}

/// Why a try failed, and how long to wait before the next; none where another one is of no use.
type Failed = (String, Option<Duration>);

impl Client {
    pub(crate) fn new(wait: Duration) -> Self {
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .root_certs(RootCerts::PlatformVerifier)
            .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .build();
        let config = ureq::Agent::config_builder()
            .tls_config(tls)
            .timeout_connect(Some(Duration::from_secs(20)))
            .timeout_global(Some(Duration::from_mins(3)))
            .http_status_as_error(false)
            .user_agent(concat!("catchment/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { agent: config.into(), wait }
    }

    /// An answer as text.
    ///
    /// # Errors
    /// [`FetchError::Answer`] where none came in five tries, or a refusal at once.
    pub(crate) fn text(&self, url: &Url, token: Option<&str>) -> Result<String, FetchError> {
        let mut wait = self.wait;
        for tries in 1.. {
            match self.once(url, token) {
                Ok(text) => return Ok(text),
                Err((detail, Some(_))) if tries >= TRIES => return Err(answer(url, detail, tries)),
                Err((detail, None)) => return Err(answer(url, detail, tries)),
                Err((_, Some(asked))) => {
                    std::thread::sleep(wait.max(asked.min(LONGEST)));
                    wait *= 2;
                }
            }
        }
        Err(answer(url, "no answer".to_owned(), TRIES))
    }

    /// An answer as JSON; an error in it, as `ArcGIS` writes it under a good status, is one.
    ///
    /// # Errors
    /// [`FetchError::Answer`].
    pub(crate) fn json(&self, url: &Url, token: Option<&str>) -> Result<Value, FetchError> {
        let text = self.text(url, token)?;
        let value: Value = serde_json::from_str(&text)
            .map_err(|e| answer(url, format!("the answer is not JSON ({e}); it begins {}", cut(&text)), 1))?;
        refused(url, &value)?;
        Ok(value)
    }

    fn once(&self, url: &Url, token: Option<&str>) -> Result<String, Failed> {
        let mut call = self.agent.get(url.as_str());
        if let Some(token) = token {
            call = call.header("X-App-Token", token);
        }
        let mut answer = call.call().map_err(|e| (e.to_string(), Some(Duration::ZERO)))?;
        let status = answer.status();
        let asked = answer.headers().get("retry-after").and_then(|v| v.to_str().ok()?.parse().ok());
        let body = answer.body_mut().with_config().limit(MOST).read_to_string();
        if status.is_success() {
            return body.map_err(|e| (format!("the answer broke off: {e}"), Some(Duration::ZERO)));
        }
        let again = status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error();
        let wait = again.then(|| Duration::from_secs(asked.unwrap_or(0)));
        Err((format!("it answered {status}: {}", cut(&body.unwrap_or_default())), wait))
    }
}

/// Refuses an answer that holds an error of `ArcGIS`.
pub(crate) fn refused(url: &Url, value: &Value) -> Result<(), FetchError> {
    let Some(error) = value.get("error").filter(|e| e.is_object()) else { return Ok(()) };
    let message = error["message"].as_str().unwrap_or("an error");
    let details = error["details"].as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>();
    Err(answer(url, cut(&format!("it answered: {message} {}", details.join(" "))), 1))
}

pub(crate) fn answer(url: &Url, detail: String, tries: u32) -> FetchError {
    FetchError::Answer { address: cut(url.as_str()), detail, tries }
}

/// An address with further parts and parameters.
pub(crate) fn with(base: &Url, path: &str, parameters: &[(&str, &str)]) -> Url {
    let mut url = base.clone();
    url.set_query(None);
    url.set_fragment(None);
    let whole = format!("{}{path}", base.path().trim_end_matches('/'));
    url.set_path(&whole);
    if !parameters.is_empty() {
        url.query_pairs_mut().extend_pairs(parameters);
    }
    url
}
