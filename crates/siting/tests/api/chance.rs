//! The chance of each cell of lying in one of the best catchments.

use catchment_siting::{
    CatchmentParams, CellChances, CellPrior, ChanceError, ChanceGroup, ChanceInput, ChanceParams, Gamma, Normal, Stream,
};
use h3o::Resolution;
use statrs::function::gamma::{gamma_lr, ln_gamma};

use crate::world::Ground;

/// A ground of cells of one area, so that a catchment of n cells is n times it, with a count for each cell.
fn tiny(rings: u32, n: usize, counts: &[f64]) -> Ground {
    let mut ground = Ground::new(Resolution::Ten, rings, n);
    ground.area_km2.fill(0.015);
    ground.harm = counts.to_vec();
    ground
}

fn group(counts: &[f64], phi: f64) -> ChanceGroup {
    ChanceGroup { id: "all".into(), weight: 1.0, phi, counts: counts.to_vec() }
}

fn params(draws: usize, k: usize, cells: f64) -> ChanceParams {
    ChanceParams { draws, search: CatchmentParams { k, area_km2: 0.015 * cells, ..CatchmentParams::default() } }
}

fn chances(ground: &Ground, params: ChanceParams, groups: &[ChanceGroup], chosen: &[Vec<usize>]) -> CellChances {
    let input = ChanceInput { ground: ground.input(), groups, chosen };
    params.check().expect("parameters").of(&input).expect("chances")
}

/// The posterior written anew from what the answer says of its prior: shape and rate (per event in the window) of each
/// cell.
fn posterior(ground: &Ground, counts: &[f64], prior: CellPrior) -> Vec<(f64, f64)> {
    let n = counts.len();
    let city = counts.iter().sum::<f64>() / (0.015 * n as f64);
    let mean = |i: usize| {
        let Some(reach) = prior.reach_m else { return city };
        let near: Vec<usize> = (0..n).filter(|j| *j != i && ground.distance_m(i, *j) <= reach).collect();
        let events: f64 = near.iter().map(|j| counts[*j]).sum::<f64>() / prior.phi;
        (events + 0.5) / (0.015 * near.len() as f64 / prior.phi + 0.5 / city)
    };
    (0..n).map(|i| (prior.alpha + counts[i] / prior.phi, (prior.alpha / mean(i) + 0.015 / prior.phi) / 0.015)).collect()
}

const COUNTS: [f64; 7] = [9.0, 3.0, 0.0, 14.0, 6.0, 11.0, 2.0];

#[test]
fn single_cells_have_the_chance_of_being_the_highest_of_independent_rates() {
    for phi in [1.0, 2.0] {
        let ground = tiny(1, 7, &COUNTS);
        let answer = chances(&ground, params(1000, 1, 1.0), &[group(&COUNTS, phi)], &[]);
        let rates = posterior(&ground, &COUNTS, answer.priors[0].expect("a prior"));
        // P(i highest) = ∫ fᵢ(x) Π Fⱼ(x) dx, by the midpoint rule.
        let (top, steps) = (80.0, 4_000);
        for i in 0..7 {
            let at = |x: f64| {
                let (a, b) = rates[i];
                let density = (a * b.ln() + (a - 1.0) * x.ln() - b * x - ln_gamma(a)).exp();
                density * (0..7).filter(|j| *j != i).map(|j| gamma_lr(rates[j].0, rates[j].1 * x)).product::<f64>()
            };
            let step = top / f64::from(steps);
            let exact: f64 = (0..steps).map(|s| at((f64::from(s) + 0.5) * step) * step).sum();
            let error = (exact * (1.0 - exact) / 1000.0).sqrt();
            assert!((answer.p(i) - exact).abs() < 3.5 * error + 1e-3, "φ {phi}, cell {i}: {} for {exact}", answer.p(i));
        }
    }
}

/// The cells of the two disjoint catchments of up to two cells that hold most, all looked at.
fn best_pairs(ground: &Ground, harm: &[f64]) -> Vec<usize> {
    let touching = |a: usize| ground.neighbors.of(a).iter().map(move |b| vec![a, *b as usize]).filter(|p| p[0] < p[1]);
    let sets: Vec<Vec<usize>> = (0..harm.len()).map(|a| vec![a]).chain((0..harm.len()).flat_map(touching)).collect();
    let worth = |s: &[usize]| s.iter().map(|c| harm[*c]).sum::<f64>();
    let mut best: (f64, Vec<usize>) = (0.0, vec![]);
    for (i, a) in sets.iter().enumerate() {
        for b in sets[i + 1..].iter().filter(|b| !b.iter().any(|c| a.contains(c))) {
            let total = worth(a) + worth(b);
            if total > best.0 {
                best = (total, [a.clone(), b.clone()].concat());
            }
        }
    }
    best.1
}

#[test]
fn pairs_of_cells_are_chosen_as_often_as_by_looking_at_all_of_them() {
    let counts = [9.0, 3.0, 0.0, 14.0, 6.0, 11.0, 2.0, 8.0, 1.0, 5.0];
    let ground = tiny(2, 10, &counts);
    let answer = chances(&ground, params(1000, 2, 2.0), &[group(&counts, 1.5)], &[]);
    let rates = posterior(&ground, &counts, answer.priors[0].expect("a prior"));
    let (normal, plain) = (Normal::new(), 30_000);
    let mut times = vec![0.0; counts.len()];
    for draw in 0..plain {
        let one = |(i, (a, b)): (usize, &(f64, f64))| {
            Gamma::new(*a, *b).draw(&normal, Stream::from_key(77 + i as u64 * 1_000_003), draw)
        };
        let harm: Vec<f64> = rates.iter().enumerate().map(one).collect();
        for c in best_pairs(&ground, &harm) {
            times[c] += 1.0;
        }
    }
    for (i, times) in times.iter().enumerate() {
        let p = times / plain as f64;
        let error = (p * (1.0 - p) * (1.0 / 1000.0 + 1.0 / plain as f64)).sqrt();
        assert!((answer.p(i) - p).abs() < 3.5 * error + 2e-3, "cell {i}: {} for {p}", answer.p(i));
    }
}

