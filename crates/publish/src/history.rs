//! The release history: what earlier editions showed and did not show, and which of their figures were revised since.
//! It travels with the workspace.

use std::collections::BTreeMap;

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
    /// What it told: the figures that it showed, those of the city under the area `city`. Editions of programs that did
    /// not keep them have none.
    #[serde(default)]
    pub told: Vec<(Key, i64)>,
    /// How many figures of earlier editions it revised.
    #[serde(default)]
    pub revised: usize,
}

/// A figure that an earlier edition told otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// Which figure.
    pub key: Key,
    /// What was told last.
    pub was: i64,
    /// What is told now.
    pub now: i64,
    /// Last month of the data of the edition that told it last.
    pub told_through: String,
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

/// Figures told now that the latest earlier edition which told them has otherwise. What is no longer shown is not among
/// them: to say that it changed would say that it is small now.
pub fn revised(before: &[Release], told: &[(Key, i64)]) -> Vec<Revision> {
    let mut last: BTreeMap<&Key, (i64, &str)> = BTreeMap::new();
    for release in before {
        last.extend(release.told.iter().map(|(key, n)| (key, (*n, release.through.as_str()))));
    }
    let one = |(key, now): &(Key, i64)| {
        let (was, through) = *last.get(key)?;
        (was != *now).then(|| Revision { key: key.clone(), was, now: *now, told_through: through.to_owned() })
    };
    told.iter().filter_map(one).collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    fn told(year: &str, area: &str, n: i64) -> (Key, i64) {
        let month = |m: &str| format!("{year}-{m}").parse().expect("a month");
        (Key { area: area.to_owned(), from: month("01"), to: month("12"), offense: "homicide".to_owned() }, n)
    }

    fn release(through: &str, told: Vec<(Key, i64)>) -> Release {
        Release { dataset: through.to_owned(), through: through.to_owned(), figures: Vec::new(), told, revised: 0 }
    }

    #[test]
    fn a_figure_is_revised_where_the_last_edition_that_told_it_has_another() {
        let first = release("2024-12", vec![told("2023", "1", 10), told("2023", "2", 7), told("2023", "city", 200)]);
        let second = release("2025-12", vec![told("2023", "1", 11), told("2024", "1", 9)]);
        let now = [told("2023", "1", 11), told("2023", "city", 198), told("2024", "1", 9), told("2025", "1", 8)];
        let found = revised(&[first.clone(), second.clone()], &now);
        let (key, _) = told("2023", "city", 0);
        assert_eq!(found, [Revision { key, was: 200, now: 198, told_through: "2024-12".to_owned() }]);
        assert!(revised(&[second], &now[..1]).is_empty());
        // What is not told any more is not told to have changed.
        assert!(revised(&[first], &[]).is_empty());
    }

    #[test]
    fn a_history_of_before_reads() {
        let bytes = br#"{"editions":[{"dataset":"a","through":"2025-01","figures":[]}]}"#;
        let history = History::read(bytes).expect("a history");
        assert_eq!((history.editions[0].told.len(), history.editions[0].revised), (0, 0));
    }
}
