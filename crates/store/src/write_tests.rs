//! A write that fails after any of its steps leaves a whole dataset behind.

use std::sync::atomic::{AtomicUsize, Ordering};

use tempfile::tempdir;

use super::*;
use crate::dataset::Dataset;
use crate::support::Made;

/// Files of a dataset, the manifest included.
const FILES: usize = 13;

fn fault() -> StoreError {
    StoreError::input("nothing: a simulated fault")
}

#[test]
fn a_write_that_fails_after_any_step_leaves_a_whole_dataset() {
    let (old, new) = (Made::new(1, 300), Made::new(2, 300));
    let steps = [
        (Step::Locked, 1),
        (Step::Swept, 1),
        (Step::FolderMade, 1),
        (Step::FolderSynced, 1),
        (Step::FolderNamed, 1),
        (Step::CurrentWritten, 1),
        (Step::CurrentNamed, 1),
    ];
    let files = (1..=FILES).map(|nth| (Step::FileWritten, nth));
    for (step, nth) in steps.into_iter().chain(files) {
        let workspace = tempdir().unwrap();
        let first = write(workspace.path(), &old.dataset()).unwrap();
        let seen = AtomicUsize::new(0);
        let watch = |now: Step| {
            let hit = now == step && seen.fetch_add(1, Ordering::Relaxed) + 1 == nth;
            if hit { Err(fault()) } else { Ok(()) }
        };
        assert!(write_watched(workspace.path(), &new.dataset(), (&watch, None)).is_err(), "{step:?} {nth}");
        let open = Dataset::open(workspace.path()).unwrap();
        open.points().unwrap();
        assert_eq!(open.id == first, step != Step::CurrentNamed, "{step:?} {nth}");
        let second = write(workspace.path(), &new.dataset()).unwrap();
        assert_eq!(Dataset::open(workspace.path()).unwrap().id, second);
        let names = std::fs::read_dir(workspace.path().join("datasets"))
            .unwrap()
            .chain(std::fs::read_dir(workspace.path()).unwrap());
        assert!(names.into_iter().all(|e| !e.unwrap().file_name().to_string_lossy().starts_with(disk::UNFINISHED)));
    }
}

#[test]
fn a_write_that_fails_before_the_first_dataset_leaves_none() {
    let workspace = tempdir().unwrap();
    let watch = |now: Step| if now == Step::CurrentWritten { Err(fault()) } else { Ok(()) };
    assert!(write_watched(workspace.path(), &Made::new(1, 30).dataset(), (&watch, None)).is_err());
    assert!(matches!(Dataset::open(workspace.path()), Err(StoreError::NoDataset { .. })));
}

/// Writes a dataset whose manifest is changed and then signed again, as a faulty program would.
fn written_with(change: impl FnOnce(&mut Manifest, &mut Vec<NamedFile>)) -> Result<Dataset, StoreError> {
    let (workspace, made) = (tempdir().unwrap(), Made::new(1, 300));
    let mut encoded = encode(&made.dataset())?;
    change(&mut encoded.manifest, &mut encoded.files);
    encoded.manifest.files =
        encoded.files.iter().map(|(name, bytes)| ((*name).to_owned(), StoredFile::of(bytes))).collect();
    encoded.manifest.id = encoded.manifest.content_id();
    let datasets = workspace.path().join("datasets");
    std::fs::create_dir(&datasets).unwrap();
    put_down(&encoded, &datasets.join(&encoded.manifest.id), &|_| Ok(()))?;
    switch(workspace.path(), &encoded.manifest.id, &|_| Ok(()))?;
    let dataset = Dataset::open(workspace.path())?;
    dataset.incidents()?;
    dataset.points()?;
    Ok(dataset)
}

