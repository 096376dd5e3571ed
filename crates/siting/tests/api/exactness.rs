//! The search against two exact solvers that share nothing with it: every connected set, and an integer program of
//! flows.

use std::collections::BTreeSet;

use catchment_siting::{CatchmentParams, CatchmentSet, Stream};
use good_lp::{Expression, ProblemVariables, Solution, SolverModel, Variable, microlp, variable};
use h3o::Resolution;

use crate::world::Ground;

/// A made-up case: 20 to 37 cells with gaps, small whole numbers as harm, catchments of 2 to 7 cells, a third of them
/// on cells of uneven size, another third with a bound on the outline.
fn case(seed: u64, k: usize, (fewest, most): (usize, usize)) -> (Ground, CatchmentParams) {
    let stream = Stream::new(seed, &["exactness"]);
    let n = fewest + stream.below(0, most - fewest + 1);
    let mut ground = Ground::new(Resolution::Nine, 3, n).with_noise(seed);
    for (i, allowed) in ground.allowed.iter_mut().enumerate() {
        *allowed = stream.uniform(1_000 + i as u64) > 0.12;
    }
    let area_km2 = ground.area_km2[0] * (2.2 + stream.below(1, 5) as f64);
    if seed.is_multiple_of(3) {
        // Cells of one resolution are of nearly one size; the search must not lean on it.
        ground.area_km2.iter_mut().zip(2_000..).for_each(|(a, i)| *a *= 0.8 + stream.uniform(i));
    }
    let outline_factor = (seed % 3 == 1).then(|| 1.3 + 0.6 * stream.uniform(3));
    (
        ground,
        CatchmentParams {
            k,
            area_km2,
            radius_factor: 1.1 + stream.uniform(2),
            outline_factor,
            seed,
            ..CatchmentParams::default()
        },
    )
}

fn search(ground: &Ground, params: CatchmentParams) -> CatchmentSet {
    params.check().expect("parameters").best(&ground.input()).expect("catchments")
}

/// Edges that the bound on the outline leaves: those of hexagons of the mean area.
fn most_edges(ground: &Ground, params: CatchmentParams) -> f64 {
    let mean = ground.area_km2.iter().sum::<f64>() / ground.cells.len() as f64;
    let edge_km = (2.0 * mean / (3.0 * 3.0_f64.sqrt())).sqrt();
    let circle_km = 2.0 * (std::f64::consts::PI * params.area_km2).sqrt();
    params.outline_factor.map_or(f64::INFINITY, |f| (f * circle_km / edge_km * (1.0 + 1e-9)).max(6.0))
}

fn members(set: u64) -> impl Iterator<Item = usize> {
    (0..64).filter(move |c| set >> c & 1 == 1)
}

/// Every catchment, as bits, with its harm, by falling harm: connected sets of n + 1 cells are those of n with a
/// neighbor.
fn every_catchment(ground: &Ground, params: CatchmentParams) -> Vec<(f64, u64)> {
    let area = |s: u64| members(s).map(|c| ground.area_km2[c]).sum::<f64>();
    let fits = |s: u64| area(s) <= params.area_km2 * (1.0 + 1e-9);
    let most = most_edges(ground, params);
    let shared = |s: u64| members(s).flat_map(|c| ground.neighbors.of(c)).filter(|n| s >> **n & 1 == 1).count();
    let round = |s: u64| f64::from(6 * s.count_ones()) - shared(s) as f64 <= most;
    let reaches_all = |c: usize, s: u64| members(s).all(|o| ground.distance_m(c, o) <= params.reach_m() * (1.0 + 1e-9));
    let mut level: BTreeSet<u64> =
        (0..ground.cells.len()).filter(|c| ground.allowed[*c]).map(|c| 1 << c).filter(|s| fits(*s)).collect();
    let mut all = Vec::new();
    while !level.is_empty() {
        let compact = level.iter().filter(|s| round(**s) && members(**s).any(|c| reaches_all(c, **s)));
        all.extend(compact.map(|s| (members(*s).map(|c| ground.harm[c]).sum::<f64>(), *s)));
        let grown = level.iter().flat_map(|s| {
            let around = members(*s).flat_map(|c| ground.neighbors.of(c)).map(|n| *n as usize);
            around.filter(|n| ground.allowed[*n] && s >> n & 1 == 0).map(|n| s | 1 << n).collect::<Vec<_>>()
        });
        level = grown.filter(|s| fits(*s)).collect();
    }
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    all
}

/// The most harm of one or two disjoint catchments.
fn optimum(ground: &Ground, params: CatchmentParams) -> f64 {
    let sets = every_catchment(ground, params);
    if params.k == 1 {
        return sets[0].0;
    }
    let mut best = 0.0;
    for (i, a) in sets.iter().enumerate() {
        if 2.0 * a.0 <= best {
            break;
        }
        if let Some(b) = sets[i + 1..].iter().find(|b| a.1 & b.1 == 0) {
            best = f64::max(best, a.0 + b.0);
        }
    }
    best
}

