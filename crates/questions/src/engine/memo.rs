//! What was computed once, kept under one memory budget: results that questions rest on, and finished bytes.

use std::any::Any;
use std::sync::Arc;

use moka::sync::Cache;

use crate::error::AskError;

/// Memory for everything that is remembered where nothing else is said, bytes.
pub(super) const BUDGET: u64 = 512 << 20;
/// What an entry costs beside its content, bytes.
const OVERHEAD: usize = 1_024;

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
    pub(crate) fn new(budget: u64) -> Self {
        Self { kept: Cache::builder().weigher(|_, kept: &Kept| kept.bytes).max_capacity(budget).build() }
    }

    /// Bytes that may be remembered.
    pub(crate) fn budget(&self) -> u64 {
        self.kept.policy().max_capacity().unwrap_or(BUDGET)
    }

    /// Bytes that are remembered, as they are counted.
    pub(crate) fn bytes(&self) -> u64 {
        self.kept.run_pending_tasks();
        self.kept.weighted_size()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_remembered_stays_within_the_budget_whatever_is_asked() {
        let memo = Memo::new(1 << 20);
        for n in 0..3000 {
            let kept = memo.get_or(&format!("answer {n}"), Vec::len, || Ok(vec![0u8; 4096])).unwrap();
            assert_eq!(kept.len(), 4096);
        }
        let bytes = memo.bytes();
        assert!((1 << 19..=1 << 20).contains(&bytes), "{bytes} bytes");
        // Larger than all there is: answered, and not kept.
        let large = memo.get_or("large", Vec::len, || Ok(vec![0u8; 2 << 20])).unwrap();
        assert_eq!(large.len(), 2 << 20);
        assert!(memo.bytes() <= 1 << 20 && memo.peek::<Vec<u8>>("large").is_none());
    }
}
