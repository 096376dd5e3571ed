//! The scan against published clusters, R's scanstatistics and smerc, and brute force.
//!
//! `tests/reference/scan.json` is made by `scripts/oracle/spatial_scan.R` (scanstatistics 1.1.2, smerc 1.6).

use catchment_spatial::{Null, Scan, ScanError, ScanParams, SpaceTime, Zones};

use serde_json::Value;

use crate::support::{columns, pick, shared, uniform, with_threads};

fn scan(max_steps: usize, simulations: u32) -> Scan {
    ScanParams { max_steps, alive_only: false, simulations, seed: 1, most: 10 }.check().expect("valid")
}

/// Whole cases of New York leukemia, with population and positions in degrees.
fn leukemia() -> Option<(Vec<u32>, Vec<f64>, Zones)> {
    let file = shared("reference/r/nydf.csv")?;
    let columns = columns(&file);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts of a few")]
    let cases = columns[3].iter().map(|c| c.floor() as u32).collect();
    let population = columns[2].clone();
    let zones = Zones::nearest(&columns[0], &columns[1], population.len()).expect("zones");
    let zones = zones.within_share(&population, 0.1).expect("zones");
    Some((cases, population, zones))
}

#[test]
fn new_york_leukemia_has_its_published_clusters() {
    // smerc: whole cases, zones of at most 10 % of the population, degrees taken as a plane.
    let Some((cases, population, zones)) = leukemia() else { return };
    let data = SpaceTime { steps: &[0], cases: &cases };
    let found = scan(1, 999).find(&zones, data, Null::Expected(&population)).unwrap();
    assert_eq!(found.cases, 552);
    let [first, second, ..] = &found.clusters[..] else { panic!("two clusters") };
    assert_eq!((first.cases, second.cases), (85, 38));
    assert!((first.llr - 11.577_255).abs() < 5e-7, "{}", first.llr);
    assert!((first.expected - 49.71).abs() < 5e-3 && (second.expected - 17.79).abs() < 5e-3);
    assert!((first.relative_risk - 1.84).abs() < 5e-3 && (second.relative_risk - 2.22).abs() < 5e-3);
    assert!(first.p <= 0.01 && second.p < 0.1 && second.p >= first.p, "{} {}", first.p, second.p);
    assert!(first.places.iter().all(|p| !second.places.contains(p)));
}

/// Random cases with a flare-up about place 0 in steps 3 and 4.
fn flare(seed: u64, n: usize, steps: usize) -> (Vec<f64>, Vec<f64>, Vec<u32>) {
    let x: Vec<f64> = (0..n as u64).map(|i| uniform(seed, i)).collect();
    let y: Vec<f64> = (0..n as u64).map(|i| uniform(seed + 1, i)).collect();
    let near = |i: usize| (x[i] - x[0]).hypot(y[i] - y[0]) < 0.15;
    let count = |i: usize, t: usize| {
        let base = pick(uniform(seed + 2, (i * steps + t) as u64), 3);
        u32::try_from(base + if near(i) && (3..=4).contains(&t) { 6 } else { 0 }).expect("small")
    };
    let cases = (0..n * steps).map(|at| count(at / steps, at % steps)).collect();
    (x, y, cases)
}

/// Every cylinder, with the formula word for word.
fn plain(zones: &Zones, steps: &[i64], cases: &[u32], max_steps: usize) -> (f64, u32, usize, usize, usize) {
    let n = steps.len();
    let all: f64 = cases.iter().map(|c| f64::from(*c)).sum();
    let mut best = (0.0, 0, 0, 0, 0);
    for center in 0..zones.len() {
        for size in 1..=zones.about(center).len() {
            let places = &zones.about(center)[..size];
            for from in 0..n {
                for to in from..n {
                    if to - from + 1 > max_steps || steps[to] - steps[from] != i64::try_from(to - from).expect("small")
                    {
                        continue;
                    }
                    let (mut c, mut e) = (0.0, 0.0);
                    for p in places {
                        let row = &cases[*p as usize * n..(*p as usize + 1) * n];
                        let here: f64 = row.iter().map(|v| f64::from(*v)).sum();
                        for t in from..=to {
                            c += f64::from(row[t]);
                            e += here * (0..zones.len()).map(|i| f64::from(cases[i * n + t])).sum::<f64>() / all;
                        }
                    }
                    let llr = if c > e { c * (c / e).ln() + (all - c) * ((all - c) / (all - e)).ln() } else { 0.0 };
                    if llr > best.0 * (1.0 + 1e-12) {
                        best = (llr, u32::try_from(center).expect("small"), size, from, to);
                    }
                }
            }
        }
    }
    best
}

#[test]
fn the_best_cylinder_is_that_of_brute_force_and_no_window_spans_a_gap() {
    for (seed, steps) in [(3, vec![0, 1, 2, 3, 4, 5]), (4, vec![0, 1, 2, 3, 9, 10])] {
        let (x, y, cases) = flare(seed, 40, steps.len());
        let zones = Zones::nearest(&x, &y, 8).expect("small");
        let found =
            scan(3, 9).find(&zones, SpaceTime { steps: &steps, cases: &cases }, Null::Permutation).expect("small");
        let (llr, _, _, from, to) = plain(&zones, &steps, &cases, 3);
        let first = &found.clusters[0];
        assert!((first.llr - llr).abs() < 1e-9 * llr, "{} is not {llr}", first.llr);
        assert_eq!((first.from, first.to), (from, to));
        assert_eq!(steps[first.to] - steps[first.from], i64::try_from(first.to - first.from).expect("small"));
    }
}

