//! The search for catchments.

use catchment_siting::{Catchment, CatchmentError, CatchmentInput, CatchmentParams, CatchmentSet};
use h3o::Resolution;

use crate::world::Ground;

fn params(k: usize, area_km2: f64) -> CatchmentParams {
    CatchmentParams { k, area_km2, ..CatchmentParams::default() }
}

fn best(ground: &Ground, params: CatchmentParams) -> CatchmentSet {
    params.check().expect("parameters").best(&ground.input()).expect("catchments")
}

/// Every demand on an answer: disjoint, connected, allowed, within the area, within reach of the center, sums right.
fn assert_sound(ground: &Ground, params: CatchmentParams, set: &CatchmentSet) {
    let mut used = vec![false; ground.cells.len()];
    for c in &set.catchments {
        assert!(c.cells.windows(2).all(|w| w[0] < w[1]));
        assert!(ground.connected(&c.cells));
        assert!(c.cells.contains(&c.center) && c.id == ground.cells[c.center].to_string());
        assert!(c.area_km2 <= params.area_km2 * (1.0 + 1e-6));
        for &cell in &c.cells {
            assert!(!std::mem::replace(&mut used[cell], true), "cell {cell} is in two catchments");
            assert!(ground.allowed[cell]);
            assert!(ground.distance_m(c.center, cell) <= params.reach_m() * (1.0 + 1e-6));
        }
        let harm: f64 = c.cells.iter().map(|i| ground.harm[*i].max(0.0)).sum();
        assert!((harm - c.harm).abs() < 1e-9);
    }
    assert!(set.catchments.windows(2).all(|w| w[0].harm >= w[1].harm));
    assert!(set.harm <= set.bound && (0.0..1.0).contains(&set.gap()));
}

/// Plain greedy growth, written anew: from the heaviest free cell always the heaviest touching cell that fits;
/// `reach_m` bounds it.
fn greedy(ground: &Ground, k: usize, area_km2: f64, reach_m: f64) -> f64 {
    let mut free = ground.allowed.clone();
    let mut sum = 0.0;
    for _ in 0..k {
        let heaviest = |from: &mut dyn Iterator<Item = usize>| {
            from.fold(
                None,
                |m: Option<usize>, c| if m.is_some_and(|m| ground.harm[m] >= ground.harm[c]) { m } else { Some(c) },
            )
        };
        let Some(start) = heaviest(&mut (0..free.len()).filter(|c| free[*c])) else { break };
        let (mut cells, mut area) = (vec![start], ground.area_km2[start]);
        free[start] = false;
        loop {
            let touching = cells.iter().flat_map(|c| ground.neighbors.of(*c)).map(|n| *n as usize);
            let mut fit = touching.filter(|n| {
                free[*n] && area + ground.area_km2[*n] <= area_km2 && ground.distance_m(start, *n) <= reach_m
            });
            let Some(next) = heaviest(&mut fit) else { break };
            free[next] = false;
            area += ground.area_km2[next];
            cells.push(next);
        }
        sum += cells.iter().map(|c| ground.harm[*c]).sum::<f64>();
    }
    sum
}

/// All connected sets of allowed cells within the area that some cell of theirs can reach: `(set as bits, harm)`.
fn every_catchment(ground: &Ground, params: CatchmentParams) -> Vec<(u32, f64)> {
    let n = ground.cells.len();
    let links: Vec<u32> = (0..n).map(|c| ground.neighbors.of(c).iter().map(|o| 1 << o).sum()).collect();
    let reach: Vec<u32> = (0..n)
        .map(|c| (0..n).filter(|o| ground.distance_m(c, *o) <= params.reach_m() * (1.0 + 1e-9)).map(|o| 1 << o).sum())
        .collect();
    let cells_of = |set: u32| (0..n).filter(move |c| set >> c & 1 == 1);
    let connected = |set: u32| {
        let mut grown = set & set.wrapping_neg();
        loop {
            let next = cells_of(grown).fold(grown, |g, c| g | (links[c] & set));
            if next == grown {
                return grown == set;
            }
            grown = next;
        }
    };
    let sum = |set: u32, values: &[f64]| cells_of(set).map(|c| values[c]).sum::<f64>();
    (1..1_u32 << n)
        .filter(|s| sum(*s, &ground.area_km2) <= params.area_km2 * (1.0 + 1e-9))
        .filter(|s| cells_of(*s).any(|c| s & !reach[c] == 0) && connected(*s))
        .map(|s| (s, sum(s, &ground.harm)))
        .collect()
}

