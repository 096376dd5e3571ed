//! Speed of the answers that a slider waits for: ranks of a city's neighborhoods, catchments of a city of cells.
#![expect(clippy::print_stderr, reason = "CPU time is worth reading beside the clock")]

use std::hint::black_box;

use catchment_model::Cell;
use catchment_siting::decide::{DecideInput, DecideParams, WeighParams};
use catchment_siting::{
    CatchmentInput, CatchmentParams, Gamma, Measure, Normal, RankGroup, RankInput, RankParams, RankUnit, Sampler,
    Stream, poisson, reference_tiling,
};
use catchment_spatial::Neighbors;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use h3o::{LatLng, Resolution};
use rand::SeedableRng;
use rand::rngs::SmallRng;
use rand_distr::Distribution;

fn units(n: usize, groups: usize, months: usize) -> RankInput {
    let stream = Stream::new(1, &["bench"]);
    let unit = |i: usize| RankUnit { id: format!("u{i:03}"), residents: Some(4_000.0), area_km2: 1.5, left_out: None };
    let group = |g: usize| RankGroup { id: format!("g{g}"), label: format!("g{g}"), weight: 1.0 + g as f64 };
    // A level of each unit, 0 to 5, and 0 to 2 more by chance.
    let count = |i: usize| stream.below((i / months) as u64, 6) + stream.below(i as u64 + (1 << 30), 3);
    let monthly = (0..groups * n * months).filter_map(|i| i64::try_from(count(i)).ok()).collect();
    RankInput {
        months,
        units: (0..n).map(unit).collect(),
        groups: (0..groups).map(group).collect(),
        monthly,
        clusters: None,
        reference: None,
    }
}

fn on(threads: usize) -> rayon::ThreadPool {
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool of threads")
}

fn ranks(c: &mut Criterion) {
    let mut bench = c.benchmark_group("rank");
    bench.sample_size(10);
    for (n, draws, threads) in [(79, 4_000, 1), (79, 4_000, 2), (579, 20_000, 2)] {
        let input = units(n, 5, 120);
        let ranker =
            RankParams { measure: Measure::PerResident, draws, ..RankParams::default() }.check().expect("parameters");
        let pool = on(threads);
        bench.bench_function(
            BenchmarkId::new(format!("{n} units, 5 groups, {draws} draws"), format!("{threads} threads")),
            |b| {
                b.iter(|| pool.install(|| black_box(ranker.rank(&input))));
            },
        );
    }
    bench.finish();
}

/// Weights and numbers of places and draws: the README's cases, then each criterion by itself, then all nine.
const DECISIONS: [(usize, usize, &str); 14] = [
    (579, 20_000, "burden:1"),
    (579, 20_000, "burden:2,residents:1,equity:1"),
    (579, 20_000, "burden:3,recency:1"),
    (79, 4_000, "burden:3,recency:1"),
    (579, 20_000, "recency:1"),
    (579, 20_000, "persistence:1"),
    (579, 20_000, "trend:1"),
    (579, 20_000, "severity:1"),
    (579, 20_000, "residents:1"),
    (579, 20_000, "shift_hours:1"),
    (579, 20_000, "distance:1"),
    (579, 20_000, "equity:1"),
    (579, 20_000, "burden:2,severity:1"),
    (579, 20_000, "burden:3,recency:1,persistence:1,trend:1,severity:1,residents:1,shift_hours:1,distance:1,equity:1"),
];

/// Everything that criteria need beside the counts.
fn beside<'a>(rank: &'a RankInput, ages: &'a [u32]) -> DecideInput<'a> {
    let n = rank.units.len();
    let stream = Stream::new(3, &["beside"]);
    let events = |i: usize, most: usize| stream.below(i as u64, most) as f64;
    DecideInput {
        rank,
        ages,
        severity: Ok((0..rank.groups.len()).map(|g| 10.0 / (1.0 + g as f64)).collect()),
        shift: Ok((0..n).map(|i| (events(i, 400), events(n + i, 500))).collect()),
        distance_km: Ok((0..n).map(|i| events(2 * n + i, 9)).collect()),
        served: vec![0.0; n],
    }
}

