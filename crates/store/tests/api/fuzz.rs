//! Whatever is in the files of a dataset: an error that is short, or the dataset as it was; never a panic, never a
//! wrong answer. `just fuzz` runs it longer, from other beginnings.

use std::fs;
use std::path::Path;

use catchment_store::{Dataset, StoreError, write};
use tempfile::tempdir;

use crate::support::{Made, Random};

/// Longest message, bytes.
const LONGEST: usize = 1024;

fn told(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// Everything that is read of a dataset.
fn read_all(workspace: &Path) -> Result<String, StoreError> {
    let dataset = Dataset::open(workspace)?;
    let points = dataset.points()?.x_m.len();
    let rows = dataset.incidents()?.rows.len();
    Ok(format!("{} {points} {rows} {:?}", dataset.id, dataset.manifest))
}

fn short(error: &StoreError) {
    let mut cause = Some(error as &dyn std::error::Error);
    while let Some(error) = cause {
        let text = error.to_string();
        assert!(!text.is_empty() && text.len() <= LONGEST, "{} bytes: {text:.300}", text.len());
        cause = error.source();
    }
}

/// Bytes with one of several kinds of damage.
fn damaged(bytes: &[u8], other: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bad = bytes.to_vec();
    let len = bytes.len() as u64;
    let at: usize = random.below(len.max(1));
    let n: usize = random.below::<usize>(64) + 1;
    match random.below::<u8>(7) {
        0 => bad.truncate(at),
        1 => {
            let new = (0..n).map(|_| random.below::<u8>(255)).collect::<Vec<_>>();
            bad.splice(at..at, new);
        }
        2 => drop(bad.drain(at..(at + n).min(bytes.len()))),
        3 => bad[at..].fill(0),
        // What belongs to another file.
        4 => bad = other.to_vec(),
        // A length or an offset that leads far away: the end of a Parquet file holds both.
        5 => {
            let from = bad.len().saturating_sub(n);
            bad[from..].fill(0xff);
        }
        _ => {
            for _ in 0..n {
                let at: usize = random.below(len.max(1));
                bad[at] ^= 1 + random.below::<u8>(254);
            }
        }
    }
    bad
}

#[test]
fn fuzzed_files_are_refused_shortly_or_mean_what_they_meant() {
    let workspace = tempdir().expect("a folder");
    let id = write(workspace.path(), &Made::new(1, 500).dataset()).expect("written");
    let folder = workspace.path().join("datasets").join(id);
    let whole = read_all(workspace.path()).expect("whole");
    let mut paths: Vec<_> = fs::read_dir(&folder).expect("listed").map(|e| e.expect("listed").path()).collect();
    paths.sort_unstable();
    let mut random = Random(told("CATCHMENT_FUZZ_SEED").unwrap_or(20_261_129));
    for _ in 0..told("CATCHMENT_FUZZ_CASES").unwrap_or(400) {
        let path = &paths[random.below::<usize>(paths.len() as u64)];
        let other = &paths[random.below::<usize>(paths.len() as u64)];
        let bytes = fs::read(path).expect("read");
        fs::write(path, damaged(&bytes, &fs::read(other).expect("read"), &mut random)).expect("written");
        match read_all(workspace.path()) {
            Err(error) => short(&error),
            Ok(read) => assert_eq!(read, whole, "{}", path.display()),
        }
        fs::write(path, &bytes).expect("written");
    }
    assert_eq!(read_all(workspace.path()).expect("whole"), whole);
}