#[test]
fn a_flare_up_is_found_where_and_when_it_was() {
    let (x, y, cases) = flare(8, 60, 8);
    let zones = Zones::nearest(&x, &y, 15).unwrap();
    let steps: Vec<i64> = (0..8).collect();
    let found = scan(4, 199).find(&zones, SpaceTime { steps: &steps, cases: &cases }, Null::Permutation).unwrap();
    let first = &found.clusters[0];
    assert_eq!((first.from, first.to), (3, 4));
    assert!(first.p <= 0.01 && first.places.contains(&0));
    let mut seen = [false; 60];
    for place in found.clusters.iter().flat_map(|c| &c.places) {
        assert!(!seen[*place as usize], "two clusters share place {place}");
        seen[*place as usize] = true;
    }
}

#[test]
fn chance_alone_is_called_a_cluster_about_as_often_as_p_says() {
    let zones = {
        let (x, y, _) = flare(8, 30, 4);
        Zones::nearest(&x, &y, 6).unwrap()
    };
    let steps = [0, 1, 2, 3];
    let called = (0..200u64)
        .filter(|round| {
            let mut cases = [0u32; 120];
            (0..180).for_each(|k| cases[pick(uniform(900 + round, k), 120)] += 1);
            let found =
                scan(2, 39).find(&zones, SpaceTime { steps: &steps, cases: &cases }, Null::Permutation).unwrap();
            found.clusters.first().is_some_and(|c| c.p <= 0.1)
        })
        .count();
    assert!((8..=34).contains(&called), "{called} of 200 at p ≤ 0.1");
}

#[test]
fn only_windows_that_end_now_where_asked() {
    let (x, y, cases) = flare(8, 40, 6);
    let zones = Zones::nearest(&x, &y, 8).unwrap();
    let alive = ScanParams { max_steps: 3, alive_only: true, simulations: 9, seed: 1, most: 10 }.check().unwrap();
    let found = alive.find(&zones, SpaceTime { steps: &[0, 1, 2, 3, 4, 5], cases: &cases }, Null::Permutation).unwrap();
    assert!(!found.clusters.is_empty() && found.clusters.iter().all(|c| c.to == 5));
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let (x, y, cases) = flare(5, 50, 6);
    let zones = Zones::nearest(&x, &y, 10).unwrap();
    let find = || {
        scan(3, 49).find(&zones, SpaceTime { steps: &[0, 1, 2, 3, 4, 5], cases: &cases }, Null::Permutation).unwrap()
    };
    assert_eq!(with_threads(1, find), with_threads(4, find));
}

#[test]
fn what_cannot_be_scanned_is_refused() {
    let zones = Zones::nearest(&[0.0, 1.0], &[0.0, 0.0], 2).unwrap();
    let find = |steps: &[i64], cases: &[u32], null| scan(1, 9).find(&zones, SpaceTime { steps, cases }, null);
    assert_eq!(find(&[0], &[0, 0], Null::Permutation), Err(ScanError::NoCases));
    assert!(matches!(find(&[0], &[1], Null::Permutation), Err(ScanError::Length { .. })));
    assert!(matches!(find(&[1, 1], &[1, 0, 0, 0], Null::Permutation), Err(ScanError::Order(1))));
    assert!(matches!(find(&[0], &[1, 0], Null::Expected(&[1.0, -1.0])), Err(ScanError::Value { .. })));
    assert!(matches!(find(&[0], &[1, 0], Null::Expected(&[0.0, 0.0])), Err(ScanError::Value { .. })));
    // Cases where none can be: their ratio would be infinite.
    assert!(matches!(find(&[0], &[1, 1], Null::Expected(&[0.0, 1.0])), Err(ScanError::Value { at: 0, .. })));
    assert!(Zones::nearest(&[0.0], &[f64::NAN], 1).is_err() && Zones::nearest(&[0.0], &[], 1).is_err());
    let few = ScanParams { max_steps: 1, alive_only: false, simulations: 8, seed: 0, most: 1 };
    assert!(few.check().is_err() && ScanParams { simulations: 9, max_steps: 0, ..few }.check().is_err());
}

/// scanstatistics 1.1.2 and smerc 1.6 on made cases, by `scripts/oracle/spatial_scan.R`.
fn peers() -> Value {
    serde_json::from_str(include_str!("../reference/scan.json")).expect("valid")
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().expect("a list").iter().map(|v| v.as_f64().expect("a number")).collect()
}

fn whole(list: &Value) -> Vec<u32> {
    list.as_array()
        .expect("a list")
        .iter()
        .map(|v| u32::try_from(v.as_u64().expect("a count")).expect("small"))
        .collect()
}

