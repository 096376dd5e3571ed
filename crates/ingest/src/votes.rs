//! The most common text beside a position, over all files.

use rustc_hash::FxHashMap;

use crate::beside::Beside;
use crate::decode::FileRows;
use crate::places::Found as Located;

/// What became of each position of a file, and the texts beside it.
pub(crate) type Texts = (Vec<Located>, Beside);

/// Texts by final position, over all files.
#[derive(Debug, Default)]
pub(crate) struct Votes(FxHashMap<u32, FxHashMap<String, u64>>);

impl Votes {
    /// Gathers the texts beside positions that `wanted` accepts.
    pub(crate) fn of(files: &[Texts], wanted: impl Fn(u32) -> bool) -> Self {
        let mut votes = Self::default();
        for (found, beside) in files {
            for (position, text) in beside.seen() {
                if let Some(Located::At(at)) = found.get(position as usize)
                    && wanted(*at)
                {
                    *votes.0.entry(*at).or_default().entry(text.to_owned()).or_default() += 1;
                }
            }
        }
        votes
    }

    /// The most common text beside some positions; of two as common, the first by spelling.
    pub(crate) fn commonest(&self, positions: &[u32]) -> Option<String> {
        let mut sums: FxHashMap<&str, u64> = FxHashMap::default();
        for (text, n) in positions.iter().filter_map(|p| self.0.get(p)).flatten() {
            *sums.entry(text).or_default() += n;
        }
        let best = sums.into_iter().max_by(|a, b| a.1.cmp(&b.1).then(b.0.cmp(a.0)));
        best.map(|(text, _)| text.to_owned()).filter(|text| !text.is_empty())
    }
}

/// What is kept of the decoded files to name their points by.
pub(crate) fn take(files: &mut [FileRows], found: &[Vec<Located>]) -> Vec<Texts> {
    files.iter_mut().zip(found).map(|(file, found)| (found.clone(), std::mem::take(&mut file.beside))).collect()
}
