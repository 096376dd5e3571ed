//! Near repeats against published values, R's surveillance and brute force.
//!
//! `tests/reference/knox.json` is made by `scripts/oracle/spatial_knox.R` (surveillance 1.20.3).

use catchment_spatial::{KnoxError, KnoxParams, KnoxResult};
use serde_json::Value;

use crate::support::{clustered, shared, uniform, with_threads};

fn knox(space: &[f64], time: &[f64], permutations: u32, events: (&[f64], &[f64], &[f64])) -> KnoxResult {
    let params = KnoxParams { space: space.to_vec(), time: time.to_vec(), permutations, seed: 1 };
    params.check().expect("valid").of(events.0, events.1, events.2).expect("an answer")
}

#[test]
fn meningococcal_disease_has_its_published_pairs() {
    let Some(file) = shared("reference/r/imdepi.csv") else { return };
    let text = std::fs::read_to_string(file).expect("readable");
    let rows: Vec<Vec<f64>> = text
        .lines()
        .filter(|l| l.ends_with("\"B\""))
        .map(|l| l.split(',').take(3).map(|f| f.parse().expect("a number")).collect())
        .collect();
    let column = |c: usize| rows.iter().map(|r| r[c]).collect::<Vec<_>>();
    let (x, y, time) = (column(0), column(1), column(2));
    let found = knox(&[50.0], &[30.0], 999, (&x, &y, &time));
    let band = found.bands[0];
    assert_eq!(band.pairs, 204);
    // The published expectation, to five decimals, is the exact one.
    assert!((band.expected - 181.568_64).abs() < 5e-6, "{}", band.expected);
    assert!(band.p < 0.2, "{}", band.p);
}

fn events(seed: u64) -> (Vec<f64>, Vec<f64>, Vec<f64>) {
    let (x, y, _) = clustered(seed, 400, 3000.0);
    let time = (0..x.len() as u64).map(|i| (300.0 * uniform(seed + 9, i)).floor()).collect();
    (x, y, time)
}

#[test]
fn bands_agree_with_the_double_loop_and_edges_are_included() {
    for seed in [1, 2] {
        let (mut x, mut y, mut time) = events(seed);
        // Pairs exactly on the edges.
        x.extend([0.0, 100.0, 100.0]);
        y.extend([0.0, 0.0, 0.0]);
        time.extend([0.0, 7.0, 14.0]);
        let (space, apart) = ([0.0, 100.0, 250.0], [7.0, 14.0, 28.0]);
        let found = knox(&space, &apart, 9, (&x, &y, &time));
        let mut want = vec![0; 9];
        let mut in_time = vec![0; 3];
        for i in 0..x.len() {
            for j in 0..i {
                let t = apart.iter().position(|e| (time[i] - time[j]).abs() <= *e);
                let s = space.iter().position(|e| (x[i] - x[j]).hypot(y[i] - y[j]) <= *e);
                if let Some(t) = t {
                    in_time[t] += 1;
                    if let Some(s) = s {
                        want[3 * s + t] += 1;
                    }
                }
            }
        }
        assert_eq!(found.bands.iter().map(|b| b.pairs).collect::<Vec<u64>>(), want);
        assert_eq!(found.time_pairs, in_time);
    }
}

#[test]
fn the_exact_expectation_is_the_mean_over_permutations_and_p_is_uniform_under_it() {
    let (x, y, time) = events(4);
    let one = knox(&[200.0], &[14.0], 9, (&x, &y, &time));
    // Times that are already random: p must not be small as a rule.
    let small = (0..60u64)
        .filter(|round| {
            let time: Vec<f64> = (0..x.len() as u64).map(|i| (300.0 * uniform(50 + round, i)).floor()).collect();
            knox(&[200.0], &[14.0], 19, (&x, &y, &time)).bands[0].p <= 0.1
        })
        .count();
    assert!(small <= 14, "{small} of 60 at p ≤ 0.1");
    let pairs: u64 = (0..60u64)
        .map(|round| {
            let time: Vec<f64> = (0..x.len() as u64).map(|i| (300.0 * uniform(50 + round, i)).floor()).collect();
            knox(&[200.0], &[14.0], 9, (&x, &y, &time)).bands[0].pairs
        })
        .sum();
    let mean = pairs as f64 / 60.0;
    assert!((mean / one.bands[0].expected - 1.0).abs() < 0.05, "{mean} is not near {}", one.bands[0].expected);
}

