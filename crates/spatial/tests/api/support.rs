//! What the tests share: seeded points, shared reference files, small readers.

use std::path::{Path, PathBuf};

/// Counter-based uniform numbers in [0, 1): the k-th number of a seed (splitmix64).
pub(crate) fn uniform(seed: u64, k: u64) -> f64 {
    let mut z = (seed ^ 0x9E37_79B9_7F4A_7C15).wrapping_add(k.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

/// One of `n` positions, by a uniform number.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and n")]
pub(crate) fn pick(share: f64, n: usize) -> usize {
    (share * n as f64) as usize
}

/// Clustered points of a square, some repeated, weights 1 and now and then −1.
pub(crate) fn clustered(seed: u64, n: u64, side: f64) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
    let (mut x, mut y, mut w) = (Vec::new(), Vec::new(), Vec::new());
    for k in 0..n {
        let u = |j: u64| uniform(seed, k * 8 + j);
        let center = pick(u(0), 12) as u64;
        let spread = side * 0.12 * (u(3) + u(4) - 1.0);
        let snap = |v: f64| (v / 7.0).floor() * 7.0;
        x.push(snap(side * uniform(seed + 1, center) + spread));
        y.push(snap(side * uniform(seed + 2, center) + side * 0.12 * (u(5) + u(6) - 1.0)));
        w.push(if u(7) < 0.02 { -1.0 } else { 1.0 });
    }
    (x, y, w)
}

/// A path within this crate, by the clone that runs: a target folder shared by several may hold what another one
/// compiled.
pub(crate) fn here(path: &str) -> PathBuf {
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into()))
        .join(path)
}

/// A file of the shared reference data, or nothing where it is absent; on CI absence fails.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("CATCHMENT_SHARED").map_or_else(|| here("../../../shared"), PathBuf::from);
    let file = root.join(path);
    if file.exists() {
        return Some(file);
    }
    assert!(std::env::var_os("CI").is_none(), "{} is missing", file.display());
    skipped(&file);
    None
}

#[expect(clippy::print_stderr, reason = "a test that did not run must say so")]
fn skipped(file: &Path) {
    eprintln!("skipped: {} is missing", file.display());
}

/// Numeric columns of a small CSV with a header, quotes allowed.
pub(crate) fn columns(path: &Path) -> Vec<Vec<f64>> {
    let text = std::fs::read_to_string(path).expect("readable");
    let rows: Vec<Vec<f64>> = text
        .lines()
        .skip(1)
        .map(|l| l.split(',').map(|f| f.trim_matches('"').parse().unwrap_or(f64::NAN)).collect())
        .collect();
    (0..rows[0].len()).map(|c| rows.iter().map(|r| r[c]).collect()).collect()
}

/// Runs with a pool of that many threads.
pub(crate) fn with_threads<T: Send>(threads: usize, work: impl FnOnce() -> T + Send) -> T {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("pool").install(work)
}

/// A contiguity file (GAL): ids in order, and the positions of each one's neighbors.
pub(crate) fn gal(path: &Path) -> (Vec<String>, Vec<Vec<u32>>) {
    let text = std::fs::read_to_string(path).expect("readable");
    let mut lines = text.lines().skip(1);
    let (mut ids, mut named) = (Vec::new(), Vec::new());
    while let (Some(head), Some(list)) = (lines.next(), lines.next()) {
        ids.push(head.split_whitespace().next().expect("an id").to_owned());
        named.push(list.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
    }
    let at = |id: &String| u32::try_from(ids.iter().position(|i| i == id).expect("a known id")).expect("small");
    let lists = named.iter().map(|list| list.iter().map(at).collect()).collect();
    (ids, lists)
}

/// A column of a dBASE file, as text.
pub(crate) fn dbf(path: &Path, column: &str) -> Vec<String> {
    let bytes = std::fs::read(path).expect("readable");
    let two = |at: usize| usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]));
    let rows = u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]) as usize;
    let (header, length) = (two(8), two(10));
    let mut start = 1;
    for field in bytes[32..header].chunks_exact(32) {
        let name: String = field[..11].iter().take_while(|b| **b != 0).map(|b| char::from(*b)).collect();
        let width = usize::from(field[16]);
        if name == column {
            let text = |row: usize| {
                String::from_utf8_lossy(&bytes[header + row * length + start..][..width]).trim().to_owned()
            };
            return (0..rows).map(text).collect();
        }
        start += width;
    }
    Vec::new()
}

/// The data of an array of 8-byte items in an uncompressed NumPy archive.
pub(crate) fn npz(path: &Path, name: &str) -> Vec<u64> {
    let bytes = std::fs::read(path).expect("readable");
    let name = format!("{name}.npy");
    let entry = bytes.windows(name.len()).position(|w| w == name.as_bytes()).expect("the array");
    let magic = entry + bytes[entry..].windows(6).position(|w| w == b"\x93NUMPY").expect("an array");
    let header = magic + 10 + usize::from(u16::from_le_bytes([bytes[magic + 8], bytes[magic + 9]]));
    let text = String::from_utf8_lossy(&bytes[magic + 10..header]).into_owned();
    let shape = text.split('(').nth(1).expect("a shape").split(')').next().expect("a shape");
    let items: usize = shape.split(',').filter_map(|n| n.trim().parse::<usize>().ok()).product();
    bytes[header..header + 8 * items]
        .chunks_exact(8)
        .map(|c| u64::from_le_bytes(c.try_into().expect("8 bytes")))
        .collect()
}

/// Fails unless two numbers agree to a tolerance, relative to the larger of 1 and the one wanted.
pub(crate) fn close(got: f64, want: f64, tolerance: f64) {
    assert!((got - want).abs() <= tolerance * want.abs().max(1.0), "{got} is not {want}");
}
