//! Speed of surfaces and of Gi*.
//!
//! The points are resampled: 106,922 distinct positions in clusters within a 32 km square, 581,482 rows on
//! them ("all"), and 64,099 rows ("viol"), from a fixed seed; the shape of the St. Louis files 2008–2018.
//! With `CATCHMENT_POINTS` set to a text file of `x,y` lines (meters), those points are drawn as well, on
//! the square about them.
//!
//! Compare with one thread by `RAYON_NUM_THREADS=1`.

use std::hint::black_box;
use std::path::Path;

use catchment_model::{Cell, Resolution};
use catchment_spatial::{EdgeCorrection, Grid, Kde, KdeParams, Kernel, gi_star, rings};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};

const SIDE_M: f64 = 32_000.0;
const POSITIONS: u64 = 106_922;

/// The k-th uniform number of a stream (splitmix64).
fn uniform(stream: u64, k: u64) -> f64 {
    let mut z = (stream.wrapping_mul(0xD134_2543_DE82_EF95) ^ 0x9E37_79B9_7F4A_7C15)
        .wrapping_add(k.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

/// One of `n`, by a uniform number.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and n")]
fn pick(share: f64, n: u64) -> u64 {
    (share * n as f64) as u64
}

struct Points {
    x: Vec<f64>,
    y: Vec<f64>,
    weights: Vec<f64>,
}

impl Points {
    fn on(rows: u64) -> Self {
        let position = |k: u64| {
            let cluster = pick(uniform(1, k), 300);
            let spread = |s: u64| (uniform(s, k) + uniform(s + 1, k) + uniform(s + 2, k) - 1.5) * 0.08 * SIDE_M;
            let middle = |s: u64| SIDE_M * (0.15 + 0.7 * uniform(s, cluster));
            (middle(20) + spread(2), middle(21) + spread(6))
        };
        // Few positions hold many rows: the square of a uniform number.
        let row = |k: u64| position(pick(uniform(11, k).powi(2), POSITIONS));
        let all: Vec<(f64, f64)> =
            (0..rows).map(|k| if k < POSITIONS.min(rows / 2) { position(k) } else { row(k) }).collect();
        Self {
            x: all.iter().map(|p| p.0).collect(),
            y: all.iter().map(|p| p.1).collect(),
            weights: vec![1.0; all.len()],
        }
    }

    fn read(path: &Path) -> Self {
        let text = std::fs::read_to_string(path).expect("CATCHMENT_POINTS is readable");
        let number = |t: Option<&str>| t.and_then(|t| t.trim().parse::<f64>().ok());
        let all: Vec<(f64, f64)> = text
            .lines()
            .filter_map(|l| {
                let mut f = l.split(',');
                Some((number(f.next())?, number(f.next())?))
            })
            .collect();
        Self {
            x: all.iter().map(|p| p.0).collect(),
            y: all.iter().map(|p| p.1).collect(),
            weights: vec![1.0; all.len()],
        }
    }

    /// A square of 32 km about the middle of the points.
    fn kde(&self, pixels: usize, kernel: Kernel, bandwidth_m: f64) -> Kde {
        // The median, for a few positions of the file lie far out.
        let middle = |v: &[f64]| {
            let mut sorted = v.to_vec();
            sorted.sort_unstable_by(f64::total_cmp);
            sorted[v.len() / 2]
        };
        let (x0, y0) = (middle(&self.x) - SIDE_M / 2.0, middle(&self.y) + SIDE_M / 2.0);
        let grid = Grid::new(x0, y0, SIDE_M / pixels as f64, pixels, pixels).expect("a valid grid");
        KdeParams { kernel, bandwidth_m }.check(grid).expect("valid parameters")
    }
}

fn surfaces(c: &mut Criterion) {
    let mut sets = vec![("viol", Points::on(64_099)), ("all", Points::on(581_482))];
    if let Some(path) = std::env::var_os("CATCHMENT_POINTS") {
        sets.push(("file", Points::read(Path::new(&path))));
    }
    let mut group = c.benchmark_group("kde");
    group.sample_size(15);
    for (name, points) in &sets {
        let mut draw = |label: &str, kde: Kde, edge: Option<EdgeCorrection>| {
            let (w, p) = (kde.grid().width, kde.params().bandwidth_m);
            group.bench_with_input(BenchmarkId::new(format!("{name} {label} b{p}"), w), points, |b, points| {
                let edge = edge.map(|e| kde.edge(&octagon(&kde), e).expect("an edge"));
                b.iter(|| {
                    black_box(kde.surface(&points.x, &points.y, &points.weights, edge.as_ref()).expect("a surface"))
                });
            });
        };
        for pixels in [512, 1024, 2048] {
            draw("quartic", points.kde(pixels, Kernel::Quartic, 500.0), None);
        }
        draw("quartic", points.kde(1024, Kernel::Quartic, 250.0), None);
        draw("quartic", points.kde(1024, Kernel::Quartic, 1000.0), None);
        draw("epanechnikov", points.kde(1024, Kernel::Epanechnikov, 500.0), None);
        draw("gaussian", points.kde(512, Kernel::Gaussian, 200.0), None);
        draw("gaussian", points.kde(1024, Kernel::Gaussian, 200.0), None);
        draw("quartic uniform", points.kde(1024, Kernel::Quartic, 500.0), Some(EdgeCorrection::Uniform));
        draw("quartic diggle", points.kde(1024, Kernel::Quartic, 500.0), Some(EdgeCorrection::Diggle));
    }
    let kde = sets[0].1.kde(1024, Kernel::Quartic, 500.0);
    group.bench_function("edge region 1024", |b| {
        b.iter(|| black_box(kde.edge(&octagon(&kde), EdgeCorrection::Uniform)));
    });
}

/// A region that holds most points.
fn octagon(kde: &Kde) -> geo::MultiPolygon<f64> {
    let middle = (kde.grid().x0_m + SIDE_M / 2.0, kde.grid().y0_m - SIDE_M / 2.0);
    let corner = |k: i32| {
        let (sin, cos) = (f64::from(k) * std::f64::consts::FRAC_PI_4).sin_cos();
        (middle.0 + 0.45 * SIDE_M * cos, middle.1 + 0.45 * SIDE_M * sin)
    };
    geo::MultiPolygon::new(vec![geo::Polygon::new((0..8).map(corner).collect(), vec![])])
}

fn local_statistics(c: &mut Criterion) {
    let mut group = c.benchmark_group("gi_star");
    for (resolution, k) in [(Resolution::R9, 22), (Resolution::R10, 60)] {
        let center = Cell::at(-90.2, 38.63, resolution).expect("a place");
        let mut cells: Vec<Cell> = center.h3().grid_disk_safe(k).map(Cell::from).collect();
        cells.sort_unstable();
        let counts: Vec<f64> = (0..cells.len() as u64).map(|i| (40.0 * uniform(31, i).powi(4)).floor()).collect();
        let neighbors = rings(&cells, 1);
        group.bench_function(BenchmarkId::new("rings", cells.len()), |b| b.iter(|| black_box(rings(&cells, 1))));
        group.bench_function(BenchmarkId::new("z and p", cells.len()), |b| {
            b.iter(|| black_box(gi_star(&counts, &neighbors)));
        });
    }
}

criterion_group!(benches, surfaces, local_statistics);
criterion_main!(benches);
