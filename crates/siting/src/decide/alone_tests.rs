//! Recency and trend as one number against the same from every year's share.

use super::draws::{Column, Values};
use super::{Criterion, DecideInput, DecideParams, Draws};
use crate::rank::{RankGroup, RankInput, RankUnit};
use crate::stream::Stream;

const DRAWS: usize = 20_000;

/// Places that drift over five years, from a few events to a thousand.
fn drawn(seed: u64) -> Draws {
    let (units, months) = (24, 60);
    let stream = Stream::new(seed, &["alone"]);
    let unit = |i: usize| RankUnit { id: format!("u{i:02}"), residents: Some(1_000.0), area_km2: 1.0, left_out: None };
    let group = |id: &str, weight| RankGroup { id: id.into(), label: id.into(), weight };
    let count = |at: usize| {
        let (unit, year) = (at / months % units, at % months / 12);
        let level = 1 + unit * unit / 24 + stream.below((unit * 5 + year) as u64, 3 + unit);
        i64::try_from(stream.below((1 << 40) + at as u64, 2 * level)).unwrap_or(0)
    };
    let rank = RankInput {
        months,
        units: (0..units).map(unit).collect(),
        groups: vec![group("a", 1.0), group("b", 3.0)],
        monthly: (0..2 * units * months).map(count).collect(),
        clusters: None,
        reference: None,
    };
    let ages: Vec<u32> = (0..60).rev().collect();
    let input = DecideInput {
        rank: &rank,
        ages: &ages,
        severity: Err("none".into()),
        shift: Err("none".into()),
        distance_km: Err("none".into()),
        served: vec![0.0; units],
    };
    let params = DecideParams { draws: DRAWS, seed, half_life_months: 18.0, ..DecideParams::default() };
    params.check().and_then(|d| d.draw(&input)).expect("draws")
}

fn rows(values: &Values) -> &[Vec<f32>] {
    let Values::Drawn(rows) = values else { panic!("not drawn") };
    rows
}

/// Mean, standard deviation and correlation with another row.
fn moments(row: &[f32], other: &[f32]) -> (f64, f64, f64) {
    let n = row.len() as f64;
    let mean = |r: &[f32]| r.iter().map(|x| f64::from(*x)).sum::<f64>() / n;
    let (m, o) = (mean(row), mean(other));
    let product = |a: &[f32], (ma, b): (f64, &[f32]), mb: f64| {
        a.iter().zip(b).map(|(x, y)| (f64::from(*x) - ma) * (f64::from(*y) - mb)).sum::<f64>() / n
    };
    let (v, w) = (product(row, (m, row), m), product(other, (o, other), o));
    (m, v.sqrt(), product(row, (m, other), o) / (v * w).sqrt())
}

/// The largest gap of two empirical distributions, times √(n ÷ 2): above 1.95 in 1 of 1,000 cases.
fn gap(a: &[f32], b: &[f32]) -> f64 {
    let sorted = |row: &[f32]| {
        let mut row = row.to_vec();
        row.sort_by(f32::total_cmp);
        row
    };
    let (a, b) = (sorted(a), sorted(b));
    let at = |(i, x): (usize, &f32)| (b.partition_point(|y| y <= x) as f64 - (i + 1) as f64).abs();
    a.iter().enumerate().map(at).fold(0.0, f64::max) / a.len() as f64 * (a.len() as f64 / 2.0).sqrt()
}

/// How far the two ways lie apart: the worst gap of distributions, and the worst z of means, deviations and
/// correlations with burden; over units and both criteria.
fn compared(seed: u64) -> (f64, f64) {
    let draws = drawn(seed);
    let column = |c: Criterion| -> &Column { &draws.columns[c.index()] };
    let burden = rows(&column(Criterion::Burden).values);
    let n = DRAWS as f64;
    let (mut worst_gap, mut worst_z) = (0.0_f64, 0.0_f64);
    for criterion in [Criterion::Recency, Criterion::Trend] {
        let (years, alone) = (rows(&column(criterion).values), rows(&column(criterion).alone));
        for unit in 0..draws.len() {
            assert_ne!(years[unit], alone[unit], "the short way was not taken");
            let (one, two) = (moments(&years[unit], &burden[unit]), moments(&alone[unit], &burden[unit]));
            worst_gap = worst_gap.max(gap(&years[unit], &alone[unit]));
            // Standard errors of a difference of two means, two deviations (tails a little heavier than the normal's),
            // two correlations with the same burden.
            let z = [
                (one.0 - two.0) / (one.1 * (2.0 / n).sqrt()),
                (one.1 / two.1 - 1.0) / (1.2 / n).sqrt(),
                (one.2 - two.2) / ((1.0 - one.2 * one.2).max(1e-3) * (2.0 / n).sqrt()),
            ];
            worst_z = z.into_iter().fold(worst_z, |worst, z| worst.max(z.abs()));
            // And the exact mean.
            let mean = column(criterion).mean[unit];
            worst_z = worst_z.max(((two.0 - mean) / (two.1 / n.sqrt())).abs());
        }
    }
    (worst_gap, worst_z)
}

#[test]
fn one_number_is_spread_as_the_mean_over_the_years_and_moves_with_burden_alike() {
    for seed in [1, 2] {
        let (gap, z) = compared(seed);
        // The worst of 48 gaps and of 192 z: each bound fails by chance in 1 of 100 cases or fewer.
        assert!(gap < 2.15 && z < 4.2, "seed {seed}: gap {gap}, z {z}");
    }
}

#[test]
#[ignore = "many seeds, by hand"]
fn over_many_seeds_the_two_ways_differ_by_chance_alone() {
    let mut worst: Vec<(f64, f64)> = (0..100).map(compared).collect();
    worst.sort_by(|a, b| a.0.total_cmp(&b.0));
    let gaps = (worst[50].0, worst[98].0);
    worst.sort_by(|a, b| a.1.total_cmp(&b.1));
    // Seen: worst gap of a seed 1.45 (median) and 1.88 (99%), worst z 2.79 and 3.60.
    assert!(gaps.1 < 2.5 && worst[98].1 < 4.9, "gaps {gaps:?}, z {} and {}", worst[50].1, worst[98].1);
}
