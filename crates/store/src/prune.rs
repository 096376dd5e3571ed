//! Taking away what a workspace no longer needs.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::dataset::{current, versions};
use crate::{StoreError, disk};

/// What was taken away, or would be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pruned {
    /// Ids of datasets with their size, bytes; the oldest first.
    pub datasets: Vec<(String, u64)>,
    /// What dead runs left, with its size, bytes.
    pub leftovers: Vec<(PathBuf, u64)>,
    /// Ids of datasets that stay, sorted.
    pub kept: Vec<String>,
}

/// Takes away all datasets but the current one, those that are `needed`, and the newest others up to `keep` in all; and
/// what dead runs left. With `only_say` nothing is touched. Waits while another process writes to the same workspace.
///
/// # Errors
/// [`StoreError::Io`] with the path where the disk refuses.
pub fn prune(workspace: &Path, keep: usize, needed: &BTreeSet<String>, only_say: bool) -> Result<Pruned, StoreError> {
    let datasets = workspace.join("datasets");
    if !datasets.exists() {
        return Ok(Pruned::default());
    }
    let _lock = disk::Lock::take(workspace)?;
    let current = current(workspace).ok();
    let mut by_age: Vec<(SystemTime, String)> = Vec::new();
    for id in versions(workspace)? {
        let path = datasets.join(&id);
        let written = fs::metadata(&path).and_then(|m| m.modified()).map_err(StoreError::io("read", &path))?;
        by_age.push((written, id));
    }
    by_age.sort();
    let stays = |id: &String| current.as_ref() == Some(id) || needed.contains(id);
    let held = by_age.iter().filter(|(_, id)| stays(id)).count();
    let mut room = keep.saturating_sub(held);
    let mut pruned = Pruned::default();
    for (_, id) in by_age.into_iter().rev() {
        if stays(&id) {
            pruned.kept.push(id);
        } else if room > 0 {
            room -= 1;
            pruned.kept.push(id);
        } else {
            let size = size(&datasets.join(&id))?;
            pruned.datasets.push((id, size));
        }
    }
    pruned.datasets.reverse();
    pruned.kept.sort();
    for folder in [&datasets, workspace] {
        for path in disk::leftovers(folder)? {
            let size = size(&path)?;
            pruned.leftovers.push((path, size));
        }
    }
    if !only_say {
        for (id, _) in &pruned.datasets {
            // First out of the way under a name that the next run sweeps: killed here, no half dataset has an id.
            let gone = disk::unfinished(&datasets, &format!("pruned-{id}"));
            disk::rename(&datasets.join(id), &gone)?;
            disk::remove(&gone)?;
            let answers = workspace.join("answers").join(id);
            if answers.exists() {
                disk::remove(&answers)?;
            }
        }
        pruned.leftovers.iter().try_for_each(|(path, _)| disk::remove(path))?;
    }
    Ok(pruned)
}

/// Bytes of a file, or of all files of a folder.
fn size(path: &Path) -> Result<u64, StoreError> {
    let io = || StoreError::io("read", path);
    let meta = fs::symlink_metadata(path).map_err(io())?;
    if !meta.is_dir() {
        return Ok(meta.len());
    }
    let mut sum = 0;
    for entry in fs::read_dir(path).map_err(io())? {
        sum += size(&entry.map_err(io())?.path())?;
    }
    Ok(sum)
}