/// The same by an integer program: each catchment sends a unit of flow from its center to each of its cells, through
/// its cells.
fn integer_program(ground: &Ground, params: CatchmentParams) -> f64 {
    let cells: Vec<usize> = (0..ground.cells.len()).filter(|c| ground.allowed[*c]).collect();
    let largest = (params.area_km2 / ground.area_km2.iter().copied().fold(f64::INFINITY, f64::min)).floor();
    let mut vars = ProblemVariables::new();
    let n = ground.cells.len();
    let mut binary = || {
        (0..n)
            .map(|c| vars.add(variable().binary().max(if ground.allowed[c] { 1.0 } else { 0.0 })))
            .collect::<Vec<Variable>>()
    };
    let inside: Vec<Vec<Variable>> = (0..params.k).map(|_| binary()).collect();
    let center: Vec<Vec<Variable>> = (0..params.k).map(|_| binary()).collect();
    let links: Vec<(usize, usize)> = cells
        .iter()
        .flat_map(|a| ground.neighbors.of(*a).iter().map(|b| (*a, *b as usize)))
        .filter(|(_, b)| ground.allowed[*b])
        .collect();
    let flow: Vec<Vec<Variable>> =
        (0..params.k).map(|_| links.iter().map(|_| vars.add(variable().min(0.0).max(largest))).collect()).collect();
    let supply: Vec<Vec<Variable>> =
        (0..params.k).map(|_| (0..n).map(|_| vars.add(variable().min(0.0).max(largest))).collect()).collect();
    let pairs: Vec<(usize, usize)> = links.iter().copied().filter(|(a, b)| a < b).collect();
    let both: Vec<Vec<Variable>> =
        (0..params.k).map(|_| pairs.iter().map(|_| vars.add(variable().min(0.0).max(1.0))).collect()).collect();
    let sum =
        |of: &[Variable], weight: &dyn Fn(usize) -> f64| cells.iter().map(|c| weight(*c) * of[*c]).sum::<Expression>();
    let harm = inside.iter().map(|x| sum(x, &|c| ground.harm[c])).sum::<Expression>();
    let mut model = vars.maximise(harm.clone()).using(microlp);
    for j in 0..params.k {
        model.add_constraint(sum(&inside[j], &|c| ground.area_km2[c]).leq(params.area_km2));
        model.add_constraint(sum(&center[j], &|_| 1.0).eq(1.0));
        if params.outline_factor.is_some() {
            // An edge between two cells inside is none of the outline.
            for ((a, b), pair) in pairs.iter().zip(&both[j]) {
                model.add_constraint((*pair - inside[j][*a]).leq(0.0));
                model.add_constraint((*pair - inside[j][*b]).leq(0.0));
            }
            let edges = sum(&inside[j], &|_| 6.0) - both[j].iter().map(|pair| 2.0 * *pair).sum::<Expression>();
            model.add_constraint(edges.leq(most_edges(ground, params)));
        }
        for &c in &cells {
            let near = cells
                .iter()
                .filter(|o| ground.distance_m(c, **o) <= params.reach_m())
                .map(|o| Expression::from(center[j][*o]));
            model.add_constraint((inside[j][c] - near.sum::<Expression>()).leq(0.0));
            model.add_constraint((center[j][c] - inside[j][c]).leq(0.0));
            model.add_constraint((supply[j][c] - largest * center[j][c]).leq(0.0));
            let through = links.iter().zip(&flow[j]).map(|(l, f)| {
                if l.1 == c {
                    1.0 * *f
                } else if l.0 == c {
                    -1.0 * *f
                } else {
                    0.0.into()
                }
            });
            model.add_constraint((through.sum::<Expression>() + supply[j][c] - inside[j][c]).eq(0.0));
        }
        for (l, f) in links.iter().zip(&flow[j]) {
            model.add_constraint((*f - largest * inside[j][l.0]).leq(0.0));
            model.add_constraint((*f - largest * inside[j][l.1]).leq(0.0));
        }
    }
    for &c in &cells {
        model.add_constraint(inside.iter().map(|x| Expression::from(x[c])).sum::<Expression>().leq(1.0));
    }
    model.solve().expect("an optimum").eval(harm)
}

#[test]
fn the_search_equals_an_exact_solver_on_200_random_cases() {
    for seed in 0..200 {
        let (ground, params) = case(seed, 1 + usize::from(seed >= 100), (20, 37));
        let (found, exact) = (search(&ground, params), optimum(&ground, params));
        assert!((found.harm - exact).abs() < 1e-9, "case {seed}: found {}, exact {exact}", found.harm);
        assert!(
            found.proven.gap() < 1e-9 && found.gap() < 1e-9,
            "case {seed}: the best was found but not proven: {}",
            found.bound
        );
    }
}

#[test]
fn no_bound_is_below_the_best_there_is() {
    for seed in 300..360 {
        let (ground, params) = case(seed, 1 + usize::from(seed % 2 == 0), (20, 37));
        let exact = optimum(&ground, params);
        for effort in [0, 1, 4] {
            let found = search(&ground, CatchmentParams { effort, starts: 1, rounds: 0, ..params });
            assert!(found.harm <= exact + 1e-9 && exact <= found.proven.bound + 1e-9, "case {seed}, effort {effort}");
        }
    }
}

#[test]
fn both_exact_solvers_agree() {
    for seed in 400..406 {
        let (ground, params) = case(seed, 1 + usize::from(seed % 2 == 0), (12, 14));
        let (sets, program) = (optimum(&ground, params), integer_program(&ground, params));
        assert!((sets - program).abs() < 1e-6, "case {seed}: {sets} by sets, {program} by the integer program");
        assert!((search(&ground, params).harm - program).abs() < 1e-6);
    }
}
