//! The release history: what earlier editions showed and did not show. It travels with the workspace.

use catchment_model::Window;
use serde::{Deserialize, Serialize};

use crate::error::PublishError;
use crate::table::{Key, Pattern, Shown};

/// All editions of a workspace, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// The editions.
    pub editions: Vec<Release>,
}

/// One edition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// Id of the dataset.
    pub dataset: String,
    /// Last month of the data.
    pub through: String,
    /// Its figures.
    pub figures: Vec<(Key, Shown)>,
}

impl History {
    /// Reads a history; an empty file is one without editions.
    ///
    /// # Errors
    /// [`PublishError::Input`].
    pub fn read(bytes: &[u8]) -> Result<Self, PublishError> {
        if bytes.is_empty() {
            return Ok(Self::default());
        }
        let input = |e: serde_json::Error| PublishError::Input { what: "the release history", why: e.to_string() };
        serde_json::from_slice(bytes).map_err(input)
    }

    /// The editions before that of a dataset: all, where it has none yet.
    pub fn before(&self, dataset: &str) -> &[Release] {
        let at = self.editions.iter().position(|e| e.dataset == dataset);
        &self.editions[..at.unwrap_or(self.editions.len())]
    }

    /// Adds an edition; one of the same dataset stays where it is.
    pub fn add(&mut self, release: Release) {
        if self.editions.iter().all(|e| e.dataset != release.dataset) {
            self.editions.push(release);
        }
    }

    /// As the bytes of a file.
    pub fn bytes(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}

/// What a list of editions showed and did not show: shown once is shown.
pub fn pattern_of(releases: &[Release]) -> Pattern {
    let mut pattern = Pattern::new();
    for (key, shown) in releases.iter().flat_map(|r| &r.figures) {
        pattern.entry(key.clone()).and_modify(|s| *s = (*s).min(*shown)).or_insert(*shown);
    }
    pattern
}

/// The periods of a pattern.
pub fn periods_of(pattern: &Pattern) -> Vec<Window> {
    let mut all: Vec<_> = pattern.keys().map(|k| (k.from, k.to)).collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter().filter_map(|(from, to)| Window::new(from, to).ok()).collect()
}
