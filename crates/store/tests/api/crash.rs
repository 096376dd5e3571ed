//! Killed at any moment, `current` names a whole dataset.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use catchment_store::{Dataset, versions, write};
use tempfile::tempdir;

use crate::support::{Made, Random};

/// Names the workspace of a child process; absent in an ordinary run of the tests.
const CHILD: &str = "CATCHMENT_STORE_TEST_CHILD";

fn made(which: u64) -> Made {
    Made::new(which, 1500)
}

/// Not a test by itself: what the children of the tests below run.
#[test]
fn child_writes_until_killed() {
    let Some(workspace) = std::env::var_os(CHILD).map(PathBuf::from) else { return };
    let made: Vec<Made> = (1..=4).map(made).collect();
    let mut random = Random(u64::from(std::process::id()));
    std::fs::write(workspace.join("ready"), "").expect("said");
    // Ends by itself, should the parent die first.
    for _ in 0..2000 {
        let which: usize = random.below(4);
        write(&workspace, &made[which].dataset()).expect("written");
        // Forgotten datasets are written anew next time, so that there is always something to interrupt.
        let now = catchment_store::current(&workspace).expect("there is one");
        for id in versions(&workspace).expect("listed").into_iter().filter(|id| *id != now) {
            // Another writer may have been faster.
            let _ = std::fs::remove_dir_all(workspace.join("datasets").join(id));
        }
    }
}

/// Starts a child and waits until it begins to write.
fn spawn(workspace: &Path) -> Child {
    let ready = workspace.join("ready");
    if ready.exists() {
        std::fs::remove_file(&ready).expect("removed");
    }
    let mut child = Command::new(std::env::current_exe().expect("this test"))
        .args(["--exact", "crash::child_writes_until_killed", "--test-threads=1"])
        .env(CHILD, workspace)
        .env("RAYON_NUM_THREADS", "2")
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("started");
    let begun = (0..30_000).any(|_| {
        std::thread::sleep(Duration::from_millis(1));
        ready.exists()
    });
    if !begun {
        child.kill().and_then(|()| child.wait()).expect("killed");
    }
    assert!(begun, "the child did not begin within half a minute");
    child
}

fn leftovers(workspace: &Path) -> usize {
    let in_folder = |folder: &Path| {
        let entries = std::fs::read_dir(folder).expect("listed").map(|e| e.expect("listed").file_name());
        entries.filter(|name| name.to_string_lossy().starts_with(".tmp-")).count()
    };
    in_folder(workspace) + in_folder(&workspace.join("datasets"))
}

#[test]
fn killed_at_random_moments_the_current_dataset_is_whole() {
    let workspace = tempdir().unwrap();
    let known: Vec<String> = (1..=4).map(|which| write(workspace.path(), &made(which).dataset()).unwrap()).collect();
    let mut random = Random(2026);
    let mut interrupted = 0;
    for round in 0..60 {
        let mut child = spawn(workspace.path());
        std::thread::sleep(Duration::from_micros(random.below(60_000)));
        child.kill().unwrap();
        child.wait().unwrap();
        interrupted += usize::from(leftovers(workspace.path()) > 0);
        let dataset = Dataset::open(workspace.path()).unwrap_or_else(|e| panic!("round {round}: {e}"));
        assert!(known.contains(&dataset.id));
        dataset.points().unwrap();
    }
    // Else the kills came before or after the writes and prove nothing.
    assert!(interrupted >= 5, "only {interrupted} of 60 kills fell into a write");
    write(workspace.path(), &made(1).dataset()).unwrap();
    assert_eq!(leftovers(workspace.path()), 0);
}

#[test]
fn two_writers_at_once_do_not_mix() {
    let workspace = tempdir().unwrap();
    let made: Vec<Made> = (1..=6).map(|which| Made::new(which, 400)).collect();
    let ids: Vec<String> = std::thread::scope(|scope| {
        let writers: Vec<_> =
            made.iter().map(|m| scope.spawn(|| write(workspace.path(), &m.dataset()).unwrap())).collect();
        writers.into_iter().map(|w| w.join().unwrap()).collect()
    });
    assert!(ids.contains(&Dataset::open(workspace.path()).unwrap().id));
    for id in &ids {
        Dataset::open_version(workspace.path(), id).unwrap().points().unwrap();
    }
    assert_eq!(leftovers(workspace.path()), 0);
}
