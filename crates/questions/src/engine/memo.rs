//! What was computed once, kept under one memory budget: results that questions rest on, and finished bytes.

use std::any::Any;
use std::sync::Arc;

use moka::sync::Cache;

use crate::error::AskError;

/// Memory for everything that is remembered, bytes.
const BUDGET: u64 = 768 << 20;
/// What an entry costs beside its content, bytes.
const OVERHEAD: usize = 256;

#[derive(Clone)]
struct Kept {
    value: Arc<dyn Any + Send + Sync>,
    bytes: u32,
}

/// A memory of results by key. Asked for the same key at once from many sides, it computes once.
pub(crate) struct Memo {
    kept: Cache<String, Kept>,
}

impl std::fmt::Debug for Memo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Memo").field("entries", &self.kept.entry_count()).finish()
    }
}

impl Memo {
    pub(crate) fn new() -> Self {
        Self { kept: Cache::builder().weigher(|_, kept: &Kept| kept.bytes).max_capacity(BUDGET).build() }
    }

    /// What is remembered under a key.
    pub(crate) fn peek<T: Send + Sync + 'static>(&self, key: &str) -> Option<Arc<T>> {
        self.kept.get(key).and_then(|kept| kept.value.downcast().ok())
    }

    /// What is remembered under a key, or else made, weighed and remembered.
    ///
    /// # Errors
    /// What making it gives; a failure is not remembered.
    pub(crate) fn get_or<T: Send + Sync + 'static>(
        &self,
        key: &str,
        weigh: impl FnOnce(&T) -> usize,
        make: impl FnOnce() -> Result<T, AskError>,
    ) -> Result<Arc<T>, AskError> {
        let init = || {
            let value = make()?;
            let bytes = u32::try_from(weigh(&value) + key.len() + OVERHEAD).unwrap_or(u32::MAX);
            Ok(Kept { value: Arc::new(value), bytes })
        };
        let kept = self.kept.try_get_with_by_ref(key, init).map_err(|error: Arc<AskError>| (*error).clone())?;
        kept.value.downcast().map_err(|_other| AskError::internal("one key for results of two types"))
    }
}
