//! Maps of pure chance over St. Louis: how often a method that promises 5% marks a cell in them, and what it still
//! finds where something is.
//!
//! Events are thrown over the outlines of `data/stl/neighborhoods.geojson`; cells are those that the product lays, with
//! the area that each has inside the outlines.

use catchment_model::Resolution;
use catchment_spatial::{Exchangeable, Null, ScanParams, SpaceTime, Sum, Zones, benjamini_hochberg, gi_star_exact};
use rayon::prelude::*;

use crate::city::{City, meters};
use crate::published::Rate;
use crate::support::{pick, uniform, with_threads};

fn marks(p: &[f64]) -> usize {
    benjamini_hochberg(p, 0.05).expect("a level").after
}

impl City {
    fn marked(&self, counts: &[u32]) -> usize {
        let found = gi_star_exact(counts, &self.km2, &self.neighbors).expect("counts");
        marks(&found.iter().map(|g| g.p).collect::<Vec<_>>())
    }

    /// Maps with any marked cell.
    fn false_maps(&self, maps: u64, draw: impl Fn(u64) -> Vec<u32> + Sync) -> u64 {
        (0..maps).into_par_iter().map(|map| u64::from(self.marked(&draw(map + 1)) > 0)).sum()
    }
}

/// The largest number of maps of so many that a rate of 5% passes with 97.5%: the upper binomial allowance.
fn allowed(maps: u64) -> u64 {
    let (mut p, mut sum, mut k) = (0.95_f64.powf(maps as f64), 0.0, 0);
    while sum + p < 0.975 {
        sum += p;
        p *= (maps - k) as f64 / (k + 1) as f64 * 0.05 / 0.95;
        k += 1;
    }
    k
}

/// Whether few enough of so many maps of uniform and of uneven events are marked; the rates go to `then`.
fn check(city: &City, events: usize, maps: u64, then: fn(&Rate, &str)) -> bool {
    let even = city.false_maps(maps, |seed| city.uniform(seed, events));
    let uneven = city.false_maps(maps, |seed| city.uneven(seed, events));
    for (name, marked) in [("uniform", even), ("uneven", uneven)] {
        let each: Vec<(f64, f64)> = (0..maps).map(|map| (f64::from(u8::from(map < marked)), 1.0)).collect();
        let resolution = city.resolution;
        then(&Rate::share(0.05, &each), &format!("null/{resolution}/{events}/{name}"));
    }
    even.max(uneven) <= allowed(maps)
}

#[test]
fn maps_of_chance_are_marked_at_most_at_the_rate_promised() {
    for (resolution, events) in
        [(Resolution::R8, 200), (Resolution::R8, 5_700), (Resolution::R9, 200), (Resolution::R9, 5_700)]
    {
        assert!(check(&City::at(resolution), events, 60, Rate::hold), "{events} events at {resolution}");
    }
    assert!(check(&City::at(Resolution::R10), 1_600, 40, Rate::hold), "1,600 events at resolution 10");
}

#[test]
#[ignore = "some minutes: the table of `gi_star_exact`"]
fn the_whole_table_of_maps_of_chance() {
    let mut all_few = true;
    for resolution in [Resolution::R10, Resolution::R9, Resolution::R8] {
        let city = City::at(resolution);
        for events in [200, 1_600, 5_700, 20_000, 57_000] {
            all_few &= check(&city, events, 200, Rate::tell);
        }
    }
    assert!(all_few, "too many maps of chance are marked");
}

impl City {
    /// The same cells, where so many live in each: unevenly, next to nobody in some.
    fn lived_in(mut self) -> Self {
        let residents = |cell: usize| 1_500.0 * uniform(77, cell as u64).powi(3) + 1.0;
        self.km2 = (0..self.cells.len()).map(residents).collect();
        self
    }

    /// Events thrown in proportion to what stands for the area.
    fn in_proportion(&self, seed: u64, events: usize) -> Vec<u32> {
        let mut upto = self.km2.clone();
        for at in 1..upto.len() {
            upto[at] += upto[at - 1];
        }
        let all = upto.last().copied().expect("cells");
        let mut counts = vec![0; self.cells.len()];
        for k in 0..events as u64 {
            let at = uniform(seed ^ 0x51DE, k) * all;
            counts[upto.partition_point(|u| *u <= at).min(self.cells.len() - 1)] += 1;
        }
        counts
    }
}

