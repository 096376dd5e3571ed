//! Cities of `tests/faults`, read by the built binary.

use std::path::PathBuf;

use tempfile::TempDir;

use crate::program::{Ran, catchment, csv};

pub(crate) fn city(name: &str) -> String {
    let folder = PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").expect("cargo runs the tests"));
    folder.join("../../tests/faults").join(name).join("city.toml").to_str().expect("a path of text").to_owned()
}

/// The workspace that a city was read into, and what the program said.
pub(crate) fn read(name: &str) -> (TempDir, Ran) {
    let workspace = tempfile::tempdir().expect("a folder");
    let ran = catchment(workspace.path(), &["ingest", &city(name), "--no-backtest"]);
    (workspace, ran)
}

/// Reads a city that must be understood, with everything in `said` told.
#[track_caller]
pub(crate) fn understood(name: &str, said: &[&str]) -> TempDir {
    let (workspace, ran) = read(name);
    let told = format!("{}{}", ran.out, ran.err);
    assert_eq!(ran.code, Some(0), "{name}: {told}");
    for part in said {
        assert!(told.contains(part), "{name}: no \"{part}\" in {told}");
    }
    workspace
}

/// Counts by neighborhood as `id name count`.
pub(crate) fn counts(workspace: &TempDir) -> Vec<String> {
    let out = catchment(workspace.path(), &["counts", "--by", "neighborhood", "--format", "csv"]).ok();
    csv(&out).1.iter().map(|row| format!("{} {} {}", row[0], row[1], row[3])).collect()
}
