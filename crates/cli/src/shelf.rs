//! The shelf beside a dataset: `WORKSPACE/answers/DATASET/kept/`, a file for each result that took long to find.
//!
//! A file is believed only if it says the same program, dataset and key, and its content has the hash that it names.
//! Whatever else it holds is passed over and found again.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use catchment_questions::answers::PROGRAM;
use catchment_questions::{Engine, Shelf};
use catchment_store::canonical_hash;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::answers::replace;

/// What is counted up whenever a search finds something else than before under the same key.
const RECKONING: u32 = 1;

/// A folder of results.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
    dataset: String,
    /// Whether results are put there too.
    writes: bool,
}

/// A result as it is kept.
#[derive(Debug, Serialize, Deserialize)]
struct Kept {
    program: String,
    reckoning: u32,
    dataset: String,
    key: String,
    value: Value,
    /// Of all the others.
    blake3: String,
}

/// An engine with the shelf of its dataset; `writes`: whether what is found is put there.
pub(crate) fn with_shelf(engine: Engine, workspace: &Path, writes: bool) -> Engine {
    let dataset = engine.data.id.clone();
    let path = workspace.join("answers").join(&dataset).join("kept");
    engine.with_shelf(Arc::new(Folder { path, dataset, writes }))
}

impl Folder {
    fn file(&self, key: &str) -> PathBuf {
        self.path.join(format!("{}.json", &canonical_hash(&json!(key))[..32]))
    }
}

impl Kept {
    fn new(dataset: &str, key: &str, value: &Value) -> Self {
        let (program, dataset, key) = (PROGRAM.to_owned(), dataset.to_owned(), key.to_owned());
        let kept = Self { program, reckoning: RECKONING, dataset, key, value: value.clone(), blake3: String::new() };
        Self { blake3: kept.hash(), ..kept }
    }

    fn hash(&self) -> String {
        canonical_hash(&json!([self.program, self.reckoning, self.dataset, self.key, self.value]))
    }
}

impl Shelf for Folder {
    fn get(&self, key: &str) -> Option<Value> {
        let kept: Kept = serde_json::from_slice(&fs::read(self.file(key)).ok()?).ok()?;
        let current = kept.program == PROGRAM && kept.reckoning == RECKONING;
        let same = kept.dataset == self.dataset && kept.key == key;
        (current && same && kept.blake3 == kept.hash()).then_some(kept.value)
    }

    fn put(&self, key: &str, value: &Value) {
        if !self.writes {
            return;
        }
        // What cannot be kept is found again: a full disk is no reason to have no answer.
        if let Ok(bytes) = serde_json::to_vec(&Kept::new(&self.dataset, key, value)) {
            let _ = replace(&self.file(key), &bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shelf(folder: &Path) -> Folder {
        Folder { path: folder.join("kept"), dataset: "0123456789abcdef".to_owned(), writes: true }
    }

    #[test]
    fn what_was_put_is_handed_out_under_its_key_alone() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = shelf(folder.path());
        let value = json!({ "cells": [1, 2], "harm": "3ff0000000000000" });
        shelf.put("a", &value);
        assert_eq!((shelf.get("a"), shelf.get("b")), (Some(value.clone()), None));
        assert_eq!(Folder { dataset: "fedcba9876543210".to_owned(), ..shelf }.get("a"), None);
        let reads = Folder { writes: false, ..self::shelf(folder.path()) };
        reads.put("c", &value);
        assert_eq!(reads.get("c"), None);
    }

    #[test]
    fn a_damaged_file_is_never_believed_wherever_the_damage_is() {
        let folder = tempfile::tempdir().unwrap();
        let shelf = shelf(folder.path());
        shelf.put("a", &json!({ "cells": [17, 204, 1999] }));
        let whole = fs::read(shelf.file("a")).unwrap();
        for at in 0..whole.len() {
            let mut bytes = whole.clone();
            bytes[at] = if bytes[at] == b'1' { b'2' } else { b'1' };
            fs::write(shelf.file("a"), &bytes).unwrap();
            assert_eq!(shelf.get("a"), None, "byte {at}");
            fs::write(shelf.file("a"), &whole[..at]).unwrap();
            assert_eq!(shelf.get("a"), None, "cut at {at}");
        }
    }
}
