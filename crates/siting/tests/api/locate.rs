//! Location models: golden cases, and small random instances against brute force and against integer programs.
//!
//! Optima of the St. Louis instances were found by `HiGHS`, CBC and pbp-pmedian; those of San Francisco are spopt's
//! published ones.

use std::collections::BTreeMap;
use std::path::Path;

use catchment_siting::locate::DEFAULT_WORK;
use catchment_siting::{
    Distances, LocateError, LocateInput, LocateModel, LocateParams, LocateSolver, Located, Place, Stream,
};

use crate::world::shared;

fn params(model: LocateModel, sites: usize, radius_m: f64) -> LocateParams {
    LocateParams { model, sites, radius_m, solver: LocateSolver::Branch, work: DEFAULT_WORK }
}

fn solve(places: &[Place], params: LocateParams) -> Located {
    let input = LocateInput { demand: places, candidates: places, distances: Distances::Straight };
    params.check().expect("parameters in range").solve(&input).expect("solvable")
}

/// The arrays of an uncompressed `npz` file of little-endian 8-byte numbers, in the order of the file.
fn arrays(path: &Path) -> Vec<Vec<[u8; 8]>> {
    let bytes = std::fs::read(path).expect("readable");
    let starts = (0..bytes.len() - 6).filter(|at| bytes[*at..].starts_with(b"\x93NUMPY"));
    starts
        .map(|at| {
            let head = usize::from(u16::from_le_bytes([bytes[at + 8], bytes[at + 9]]));
            let text = String::from_utf8_lossy(&bytes[at + 10..at + 10 + head]).into_owned();
            assert!(text.contains("'<f8'") || text.contains("'<u8'"), "{text}");
            let shape = text.split_once("'shape': (").and_then(|t| t.1.split_once(')')).expect("a shape").0;
            let n: usize = shape.split(',').filter_map(|n| n.trim().parse::<usize>().ok()).product();
            let data = &bytes[at + 10 + head..][..8 * n];
            data.chunks_exact(8).map(|c| c.try_into().expect("8 bytes")).collect()
        })
        .collect()
}

/// Harm of St. Louis on H3 cells.
fn st_louis(resolution: u8) -> Option<Vec<Place>> {
    let arrays = arrays(&shared(&format!("bench/site_instance_res{resolution}.npz"))?);
    let [cells, xy, weight] = &arrays[..] else { unreachable!("three arrays") };
    let place = |(i, cell): (usize, &[u8; 8])| Place {
        id: format!("{:x}", u64::from_le_bytes(*cell)),
        x_m: f64::from_le_bytes(xy[2 * i]),
        y_m: f64::from_le_bytes(xy[2 * i + 1]),
        weight: f64::from_le_bytes(weight[i]),
    };
    Some(cells.iter().enumerate().map(place).collect())
}

#[test]
fn covering_the_harm_of_st_louis_reaches_the_known_optima() {
    let Some(places) = st_louis(9) else { return };
    let known = [3236.0, 5765.0, 8038.0, 10301.0, 12432.0, 14374.0, 16251.0, 18112.0, 19824.0, 21509.0];
    let cases = (1..).zip(known).map(|(p, best)| (800.0, p, best)).chain([(500.0, 5, 5807.0), (500.0, 10, 10356.0)]);
    for (radius, p, best) in cases {
        let begun = std::time::Instant::now();
        let found = solve(&places, params(LocateModel::Mclp, p, radius));
        eprintln!("mclp {radius} m p = {p}: {} parts, {:?}", found.parts, begun.elapsed());
        assert_eq!((found.objective, found.bound, found.proven), (best, best, true), "p = {p}");
        assert_eq!(found.sites.len(), p);
    }
}

#[test]
fn medians_of_the_harm_of_st_louis_reach_the_known_optima() {
    let Some(places) = st_louis(8) else { return };
    for (p, best) in [(2, 189_342_290.18), (5, 113_372_218.08), (10, 80_453_509.94)] {
        let begun = std::time::Instant::now();
        let found = solve(&places, params(LocateModel::PMedian, p, 0.0));
        eprintln!("p-median p = {p}: {} parts, {:?}", found.parts, begun.elapsed());
        assert!(found.proven && (found.objective - best).abs() < 0.01, "p = {p}: {found:?}");
        assert_eq!(found.sites.iter().map(|s| s.points).sum::<usize>(), places.len());
    }
}

