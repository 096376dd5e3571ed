//! What is taken away from a workspace, and what stays.

use std::collections::BTreeSet;
use std::fs;

use catchment_store::{Dataset, current, prune, versions, write};

use crate::support::Made;

#[test]
fn old_datasets_and_leftovers_go_and_what_is_needed_stays() {
    let dir = tempfile::tempdir().expect("a folder");
    let ids: Vec<String> =
        (1..=4).map(|seed| write(dir.path(), &Made::new(seed, 50).dataset()).expect("written")).collect();
    let part = dir.path().join("datasets/.map.1.part");
    fs::write(&part, "half").expect("a leftover");
    let answers = dir.path().join("answers").join(&ids[1]);
    fs::create_dir_all(&answers).expect("a folder");
    let needed = BTreeSet::from([ids[0].clone()]);
    let said = prune(dir.path(), 3, &needed, true).expect("said");
    let gone: Vec<&String> = said.datasets.iter().map(|(id, _)| id).collect();
    assert_eq!(gone, [&ids[1]], "the oldest that nothing needs");
    assert!(said.datasets[0].1 > 0 && said.leftovers == [(part.clone(), 4)]);
    assert_eq!((versions(dir.path()).expect("listed").len(), part.exists()), (4, true), "only said");
    assert_eq!(prune(dir.path(), 3, &needed, false).expect("done"), said);
    assert!(!part.exists() && !answers.exists());
    // Not even with room for nothing does the current one go, nor one that is needed.
    let done = prune(dir.path(), 0, &needed, false).expect("done");
    let mut kept = vec![ids[0].clone(), ids[3].clone()];
    kept.sort();
    assert_eq!((done.kept, versions(dir.path()).expect("listed")), (kept.clone(), kept));
    assert_eq!(current(dir.path()).expect("current"), ids[3]);
    Dataset::open(dir.path()).expect("whole");
    assert_eq!(prune(tempfile::tempdir().expect("a folder").path(), 1, &needed, false).expect("none").kept.len(), 0);
}
