//! Answers stored beside a dataset, so that long work done once is there at once: today the default backtest.
//!
//! A stored answer belongs to one dataset, one version of the program and one way of reckoning. It is passed over where
//! any differs, or where the file does not read: it can always be computed again.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use catchment_questions::answers::PROGRAM;
use catchment_questions::backtest::{Backtest, BacktestAnswer, RECKONING, default_backtest};
use catchment_questions::file::Form;
use catchment_questions::{AskError, Engine, Watch};
use serde::{Deserialize, Serialize};

/// An answer as it is stored.
#[derive(Debug, Serialize, Deserialize)]
struct Stored {
    /// The program that computed it.
    program: String,
    /// The way in which that program reckoned it; files from before it was told do not read.
    reckoning: u32,
    /// The dataset that it is about.
    dataset: String,
    /// What was asked: the key under which an engine remembers it.
    key: String,
    /// The answer.
    answer: BacktestAnswer,
}

/// Where the default backtest of a dataset is stored.
fn backtest_file(workspace: &Path, dataset: &str) -> PathBuf {
    workspace.join("answers").join(dataset).join("backtest.json")
}

/// Hands an engine the stored backtest of its dataset; whether there was one.
pub(crate) fn remember_backtest(workspace: &Path, engine: &Engine) -> bool {
    let Ok(question) = default_backtest(&engine.data) else { return false };
    let stored = read_backtest(workspace, engine, &question);
    stored.is_some_and(|answer| engine.remember(&question, answer).is_ok())
}

fn read_backtest(workspace: &Path, engine: &Engine, question: &Backtest) -> Option<BacktestAnswer> {
    let bytes = fs::read(backtest_file(workspace, &engine.data.id)).ok()?;
    let stored: Stored = serde_json::from_slice(&bytes).ok()?;
    let current = stored.program == PROGRAM && stored.reckoning == RECKONING;
    // What was asked, however its parameters were called when the answer was stored.
    let same = stored.answer.meta.params == *question;
    (current && stored.dataset == engine.data.id && same).then_some(stored.answer)
}

/// The default backtest of a dataset, ready to be stored.
///
/// # Errors
/// [`AskError`] where the dataset has no years that can be tested.
pub(crate) fn compute_backtest(engine: &Engine, watch: &dyn Watch) -> Result<ReadyBacktest, AskError> {
    let question = default_backtest(&engine.data)?;
    let answer = (*engine.answer(&question, watch)?).clone();
    let (program, dataset) = (PROGRAM.to_owned(), engine.data.id.clone());
    Ok(ReadyBacktest(Stored {
        program,
        reckoning: RECKONING,
        dataset,
        key: Engine::key(&question, Form::Json)?,
        answer,
    }))
}

/// A computed backtest that is not stored yet.
#[derive(Debug)]
pub(crate) struct ReadyBacktest(Stored);

impl ReadyBacktest {
    /// Stores it. A reader sees the whole file or none.
    pub(crate) fn store(&self, workspace: &Path) -> Result<()> {
        let path = backtest_file(workspace, &self.0.dataset);
        let bytes = serde_json::to_vec(&self.0).context("cannot write the backtest as JSON")?;
        replace(&path, &bytes).with_context(|| format!("cannot write {}", path.display()))
    }
}

/// Writes a file beside its place, forces it to the medium, and puts it there in one step.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
    let unfinished = path.with_extension(format!("{}.part", std::process::id()));
    let written = File::create(&unfinished)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&unfinished, path));
    if written.is_err() {
        // What cannot be removed is a leftover that nobody reads.
        let _ = fs::remove_file(&unfinished);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = backtest_file(folder.path(), "0123456789abcdef");
        for text in ["first", "second, longer"] {
            replace(&path, text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }

    #[test]
    fn a_place_that_cannot_be_written_is_a_failure_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = backtest_file(folder.path(), "0123456789abcdef");
        fs::create_dir_all(&path).unwrap();
        assert!(replace(&path, b"text").is_err());
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
    }
}
