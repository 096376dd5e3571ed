//! What the tests share: seeded points, shared reference files, small readers.

use std::path::{Path, PathBuf};

/// Counter-based uniform numbers in [0, 1): the k-th number of a seed (splitmix64).
pub(crate) fn uniform(seed: u64, k: u64) -> f64 {
    let mut z = (seed ^ 0x9E37_79B9_7F4A_7C15).wrapping_add(k.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

/// Clustered points of a square, some repeated, weights 1 and now and then −1.
pub(crate) fn clustered(seed: u64, n: u64, side: f64) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
    let (mut x, mut y, mut w) = (Vec::new(), Vec::new(), Vec::new());
    for k in 0..n {
        let u = |j: u64| uniform(seed, k * 8 + j);
        let center = (u(0) * 12.0).floor();
        let spread = side * 0.12 * (u(3) + u(4) - 1.0);
        let snap = |v: f64| (v / 7.0).floor() * 7.0;
        x.push(snap(side * uniform(seed + 1, center as u64) + spread));
        y.push(snap(side * uniform(seed + 2, center as u64) + side * 0.12 * (u(5) + u(6) - 1.0)));
        w.push(if u(7) < 0.02 { -1.0 } else { 1.0 });
    }
    (x, y, w)
}

/// A file of the shared reference data, or nothing where it is absent; on CI absence fails.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("CATCHMENT_SHARED")
        .map_or_else(|| Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")).to_path_buf(), PathBuf::from);
    let file = root.join(path);
    if file.exists() {
        return Some(file);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is missing", file.display());
    eprintln!("skipped: {} is missing", file.display());
    None
}

/// Numeric columns of a small CSV with a header, quotes allowed.
pub(crate) fn columns(path: &Path) -> Vec<Vec<f64>> {
    let text = std::fs::read_to_string(path).expect("readable");
    let rows: Vec<Vec<f64>> =
        text.lines().skip(1).map(|l| l.split(',').map(|f| f.trim_matches('"').parse().unwrap_or(f64::NAN)).collect()).collect();
    (0..rows[0].len()).map(|c| rows.iter().map(|r| r[c]).collect()).collect()
}

/// Runs with a pool of that many threads.
pub(crate) fn with_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("pool").install(work)
}