/// CPU time of all threads, milliseconds: on a machine that others use too it says more than the clock. 0 where the
/// system does not tell.
fn cpu_ms() -> f64 {
    let tasks = std::fs::read_dir("/proc/self/task").into_iter().flatten().flatten();
    let stats = tasks.filter_map(|t| std::fs::read_to_string(t.path().join("schedstat")).ok());
    stats.filter_map(|s| s.split_whitespace().next()?.parse::<f64>().ok()).sum::<f64>() / 1e6
}

/// Prints the CPU time of one run: the least of five.
fn tell_cpu<T>(name: &str, mut run: impl FnMut() -> T) {
    let once = |_| {
        let before = cpu_ms();
        black_box(run());
        cpu_ms() - before
    };
    eprintln!("CPU {:.0} ms: {name}", (0..5).map(once).fold(f64::INFINITY, f64::min));
}

/// Chances over counts and weights together, and moving a weight over draws made before.
fn decisions(c: &mut Criterion) {
    let mut bench = c.benchmark_group("decide");
    bench.sample_size(10);
    let ages: Vec<u32> = (0..120).rev().collect();
    for (n, draws, text) in DECISIONS {
        let rank = units(n, 5, 120);
        let input = beside(&rank, &ages);
        let weigh = WeighParams {
            weights: text.parse().expect("weights"),
            concentration: Some(50.0),
            ..WeighParams::default()
        };
        let decider = DecideParams { draws, ..DecideParams::default() }.check().expect("parameters");
        let pool = on(2);
        let anew = || pool.install(|| decider.draw_for(&input, &weigh.weights).and_then(|d| d.decide_briefly(&weigh)));
        bench.bench_function(
            BenchmarkId::new(format!("{n} units, 5 groups, {draws} draws, drawn and weighed"), text),
            |b| {
                b.iter(|| black_box(anew()));
            },
        );
        let drawn = decider.draw_for(&input, &weigh.weights).expect("draws");
        let moved = || pool.install(|| drawn.decide_briefly(&weigh));
        bench.bench_function(BenchmarkId::new(format!("{n} units, {draws} draws, a weight moved"), text), |b| {
            b.iter(|| black_box(moved()));
        });
        tell_cpu(&format!("{n} units, {draws} draws, drawn and weighed, {text}"), anew);
        tell_cpu(&format!("{n} units, {draws} draws, a weight moved, {text}"), moved);
    }
    bench.finish();
}

/// A disk of cells with hot spots and many empty cells.
struct City {
    cells: Vec<Cell>,
    harm: Vec<f64>,
    area_km2: Vec<f64>,
    allowed: Vec<bool>,
    x_m: Vec<f64>,
    y_m: Vec<f64>,
    neighbors: Neighbors,
}

impl City {
    fn new(resolution: Resolution, rings: u32) -> Self {
        let middle = LatLng::new(38.63, -90.25).expect("a place").to_cell(resolution);
        let mut cells: Vec<Cell> = middle.grid_disk::<Vec<_>>(rings).into_iter().map(Cell::from).collect();
        cells.sort_unstable();
        let near = |c: &Cell| -> Vec<u32> {
            let ring: Vec<_> = c.h3().grid_disk(1);
            ring.into_iter()
                .map(Cell::from)
                .filter(|o| o != c)
                .filter_map(|o| cells.binary_search(&o).ok())
                .filter_map(|i| u32::try_from(i).ok())
                .collect()
        };
        let neighbors = Neighbors::from_lists(&cells.iter().map(near).collect::<Vec<_>>()).expect("lists of neighbors");
        let x_m: Vec<f64> = cells.iter().map(|c| (c.center().0 + 90.25) * 86_970.0).collect();
        let y_m: Vec<f64> = cells.iter().map(|c| (c.center().1 - 38.63) * 110_990.0).collect();
        let stream = Stream::new(2, &["spots"]);
        let half = x_m.iter().fold(0.0, |m: f64, x| m.max(x.abs()));
        let spots: Vec<(f64, f64, f64)> = (0..40)
            .map(|i| {
                let place = |n: u64| (2.0 * stream.uniform(4 * i + n) - 1.0) * half;
                (place(0), place(1), 200.0 + 900.0 * stream.uniform(4 * i + 2))
            })
            .collect();
        let heat = |x: f64, y: f64| {
            spots.iter().map(|(a, b, s)| (-((x - a).powi(2) + (y - b).powi(2)) / (2.0 * s * s)).exp()).sum::<f64>()
        };
        let harm = (0..cells.len())
            .map(|i| {
                let chance = stream.uniform(1_000 + i as u64);
                // Streets: two cells of five are empty, the others skewed.
                if chance < 0.4 { 0.0 } else { ((2.0 + 12.0 * heat(x_m[i], y_m[i])) * -(1.0 - chance).ln()).floor() }
            })
            .collect();
        Self {
            harm,
            area_km2: cells.iter().map(|c| c.area_km2()).collect(),
            allowed: vec![true; cells.len()],
            x_m,
            y_m,
            neighbors,
            cells,
        }
    }

