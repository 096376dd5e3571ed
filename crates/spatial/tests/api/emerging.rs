//! Emerging hot spots and the trend test.
//!
//! `tests/reference/mann_kendall.json` is made by `scripts/oracle/spatial_trend.py` (pymannkendall 1.4.3).

use catchment_model::{Cell, Resolution};
use catchment_spatial::{
    Emerging, EmergingError, EmergingParams, Heat, Neighbors, Trend, categorize, gi_star, mann_kendall, rings,
};
use serde_json::Value;

use crate::support::{close, pick, uniform, with_threads};

/// `h` hot, `c` cold, anything else neither.
fn heat(text: &str) -> Vec<Heat> {
    let one = |c| match c {
        'h' => Heat::Hot,
        'c' => Heat::Cold,
        _ => Heat::Plain,
    };
    text.chars().map(one).collect()
}

/// The same with hot and cold, and up and down, exchanged.
fn mirrored(text: &str, direction: Trend) -> Emerging {
    let turned: String = text
        .chars()
        .map(|c| {
            if c == 'h' {
                'c'
            } else if c == 'c' {
                'h'
            } else {
                c
            }
        })
        .collect();
    let turn = match direction {
        Trend::Up => Trend::Down,
        Trend::Down => Trend::Up,
        Trend::Level => Trend::Level,
    };
    categorize(&heat(&turned), turn)
}

fn holds(text: &str, direction: Trend, hot: Emerging) {
    assert_eq!(categorize(&heat(text), direction), hot, "{text}");
    let at = Emerging::ALL.iter().position(|e| *e == hot).expect("one of all");
    assert_eq!(mirrored(text, direction), Emerging::ALL[at + 8], "{text} mirrored");
}

#[test]
fn hot_in_the_last_step_only_is_new_whatever_was_cold_before() {
    holds(".........h", Trend::Level, Emerging::NewHot);
    holds("h", Trend::Level, Emerging::NewHot);
    assert_eq!(categorize(&heat("ccccccccch"), Trend::Up), Emerging::NewHot);
    // Hot is tried first: its mirror was hot nearly always.
    assert_eq!(categorize(&heat("hhhhhhhhhc"), Trend::Down), Emerging::HistoricalHot);
}

#[test]
fn one_final_run_is_consecutive() {
    holds("........hh", Trend::Up, Emerging::ConsecutiveHot);
    holds("..hhhhhhhh", Trend::Up, Emerging::ConsecutiveHot);
    holds("cc.....hhh", Trend::Up, Emerging::ConsecutiveHot);
}

#[test]
fn mostly_hot_and_rising_is_intensifying() {
    holds("hhhhhhhhhh", Trend::Up, Emerging::IntensifyingHot);
    holds(".hhhhhhhhh", Trend::Up, Emerging::IntensifyingHot);
}

#[test]
fn mostly_hot_but_not_at_the_end_is_historical_whatever_the_trend() {
    for trend in [Trend::Up, Trend::Level, Trend::Down] {
        holds("hhhhhhhhh.", trend, Emerging::HistoricalHot);
    }
}

#[test]
fn mostly_hot_without_a_trend_is_persistent() {
    holds("hhhhhhhhhh", Trend::Level, Emerging::PersistentHot);
    holds("hhhh.hhhhh", Trend::Level, Emerging::PersistentHot);
}

#[test]
fn mostly_hot_and_falling_is_diminishing() {
    holds("hhhhhhhhhh", Trend::Down, Emerging::DiminishingHot);
}

#[test]
fn on_and_off_and_never_cold_is_sporadic() {
    holds("h.h..h...h", Trend::Level, Emerging::SporadicHot);
    holds("hhh.......", Trend::Down, Emerging::SporadicHot);
    holds("....h.....", Trend::Level, Emerging::SporadicHot);
    holds("hhhhhhhh.h.hhh.", Trend::Level, Emerging::SporadicHot);
}

#[test]
fn hot_at_the_end_and_cold_before_is_oscillating() {
    holds("hc..h....h", Trend::Level, Emerging::OscillatingHot);
    holds("hhhhhhc..h", Trend::Up, Emerging::OscillatingHot);
}

#[test]
fn the_rest_is_none() {
    for text in ["", "..........", "hc........", "h...c....."] {
        assert_eq!(categorize(&heat(text), Trend::Level), Emerging::None, "{text}");
    }
}

