//! What took long, from the shelf or found now.

use std::sync::Arc;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::shelf::Shelf;
use super::{Engine, key};
use crate::error::AskError;

impl Engine {
    /// The same engine with a shelf.
    #[must_use]
    pub fn with_shelf(self, shelf: Arc<dyn Shelf>) -> Self {
        Self { shelf: Some(shelf), ..self }
    }

    /// What the shelf has of something that is asked, if it `holds`; else made now, and put there.
    pub(crate) fn shelved<T: Serialize + DeserializeOwned>(
        &self,
        (name, asked): (&str, &impl Serialize),
        holds: impl FnOnce(&T) -> bool,
        make: impl FnOnce() -> Result<T, AskError>,
    ) -> Result<T, AskError> {
        let Some(shelf) = &self.shelf else { return make() };
        let key = key(name, asked)?;
        let kept = shelf.get(&key).and_then(|value| serde_json::from_value(value).ok());
        if let Some(kept) = kept.filter(holds) {
            return Ok(kept);
        }
        let made = make()?;
        shelf.put(&key, &serde_json::to_value(&made).map_err(AskError::internal)?);
        Ok(made)
    }
}
