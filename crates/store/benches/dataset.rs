//! A city decade on disk: 690,000 rows, 100,000 positions.
//!
//! The ingest as a whole must reach 500,000 rows a second on two cores, so writing must take less than 0.4 s; opening
//! less than 0.15 s.

use std::hint::black_box;

use catchment_store::{Dataset, cube, write};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use tempfile::tempdir;

#[path = "../tests/api/support.rs"]
mod support;

const ROWS: usize = 690_000;

fn dataset(criterion: &mut Criterion) {
    let made = support::Made::new(1, ROWS);
    let mut group = criterion.benchmark_group("dataset");
    group.sample_size(10);
    group.bench_function("cube", |b| {
        b.iter(|| {
            cube(
                black_box(&made.incidents),
                &made.offenses,
                made.areas.len(),
                &made.area_counts,
                &made.year_counts,
                &made.coverage,
            )
        });
    });
    group.bench_function("write", |b| {
        let fresh = || tempdir().expect("a folder");
        b.iter_batched(
            fresh,
            |folder| (write(folder.path(), &made.dataset()).expect("written"), folder),
            BatchSize::PerIteration,
        );
    });
    let folder = tempdir().expect("a folder");
    write(folder.path(), &made.dataset()).expect("written");
    group.bench_function("open", |b| b.iter(|| Dataset::open(folder.path()).expect("opened")));
    let open = Dataset::open(folder.path()).expect("opened");
    group.bench_function("points", |b| b.iter(|| open.points().expect("read")));
    group.finish();
}

criterion_group!(benches, dataset);
criterion_main!(benches);