#[test]
fn other_row_counts_than_the_manifest_says_are_refused() {
    let refused = |change: fn(&mut RowCounts)| {
        let error = written_with(|manifest, _| change(&mut manifest.rows)).unwrap_err();
        assert!(matches!(error, StoreError::Rows { .. }), "{error}");
    };
    refused(|rows| rows.incidents += 1);
    refused(|rows| rows.located -= 1);
    refused(|rows| rows.positions += 1);
    refused(|rows| rows.places += 1);
    refused(|rows| rows.entries -= 1);
    refused(|rows| rows.year_counts += 1);
    refused(|rows| rows.daily -= 1);
    refused(|rows| rows.daily_shared += 1);
    assert!(written_with(|_, _| ()).is_ok());
}

#[test]
fn files_that_do_not_hold_together_are_refused() {
    let swap = |name: &'static str, bytes: &[u8]| {
        let damaged = written_with(|_, files| {
            for file in files.iter_mut().filter(|f| f.0 == name) {
                file.1 = bytes.to_vec();
            }
        });
        let error = damaged.unwrap_err().to_string();
        assert!(error.contains(name), "{error}");
    };
    for name in [
        file::CITY,
        file::AREAS,
        file::SITES,
        file::INCIDENTS,
        file::POSITIONS,
        file::PLACES,
        file::CUBE,
        file::YEARS,
        file::QUALITY,
        file::DAILY,
        file::DAILY_SHARED,
    ] {
        swap(name, b"\xff nonsense");
        swap(name, b"");
    }
    let missing = written_with(|_, files| files.retain(|f| f.0 != file::CUBE));
    assert!(missing.unwrap_err().to_string().contains("does not name cube.parquet"));
}

#[test]
fn a_dataset_of_a_program_that_kept_no_days_opens_without_them() {
    let old = written_with(|manifest, files| {
        files.retain(|f| f.0 != file::DAILY && f.0 != file::DAILY_SHARED);
        (manifest.rows.daily, manifest.rows.daily_shared) = (0, 0);
    });
    assert!(old.unwrap().daily.is_none());
    assert!(written_with(|_, _| ()).unwrap().daily.is_some());
}

#[test]
fn places_groups_and_areas_out_of_range_are_refused() {
    let made = Made::new(1, 300);
    let cube = pass::cube(&made.incidents, &made.offenses, made.areas.len(), &[], &[], &made.coverage).unwrap();
    let refused = |name: &'static str, bytes: Vec<u8>, rows: fn(&mut RowCounts)| {
        let damaged = written_with(|manifest, files| {
            rows(&mut manifest.rows);
            files.iter_mut().filter(|f| f.0 == name).for_each(|f| f.1.clone_from(&bytes));
        });
        let error = damaged.unwrap_err().to_string();
        assert!(error.contains("out of range"), "{error}");
    };
    let mut entries = cube.entries().to_vec();
    entries.truncate(1);
    entries[0].place = u32::MAX;
    refused(file::CUBE, cube_file::encode_entries(&entries).unwrap(), |r| r.entries = 1);
    entries[0].place = 0;
    entries[0].group = catchment_model::GroupId(9);
    refused(file::CUBE, cube_file::encode_entries(&entries).unwrap(), |r| r.entries = 1);
    let mut places = cube.places().to_vec();
    places.truncate(1);
    places[0].area_label = Some(catchment_model::AreaIdx(999));
    refused(file::PLACES, cube_file::encode_places(&places).unwrap(), |r| r.places = 1);
    let made = Made::new(1, 300);
    let daily = daily_file::count(&made.incidents, &made.offenses, &made.coverage).unwrap();
    let one = *daily.entries().iter().find(|e| e.day.is_some()).unwrap();
    let beyond = Some(catchment_model::AreaIdx(999));
    let later = one.day.map(|d| catchment_model::Day(d.0 + 800));
    for entry in [
        catchment_model::DayEntry { area_label: beyond, ..one },
        catchment_model::DayEntry { area_point: beyond, ..one },
        catchment_model::DayEntry { group: catchment_model::GroupId(9), ..one },
        catchment_model::DayEntry { day: later, ..one },
    ] {
        refused(file::DAILY, daily_file::encode_daily(&[entry]).unwrap(), |r| r.daily = 1);
    }
}