fn small(seed: u64) -> Ground {
    Ground::new(Resolution::Nine, 2, 16).with_noise(seed)
}

#[test]
fn one_catchment_on_small_ground_is_the_best_there_is() {
    let (mut worst, mut sum, mut exact) = (0.0_f64, 0.0, 0);
    for seed in 0..60 {
        let ground = small(seed);
        let p = params(1, ground.area_km2[0] * (3.2 + (seed % 5) as f64));
        let found = best(&ground, p);
        assert_sound(&ground, p, &found);
        let optimum = every_catchment(&ground, p).iter().map(|s| s.1).fold(0.0, f64::max);
        assert!(
            found.harm <= optimum + 1e-9 && optimum <= found.bound + 1e-9,
            "{} {optimum} {}",
            found.harm,
            found.bound
        );
        let gap = 1.0 - found.harm / optimum;
        (worst, sum, exact) = (worst.max(gap), sum + gap, exact + usize::from(gap < 1e-9));
    }
    eprintln!(
        "one catchment, 16 cells: best in {exact} of 60 cases, mean gap {:.3}%, worst {:.2}%",
        100.0 * sum / 60.0,
        100.0 * worst
    );
    assert!(exact == 60 && worst < 1e-9);
}

#[test]
fn two_catchments_on_small_ground_are_the_best_two() {
    let (mut worst, mut sum, mut exact, mut cases) = (0.0_f64, 0.0, 0, 0);
    for seed in 100..140 {
        let ground = small(seed);
        let p = params(2, ground.area_km2[0] * (2.2 + (seed % 3) as f64));
        let found = best(&ground, p);
        assert_sound(&ground, p, &found);
        let mut sets = every_catchment(&ground, p);
        sets.sort_by(|a, b| b.1.total_cmp(&a.1));
        let mut optimum = 0.0;
        for (i, a) in sets.iter().enumerate() {
            if 2.0 * a.1 <= optimum {
                break;
            }
            if let Some(b) = sets[i..].iter().find(|b| a.0 & b.0 == 0) {
                optimum = f64::max(optimum, a.1 + b.1);
            }
        }
        assert!(found.harm <= optimum + 1e-9 && optimum <= found.bound + 1e-9);
        let gap = 1.0 - found.harm / optimum;
        (worst, sum, exact, cases) = (worst.max(gap), sum + gap, exact + i32::from(gap < 1e-9), cases + 1);
    }
    eprintln!(
        "two catchments, 16 cells: best in {exact} of {cases} cases, mean gap {:.3}%, worst {:.2}%",
        100.0 * sum / f64::from(cases),
        100.0 * worst
    );
    assert!(exact == cases && worst < 1e-9);
}

#[test]
fn three_catchments_hold_at_least_what_plain_greedy_growth_holds() {
    for seed in 0..4 {
        let ground = Ground::new(Resolution::Nine, 14, 0).with_hot_spots(seed, 14, 4_000);
        for area in [0.5, 2.5] {
            let p = params(3, area);
            let found = best(&ground, p);
            assert_sound(&ground, p, &found);
            let bounded = greedy(&ground, 3, area, p.reach_m());
            let unbounded = greedy(&ground, 3, area, f64::INFINITY);
            eprintln!(
                "seed {seed}, {area} km²: found {}, greedy {bounded}, greedy without a bound on its shape {unbounded}, \
                 bound {}",
                found.harm, found.bound
            );
            assert!(found.harm >= bounded);
            assert!(found.harm >= unbounded, "{} against {unbounded}", found.harm);
        }
    }
}

