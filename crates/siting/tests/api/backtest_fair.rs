//! A fair backtest: the oracle's rules, the data that greedy growth is given, and a limit that does not look.

use catchment_siting::backtest::{Incidents, Known, Method};
use catchment_siting::{BacktestInput, BacktestParams};
use h3o::Resolution;

use crate::backtest::{World, months, noisy, small};
use crate::world::Ground;

#[test]
fn no_way_that_plays_by_the_oracles_rules_comes_above_it() {
    // Harm along one line of cells, more than any bounded reach holds: growth follows it to its end, the engine's
    // search may not.
    let ground = Ground::new(Resolution::Nine, 9, 0);
    let on_line = |c: usize| ground.y_m[c].abs() < 180.0;
    let line: Vec<bool> = (0..ground.cells.len()).map(on_line).collect();
    let spread = noisy(8);
    let worlds = [
        World::new(9, months(2010..=2015), |_, c| if line[c as usize] { 2.0 } else { 0.0 }),
        World::new(9, months(2010..=2015), |m, c| spread(m, c) * if line[c as usize] { 5.0 } else { 1.0 }),
        World::new(5, months(2010..=2015), noisy(9)).and(noisy(10)),
        World::new(6, months(2010..=2015), noisy(12)).and(noisy(13)).and(noisy(14)),
    ];
    let mut above_its_own_reach = 0;
    for world in &worlds {
        let result = world.run(BacktestParams { areas_km2: vec![0.35, 0.9], limit_draws: 0, ..small() });
        let bound = |m| matches!(m, Method::Engine | Method::Greedy | Method::GreedyData | Method::GreedySurface);
        for row in &result.rows {
            assert!(row.greedy_oracle <= row.oracle, "{row:?}");
            assert!(!bound(row.method) || row.capture <= row.oracle, "{row:?}");
            above_its_own_reach += usize::from(row.method == Method::Engine && row.greedy_oracle > row.capture);
        }
    }
    assert!(above_its_own_reach > 0, "growth reaches farther than the engine may, or the test says nothing");
}

#[test]
fn greedy_growth_is_given_what_the_engine_has() {
    // Harm says little; the other offense, counted alike, stands where harm will be.
    let (harm, near) = (noisy(20), noisy(21));
    let world = World::new(6, months(2010..=2015), &harm).and(|m, c| near(m, c) + if c % 40 < 3 { 9.0 } else { 0.0 });
    let test = small().check().expect("parameters");
    let of = |world: &World, method| {
        let all = test.choices(&world.input(), 2015).expect("choices");
        all.into_iter().find(|c| c.method == method).expect("a choice").cells
    };
    assert_ne!(of(&world, Method::Greedy), of(&world, Method::GreedyData));
    // The sum of both, given as harm alone, is what it grows on.
    let sum = World::new(6, months(2010..=2015), |m, c| harm(m, c) + near(m, c) + if c % 40 < 3 { 9.0 } else { 0.0 });
    assert_eq!(of(&world, Method::GreedyData), of(&sum, Method::Greedy));
    assert_eq!(of(&sum, Method::GreedyData), of(&sum, Method::Greedy));
}

#[test]
fn the_limit_does_not_look_at_where_the_years_own_harm_lay() {
    let (usual, strange) = (noisy(15), noisy(16));
    let own = |m: u32| (48..60).contains(&m);
    let turned = |c: u32| 90 - c;
    let world = |turn: bool| {
        World::new(5, months(2010..=2016), |m, c| match (own(m), turn) {
            (true, true) => strange(m, turned(c)),
            (true, false) => strange(m, c),
            _ => usual(m, c),
        })
    };
    let limit = |world: &World| {
        let test = BacktestParams { limit_draws: 2, ..small() }.check().expect("parameters");
        test.run(&world.input(), |year| year == 2014).expect("a backtest").limit[0]
    };
    let (one, other) = (limit(&world(false)), limit(&world(true)));
    assert_eq!((one.ratio, one.simulated_oracle), (other.ratio, other.simulated_oracle));
    assert!(one.ratio > 0.0 && one.ratio <= 1.0);
}

/// One incident of `victims` a month on cells of a lean, as harm and as incidents.
fn clustered(victims: f64) -> (World, Incidents) {
    let lean = noisy(17);
    let happened = move |m: u32, c: u32| lean(m, c) > 0.0 && c % 4 == m % 4;
    let world = World::new(5, months(2010..=2016), |m, c| if happened(m, c) { victims } else { 0.0 });
    let cells = u32::try_from(world.ground.cells.len()).expect("few");
    let all = (0..84).flat_map(|m| (0..cells).map(move |c| (m, c))).filter(|(m, c)| happened(*m, *c));
    let known: Vec<Known> =
        all.map(|(month, cell)| Known { month, cell: Some(cell), harm: victims, weight: 1.0 }).collect();
    let incidents = Incidents::of(&world.monthly, &known).expect("incidents");
    (world, incidents)
}

#[test]
fn whole_incidents_are_drawn_and_captured() {
    let (world, incidents) = clustered(6.0);
    let test = BacktestParams { limit_draws: 4, ..small() }.check().expect("parameters");
    let run = |incidents| {
        let input = BacktestInput { incidents, ..world.input() };
        test.run(&input, |_| true).expect("a backtest")
    };
    let (whole, single) = (run(Some(&incidents)), run(None));
    // All incidents are alike, so that they are captured as their victims are.
    for row in &whole.rows {
        assert!((row.incident_capture.expect("known") - row.capture).abs() < 1e-12, "{row:?}");
    }
    assert!(single.rows.iter().all(|r| r.incident_capture.is_none()));
    // A year of whole incidents is more uneven than one of single victims: who knows the rates holds less of it.
    let (whole, single) = (whole.limit[0], single.limit[0]);
    assert!(whole.simulated_oracle > single.simulated_oracle + 0.01, "{whole:?} {single:?}");
    assert!(whole.ratio < single.ratio - 0.03, "{whole:?} {single:?}");
}