#[test]
fn repeats_that_follow_soon_are_found() {
    let (mut x, mut y, mut time) = events(6);
    for i in 0..60 {
        x.push(x[i] + 10.0);
        y.push(y[i]);
        time.push(time[i] + 2.0);
    }
    let found = knox(&[100.0], &[7.0], 199, (&x, &y, &time));
    assert!(found.bands[0].p <= 0.01 && found.bands[0].ratio.is_some_and(|r| r > 1.2), "{:?}", found.bands[0]);
}

#[test]
fn any_number_of_threads_gives_the_same_bytes() {
    let (x, y, time) = events(7);
    let run = || knox(&[100.0, 200.0], &[7.0, 14.0], 49, (&x, &y, &time));
    assert_eq!(with_threads(1, run), with_threads(4, run));
}

#[test]
fn an_edge_of_no_days_holds_the_pairs_of_one_day() {
    // Three events on one day at one place, one 14 days later there, two a day apart elsewhere.
    let x = [0.0, 0.0, 0.0, 0.0, 5_000.0, 5_000.0];
    let time = [60.0, 60.0, 60.0, 74.0, 10.0, 11.0];
    let bands = knox(&[50.0], &[0.0, 1.0, 14.0], 99, (&x, &[0.0; 6], &time)).bands;
    assert_eq!(bands.iter().map(|b| b.pairs).collect::<Vec<_>>(), [3, 1, 3]);
    let alone = knox(&[50.0], &[0.0], 99, (&x, &[0.0; 6], &time)).bands;
    assert_eq!((alone[0].time, alone[0].pairs), (0.0, 3));
}

#[test]
fn what_cannot_be_tested_is_refused() {
    let params = |space: &[f64], time: &[f64], permutations| KnoxParams {
        space: space.into(),
        time: time.into(),
        permutations,
        seed: 0,
    };
    assert!(matches!(params(&[0.0], &[1.0], 9).check(), Err(KnoxError::Edges { what: "distance", .. })));
    for edges in [&[][..], &[2.0, 1.0], &[f64::NAN], &[-1.0, 1.0]] {
        assert!(matches!(params(edges, &[1.0], 9).check(), Err(KnoxError::Edges { what: "distance", .. })));
        assert!(matches!(params(&[1.0], edges, 9).check(), Err(KnoxError::Edges { what: "time", .. })));
    }
    assert_eq!(params(&[1.0], &[1.0], 1).check(), Err(KnoxError::Permutations(1)));
    let knox = params(&[1.0], &[1.0], 9).check().unwrap();
    assert_eq!(knox.of(&[0.0], &[0.0], &[0.0]), Err(KnoxError::TooFew(1)));
    assert_eq!(knox.of(&[0.0, f64::NAN], &[0.0; 2], &[0.0; 2]), Err(KnoxError::Value(1)));
    assert!(matches!(knox.of(&[0.0; 2], &[0.0], &[0.0; 2]), Err(KnoxError::Length { .. })));
}

#[test]
fn pairs_expectation_and_p_are_those_of_surveillance() {
    let reference: Value = serde_json::from_str(include_str!("../reference/knox.json")).unwrap();
    let column = |name: &str| serde_json::from_value::<Vec<f64>>(reference[name].clone()).unwrap();
    let (x, y, day) = (column("x"), column("y"), column("day"));
    let permutations = 9_999;
    for case in reference["cases"].as_array().unwrap() {
        let number = |name: &str| case[name].as_f64().unwrap();
        let found = knox(&[number("space")], &[number("time")], permutations, (&x, &y, &day));
        let band = found.bands[0];
        let count = |name: &str| case[name].as_u64().unwrap();
        assert_eq!(
            (band.pairs, found.space_pairs[0], found.time_pairs[0]),
            (count("pairs"), count("space_pairs"), count("time_pairs"))
        );
        // The peer prints 15 digits.
        assert!(
            (band.expected / number("expected") - 1.0).abs() < 1e-13,
            "{} is not {}",
            band.expected,
            case["expected"]
        );
        // Both p are simulated: six standard errors of their difference.
        let p = number("p");
        let error = (p * (1.0 - p) * (1.0 / f64::from(permutations) + 1.0 / number("permutations"))).sqrt();
        assert!((band.p - p).abs() < 6.0 * error, "p {} is not {p}", band.p);
    }
}
