//! What the tests are run on: made-up units, made-up cities of cells, and the shared reference data.

use std::path::PathBuf;

use catchment_model::Cell;
use catchment_siting::{CatchmentInput, Gamma, Normal, RankGroup, RankInput, RankUnit, Stream};
use catchment_spatial::Neighbors;
use h3o::{LatLng, Resolution};

/// A path within this crate, by the clone that runs: a target folder shared by several may hold what another one
/// compiled.
fn here(path: &str) -> PathBuf {
    PathBuf::from(std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into()))
        .join(path)
}

/// Reference data shared by the project; `None` where it is absent, which is a failure in CI.
pub(crate) fn shared(path: &str) -> Option<PathBuf> {
    let root = std::env::var_os("CATCHMENT_SHARED").map_or_else(|| here("../../../shared"), PathBuf::from);
    let full = root.join(path);
    if full.exists() {
        return Some(full);
    }
    assert!(std::env::var("CI").is_err(), "{} is needed in CI", full.display());
    eprintln!("skipped: {} is absent", full.display());
    None
}

pub(crate) fn unit(id: impl Into<String>, residents: f64, area_km2: f64) -> RankUnit {
    RankUnit { id: id.into(), residents: Some(residents), area_km2, left_out: None }
}

pub(crate) fn group(id: &str, weight: f64) -> RankGroup {
    RankGroup { id: id.into(), label: id.into(), weight }
}

/// Units with one group and totals in a single month: no over-dispersion can be seen.
pub(crate) fn totals(counts: &[i64], residents: &[f64]) -> RankInput {
    let units = residents.iter().enumerate().map(|(i, r)| unit(format!("u{i:03}"), *r, 1.0)).collect();
    RankInput {
        months: 1,
        units,
        groups: vec![group("all", 1.0)],
        monthly: counts.to_vec(),
        clusters: None,
        reference: None,
    }
}

/// A Poisson number, by counting arrivals.
pub(crate) fn poisson(stream: Stream, at: &mut u64, mean: f64) -> i64 {
    let (mut sum, mut n) = (0.0, -1);
    while sum <= mean {
        sum -= stream.uniform(*at).ln();
        *at += 1;
        n += 1;
    }
    n
}

/// A city of `units` whose true rates are Gamma(shape, shape ÷ mean) per thousand residents and year; `cluster` victims
/// per event.
pub(crate) fn city(
    seed: u64,
    units: usize,
    months: usize,
    shape: f64,
    mean: f64,
    cluster: i64,
) -> (RankInput, Vec<f64>) {
    let normal = Normal::new();
    let rates = Gamma::new(shape, shape / mean);
    let truth = Stream::new(seed, &["truth"]);
    let chance = Stream::new(seed, &["chance"]);
    let mut at = 0;
    let mut input = RankInput {
        months,
        units: vec![],
        groups: vec![group("all", 1.0)],
        monthly: vec![],
        clusters: None,
        reference: None,
    };
    let mut rate_of = Vec::new();
    for i in 0..units {
        let rate = rates.draw(&normal, truth, i as u64);
        let residents = 500.0 + 9_500.0 * truth.uniform(1_000_000 + i as u64);
        let expected = rate * residents / 1000.0 / 12.0 / cluster as f64;
        input.units.push(unit(format!("u{i:03}"), residents, 1.0));
        input.monthly.extend((0..months).map(|_| cluster * poisson(chance, &mut at, expected)));
        rate_of.push(rate);
    }
    (input, rate_of)
}

/// Cells of a made-up city, owned.
pub(crate) struct Ground {
    pub(crate) cells: Vec<Cell>,
    pub(crate) harm: Vec<f64>,
    pub(crate) area_km2: Vec<f64>,
    pub(crate) inside_km2: Vec<f64>,
    pub(crate) allowed: Vec<bool>,
    pub(crate) x_m: Vec<f64>,
    pub(crate) y_m: Vec<f64>,
    pub(crate) neighbors: Neighbors,
}

