//! What handlers share, and a question as a reader asked it.

use std::sync::Arc;

use axum::http::HeaderValue;
use catchment_questions::file::Form;
use moka::sync::Cache;

use tokio::sync::Mutex;

use super::service::Monitor;
use crate::Config;
use crate::state::AppState;

/// What handlers share.
#[derive(Debug, Clone)]
pub(super) struct Shared {
    pub(super) state: Arc<AppState>,
    pub(super) config: Arc<Config>,
    pub(super) monitor: Arc<Monitor>,
    pub(super) openapi: Arc<str>,
    /// Id of the dataset, as a header carries it.
    pub(super) dataset: HeaderValue,
    /// How questions were spelled, and which they are: what was read once need not be read again.
    pub(super) spellings: Cache<String, Arc<Asked>>,
    /// What people's file looked like when the register in it was last read.
    pub(super) seen: Arc<Mutex<Option<u64>>>,
}

/// A question as a reader asked it.
#[derive(Debug)]
pub(super) struct Asked {
    /// Key of the question in its form.
    pub(super) key: String,
    /// Tag of its answer.
    pub(super) tag: String,
    /// Form of the answer.
    pub(super) form: Form,
    /// Whether a table begins with a byte order mark.
    pub(super) byte_order_mark: bool,
    /// Whether the address names the dataset.
    pub(super) immutable: bool,
    /// Address of what a table was made from; absent where the answer says it itself.
    pub(super) about: Option<HeaderValue>,
}
