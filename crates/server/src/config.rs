//! How the server is run. Filled in by the program that owns flags and environment; nothing is read here.

use std::path::PathBuf;
use std::time::Duration;

/// How the server is run.
#[derive(Debug, Clone)]
pub struct Config {
    /// Folder of the built viewer; absent: a page that says how to build it.
    pub web: Option<PathBuf>,
    /// Address under which the service is reached from outside, such as `https://maps.example.org`; absent: the request's own host.
    pub public_url: Option<String>,
    /// Time after which a request is answered with 503.
    pub timeout: Duration,
    /// Requests in work at once; beyond them, 503.
    pub in_flight: usize,
    /// Largest request body, bytes. No route reads one.
    pub body_bytes: u64,
    /// Time that requests in work have to end when the server stops.
    pub grace: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            web: None,
            public_url: None,
            timeout: Duration::from_secs(30),
            in_flight: 256,
            body_bytes: 16 * 1024,
            grace: Duration::from_secs(10),
        }
    }
}
