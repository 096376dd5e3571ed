//! How the server is run. Filled in by the program that owns flags and environment; nothing is read here.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use catchment_store::People;

use crate::{Basemap, Host, Oidc, Origin, Preview, PublicUrl, SignIn};

/// How the server is run.
#[derive(Debug, Clone)]
pub struct Config {
    /// Folder of the built viewer; absent: a page that says how to build it.
    pub web: Option<PathBuf>,
    /// Address under which the service is reached from outside; absent: the request's own host, and no link that must
    /// be whole.
    pub public_url: Option<PublicUrl>,
    /// Picture of the dataset that goes with a link to the viewer.
    pub preview: Option<Preview>,
    /// The map under the data; absent: the data stands on plain ground, and no street is found.
    pub basemap: Option<Basemap>,
    /// The program that lays out briefs, where it is installed.
    pub report: Option<PathBuf>,
    /// Time after which a request is answered with 503.
    pub timeout: Duration,
    /// How long a request for long work waits before it says how far the work is (202).
    pub patience: Duration,
    /// Requests in work at once; beyond them, 503.
    pub in_flight: usize,
    /// Connections open at once; beyond them, the one that has been idle longest is closed.
    pub connections: usize,
    /// Time that the head of a request may take, and that a connection may wait for the next one.
    pub head_time: Duration,
    /// Time that the body of a request may take.
    pub body_time: Duration,
    /// Names under which the service may be asked, beside this machine's own, addresses in numbers, and the public URL.
    pub hosts: Vec<Host>,
    /// Pages of which origins may show the viewer in a frame.
    pub allow_embed: Vec<Origin>,
    /// Pages of which origins may read answers and tiles.
    pub allow_origin: Vec<Origin>,
    /// Largest request body, bytes.
    pub body_bytes: u64,
    /// Where scenarios are kept; absent: there are none.
    pub people: Option<Arc<People>>,
    /// Whether scenarios may be read and written by whoever reaches the service: right only where nobody else can.
    /// With a sign-in, roles say who may.
    pub allow_writes: bool,
    /// How people are known; absent: everybody who reaches the service is nobody in particular.
    pub sign_in: Option<SignIn>,
    /// Memory for how questions were spelled, bytes; what they were answered with is remembered by the engine.
    pub spellings: u64,
    /// Time that requests in work have to end when the server stops.
    pub grace: Duration,
}

impl Config {
    /// The provider, where people sign in at one.
    pub(crate) fn oidc(&self) -> Option<&Arc<Oidc>> {
        self.sign_in.as_ref()?.oidc()
    }
}

impl Default for Config {
    fn default() -> Self {
        Self {
            web: None,
            public_url: None,
            preview: None,
            basemap: None,
            report: None,
            timeout: Duration::from_secs(30),
            patience: Duration::from_secs(10),
            in_flight: 256,
            connections: 1024,
            head_time: Duration::from_secs(10),
            body_time: Duration::from_secs(10),
            hosts: Vec::new(),
            allow_embed: Vec::new(),
            allow_origin: Vec::new(),
            body_bytes: 256 * 1024,
            people: None,
            allow_writes: false,
            sign_in: None,
            spellings: 16 << 20,
            grace: Duration::from_secs(10),
        }
    }
}
