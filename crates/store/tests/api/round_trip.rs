//! What was written is what is read, and its bytes depend on nothing else.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use catchment_model::{Finest, IncidentRow, Incidents, LocalMinute, NO_POSITION, Position, RowStatus};
use catchment_store::{Dataset, SCHEMA, StoreError, cube, current, versions, write};
use tempfile::tempdir;

use crate::support::{Made, RAPE};

/// The rows as they may be kept, positions numbered in the order of first use.
fn kept(made: &Made) -> Incidents {
    let mut all = Incidents::default();
    let mut numbers: BTreeMap<u32, u32> = BTreeMap::new();
    for row in &made.incidents.rows {
        let finest = made.offenses.group(row.group).expect("known").finest;
        let mut kept = IncidentRow { position: NO_POSITION, ..*row };
        if finest == Finest::CityYear {
            kept.occurred = None;
            kept.block = catchment_model::Block::UNKNOWN;
            kept.label = None;
        }
        if finest == Finest::Cell && row.status != RowStatus::Unlocated {
            kept.position = *numbers.entry(row.position).or_insert_with(|| {
                all.positions.push(made.incidents.positions[row.position as usize]);
                u32::try_from(all.positions.len()).expect("small") - 1
            });
        }
        all.rows.push(kept);
    }
    all
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let paths = fs::read_dir(folder).expect("listed").map(|e| e.expect("listed").path());
    let name = |path: &Path| path.file_name().map(|n| n.to_string_lossy().into_owned()).expect("a name");
    paths.map(|path| (name(&path), fs::read(&path).expect("read"))).collect()
}

#[test]
fn everything_comes_back_as_it_was() {
    let (workspace, made) = (tempdir().unwrap(), Made::new(1, 5000));
    let id = write(workspace.path(), &made.dataset()).unwrap();
    let dataset = Dataset::open(workspace.path()).unwrap();
    assert_eq!((dataset.id.as_str(), dataset.manifest.id.as_str()), (id.as_str(), id.as_str()));
    assert_eq!(dataset.city, made.city);
    assert_eq!(dataset.offenses, made.offenses);
    assert_eq!(dataset.areas.list(), made.areas.list());
    assert_eq!(dataset.sites, made.sites);
    assert_eq!(dataset.coverage, made.coverage);
    assert_eq!(dataset.quality, made.quality);
    assert_eq!(dataset.manifest.inputs, made.inputs);
    assert_eq!(dataset.manifest.schema, SCHEMA);
    let built =
        cube(&made.incidents, &made.offenses, made.areas.len(), &made.area_counts, &made.year_counts, &made.coverage)
            .unwrap();
    assert_eq!(dataset.cube, built);
    assert_eq!(dataset.incidents().unwrap(), kept(&made));
}

#[test]
fn a_city_without_rows_comes_back() {
    let (workspace, mut made) = (tempdir().unwrap(), Made::new(1, 0));
    made.area_counts.clear();
    made.year_counts.clear();
    made.sites.clear();
    write(workspace.path(), &made.dataset()).unwrap();
    let dataset = Dataset::open(workspace.path()).unwrap();
    assert!(dataset.cube.entries().is_empty() && dataset.cube.places().is_empty() && dataset.sites.is_empty());
    assert_eq!(dataset.points().unwrap().x_m.len(), 0);
    assert_eq!(dataset.incidents().unwrap(), Incidents::default());
}

#[test]
fn points_are_the_located_rows_that_may_be_shown_in_order() {
    let (workspace, made) = (tempdir().unwrap(), Made::new(2, 150_000));
    write(workspace.path(), &made.dataset()).unwrap();
    let points = Dataset::open(workspace.path()).unwrap().points().unwrap();
    let shown = |row: &&IncidentRow| {
        made.offenses.group(row.group).unwrap().finest == Finest::Cell && row.status != RowStatus::Unlocated
    };
    let rows: Vec<&IncidentRow> = made.incidents.rows.iter().filter(shown).collect();
    let place = |row: &IncidentRow| -> Position { *made.incidents.position(row).unwrap() };
    assert!(rows.len() > 65_536, "more than one row group");
    assert_eq!(points.x_m, rows.iter().map(|r| place(r).x_m).collect::<Vec<_>>());
    assert_eq!(points.y_m, rows.iter().map(|r| place(r).y_m).collect::<Vec<_>>());
    assert_eq!(points.reported, rows.iter().map(|r| r.reported).collect::<Vec<_>>());
    assert_eq!(points.occurred, rows.iter().map(|r| r.occurred.and_then(LocalMinute::month)).collect::<Vec<_>>());
    assert_eq!(points.block, rows.iter().map(|r| r.block).collect::<Vec<_>>());
    assert_eq!(points.group, rows.iter().map(|r| r.group).collect::<Vec<_>>());
    assert_eq!(points.count, rows.iter().map(|r| r.count).collect::<Vec<_>>());
    assert_eq!(points.incident, rows.iter().map(|r| r.incident).collect::<Vec<_>>());
}