impl Ground {
    /// The first `n` cells (0: all) within `rings` of a cell in St. Louis, without harm.
    pub(crate) fn new(resolution: Resolution, rings: u32, n: usize) -> Self {
        let middle = LatLng::new(38.63, -90.25).expect("a place").to_cell(resolution);
        let mut cells: Vec<Cell> = middle.grid_disk::<Vec<_>>(rings).into_iter().map(Cell::from).collect();
        cells.truncate(if n == 0 { cells.len() } else { n });
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
        let lists: Vec<Vec<u32>> = cells.iter().map(near).collect();
        let meters = |c: &Cell| {
            let (lng, lat) = c.center();
            ((lng + 90.25) * 111_320.0 * 38.63_f64.to_radians().cos(), (lat - 38.63) * 110_990.0)
        };
        Self {
            harm: vec![0.0; cells.len()],
            area_km2: cells.iter().map(|c| c.area_km2()).collect(),
            inside_km2: cells.iter().map(|c| c.area_km2()).collect(),
            allowed: vec![true; cells.len()],
            x_m: cells.iter().map(|c| meters(c).0).collect(),
            y_m: cells.iter().map(|c| meters(c).1).collect(),
            neighbors: Neighbors::from_lists(&lists).expect("lists of neighbors"),
            cells,
        }
    }

    /// Counts that gather about some hot spots, most cells empty, as in a city.
    pub(crate) fn with_hot_spots(mut self, seed: u64, spots: usize, events: usize) -> Self {
        let stream = Stream::new(seed, &["spots"]);
        let normal = Normal::new();
        let n = self.cells.len();
        let places: Vec<usize> = (0..spots).map(|i| stream.below(i as u64, n)).collect();
        let mut at = 1_000_000;
        for e in 0..events {
            at += 4;
            let spot = places[stream.below(at, 1 + stream.below(at + 4_000_000, spots))];
            let spread = 150.0 + 500.0 * (spot % 7) as f64 / 7.0;
            let (x, y) = (
                self.x_m[spot] + spread * normal.draw(stream, at + 1),
                self.y_m[spot] + spread * normal.draw(stream, at + 2),
            );
            // Every event falls on the nearest cell of a random few: streets, not clouds.
            let nearest = if e % 5 == 0 { stream.below(at + 3, n) } else { self.nearest(x, y) };
            self.harm[nearest] += 1.0;
        }
        self
    }

    /// Small random numbers, some of them 0.
    pub(crate) fn with_noise(mut self, seed: u64) -> Self {
        let stream = Stream::new(seed, &["noise"]);
        for (i, h) in self.harm.iter_mut().enumerate() {
            *h = (stream.uniform(i as u64) * 14.0 - 4.0).max(0.0).floor();
        }
        self
    }

    fn nearest(&self, x: f64, y: f64) -> usize {
        // Cells are small: walking downhill over neighbors from the last place is enough, but a bearing on the H3 grid
        // is simpler.
        let lng = x / (111_320.0 * 38.63_f64.to_radians().cos()) - 90.25;
        let cell = Cell::from(
            LatLng::new(y / 110_990.0 + 38.63, lng).expect("a place").to_cell(self.cells[0].h3().resolution()),
        );
        self.cells.binary_search(&cell).unwrap_or(0)
    }

    pub(crate) fn input(&self) -> CatchmentInput<'_> {
        CatchmentInput {
            cells: &self.cells,
            harm: &self.harm,
            area_km2: &self.area_km2,
            inside_km2: &self.inside_km2,
            allowed: &self.allowed,
            x_m: &self.x_m,
            y_m: &self.y_m,
            neighbors: &self.neighbors,
        }
    }

    pub(crate) fn distance_m(&self, a: usize, b: usize) -> f64 {
        (self.x_m[a] - self.x_m[b]).hypot(self.y_m[a] - self.y_m[b])
    }

    pub(crate) fn connected(&self, cells: &[usize]) -> bool {
        let mut seen = vec![cells[0]];
        let mut next = 0;
        while next < seen.len() {
            for n in self.neighbors.of(seen[next]) {
                let n = *n as usize;
                if cells.contains(&n) && !seen.contains(&n) {
                    seen.push(n);
                }
            }
            next += 1;
        }
        seen.len() == cells.len()
    }
}