fn sorted(mut places: Vec<u32>) -> Vec<u32> {
    places.sort_unstable();
    places
}

/// Both p are simulated: six standard errors of their difference.
fn same_chance(p: f64, peer: f64, simulations: (usize, usize)) {
    let error = (peer * (1.0 - peer) * (1.0 / simulations.0 as f64 + 1.0 / simulations.1 as f64)).sqrt();
    assert!((p - peer).abs() <= 6.0 * error + 2.0 / simulations.1 as f64, "p {p} is not {peer}");
}

/// The share of simulations below each of the peer's quantiles is the quantile's own, within six standard errors.
fn same_null(chance: &[f64], quantiles: &[f64], shares: &[f64], peer_simulations: usize) {
    for (q, share) in quantiles.iter().zip(shares) {
        let below = chance.partition_point(|x| x <= q) as f64 / chance.len() as f64;
        let error = (share * (1.0 - share) * (1.0 / chance.len() as f64 + 1.0 / peer_simulations as f64)).sqrt();
        assert!((below - share).abs() < 6.0 * error, "{below} of the simulations are below {q}, not {share}");
    }
}

#[test]
fn cylinders_chance_and_p_are_those_of_scanstatistics() {
    let reference = peers();
    let (given, shares) = (&reference["space_time"], numbers(&reference["shares"]));
    let steps = usize::try_from(given["steps"].as_u64().unwrap()).unwrap();
    let zones = Zones::nearest(&numbers(&given["x"]), &numbers(&given["y"]), 10).unwrap();
    let cases = whole(&given["cases"]);
    // Its baselines: the cases shared out evenly over the steps, and within each by the population of that step.
    let people = numbers(&given["people"]);
    let at = |t: usize| -> f64 { people.iter().skip(t).step_by(steps).sum() };
    let expected: Vec<f64> = people.iter().enumerate().map(|(i, p)| p / at(i % steps)).collect();
    let when: Vec<i64> = (0i64..).take(steps).collect();
    let data = SpaceTime { steps: &when, cases: &cases };
    for (name, null) in [("population", Null::Expected(&expected)), ("permutation", Null::Permutation)] {
        let peer = &given[name];
        let scan = |max_steps, simulations| {
            ScanParams { max_steps, alive_only: true, simulations, seed: 1, most: 4 }.check().unwrap()
        };
        for (most, llr) in (1..).zip(numbers(&peer["by_length"])) {
            let found = scan(most, 9).find(&zones, data, null).unwrap();
            // The peer prints 15 digits.
            assert!(
                (found.clusters[0].llr / llr - 1.0).abs() < 1e-12,
                "{name} {most}: {} is not {llr}",
                found.clusters[0].llr
            );
        }
        let found = scan(steps, 9_999).find(&zones, data, null).unwrap();
        let list = peer["clusters"].as_array().unwrap();
        assert_eq!(found.clusters.len(), list.len());
        let simulations = usize::try_from(peer["simulations"].as_u64().unwrap()).unwrap();
        for (got, want) in found.clusters.iter().zip(list) {
            assert_eq!(sorted(got.places.clone()), whole(&want["places"]), "{name}");
            assert_eq!((got.to - got.from + 1) as u64, want["steps"].as_u64().unwrap());
            assert!((got.llr / want["llr"].as_f64().unwrap() - 1.0).abs() < 1e-12, "{name}");
            same_chance(got.p, want["p"].as_f64().unwrap(), (9_999, simulations));
        }
        same_null(&found.chance, &numbers(&peer["chance"]), &shares, simulations);
    }
}

#[test]
fn circles_their_rank_and_p_are_those_of_smerc() {
    let reference = peers();
    let (given, shares) = (&reference["space"], numbers(&reference["shares"]));
    let people = numbers(&given["people"]);
    let zones = Zones::nearest(&numbers(&given["x"]), &numbers(&given["y"]), people.len()).unwrap();
    let zones = zones.within_share(&people, given["share"].as_f64().unwrap()).unwrap();
    let cases = whole(&given["cases"]);
    let found = scan(1, 9_999).find(&zones, SpaceTime { steps: &[0], cases: &cases }, Null::Expected(&people)).unwrap();
    let simulations = usize::try_from(given["simulations"].as_u64().unwrap()).unwrap();
    let list = given["clusters"].as_array().unwrap();
    assert!(found.clusters.len() >= list.len());
    for (got, want) in found.clusters.iter().zip(list) {
        assert_eq!(sorted(got.places.clone()), sorted(whole(&want["places"])));
        assert_eq!(got.cases, want["cases"].as_u64().unwrap());
        for (figure, name) in [(got.expected, "expected"), (got.relative_risk, "relative_risk"), (got.llr, "llr")] {
            // A ratio of about 1 is what is left of terms of some hundred: 15 printed digits less three.
            assert!(
                (figure / want[name].as_f64().unwrap() - 1.0).abs() < 1e-11,
                "{name} {figure} is not {}",
                want[name]
            );
        }
        same_chance(got.p, want["p"].as_f64().unwrap(), (9_999, simulations));
    }
    same_null(&found.chance, &numbers(&given["chance"]), &shares, simulations);
}
