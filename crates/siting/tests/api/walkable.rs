//! Walkable catchments, against every set of cells of small grounds.

use std::collections::{BTreeMap, BTreeSet};

use catchment_siting::{CatchmentError, CatchmentInput, CatchmentParams, CatchmentSet, Shape, Stream};
use h3o::Resolution;

use crate::world::Ground;

fn walkable(k: usize, area_km2: f64) -> CatchmentParams {
    CatchmentParams { k, area_km2, shape: Shape::Walkable, ..CatchmentParams::default() }
}

fn best(ground: &Ground, params: CatchmentParams) -> CatchmentSet {
    params.check().expect("parameters").best(&ground.input()).expect("catchments")
}

/// The six steps to the cells that touch, by the geometry of the centers alone: the direction to a neighbor, in sixths
/// of a turn.
fn axes(ground: &Ground) -> Vec<(i32, i32)> {
    let mut at: BTreeMap<usize, (i32, i32)> = BTreeMap::from([(0, (0, 0))]);
    let mut open = vec![0];
    let first = ground.neighbors.of(0)[0] as usize;
    let angle = |a: usize, b: usize| (ground.y_m[b] - ground.y_m[a]).atan2(ground.x_m[b] - ground.x_m[a]);
    let zero = angle(0, first);
    let steps = [(1, 0), (0, 1), (-1, 1), (-1, 0), (0, -1), (1, -1)];
    while let Some(cell) = open.pop() {
        for &n in ground.neighbors.of(cell) {
            let sixths = ((angle(cell, n as usize) - zero) / (std::f64::consts::PI / 3.0)).round().rem_euclid(6.0);
            let step = (0_u32..).zip(steps).find(|(i, _)| (f64::from(*i) - sixths).abs() < 0.5).expect("one of six").1;
            let place = (at[&cell].0 + step.0, at[&cell].1 + step.1);
            if at.insert(n as usize, place).is_none() {
                open.push(n as usize);
            }
        }
    }
    (0..ground.cells.len()).map(|c| at[&c]).collect()
}

fn members(set: u64) -> impl Iterator<Item = usize> {
    (0..64).filter(move |c| set >> c & 1 == 1)
}

/// Whether a set is walkable, from the words of its definition: connected; in one of three directions rows without
/// gaps of at least `least` cells; rows of the other two directions without gaps as well; sides that move by at most
/// one and a half cells a row.
fn is_walkable(axes: &[(i32, i32)], set: &[usize], least: usize) -> bool {
    let coordinates = |turn: usize| -> BTreeMap<i32, Vec<i32>> {
        let mut rows: BTreeMap<i32, Vec<i32>> = BTreeMap::new();
        for &cell in set {
            // Twice the position along the row, so that the lean of the rows is whole.
            let (q, r) = axes[cell];
            let (row, along) = [(r, 2 * q + r), (q + r, q - r), (q, -2 * r - q)][turn];
            rows.entry(row).or_default().push(along);
        }
        for row in rows.values_mut() {
            row.sort_unstable();
        }
        rows
    };
    let whole = |rows: &BTreeMap<i32, Vec<i32>>| rows.values().all(|r| r.windows(2).all(|w| w[1] - w[0] == 2));
    if !(0..3).all(|turn| whole(&coordinates(turn))) {
        return false;
    }
    (0..3).any(|turn| {
        let rows: Vec<(i32, Vec<i32>)> = coordinates(turn).into_iter().collect();
        let step = |w: &[(i32, Vec<i32>)]| {
            let ((row, a), (next, b)) = (&w[0], &w[1]);
            let touch = a.iter().any(|x| b.iter().any(|y| (x - y).abs() == 1));
            let left = (b[0] - a[0]).abs() <= 3;
            let right = (b[b.len() - 1] - a[a.len() - 1]).abs() <= 3;
            next - row == 1 && touch && left && right
        };
        rows.iter().all(|r| r.1.len() >= least) && rows.windows(2).all(step)
    })
}

