//! Requests to the provider: small, without redirects, with the certificates that the system trusts.

use std::sync::Arc;
use std::time::Duration;

use axum::http::Method;
use openidconnect::{HttpRequest, HttpResponse};
use ureq::tls::{RootCerts, TlsConfig, TlsProvider};

/// Time that one request to the provider may take.
const TIME: Duration = Duration::from_secs(6);
/// Largest answer of the provider, bytes.
const LARGEST: u64 = 1 << 20;

/// Why a request to the provider failed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct TransportError(pub(super) String);

/// What sends a request and waits for its answer.
pub(super) type Transport = Arc<dyn Fn(HttpRequest) -> Result<HttpResponse, TransportError> + Send + Sync>;

/// The transport over the network. `plain` allows addresses without TLS, for a provider on this machine.
pub(super) fn network(plain: bool) -> Transport {
    let tls = TlsConfig::builder()
        .provider(TlsProvider::Rustls)
        .root_certs(RootCerts::PlatformVerifier)
        .unversioned_rustls_crypto_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .build();
    let config = ureq::Agent::config_builder()
        .timeout_global(Some(TIME))
        .max_redirects(0)
        .http_status_as_error(false)
        .https_only(!plain)
        .user_agent(concat!("catchment/", env!("CARGO_PKG_VERSION")))
        .tls_config(tls);
    let agent = config.build().new_agent();
    Arc::new(move |request| send(&agent, request).map_err(|error| TransportError(error.to_string())))
}

fn send(agent: &ureq::Agent, request: HttpRequest) -> Result<HttpResponse, ureq::Error> {
    let (parts, body) = request.into_parts();
    let response = if parts.method == Method::GET {
        agent.run(axum::http::Request::from_parts(parts, ()))?
    } else {
        agent.run(axum::http::Request::from_parts(parts, body))?
    };
    let (parts, body) = response.into_parts();
    let body = body.into_with_config().limit(LARGEST).read_to_vec()?;
    Ok(HttpResponse::from_parts(parts, body))
}