#[test]
fn every_history_of_six_steps_has_one_category_and_its_mirror() {
    let turn = |e: Emerging| match Emerging::ALL.iter().position(|x| *x == e) {
        Some(at) if at < 8 => Emerging::ALL[at + 8],
        Some(at) if at < 16 => Emerging::ALL[at - 8],
        _ => Emerging::None,
    };
    for code in 0..729u32 {
        let text: String = (0..6).map(|k| ['h', 'c', '.'][(code / 3u32.pow(k) % 3) as usize]).collect();
        for trend in [Trend::Up, Trend::Level, Trend::Down] {
            let (one, other) = (categorize(&heat(&text), trend), mirrored(&text, trend));
            // Hot is tried before cold: only a history that both could name may differ.
            let both = text.contains('h') && text.contains('c');
            assert!(both || turn(one) == other, "{text}: {one:?}, {other:?}");
        }
    }
}

/// Ten steps of counts on a disk of cells; the middle has a share of its own in each step.
fn city_of(middle: impl Fn(usize) -> u32) -> (Vec<Vec<u32>>, Neighbors) {
    let center = Cell::at(-90.2, 38.6, Resolution::R9).expect("a place");
    let disk = |rings| center.h3().grid_disk_safe(rings).map(Cell::from).collect::<Vec<Cell>>();
    let mut cells = disk(7);
    cells.sort_unstable();
    let hot = disk(1);
    let count = |t: usize, cell: &Cell, i: usize| {
        let noise = u32::try_from(pick(uniform(7, (1000 * t + i) as u64), 4)).expect("small");
        noise + if hot.contains(cell) { middle(t) } else { 0 }
    };
    let steps = (0..10).map(|t| cells.iter().enumerate().map(|(i, c)| count(t, c, i)).collect()).collect();
    (steps, rings(&cells, 1))
}

fn number_of(category: Emerging, steps: &[Vec<u32>], neighbors: &Neighbors) -> (usize, catchment_spatial::Chance) {
    let spots = EmergingParams { alpha: 0.05, correct: true }.check().expect("valid");
    let alike = vec![1.0; neighbors.len()];
    let found = spots.of_counts(steps, &alike, neighbors).expect("found");
    let chance = spots.by_chance(steps, &alike, neighbors, 99, 1).expect("simulated");
    assert_eq!(chance.len(), 17);
    assert!(
        (chance.iter().map(|c| c.cells.mean).sum::<f64>() - neighbors.len() as f64).abs() < 1e-9,
        "every cell has one category"
    );
    let of = chance.iter().find(|c| c.category == category).expect("listed").cells;
    (found.iter().filter(|c| c.category == category).count(), of)
}

#[test]
fn a_hot_spot_that_stays_is_what_chance_expects_and_one_that_appears_is_not() {
    let (steps, neighbors) = city_of(|_| 12);
    let (seen, chance) = number_of(Emerging::PersistentHot, &steps, &neighbors);
    assert!(seen > 0 && chance.low <= seen as f64 && seen as f64 <= chance.high, "{seen} {chance:?}");
    let (steps, neighbors) = city_of(|t| if t == 9 { 40 } else { 0 });
    let (seen, chance) = number_of(Emerging::NewHot, &steps, &neighbors);
    assert!(seen as f64 > chance.high, "{seen} {chance:?}");
}

#[test]
fn only_a_cell_that_is_nearly_always_hot_or_cold_needs_its_trend() {
    for code in 0..729u32 {
        let text: String = (0..6).map(|k| ['h', 'c', '.'][(code / 3u32.pow(k) % 3) as usize]).collect();
        let heat = heat(&text);
        let of = |sign| heat.iter().filter(|h| **h == sign).count() * 10 >= 9 * heat.len();
        if !of(Heat::Hot) && !of(Heat::Cold) {
            let level = categorize(&heat, Trend::Level);
            assert!([Trend::Up, Trend::Down].iter().all(|t| categorize(&heat, *t) == level), "{text}");
        }
    }
}