/// Every walkable set with its harm, by falling harm.
fn every_one(ground: &Ground, params: CatchmentParams, least: usize) -> Vec<(f64, u64)> {
    let axes = axes(ground);
    let area = |s: u64| members(s).map(|c| ground.area_km2[c]).sum::<f64>();
    let fits = |s: u64| area(s) <= params.area_km2 * (1.0 + 1e-9);
    let reach = params.reach_m() * (1.0 + 1e-9);
    let reaches = |c: usize, s: u64| members(s).all(|o| ground.distance_m(c, o) <= reach);
    let mut level: BTreeSet<u64> =
        (0..ground.cells.len()).filter(|c| ground.allowed[*c]).map(|c| 1 << c).filter(|s| fits(*s)).collect();
    let mut all = Vec::new();
    while !level.is_empty() {
        let own = level.iter().filter(|s| {
            is_walkable(&axes, &members(**s).collect::<Vec<_>>(), least) && members(**s).any(|c| reaches(c, **s))
        });
        all.extend(own.map(|s| (members(*s).map(|c| ground.harm[c].max(0.0)).sum::<f64>(), *s)));
        let grown = level.iter().flat_map(|s| {
            let around = members(*s).flat_map(|c| ground.neighbors.of(c)).map(|n| *n as usize);
            around.filter(|n| ground.allowed[*n] && s >> n & 1 == 0).map(|n| s | 1 << n).collect::<Vec<_>>()
        });
        level = grown.filter(|s| fits(*s)).collect();
    }
    all.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    all
}

/// A made-up case: 15 to 24 cells with gaps, small whole numbers as harm, catchments of 3 to 8 cells.
fn case(seed: u64, k: usize) -> (Ground, CatchmentParams) {
    let stream = Stream::new(seed, &["walkable"]);
    let mut ground = Ground::new(Resolution::Nine, 3, 15 + stream.below(0, 10)).with_noise(seed);
    for (i, allowed) in ground.allowed.iter_mut().enumerate() {
        *allowed = stream.uniform(1_000 + i as u64) > 0.1;
    }
    let area_km2 = ground.area_km2[0] * (3.3 + stream.below(1, 6) as f64);
    let radius_factor = 1.1 + stream.uniform(2);
    (ground, CatchmentParams { radius_factor, seed, ..walkable(k, area_km2) })
}

/// Demands on each: walkable by the definition, on free ground, within area and reach, of the harm that is said.
fn assert_sound(ground: &Ground, params: CatchmentParams, set: &CatchmentSet, least: usize) {
    let axes = axes(ground);
    let mut used = BTreeSet::new();
    for c in &set.catchments {
        assert!(is_walkable(&axes, &c.cells, least), "{:?}", c.cells);
        assert!(c.cells.iter().all(|cell| used.insert(*cell)), "disjoint");
        assert!(c.cells.iter().all(|cell| ground.allowed[*cell]));
        assert!(c.area_km2 <= params.area_km2 * (1.0 + 1e-6));
        assert!(c.cells.iter().all(|o| ground.distance_m(c.center, *o) <= params.reach_m() * (1.0 + 1e-6)));
    }
}

#[test]
fn one_walkable_catchment_is_the_best_there_is() {
    for seed in 0..300 {
        let (ground, params) = case(seed, 1);
        let found = best(&ground, params);
        assert_sound(&ground, params, &found, 1);
        let optimum = every_one(&ground, params, 1)[0].0;
        assert!((found.harm - optimum).abs() < 1e-9, "case {seed}: {} against {optimum}", found.harm);
        assert!(optimum <= found.proven.bound + 1e-9, "case {seed}: bound {} below {optimum}", found.proven.bound);
    }
}

#[test]
fn two_walkable_catchments_are_the_best_two() {
    let (mut exact, mut worst) = (0, 0.0_f64);
    for seed in 1_000..1_120 {
        let (ground, params) = case(seed, 2);
        let Ok(found) = params.check().expect("parameters").best(&ground.input()) else { continue };
        assert_sound(&ground, params, &found, 1);
        let sets = every_one(&ground, params, 1);
        let mut optimum = 0.0;
        for (i, a) in sets.iter().enumerate() {
            if 2.0 * a.0 <= optimum {
                break;
            }
            if let Some(b) = sets[i + 1..].iter().find(|b| a.1 & b.1 == 0) {
                optimum = f64::max(optimum, a.0 + b.0);
            }
        }
        assert!(found.harm <= optimum + 1e-9 && optimum <= found.proven.bound + 1e-9, "case {seed}");
        let gap = 1.0 - found.harm / optimum;
        (exact, worst) = (exact + i32::from(gap < 1e-9), worst.max(gap));
    }
    eprintln!("two walkable catchments: best in {exact} of 120 cases, worst {:.2}%", 100.0 * worst);
    assert!(exact >= 118);
}