/// spopt's case: 205 tracts, 16 stores, distances along streets.
fn san_francisco() -> Option<(Vec<Place>, Vec<Place>, Vec<f64>)> {
    let rows = |name: &str| -> Option<Vec<BTreeMap<String, String>>> {
        let mut reader = csv::Reader::from_path(shared(&format!("reference/sf/{name}"))?).expect("readable");
        Some(reader.deserialize().collect::<Result<_, _>>().expect("a table"))
    };
    let place = |r: &BTreeMap<String, String>, weight: f64| Place { id: r["NAME"].clone(), x_m: 0.0, y_m: 0.0, weight };
    let number = |text: &str| text.parse::<f64>().expect("a number");
    let demand: Vec<Place> =
        rows("SF_demand_205_centroid_uniform_weight.csv")?.iter().map(|r| place(r, number(&r["POP2000"]))).collect();
    let stores: Vec<Place> = rows("SF_store_site_16_longlat.csv")?.iter().map(|r| place(r, 0.0)).collect();
    let mut table = vec![f64::NAN; demand.len() * stores.len()];
    for row in rows("SF_network_distance_candidateStore_16_censusTract_205_new.csv")? {
        let i = demand.iter().position(|d| d.id == row["DestinationName"]).expect("a tract");
        let j = stores.iter().position(|s| s.id == row["name"]).expect("a store");
        table[i * stores.len() + j] = number(&row["distance"]);
    }
    Some((demand, stores, table))
}

#[test]
fn san_francisco_is_solved_as_published() {
    let Some((demand, stores, table)) = san_francisco() else { return };
    let input = LocateInput { demand: &demand, candidates: &stores, distances: Distances::Table(&table) };
    for solver in [LocateSolver::Branch, LocateSolver::Milp] {
        let ask = |model| {
            LocateParams { solver, ..params(model, 4, 5000.0) }
                .check()
                .expect("in range")
                .solve(&input)
                .expect("solvable")
        };
        let covered = ask(LocateModel::Mclp);
        assert_eq!((covered.uncovered, covered.proven), (Some(21), true), "{solver:?}");
        let median = ask(LocateModel::PMedian);
        let mean = median.mean_m.expect("a mean");
        assert!(median.proven && (mean - 2_982.126_857_989_066_5).abs() < 1e-9, "{solver:?}: {mean}");
    }
}

pub(crate) fn random(seed: u64, n: usize, whole: bool) -> Vec<Place> {
    let stream = Stream::new(seed, &["locate test"]);
    let place = |i: usize| {
        let at = 3 * i as u64;
        let weight = 20.0 * stream.uniform(at + 2);
        let weight = if whole { weight.floor() } else { weight };
        Place { id: format!("p{i}"), x_m: 1000.0 * stream.uniform(at), y_m: 1000.0 * stream.uniform(at + 1), weight }
    };
    (0..n).map(place).collect()
}

/// The best of all choices, one by one.
fn brute(places: &[Place], p: usize, value: &impl Fn(&[usize]) -> f64) -> f64 {
    fn go(from: usize, n: usize, left: usize, chosen: &mut Vec<usize>, value: &impl Fn(&[usize]) -> f64) -> f64 {
        if left == 0 {
            return value(chosen);
        }
        let mut best = f64::INFINITY;
        for site in from..=n - left {
            chosen.push(site);
            best = best.min(go(site + 1, n, left - 1, chosen, value));
            chosen.pop();
        }
        best
    }
    go(0, places.len(), p, &mut Vec::new(), value)
}

