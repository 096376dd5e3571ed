//! HTTP over a ready dataset.
//!
//! Lives here: what the server holds ([`AppState`]), one handler for every question, addresses, headers and limits
//! (`routes`), long work (`jobs`), and the mapping from faults to problem documents (`error`).
//!
//! Does not live here: questions and answers (`questions`), methods (`spatial`, `siting`), encoding of tiles (`tiles`),
//! reading of datasets (`store`), flags, environment, signals.
//!
//! A dataset never changes while it is served: an answer is a pure function of dataset, program and question. So
//! answers are remembered under their question in canonical spelling, and their tags are known before they are
//! computed.
//!
//! ```no_run
//! # async fn serve() -> Result<(), Box<dyn std::error::Error>> {
//! use std::path::Path;
//! use std::sync::Arc;
//!
//! use catchment_server::{AppState, Config};
//! use catchment_store::Dataset;
//!
//! let dataset = Dataset::open(Path::new(".catchment"))?;
//! let state = Arc::new(AppState::load(Arc::new(dataset))?);
//! let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
//! catchment_server::run(listener, state, Config::default(), std::future::pending()).await?;
//! # Ok(())
//! # }
//! ```

mod basemap;
mod config;
mod connections;
mod error;
mod jobs;
mod oidc;
mod origin;
mod preview;
mod public_url;
mod role;
mod routes;
mod sign_in;
mod state;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use tokio::net::TcpListener;

pub use axum::http::HeaderName;
pub use basemap::{Basemap, BasemapError};
pub use config::Config;
pub use error::Problem;
pub use oidc::{Issuer, IssuerError, Oidc, OidcSettings};
pub use origin::{Host, Origin, OriginError};
pub use preview::{PREVIEW_ABOUT, PREVIEW_DATASET, PREVIEW_SIZE, Preview, PreviewError, preview_about};
pub use public_url::{PublicUrl, PublicUrlError};
pub use role::Role;
pub use routes::{edition_router, openapi_json, router};
pub use sign_in::{ProxyHeaders, SignIn};
pub use state::AppState;

/// Serves until `shutdown` completes, then lets requests in work end for up to [`Config::grace`].
///
/// # Errors
/// None as yet: what a connection fails with is logged, and the next one is accepted.
pub async fn run(
    listener: TcpListener,
    state: Arc<AppState>,
    config: Config,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let told = Arc::clone(&state);
    let signal = async move {
        shutdown.await;
        told.stopping.store(true, Ordering::Relaxed);
        tracing::info!("stopping");
    };
    let (limits, all) = (config.clone(), Arc::clone(&state));
    until(listener, &router(state, config), &limits, signal).await;
    all.jobs.end();
    Ok(())
}

/// Serves the files of a published edition and nothing else, until `shutdown` completes.
///
/// # Errors
/// As [`run`].
pub async fn run_edition(
    listener: TcpListener,
    edition: &Path,
    config: Config,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    let limits = config.clone();
    until(listener, &edition_router(edition, config), &limits, shutdown).await;
    Ok(())
}

async fn until(listener: TcpListener, router: &axum::Router, config: &Config, stop: impl Future<Output = ()>) {
    let graceful = connections::accept(&listener, router, config, stop).await;
    drop(listener);
    if tokio::time::timeout(config.grace, graceful.shutdown()).await.is_err() {
        tracing::warn!("requests still in work were dropped");
    }
}