/// Marked maps of events thrown in proportion to residents, tested against residents.
fn by_residents(events: usize, maps: u64) -> Rate {
    let city = City::at(Resolution::R9).lived_in();
    let marked = city.false_maps(maps, |seed| city.in_proportion(seed, events));
    assert!(marked <= allowed(maps), "{marked} of {maps} maps of {events} events");
    Rate::share(0.05, &(0..maps).map(|map| (f64::from(u8::from(map < marked)), 1.0)).collect::<Vec<_>>())
}

#[test]
fn against_residents_maps_of_chance_are_marked_as_seldom() {
    by_residents(1_600, 60);
}

#[test]
#[ignore = "a minute"]
fn against_residents_the_same_with_many_maps() {
    for events in [200, 1_600, 5_700, 57_000] {
        by_residents(events, 200).tell(&format!("null/residents/{events}"));
    }
}

#[test]
fn local_moran_marks_few_maps_of_chance_too_and_can_mark_at_all() {
    let city = City::at(Resolution::R9);
    let marked = |counts: &[u32]| {
        let null = Exchangeable::fit(counts, &city.km2).expect("counts");
        let found = null.local_moran(counts, &city.km2, &city.neighbors).expect("counts");
        marks(&found.iter().map(|m| m.p).collect::<Vec<_>>())
    };
    let of = |seed: u64| u64::from(marked(&city.uniform(seed, 5_700)) > 0);
    let maps = 60;
    let any: u64 = (1..=maps).into_par_iter().map(of).sum();
    assert!(any <= allowed(maps), "{any} of {maps} maps, at most {} allowed", allowed(maps));
    // One hot place among two thousand cells: 999 permutations could not have shown it (smallest p .002).
    assert!(marked(&city.with_hot_place(1, 5_700, 5.0).0) >= 1);
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a few events")]
fn whole(x: f64) -> u32 {
    x as u32
}

impl City {
    /// Uniform events, and so many times as many on one cell and its neighbors; the cell.
    fn with_hot_place(&self, seed: u64, events: usize, times: f64) -> (Vec<u32>, usize) {
        let center = (0..self.cells.len())
            .map(|i| (i + pick(uniform(seed, 9), self.cells.len())) % self.cells.len())
            .find(|i| {
                self.neighbors.of(*i).len() == 6 && self.neighbors.of(*i).iter().all(|j| self.km2[*j as usize] > 0.1)
            })
            .expect("a cell inside");
        let mut counts = self.uniform(seed, events);
        let all: f64 = self.km2.iter().sum();
        let hot = std::iter::once(center).chain(self.neighbors.of(center).iter().map(|j| *j as usize));
        for (k, cell) in hot.enumerate() {
            let more = (times - 1.0) * events as f64 * self.km2[cell] / all;
            counts[cell] += whole(more + uniform(seed, 100 + k as u64));
        }
        (counts, center)
    }
}

#[test]
fn a_place_with_three_times_its_share_is_found() {
    // Twenty expected in seven cells of resolution 9, sixty there.
    let city = City::at(Resolution::R9);
    let found = |seed: u64| {
        let (counts, center) = city.with_hot_place(seed, 5_700, 3.0);
        let found = gi_star_exact(&counts, &city.km2, &city.neighbors).expect("counts");
        let p: Vec<f64> = found.iter().map(|g| g.p).collect();
        u64::from(benjamini_hochberg(&p, 0.05).expect("a level").significant[center] && found[center].high)
    };
    let maps = 40;
    let hits: u64 = (1..=maps).into_par_iter().map(found).sum();
    assert!(hits >= 36, "found in {hits} of {maps} maps; expected at least 9 of 10");
}

#[test]
fn a_scan_by_area_finds_no_cluster_in_noise_unless_border_cells_weigh_whole() {
    let city = City::at(Resolution::R8);
    let (x, y): (Vec<f64>, Vec<f64>) = city.cells.iter().map(|c| c.center()).map(|(lng, lat)| meters(lng, lat)).unzip();
    let zones = Zones::nearest(&x, &y, 25).expect("zones");
    let scan =
        ScanParams { max_steps: 1, alive_only: false, simulations: 99, seed: 1, most: 1 }.check().expect("valid");
    let whole: Vec<f64> = city.cells.iter().map(|c| c.area_km2()).collect();
    let found = |weights: &[f64], maps: u64| -> u64 {
        let one = |seed: u64| {
            let cases = city.uniform(seed, 6_000);
            let data = SpaceTime { steps: &[0], cases: &cases };
            let result = scan.find(&zones, data, Null::Expected(weights)).expect("scanned");
            u64::from(result.clusters.first().is_some_and(|c| c.p <= 0.05))
        };
        (1..=maps).into_par_iter().map(one).sum()
    };
    let clipped = found(&city.km2, 60);
    assert!(clipped <= allowed(60), "{clipped} of 60 maps of chance with a cluster, at most {} allowed", allowed(60));
    assert!(found(&whole, 12) >= 10, "whole hexagons find clusters in noise: this test can fail");
}

#[test]
fn tails_are_those_of_random_relabeling() {
    // Very uneven cells, all of one size: sums of 7 drawn without replacement.
    let n = 3_000;
    let rate = |k: u64| -(1.0 - uniform(5, k)).ln() * -(1.0 - uniform(6, k)).ln() * 3.0;
    let counts: Vec<u32> = (0..n as u64)
        .map(|k| (0..40).map(|j| u32::from(uniform(7, 40 * k + j) < (rate(k) / 40.0).min(1.0))).sum())
        .collect();
    let null = Exchangeable::fit(&counts, &vec![1.0; n]).expect("counts");
    let draws = 200_000_u64;
    let sum = |d: u64| -> u64 {
        let mut taken: Vec<usize> = Vec::new();
        let mut k = 0;
        while taken.len() < 7 {
            let at = pick(uniform(8 + d, k), n);
            k += 1;
            if !taken.contains(&at) {
                taken.push(at);
            }
        }
        taken.iter().map(|at| u64::from(counts[*at])).sum()
    };
    let sums: Vec<u64> = (0..draws).into_par_iter().map(sum).collect();
    for count in [3, 8, 30, 45, 60] {
        let tails = null.tails(&[Sum { count, exposure: 7.0, largest: 1.0 }])[0];
        let share = |of: &dyn Fn(u64) -> bool| sums.iter().filter(|s| of(**s)).count() as f64 / draws as f64;
        let (lower, upper) = (share(&|s| s <= count), share(&|s| s >= count));
        let close =
            |found: f64, drawn: f64| (found - drawn).abs() <= 0.15 * drawn + 4.0 * (drawn / draws as f64).sqrt();
        assert!(close(tails.lower, lower) && close(tails.upper, upper), "{count}: {tails:?}, drawn {lower} {upper}");
    }
}

#[test]
fn tails_are_the_same_for_any_number_of_threads() {
    let city = City::at(Resolution::R9);
    let counts = city.uneven(3, 3_000);
    let of = |threads| with_threads(threads, || gi_star_exact(&counts, &city.km2, &city.neighbors).expect("counts"));
    assert_eq!(of(1), of(3));
}

#[test]
fn what_can_be_found_at_all_is_told() {
    let city = City::at(Resolution::R10);
    let reach = |counts: &[u32]| Exchangeable::fit(counts, &city.km2).expect("counts").reach(7, 0.05);
    let few = reach(&city.uniform(1, 200));
    assert!((few.expected - 0.12).abs() < 0.03 && !few.low, "{few:?}");
    let from = few.high_from.expect("five of 200 would do");
    assert!((4..=8).contains(&from), "{few:?}");
    let mut one = vec![0; city.cells.len()];
    one[17] = 2;
    assert_eq!(reach(&one).high_from, None, "two events cannot tell");
    assert!(reach(&city.uniform(1, 20_000)).low);
}