#[test]
fn the_number_of_threads_changes_no_catchment() {
    let ground = Ground::new(Resolution::Nine, 12, 0).with_hot_spots(3, 12, 2_000);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| {
            (best(&ground, params(3, 1.0)), params(3, 1.0).check().expect("parameters").candidates(&ground.input(), 8))
        })
    };
    let one = on(1);
    assert_eq!(one, on(2));
    assert_eq!(one, on(7));
}

#[test]
fn a_list_of_candidates_is_disjoint_and_falling() {
    let ground = Ground::new(Resolution::Nine, 12, 0).with_hot_spots(5, 12, 2_000);
    let p = params(3, 1.0);
    let search = p.check().expect("parameters");
    let list = search.candidates(&ground.input(), 12).expect("candidates");
    assert_eq!(list.catchments.len(), 12);
    assert_sound(&ground, p, &list);
    let more = search.best_and_more(&ground.input(), 12).expect("candidates");
    assert_eq!(more.catchments.len(), 12);
    assert_sound(&ground, p, &more);
    let together: Vec<Catchment> = best(&ground, p).catchments;
    assert!(together.iter().all(|c| more.catchments.contains(c)));
}

#[test]
fn centers_keep_the_distance_asked_for() {
    let ground = Ground::new(Resolution::Nine, 12, 0).with_hot_spots(5, 3, 2_000);
    let near = best(&ground, params(4, 0.5));
    for center_spacing_m in [1_000.0, 2_000.0] {
        let p = CatchmentParams { center_spacing_m, ..params(4, 0.5) };
        let found = best(&ground, p);
        assert_sound(&ground, p, &found);
        for (i, a) in found.catchments.iter().enumerate() {
            for b in &found.catchments[..i] {
                assert!(ground.distance_m(a.center, b.center) >= center_spacing_m * (1.0 - 1e-6));
            }
        }
        assert!(found.harm <= near.proven.bound + 1e-9);
    }
    let far = CatchmentParams { center_spacing_m: -1.0, ..params(2, 0.5) };
    assert_eq!(far.check().unwrap_err().to_string(), "center_spacing_m = -1; expected 0 to 50000 meters");
}

#[test]
fn more_effort_never_loosens_the_bound() {
    let ground = Ground::new(Resolution::Nine, 14, 0).with_hot_spots(6, 14, 4_000);
    for k in [1, 3, 6] {
        let at = |effort| best(&ground, CatchmentParams { effort, ..params(k, 1.5) });
        let (plain, proven) = (at(0), at(4));
        assert_sound(&ground, params(k, 1.5), &proven);
        assert!(proven.bound <= plain.bound + 1e-9 && proven.harm >= plain.harm - 1e-9);
        assert!(
            proven.proven.gap() < 0.03,
            "k = {k}: {:.2}% against {:.2}%",
            100.0 * proven.gap(),
            100.0 * plain.gap()
        );
    }
}

#[test]
fn a_gap_without_harm_is_bridged_where_it_pays() {
    // Two heavy cells with one empty cell between them.
    let mut ground = Ground::new(Resolution::Nine, 3, 0);
    let middle = (0..ground.cells.len()).find(|c| ground.neighbors.of(*c).len() == 6).expect("an inner cell");
    let around = ground.neighbors.of(middle).to_vec();
    let apart = |a: u32, b: u32| !ground.neighbors.of(a as usize).contains(&b) && a != b;
    let (a, b) = (around[0], *around.iter().find(|o| apart(around[0], **o)).expect("two apart"));
    (ground.harm[a as usize], ground.harm[b as usize]) = (10.0, 9.0);
    let found = best(&ground, params(1, 3.2 * ground.area_km2[0]));
    assert_eq!((found.harm, found.catchments[0].cells.len()), (19.0, 3));
}