#[test]
fn small_instances_equal_brute_force_and_integer_programs() {
    let mut split = 0;
    for seed in 1..=60 {
        let places = random(seed, 9 + (seed % 6) as usize, seed % 2 == 0);
        let p = 1 + (seed % 4) as usize;
        let radius = 120.0 + 30.0 * (seed % 5) as f64;
        let d = |i: usize, j: usize| (places[i].x_m - places[j].x_m).hypot(places[i].y_m - places[j].y_m);
        let nearest = |i: usize, s: &[usize]| s.iter().map(|j| d(i, *j)).fold(f64::INFINITY, f64::min);
        let all = || 0..places.len();
        let uncovered = |s: &[usize]| all().filter(|i| nearest(*i, s) > radius).map(|i| places[i].weight).sum::<f64>();
        let way = |s: &[usize]| all().map(|i| places[i].weight * nearest(i, s)).sum::<f64>();
        let total: f64 = places.iter().map(|p| p.weight).sum();
        let best = [
            (LocateModel::Mclp, total - brute(&places, p, &uncovered)),
            (LocateModel::PMedian, brute(&places, p, &way)),
        ];
        for (model, best) in best {
            for solver in [LocateSolver::Branch, LocateSolver::Milp] {
                let found = solve(&places, LocateParams { solver, ..params(model, p, radius) });
                assert!(
                    (found.objective - best).abs() <= 1e-9 * best.max(1.0),
                    "{seed} {model:?} {solver:?}: {} {best}",
                    found.objective
                );
                assert!(found.proven);
                split += usize::from(found.parts > 1);
            }
            let quick = solve(&places, LocateParams { solver: LocateSolver::Interchange, ..params(model, p, radius) });
            let (low, high) = if model == LocateModel::Mclp {
                (quick.objective, quick.bound)
            } else {
                (quick.bound, quick.objective)
            };
            assert!(low <= best * (1.0 + 1e-9) && best <= high * (1.0 + 1e-9), "{seed} {model:?}: {low} {best} {high}");
        }
    }
    assert!(split > 0, "no instance needed branching: the test says nothing of it");
}

#[test]
fn middle_sized_instances_equal_integer_programs() {
    for seed in [7, 8] {
        let places = random(seed, 60, false);
        for (model, p) in
            [(LocateModel::Mclp, 5), (LocateModel::Mclp, 9), (LocateModel::PMedian, 3), (LocateModel::PMedian, 6)]
        {
            let ask = |solver| solve(&places, LocateParams { solver, ..params(model, p, 110.0) }).objective;
            let (ours, theirs) = (ask(LocateSolver::Branch), ask(LocateSolver::Milp));
            assert!((ours - theirs).abs() < 1e-6 * theirs, "{seed} {model:?} {p}: {ours} {theirs}");
        }
    }
}

#[test]
fn a_search_that_was_stopped_says_so_and_keeps_its_bound() {
    let places = random(3, 200, false);
    let stopped = solve(&places, LocateParams { work: 1, ..params(LocateModel::PMedian, 7, 0.0) });
    let whole = solve(&places, params(LocateModel::PMedian, 7, 0.0));
    assert!(!stopped.proven && stopped.method.contains("stopped"), "{stopped:?}");
    assert!(stopped.bound <= whole.objective && whole.objective <= stopped.objective && whole.proven);
}

#[test]
fn what_cannot_be_right_is_refused_with_its_value() {
    let places = random(1, 5, true);
    let ask = |places: &[Place], params: LocateParams| {
        let input = LocateInput { demand: places, candidates: places, distances: Distances::Straight };
        params.check().and_then(|locate| locate.solve(&input)).expect_err("refused").to_string()
    };
    let mclp = params(LocateModel::Mclp, 2, 300.0);
    assert_eq!(ask(&places, LocateParams { sites: 6, ..mclp }), "sites = 6; expected 1 to 5, the number of candidates");
    assert_eq!(
        ask(&places, LocateParams { radius_m: -1.0, ..mclp }),
        "radius_m = -1; expected a number above 0 (meters)"
    );
    let mut bad = places.clone();
    bad[3].weight = -2.0;
    assert_eq!(ask(&bad, mclp), "weight of demand \"p3\" is -2; expected a finite number of 0 or more");
    bad[3] = bad[2].clone();
    assert_eq!(ask(&bad, mclp), "demand id \"p2\" occurs twice; expected distinct ids");
    let table = vec![f64::NAN; 25];
    let input = LocateInput { demand: &places, candidates: &places, distances: Distances::Table(&table) };
    let refused = params(LocateModel::PMedian, 2, 0.0).check().expect("in range").solve(&input);
    assert!(matches!(refused, Err(LocateError::MissingDistance { .. })), "{refused:?}");
}

#[test]
fn as_many_sites_as_candidates_are_all_chosen() {
    let places = random(4, 6, false);
    let found = solve(&places, params(LocateModel::PMedian, 6, 0.0));
    assert!(found.proven && found.objective.abs() < 1e-9 && found.sites.len() == 6, "{found:?}");
}
