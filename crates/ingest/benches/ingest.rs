//! The whole ingest on the real police files of 2008–2020: read, decode, reconcile, reproject, cells, point in area.
//!
//! Skipped, with a word, where the files are not at hand (`CATCHMENT_SHARED`).

use std::io::Write as _;
use std::path::{Path, PathBuf};

use catchment_ingest::ingest;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// The city file of St. Louis with its first source alone.
fn legacy_only(folder: &Path) -> PathBuf {
    let text = include_str!("../../../data/stl/city-real.toml");
    let mut parts = text.split("\n[[source]]");
    let (head, legacy) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let path = folder.join("city.toml");
    std::fs::write(&path, format!("{head}\n[[source]]{legacy}")).expect("the city file can be written");
    path
}

/// A path within this crate, by the clone that runs: a target folder shared by several may hold what another one
/// compiled.
fn here(path: &str) -> PathBuf {
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into()))
        .join(path)
}

fn legacy(criterion: &mut Criterion) {
    let named = std::env::var_os("CATCHMENT_SHARED").map_or_else(|| here("../../../shared"), PathBuf::from);
    let shared = std::path::absolute(named).expect("a path");
    if !shared.join("stl").is_dir() {
        let _ = writeln!(
            std::io::stderr(),
            "ingest: skipped, {} has no stl folder (set CATCHMENT_SHARED)",
            shared.display()
        );
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder");
    let city = legacy_only(folder.path());
    let env = |name: &str| (name == "CATCHMENT_SHARED").then(|| shared.to_string_lossy().into_owned());
    let mut group = criterion.benchmark_group("ingest");
    group.sample_size(10).throughput(Throughput::Elements(688_776));
    group.bench_function("legacy", |b| {
        b.iter(|| ingest(&city, &env, &|_| {}).expect("the files can be read").incidents.rows.len());
    });
    group.finish();
}

criterion_group!(benches, legacy);
criterion_main!(benches);