#[test]
fn cells_not_allowed_are_never_used() {
    let mut ground = Ground::new(Resolution::Nine, 8, 0).with_hot_spots(2, 5, 900);
    let open = best(&ground, params(1, 1.0)).catchments.remove(0);
    ground.allowed[open.center] = false;
    let p = params(1, 1.0);
    let closed = best(&ground, p);
    assert_sound(&ground, p, &closed);
    assert!(closed.harm <= open.harm);
}

#[test]
fn bad_input_is_refused_with_what_would_be_right() {
    let ground = small(1);
    let with = |p: CatchmentParams| p.check().and_then(|s| s.best(&ground.input())).unwrap_err();
    assert_eq!(with(params(0, 1.0)), CatchmentError::K { k: 0, max: 200 });
    assert!(with(params(1, 0.01)).to_string().contains("the area of a cell"));
    assert!(matches!(with(params(1, f64::NAN)), CatchmentError::Area { .. }));
    assert!(matches!(with(CatchmentParams { radius_factor: 1.0, ..params(1, 1.0) }), CatchmentError::RadiusFactor(_)));
    assert!(matches!(with(params(17, 0.2)), CatchmentError::TooFew { k: 17, .. }));
    let search = params(1, 0.5).check().expect("parameters");
    let mut input = ground.input();
    input.harm = &ground.harm[1..];
    assert!(matches!(search.best(&input), Err(CatchmentError::Columns { column: "harm", .. })));
    let none = vec![false; 16];
    assert!(matches!(
        search.best(&CatchmentInput { allowed: &none, ..ground.input() }),
        Err(CatchmentError::NoCells { .. })
    ));
    let nothing = vec![-1.0; 16];
    assert!(matches!(
        search.best(&CatchmentInput { harm: &nothing, ..ground.input() }),
        Err(CatchmentError::NoHarm(16))
    ));
}

#[test]
fn a_bound_on_the_outline_is_kept_and_costs_harm() {
    let ground = Ground::new(Resolution::Nine, 12, 0).with_noise(7);
    let free = best(&ground, params(3, 2.5));
    let round = CatchmentParams { outline_factor: Some(1.6), ..params(3, 2.5) };
    let bound_m = round.outline_m().expect("a bound");
    let found = best(&ground, round);
    assert!(free.catchments.iter().any(|c| c.outline_m > bound_m), "without the bound they are longer");
    assert!(found.catchments.iter().all(|c| c.outline_m <= bound_m * (1.0 + 1e-9)));
    assert!(found.harm < free.harm && found.harm <= found.proven.bound);
    for factor in [1.2, 21.0, f64::NAN] {
        let wrong = CatchmentParams { outline_factor: Some(factor), ..params(3, 2.5) };
        assert!(matches!(wrong.check(), Err(CatchmentError::OutlineFactor(_))));
    }
}

#[test]
fn a_frontier_ends_with_what_the_search_gives_and_never_falls() {
    let ground = Ground::new(Resolution::Nine, 10, 0).with_noise(3);
    let search = params(5, 1.5).check().expect("parameters");
    let frontier = search.frontier(&ground.input()).expect("a frontier");
    assert_eq!(frontier.len(), 5);
    assert_eq!(frontier[4], search.best(&ground.input()).expect("catchments"));
    for (k, set) in (1..).zip(&frontier) {
        assert!(set.catchments.len() == k && set.proven.k == k && set.harm <= set.proven.bound);
        let mut cells: Vec<usize> = set.catchments.iter().flat_map(|c| c.cells.clone()).collect();
        let all = cells.len();
        cells.sort_unstable();
        cells.dedup();
        assert_eq!(cells.len(), all, "disjoint");
    }
    assert!(frontier.windows(2).all(|w| w[1].harm >= w[0].harm));
    let long = params(13, 1.5).check().expect("parameters");
    assert!(matches!(long.frontier(&ground.input()), Err(CatchmentError::K { k: 13, max: 12 })));
}
