//! Walk routes against every closed walk of small networks, and on grids of blocks.

use catchment_siting::route::{RouteError, RouteInput, RouteParams, Routed, WalkEdge};
use catchment_siting::{Stream, Unwatched};

fn edge(a: usize, b: usize, meters: f64, prize: f64) -> WalkEdge {
    WalkEdge { a, b, meters, prize, street: a.min(b), leaves: [0.0, std::f64::consts::PI] }
}

/// A connected network of some crossings with chords, lengths 50 to 250 m, prizes 0 to 1.
fn small(seed: u64) -> (usize, Vec<WalkEdge>) {
    let stream = Stream::new(seed, &["small"]);
    let nodes = 4 + stream.below(0, 3);
    let mut edges = Vec::new();
    let mut draw = 1;
    let mut word = |bound: usize| {
        draw += 1;
        stream.below(draw, bound)
    };
    let mut add = |a: usize, b: usize, long: usize, prize: usize| {
        edges.push(edge(a, b, 50.0 + long as f64, if prize < 300 { 0.0 } else { prize as f64 / 1000.0 }));
    };
    for b in 1..nodes {
        add(word(b), b, word(200), word(1000));
    }
    for _ in 0..4 {
        add(word(nodes), word(nodes), word(200), word(1000));
    }
    (nodes, edges)
}

/// The most that any closed walk passes: all ways of passing each segment 0, 1 or 2 times.
fn most(nodes: usize, edges: &[WalkEdge], start: Option<usize>, meters: f64) -> f64 {
    let mut best = 0.0_f64;
    let segments = u32::try_from(edges.len()).expect("few segments");
    for code in 1..3_u32.pow(segments) {
        let times: Vec<u32> = (0..segments).map(|i| code / 3_u32.pow(i) % 3).collect();
        let long: f64 = edges.iter().zip(&times).map(|(e, t)| e.meters * f64::from(*t)).sum();
        let prize: f64 = edges.iter().zip(&times).filter(|(_, t)| **t > 0).map(|(e, _)| e.prize).sum();
        if long <= meters && prize > best && is_walk(nodes, edges, &times, start) {
            best = prize;
        }
    }
    best
}

fn is_walk(nodes: usize, edges: &[WalkEdge], times: &[u32], start: Option<usize>) -> bool {
    let passed: Vec<(&WalkEdge, u32)> = edges.iter().zip(times.iter().copied()).filter(|(_, t)| *t > 0).collect();
    let mut degree = vec![0; nodes];
    for (e, t) in &passed {
        degree[e.a] += t;
        degree[e.b] += t;
    }
    let first = start.unwrap_or(passed[0].0.a);
    let mut reached = vec![false; nodes];
    reached[first] = true;
    for _ in 0..nodes {
        for (e, _) in &passed {
            let either = reached[e.a] || reached[e.b];
            (reached[e.a], reached[e.b]) = (either, either);
        }
    }
    degree.iter().all(|d| d % 2 == 0) && passed.iter().all(|(e, _)| reached[e.a]) && degree[first] > 0
}

fn route(nodes: usize, edges: &[WalkEdge], start: Option<usize>, meters: f64) -> Result<Routed, RouteError> {
    let router = RouteParams { meters, tries: 2, seed: 1 }.check()?;
    router.best(&RouteInput { nodes, edges, start }, &Unwatched)
}

/// The walk is one: closed, on the segments, as long and worth as much as it says.
fn holds(found: &Routed, edges: &[WalkEdge], start: Option<usize>, meters: f64) {
    let ends = |p: &catchment_siting::route::Passed| {
        let e = &edges[p.edge];
        if p.forth { (e.a, e.b) } else { (e.b, e.a) }
    };
    let steps = &found.steps;
    for (p, q) in steps.iter().zip(steps.iter().cycle().skip(1)) {
        assert_eq!(ends(p).1, ends(q).0, "{steps:?}");
    }
    assert!(start.is_none_or(|s| ends(&steps[0]).0 == s));
    let long: f64 = steps.iter().map(|p| edges[p.edge].meters).sum();
    let mut passed: Vec<usize> = steps.iter().map(|p| p.edge).collect();
    passed.sort_unstable();
    passed.dedup();
    let prize: f64 = passed.iter().map(|e| edges[*e].prize).sum();
    assert!((long - found.meters).abs() < 1e-6 && (prize - found.prize).abs() < 1e-9 && long <= meters + 1e-6);
}