#[test]
fn one_giant_hot_spot_is_certain() {
    let mut counts = vec![0.0; 127];
    let ground = Ground::new(Resolution::Ten, 6, 0);
    assert_eq!(ground.cells.len(), 127);
    let hot: Vec<usize> = (0..127).filter(|c| ground.distance_m(60, *c) < 150.0).collect();
    for c in &hot {
        counts[*c] = 400.0;
    }
    let ground = tiny(6, 0, &counts);
    let answer = chances(&ground, params(100, 1, hot.len() as f64), &[group(&counts, 2.0)], std::slice::from_ref(&hot));
    assert!(
        hot.iter().all(|c| answer.times[*c] == 100),
        "{:?}",
        hot.iter().map(|c| answer.times[*c]).collect::<Vec<_>>()
    );
    assert_eq!(answer.times.iter().sum::<usize>(), 100 * hot.len());
    assert!((answer.chosen[0].share - 1.0).abs() < 1e-12 && (answer.chosen[0].mostly - 1.0).abs() < 1e-12);
    assert!(answer.holds.is_some_and(|h| (h - 1.0).abs() < 1e-12));
    // Agreement of all draws is not certainty: something is left.
    assert!(answer.standard_error(hot[0]) > 0.01);
}

#[test]
fn where_cells_do_not_differ_each_has_its_share_of_the_ground() {
    let counts = vec![5.0; 61];
    let ground = tiny(4, 0, &counts);
    let answer = chances(&ground, params(1000, 3, 1.0), &[group(&counts, 1.0)], &[]);
    let share = 3.0 / 61.0;
    let error = (share * (1.0_f64 - share) / 1000.0).sqrt();
    assert_eq!(answer.times.iter().sum::<usize>(), 3_000);
    for cell in 0..61 {
        assert!((answer.p(cell) - share).abs() < 4.5 * error, "cell {cell}: {}", answer.p(cell));
    }
}

#[test]
fn the_prior_makes_up_no_events_and_empty_ground_is_not_chosen() {
    let ground = Ground::new(Resolution::Ten, 14, 0).with_hot_spots(3, 8, 3_000);
    let answer = chances(&ground, params(100, 3, 12.0), &[group(&ground.harm, 1.0)], &[]);
    let prior = answer.priors[0].expect("a prior");
    assert!((prior.total_ratio - 1.0).abs() < 0.04, "{prior:?}");
    // Cells that are empty, as are all that touch them, hold next to none of what is chosen.
    let empty =
        |c: usize| ground.harm[c] <= 0.0 && ground.neighbors.of(c).iter().all(|n| ground.harm[*n as usize] <= 0.0);
    let wasted: usize = (0..ground.cells.len()).filter(|c| empty(*c)).map(|c| answer.times[c]).sum();
    let all: usize = answer.times.iter().sum();
    assert!((wasted as f64) < 0.02 * all as f64, "{wasted} of {all}");
}

#[test]
fn closed_cells_are_never_chosen_and_a_seed_gives_the_same_on_any_number_of_threads() {
    let mut ground = Ground::new(Resolution::Ten, 10, 0).with_hot_spots(5, 6, 1_500);
    let closed: Vec<usize> = (0..ground.cells.len()).filter(|c| ground.distance_m(40, *c) < 400.0).collect();
    for c in &closed {
        ground.allowed[*c] = false;
    }
    let groups = [
        group(&ground.harm, 1.3),
        ChanceGroup { id: "none".into(), weight: 2.0, phi: 1.0, counts: vec![0.0; ground.cells.len()] },
    ];
    let chosen = [(0..ground.cells.len())
        .filter(|c| ground.allowed[*c] && ground.distance_m(200, *c) < 250.0)
        .collect::<Vec<_>>()];
    let on = |threads: usize, seed: u64| {
        let mut raw = params(60, 2, 10.0);
        raw.search.seed = seed;
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        pool.install(|| chances(&ground, raw, &groups, &chosen))
    };
    let one = on(1, 1);
    assert!(closed.iter().all(|c| one.times[*c] == 0));
    assert!(one.priors[0].is_some() && one.priors[1].is_none());
    assert_eq!(one, on(3, 1));
    assert_ne!(one, on(1, 2));
}

#[test]
fn faults_are_named() {
    assert_eq!(params(49, 1, 1.0).check(), Err(ChanceError::Draws { draws: 49, min: 50, max: 1000 }));
    assert!(matches!(params(50, 0, 1.0).check(), Err(ChanceError::Search(_))));
    let ground = tiny(1, 7, &COUNTS);
    let refused = |groups: &[ChanceGroup], chosen: &[Vec<usize>]| {
        let input = ChanceInput { ground: ground.input(), groups, chosen };
        params(50, 1, 1.0).check().expect("parameters").of(&input).expect_err("a fault")
    };
    assert_eq!(refused(&[group(&COUNTS[1..], 1.0)], &[]), ChanceError::Counts { group: 0, len: 6, expected: 7 });
    assert!(matches!(refused(&[group(&COUNTS, 0.5)], &[]), ChanceError::Group { column: "phi", .. }));
    assert_eq!(refused(&[group(&COUNTS, 1.0)], &[vec![7]]), ChanceError::Chosen { at: 0, cells: 7 });
    assert!(matches!(refused(&[group(&[0.0; 7], 1.0)], &[]), ChanceError::Search(_)));
}