#[test]
fn walkable_catchments_of_a_city_are_sound_and_the_same_on_any_number_of_threads() {
    let ground = Ground::new(Resolution::Nine, 12, 0).with_hot_spots(3, 12, 2_000);
    // Of 37 cells: rows of two cells at least.
    let params = walkable(3, 37.3 * ground.area_km2[0]);
    let on = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| params.check().expect("parameters").frontier(&ground.input()).expect("catchments"))
    };
    let one = on(1);
    assert_eq!(one, on(3));
    let free = best(&ground, CatchmentParams { shape: Shape::Free, ..params });
    for set in &one {
        assert_sound(&ground, params, set, 2);
        assert!(set.harm <= set.proven.bound && set.proven.gap() < 0.01, "{:.2}%", 100.0 * set.proven.gap());
    }
    assert!(one[2].harm <= free.proven.bound, "free ground holds more");
    let list = params.check().expect("parameters").best_and_more(&ground.input(), 6).expect("a list");
    assert_eq!(list.catchments.len(), 6);
    assert_sound(&ground, params, &list, 2);
}

/// Of 61 cells, four catchments: too large to count all sets out, so prices of ground and the rows that are needed
/// decide.
#[test]
fn large_walkable_catchments_are_proven_within_a_percent() {
    let ground = Ground::new(Resolution::Nine, 17, 0).with_hot_spots(9, 9, 4_000);
    let params = walkable(4, 61.3 * ground.area_km2[0]);
    let sets = params.check().expect("parameters").frontier(&ground.input()).expect("catchments");
    for set in &sets {
        assert_sound(&ground, params, set, 2);
        assert!(set.harm <= set.proven.bound && set.proven.gap() < 0.01, "{:.2}%", 100.0 * set.proven.gap());
    }
}

#[test]
fn walkable_centers_keep_the_distance_asked_for() {
    let ground = Ground::new(Resolution::Nine, 12, 0).with_hot_spots(5, 3, 2_000);
    let params = CatchmentParams { center_spacing_m: 1_500.0, ..walkable(3, 1.0) };
    let found = best(&ground, params);
    assert_sound(&ground, params, &found, 1);
    for (i, a) in found.catchments.iter().enumerate() {
        assert!(found.catchments[..i].iter().all(|b| ground.distance_m(a.center, b.center) >= 1_499.9));
    }
}

#[test]
fn a_city_across_a_fold_of_the_grid_is_refused() {
    let ground = Ground::new(Resolution::Nine, 3, 20).with_noise(1);
    // Two cells that do not touch are said to.
    let mut lists: Vec<Vec<u32>> = (0..ground.cells.len()).map(|c| ground.neighbors.of(c).to_vec()).collect();
    let far = (0..20).rev().find(|c| *c != 0 && !lists[0].contains(c)).expect("a cell apart");
    lists[0].push(far);
    lists[far as usize].push(0);
    let folded = catchment_spatial::Neighbors::from_lists(&lists).expect("neighbors");
    let input = CatchmentInput { neighbors: &folded, ..ground.input() };
    let refused = walkable(1, 0.5).check().expect("parameters").best(&input).unwrap_err();
    assert!(matches!(refused, CatchmentError::Lattice { .. }) && refused.to_string().contains("fold of the grid"));
}

/// By itself a looser search can lead to less: it looks back on tighter ones.
#[test]
fn a_looser_outline_never_holds_less_than_a_tighter_one_or_than_walkable_shapes() {
    for seed in [3, 8] {
        let ground = Ground::new(Resolution::Nine, 10, 0).with_hot_spots(seed, 8, 1_500);
        let area_km2 = 24.3 * ground.area_km2[0];
        let held = |outline: Option<f64>, shape: Shape| {
            let params = CatchmentParams { outline_factor: outline, shape, effort: 0, ..walkable(2, area_km2) };
            best(&ground, params).harm
        };
        let round = held(None, Shape::Walkable);
        let bounds = [1.5, 1.7, 1.75, 2.0];
        let all = bounds.map(|b| held(Some(b), Shape::Free));
        for pair in all.windows(2) {
            assert!(pair[1] >= pair[0] * (1.0 - 1e-9), "{seed}: {all:?}");
        }
        assert!(all[3] >= round * (1.0 - 1e-9), "{seed}: {all:?}, walkable {round}");
    }
}