    fn input(&self) -> CatchmentInput<'_> {
        let Self { cells, harm, area_km2, allowed, x_m, y_m, neighbors } = self;
        CatchmentInput { cells, harm, area_km2, inside_km2: area_km2, allowed, x_m, y_m, neighbors }
    }
}

fn catchments(c: &mut Criterion) {
    let mut bench = c.benchmark_group("catchments");
    bench.sample_size(10);
    for (resolution, rings) in [(Resolution::Nine, 23), (Resolution::Ten, 60)] {
        let city = City::new(resolution, rings);
        for area_km2 in [0.25, 2.5] {
            for effort in [0, CatchmentParams::default().effort] {
                let search = CatchmentParams { k: 6, area_km2, effort, ..CatchmentParams::default() }
                    .check()
                    .expect("parameters");
                let name = format!("best 6 of {area_km2} km2, effort {effort}");
                bench.bench_function(BenchmarkId::new(name, format!("{} cells", city.cells.len())), |b| {
                    b.iter(|| black_box(search.best(&city.input())));
                });
            }
        }
        let search = CatchmentParams { k: 6, ..CatchmentParams::default() }.check().expect("parameters");
        bench.bench_function(
            BenchmarkId::new("20 candidates of 2.5 km2", format!("{} cells", city.cells.len())),
            |b| {
                b.iter(|| black_box(search.candidates(&city.input(), 20)));
            },
        );
        bench.bench_function(BenchmarkId::new("tiling of 2.5 km2", format!("{} cells", city.cells.len())), |b| {
            b.iter(|| black_box(reference_tiling(&city.input(), 2.5, 1)));
        });
    }
    bench.finish();
}

/// Numbers drawn in one go.
const NUMBERS: usize = 20_000;

/// Gamma and Poisson numbers: ours, addressed by counter, beside those of `rand_distr` from a small generator.
fn samplers(c: &mut Criterion) {
    let mut bench = c.benchmark_group("sampler");
    bench.throughput(Throughput::Elements(NUMBERS as u64));
    let (normal, sampler, stream) = (Normal::new(), Sampler::new(), Stream::new(4, &["sampler"]));
    let mut rng = SmallRng::seed_from_u64(4);
    for shape in [0.5, 3.0, 8.0, 40.0, 2_500.0] {
        let gamma = Gamma::new(shape, 1.0);
        let mut numbers = vec![0.0_f32; NUMBERS];
        bench.bench_function(BenchmarkId::new("Gamma, through quantiles, table included", shape), |b| {
            b.iter(|| sampler.fill(&sampler.gamma(&gamma), stream, 0, black_box(numbers.as_mut_slice())));
        });
        bench.bench_function(BenchmarkId::new("Gamma, by rejection", shape), |b| {
            b.iter(|| (0..NUMBERS as u64).map(|draw| gamma.draw(&normal, stream, draw)).sum::<f64>());
        });
        let baseline = rand_distr::Gamma::new(shape, 1.0).expect("a shape and a scale above 0");
        bench.bench_function(BenchmarkId::new("Gamma, rand_distr", shape), |b| {
            b.iter(|| baseline.sample_iter(&mut rng).take(NUMBERS).sum::<f64>());
        });
    }
    for mean in [0.1, 3.0, 60.0] {
        bench.bench_function(BenchmarkId::new("Poisson, by inversion", mean), |b| {
            b.iter(|| (0..NUMBERS as u64).map(|draw| poisson(black_box(mean), stream, draw)).sum::<f64>());
        });
        let baseline = rand_distr::Poisson::new(mean).expect("a mean above 0");
        bench.bench_function(BenchmarkId::new("Poisson, rand_distr", mean), |b| {
            b.iter(|| baseline.sample_iter(&mut rng).take(NUMBERS).sum::<f64>());
        });
    }
    bench.finish();
}

criterion_group!(benches, ranks, decisions, samplers, catchments);
criterion_main!(benches);
