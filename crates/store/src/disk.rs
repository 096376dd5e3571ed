//! The discipline of the disk: nothing is named before it is whole and forced to the medium.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::StoreError;

/// Begins the names of what a write has not finished.
pub(crate) const UNFINISHED: &str = ".tmp-";

/// Writes a new file and forces it to the medium.
pub(crate) fn write_synced(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let mut file = File::create(path).map_err(StoreError::io("create", path))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(StoreError::io("write", path))
}

/// Forces a file that another library wrote to the medium.
pub(crate) fn sync_file(path: &Path) -> Result<(), StoreError> {
    File::options().write(true).open(path).and_then(|file| file.sync_all()).map_err(StoreError::io("sync", path))
}

/// Forces the names in a folder to the medium.
pub(crate) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    File::open(path).and_then(|folder| folder.sync_all()).map_err(StoreError::io("sync", path))
}

pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::rename(from, to).map_err(StoreError::io("rename to", to))
}

/// Puts a finished file in the place of another, in one step.
pub(crate) fn replace(finished: &Path, to: &Path) -> Result<(), StoreError> {
    rename(finished, to)?;
    to.parent()
        .map_or(Ok(()), |folder| sync_folder(if folder.as_os_str().is_empty() { Path::new(".") } else { folder }))
}

/// Removes what dead runs left in a folder.
pub(crate) fn sweep(folder: &Path) -> Result<(), StoreError> {
    for entry in fs::read_dir(folder).map_err(StoreError::io("list", folder))? {
        let entry = entry.map_err(StoreError::io("list", folder))?;
        if entry.file_name().to_string_lossy().starts_with(UNFINISHED) {
            remove(&entry.path())?;
        }
    }
    Ok(())
}

/// What dead runs left in a folder, parts of single files included, sorted.
pub(crate) fn leftovers(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(StoreError::io("list", folder))? {
        let entry = entry.map_err(StoreError::io("list", folder))?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let part = entry.path().extension().is_some_and(|e| e == "part");
        if name.starts_with(UNFINISHED) || (name.starts_with('.') && part) {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

/// Removes a file or a folder with all that is in it.
pub(crate) fn remove(path: &Path) -> Result<(), StoreError> {
    let done = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    done.map_err(StoreError::io("remove", path))
}

/// A name for something unfinished, of this process, in a folder.
pub(crate) fn unfinished(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{UNFINISHED}{}-{name}", std::process::id()))
}

/// A name for an unfinished file beside the finished one; unlike [`unfinished`] it is nobody else's to sweep.
pub(crate) fn part_of(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!(".{name}.{}.part", std::process::id()))
}

/// Held while a dataset is written; the system lets go of it when the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct Lock(#[expect(dead_code, reason = "closing the file lets go of the lock")] File);

impl Lock {
    /// Waits until no other process writes to the workspace.
    pub(crate) fn take(workspace: &Path) -> Result<Self, StoreError> {
        let path = workspace.join(".lock");
        let file = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(StoreError::io("create", &path))?;
        file.lock().map_err(StoreError::io("lock", &path))?;
        Ok(Self(file))
    }
}
