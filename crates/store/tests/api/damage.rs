//! Damaged, cut, missing and foreign files are errors that name the file and what to do; never a panic, never a wrong
//! answer.

use std::fs;
use std::path::{Path, PathBuf};

use catchment_store::{Dataset, Manifest, Points, StoreError, write};
use tempfile::{TempDir, tempdir};

use crate::support::{Made, Random};

fn written() -> (TempDir, PathBuf) {
    let workspace = tempdir().expect("a folder");
    let id = write(workspace.path(), &Made::new(1, 2000).dataset()).expect("written");
    let folder = workspace.path().join("datasets").join(id);
    (workspace, folder)
}

fn read_all(workspace: &Path) -> Result<(Manifest, Points), StoreError> {
    let dataset = Dataset::open(workspace)?;
    let points = dataset.points()?;
    dataset.incidents()?;
    Ok((dataset.manifest, points))
}

fn names(folder: &Path) -> Vec<PathBuf> {
    let mut names: Vec<PathBuf> = fs::read_dir(folder).expect("listed").map(|e| e.expect("listed").path()).collect();
    names.sort_unstable();
    names
}

#[test]
fn flipped_bytes_are_found_in_every_file() {
    let (workspace, folder) = written();
    let whole = read_all(workspace.path()).unwrap();
    let mut random = Random(9);
    for path in names(&folder) {
        let bytes = fs::read(&path).unwrap();
        for _ in 0..40 {
            let mut bad = bytes.clone();
            let at: usize = random.below(bytes.len() as u64);
            bad[at] ^= 1 + random.below::<u8>(255);
            fs::write(&path, &bad).unwrap();
            match read_all(workspace.path()) {
                Err(error) => assert!(!error.to_string().is_empty()),
                // Blanks between the items of the manifest mean nothing.
                Ok(read) => assert!(path.ends_with("manifest.json") && read == whole, "{} at {at}", path.display()),
            }
        }
        fs::write(&path, &bytes).unwrap();
    }
    assert_eq!(read_all(workspace.path()).unwrap(), whole);
}

#[test]
fn cut_and_grown_files_are_found() {
    let (workspace, folder) = written();
    for path in names(&folder) {
        let bytes = fs::read(&path).unwrap();
        for keep in [0, 1, bytes.len() / 2, bytes.len() - 2] {
            fs::write(&path, &bytes[..keep]).unwrap();
            let error = read_all(workspace.path()).unwrap_err().to_string();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            assert!(error.contains(&name) && error.contains("run `catchment ingest` again"), "{error}");
        }
        fs::write(&path, [&bytes[..], b"x"].concat()).unwrap();
        assert!(read_all(workspace.path()).is_err());
        fs::write(&path, &bytes).unwrap();
    }
}

#[test]
fn a_missing_file_is_named() {
    let (workspace, folder) = written();
    for path in names(&folder) {
        let aside = workspace.path().join("aside");
        fs::rename(&path, &aside).unwrap();
        match read_all(workspace.path()) {
            Err(StoreError::Missing { path: named }) => assert_eq!(named, path),
            other => panic!("{other:?}"),
        }
        fs::rename(&aside, &path).unwrap();
    }
    fs::remove_dir_all(&folder).unwrap();
    assert!(matches!(Dataset::open(workspace.path()), Err(StoreError::Missing { path }) if path == folder));
}

#[test]
fn another_schema_version_is_refused_before_anything_else() {
    let (workspace, folder) = written();
    fs::write(folder.join("manifest.json"), "{\"schema\": 3, \"everything\": \"else\"}").unwrap();
    let error = Dataset::open(workspace.path()).unwrap_err();
    assert!(matches!(error, StoreError::Schema { found: 3, expected: 2, .. }), "{error}");
    assert!(error.to_string().contains("schema version 3; expected 2; run `catchment ingest` again"), "{error}");
}

#[test]
fn a_manifest_of_another_dataset_is_refused() {
    let (workspace, folder) = written();
    let other = write(workspace.path(), &Made::new(2, 10).dataset()).unwrap();
    fs::copy(workspace.path().join("datasets").join(other).join("manifest.json"), folder.join("manifest.json"))
        .unwrap();
    let id = folder.file_name().unwrap().to_string_lossy().into_owned();
    assert!(matches!(Dataset::open_version(workspace.path(), &id), Err(StoreError::Damaged { .. })));
}

#[test]
fn current_can_only_name_a_dataset() {
    let (workspace, _) = written();
    for text in ["", "\n", "../../../etc\n", "0123456789ABCDEF\n", "0123456789abcdef0\n", "\u{fffd}\u{0}"] {
        fs::write(workspace.path().join("current"), text).unwrap();
        assert!(matches!(Dataset::open(workspace.path()), Err(StoreError::Id { .. })), "{text:?}");
    }
    fs::remove_file(workspace.path().join("current")).unwrap();
    let error = Dataset::open(workspace.path()).unwrap_err();
    assert!(error.to_string().contains("run `catchment ingest CITY.toml` first"), "{error}");
}

#[test]
fn a_damaged_dataset_is_made_whole_by_writing_it_again() {
    let (workspace, folder) = written();
    fs::write(folder.join("cube.parquet"), "nonsense").unwrap();
    fs::remove_file(folder.join("sites.json")).unwrap();
    write(workspace.path(), &Made::new(1, 2000).dataset()).unwrap();
    read_all(workspace.path()).unwrap();
    let names = fs::read_dir(workspace.path().join("datasets")).unwrap().map(|e| e.unwrap().file_name());
    let left: Vec<_> = names.filter(|name| name.to_string_lossy().starts_with('.')).collect();
    assert!(left.is_empty(), "the damaged one takes no room: {left:?}");
}