#[test]
fn a_withheld_row_keeps_no_place_and_no_time() {
    let (workspace, made) = (tempdir().unwrap(), Made::new(2, 3000));
    write(workspace.path(), &made.dataset()).unwrap();
    let rows = Dataset::open(workspace.path()).unwrap().incidents().unwrap().rows;
    let withheld: Vec<_> = rows.iter().filter(|r| r.group == RAPE).collect();
    assert!(withheld.len() > 100);
    assert!(
        withheld.iter().all(|r| r.position == NO_POSITION
            && r.label.is_none()
            && r.occurred.is_none()
            && r.block.hour().is_none())
    );
}

#[test]
fn the_bytes_do_not_depend_on_threads_or_folder() {
    let made = Made::new(7, 140_000);
    let written = |threads: usize| {
        let workspace = tempdir().unwrap();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let id = pool.install(|| write(workspace.path(), &made.dataset())).unwrap();
        let files = files(&workspace.path().join("datasets").join(&id));
        (id, files)
    };
    let (one, two) = (written(1), written(2));
    assert_eq!(one.0, two.0);
    for (name, bytes) in &one.1 {
        assert!(two.1[name] == *bytes, "{name} differs");
    }
    assert_eq!(one.1.len(), 13);
}

#[test]
fn any_change_of_what_goes_in_changes_the_id() {
    let workspace = tempdir().unwrap();
    let made = Made::new(8, 200);
    let mut ids = vec![write(workspace.path(), &made.dataset()).unwrap()];
    let mut changed = |change: fn(&mut Made)| {
        let mut other = made.clone();
        change(&mut other);
        ids.push(write(workspace.path(), &other.dataset()).unwrap());
    };
    changed(|m| m.inputs[0].blake3 = "cd".repeat(32));
    changed(|m| m.incidents.rows[100].line += 1);
    changed(|m| m.sites[0].note.push('.'));
    changed(|m| m.quality.warnings.clear());
    changed(|m| m.year_counts[2].net += 1);
    changed(|m| drop(m.coverage.months.pop_last()));
    assert_eq!(current(workspace.path()).unwrap(), *ids.last().unwrap());
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 7);
    assert_eq!(versions(workspace.path()).unwrap(), ids);
}

#[test]
fn an_earlier_version_can_still_be_opened() {
    let workspace = tempdir().unwrap();
    let first = write(workspace.path(), &Made::new(1, 100).dataset()).unwrap();
    let second = write(workspace.path(), &Made::new(2, 100).dataset()).unwrap();
    assert_eq!(Dataset::open(workspace.path()).unwrap().id, second);
    assert_eq!(Dataset::open_version(workspace.path(), &first).unwrap().id, first);
    assert!(matches!(Dataset::open_version(workspace.path(), "0123456789abcdef"), Err(StoreError::Missing { .. })));
    assert!(matches!(Dataset::open_version(workspace.path(), "../../etc"), Err(StoreError::Id { .. })));
}

#[test]
fn the_same_dataset_is_not_written_twice() {
    let (workspace, made) = (tempdir().unwrap(), Made::new(1, 100));
    let id = write(workspace.path(), &made.dataset()).unwrap();
    let file = workspace.path().join("datasets").join(&id).join("cube.parquet");
    let written = fs::metadata(&file).unwrap().modified().unwrap();
    let second = write(workspace.path(), &Made::new(2, 100).dataset()).unwrap();
    assert_eq!(write(workspace.path(), &made.dataset()).unwrap(), id);
    assert_ne!(second, id);
    assert_eq!(current(workspace.path()).unwrap(), id);
    assert_eq!(fs::metadata(&file).unwrap().modified().unwrap(), written);
}

#[test]
fn parts_that_do_not_hold_together_are_refused() {
    let workspace = tempdir().unwrap();
    let mut made = Made::new(1, 100);
    made.city.name.push('!');
    assert!(matches!(write(workspace.path(), &made.dataset()), Err(StoreError::Input { .. })));
    let mut made = Made::new(1, 100);
    made.sites[0].outline.0[0].exterior_mut(|ring| ring.0[1].x = f64::NAN);
    assert!(write(workspace.path(), &made.dataset()).unwrap_err().to_string().contains("site one"));
    let mut made = Made::new(1, 100);
    made.quality.files.truncate(3);
    assert!(matches!(write(workspace.path(), &made.dataset()), Err(StoreError::Input { .. })));
    assert!(matches!(Dataset::open(workspace.path()), Err(StoreError::NoDataset { .. })));
}