#[test]
fn chance_is_the_same_for_any_number_of_threads_and_refuses_what_it_cannot_draw() {
    let (steps, neighbors) = city_of(|_| 5);
    let spots = EmergingParams { alpha: 0.05, correct: true }.check().expect("valid");
    let alike = vec![1.0; neighbors.len()];
    let of = |threads| with_threads(threads, || spots.by_chance(&steps, &alike, &neighbors, 19, 3).expect("simulated"));
    assert_eq!(of(1), of(4));
    assert_eq!(spots.by_chance(&steps, &alike, &neighbors, 3, 1), Err(EmergingError::Simulations(3)));
    let short = spots.by_chance(&[vec![1]], &alike, &neighbors, 19, 1);
    assert!(matches!(short, Err(EmergingError::Counts { step: 0, .. })), "{short:?}");
    let empty = vec![vec![0; neighbors.len()]; 3];
    let none = spots.by_chance(&empty, &alike, &neighbors, 19, 1).expect("simulated");
    assert!((none[16].cells.mean - neighbors.len() as f64).abs() < 1e-12, "no event, no category");
}

#[test]
fn names_are_distinct() {
    let mut names: Vec<&str> = Emerging::ALL.iter().map(|e| e.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), 17);
}

#[test]
fn trends_agree_with_pymannkendall() {
    let reference: Value = serde_json::from_str(include_str!("../reference/mann_kendall.json")).unwrap();
    for case in reference["cases"].as_array().unwrap() {
        let x: Vec<f64> = case["x"].as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect();
        let got = mann_kendall(&x);
        assert_eq!(got.s, case["s"].as_i64().unwrap());
        close(got.variance, case["var"].as_f64().unwrap(), 1e-12);
        close(got.z, case["z"].as_f64().unwrap(), 1e-12);
        // Theirs is 2 (1 - Φ), which rounds to 16 decimals.
        assert!((got.p - case["p"].as_f64().unwrap()).abs() < 1e-10);
    }
}

#[test]
fn a_constant_or_short_series_has_no_trend() {
    for x in [&[1.0; 9][..], &[1.0, 2.0], &[]] {
        let got = mann_kendall(x);
        assert_eq!((got.z, got.p), (0.0, 1.0));
    }
}

fn city() -> (Vec<Cell>, Vec<Vec<f64>>) {
    let center = Cell::at(-90.2, 38.63, Resolution::R9).expect("valid");
    let mut cells: Vec<Cell> = center.h3().grid_disk_safe(10).map(Cell::from).collect();
    cells.sort_unstable();
    let distance = |c: &Cell| f64::from(c.h3().grid_distance(center.h3()).expect("valid"));
    let step = |t: u64| {
        let here =
            |(i, c): (u64, &Cell)| (4.0 * uniform(t, i)).floor() + if distance(c) < 3.0 { 3.0 + t as f64 } else { 0.0 };
        (0u64..).zip(&cells).map(here).collect()
    };
    (cells.clone(), (0..12).map(step).collect())
}

#[test]
fn a_core_that_grows_is_intensifying_and_its_scores_are_those_of_each_step() {
    let (cells, steps) = city();
    let neighbors = rings(&cells, 1);
    let spots = EmergingParams { alpha: 0.05, correct: true }.check().expect("valid");
    let found = spots.of(&steps, &neighbors).expect("valid");
    let center = cells.binary_search(&Cell::at(-90.2, 38.63, Resolution::R9).unwrap()).unwrap();
    assert_eq!(found[center].category, Emerging::IntensifyingHot);
    let gi = gi_star(&steps[4], &neighbors).unwrap();
    assert!((0..cells.len()).all(|i| found[i].z[4].to_bits() == gi[i].z.to_bits()));
    assert_eq!(with_threads(3, || spots.of(&steps, &neighbors).unwrap()), found);
}

#[test]
fn steps_of_equal_values_are_neither_hot_nor_cold() {
    let pair = Neighbors::from_lists(&[vec![1], vec![0], vec![]]).unwrap();
    let spots = EmergingParams { alpha: 0.05, correct: false }.check().unwrap();
    let found = spots.of(&[vec![0.0; 3], vec![2.0; 3]], &pair).unwrap();
    assert!(found.iter().all(|c| c.category == Emerging::None && c.heat == heat("..")));
}

#[test]
fn bad_levels_and_empty_time_are_refused() {
    assert!(EmergingParams { alpha: 1.0, correct: true }.check().is_err());
    let pair = Neighbors::from_lists(&[vec![1], vec![0]]).unwrap();
    let spots = EmergingParams { alpha: 0.05, correct: true }.check().unwrap();
    assert_eq!(spots.of(&[], &pair), Err(EmergingError::NoSteps));
    assert!(matches!(spots.of(&[vec![1.0, 2.0], vec![1.0]], &pair), Err(EmergingError::Step { step: 1, .. })));
}