#[test]
fn no_walk_of_small_networks_passes_more_than_the_bound_and_the_best_is_found() {
    let (mut looked, mut gaps, mut missed) = (0, 0.0, 0);
    for seed in 0..60 {
        let (nodes, edges) = small(seed);
        let meters = 300.0 + 100.0 * (seed % 9) as f64;
        let start = (seed % 3 == 0).then_some(0);
        let best = most(nodes, &edges, start, meters);
        let found = match route(nodes, &edges, start, meters) {
            Ok(found) => found,
            Err(error) => {
                assert!(matches!(error, RouteError::Nothing(_)) && best <= 0.0, "seed {seed}: {error}, best {best}");
                continue;
            }
        };
        holds(&found, &edges, start, meters);
        assert!(found.prize <= best + 1e-9, "seed {seed}: {} beyond {best}", found.prize);
        assert!(best <= found.bound + 1e-9, "seed {seed}: bound {} below {best}", found.bound);
        missed += usize::from(found.prize < best - 1e-9);
        gaps += found.bound / best - 1.0;
        looked += 1;
    }
    eprintln!("{looked} small networks: {missed} not best, mean gap of the bound {:.3}", gaps / f64::from(looked));
    assert!(looked > 50 && missed == 0, "{missed} of {looked}");
}

/// Blocks of 80 by 120 m with prizes around two hot corners, as streets of a city.
fn grid(side: usize) -> (usize, Vec<WalkEdge>) {
    let stream = Stream::new(9, &["grid"]);
    let mut edges = Vec::new();
    let hot = |x: f64, y: f64, u: f64| {
        let near = |a: f64, b: f64| (-((x - a).powi(2) + (y - b).powi(2)) / 8.0).exp();
        (near(3.0, 3.0) + 0.8 * near(10.0, 9.0) + 0.1) * (0.5 + u)
    };
    for y in 0..side {
        for x in 0..side {
            let at = y * side + x;
            let u = |k: usize| stream.uniform((2 * at + k) as u64);
            let east = std::f64::consts::PI;
            if x + 1 < side {
                let prize = hot(x as f64 + 0.5, y as f64, u(0));
                edges.push(WalkEdge { street: y, leaves: [0.0, east], ..edge(at, at + 1, 120.0, prize) });
            }
            if y + 1 < side {
                let prize = hot(x as f64, y as f64 + 0.5, u(1));
                let leaves = [east / 2.0, -east / 2.0];
                edges.push(WalkEdge { street: side + x, leaves, ..edge(at, at + side, 80.0, prize) });
            }
        }
    }
    (side * side, edges)
}

#[test]
fn on_a_grid_of_blocks_the_walk_comes_close_to_what_any_could_pass() {
    let (nodes, edges) = grid(14);
    let all: f64 = edges.iter().map(|e| e.prize).sum();
    for (meters, start) in [(6_000.0, None), (12_000.0, Some(0))] {
        let clock = std::time::Instant::now();
        let router = RouteParams { meters, tries: 8, seed: 1 }.check().unwrap();
        let found = router.best(&RouteInput { nodes, edges: &edges, start }, &Unwatched).unwrap();
        let took = clock.elapsed();
        holds(&found, &edges, start, meters);
        let turns = found.steps.windows(2).filter(|w| edges[w[0].edge].street != edges[w[1].edge].street).count();
        let of = found.prize / found.bound;
        eprintln!(
            "{meters} m: {:.3} of all, {of:.3} of the bound, {turns} turns in {} segments, {took:?}",
            found.prize / all,
            found.steps.len()
        );
        assert!(of > 0.9, "{of}");
        let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        let again = one.install(|| router.best(&RouteInput { nodes, edges: &edges, start }, &Unwatched).unwrap());
        assert_eq!(again, found, "threads change nothing");
    }
}

#[test]
fn what_cannot_be_walked_is_refused_with_its_value() {
    let edges = [edge(0, 1, 100.0, 1.0), edge(2, 3, 100.0, 1.0)];
    let refused = |meters, start| route(5, &edges, start, meters).unwrap_err().to_string();
    assert!(refused(99.0, None).contains("meters = 99; expected 100 to"));
    assert!(refused(1000.0, Some(4)).contains("start = 4"));
    assert!(refused(150.0, None).contains("within 150 m"));
    let worthless = [edge(0, 1, 100.0, 0.0)];
    assert!(matches!(route(2, &worthless, None, 500.0), Err(RouteError::Nothing(_))));
    let broken = [edge(0, 1, 0.0, 1.0)];
    assert!(route(2, &broken, None, 500.0).unwrap_err().to_string().contains("segment 0: meters is 0"));
}
