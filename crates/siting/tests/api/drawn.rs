//! Catchments drawn by hand.

use catchment_siting::{Broken, CatchmentError, CatchmentParams, CatchmentSearch};
use h3o::Resolution;

use crate::world::Ground;

fn search(area_km2: f64) -> CatchmentSearch {
    CatchmentParams { k: 1, area_km2, ..CatchmentParams::default() }.check().expect("parameters")
}

fn ground() -> Ground {
    Ground::new(Resolution::Nine, 8, 0).with_hot_spots(4, 6, 1_200)
}

#[test]
fn what_the_search_finds_breaks_no_bound_and_scores_what_it_said() {
    let ground = ground();
    let found = search(1.0).best(&ground.input()).expect("a catchment").catchments.remove(0);
    let score = search(1.0).score(&ground.input(), &found.cells).expect("a score");
    assert_eq!(score.breaks, []);
    assert!(score.connected() && score.compact());
    assert!((score.harm - found.harm).abs() < 1e-9 && (score.area_km2 - found.area_km2).abs() < 1e-12);
}

#[test]
fn the_best_of_the_same_size_is_never_below_a_drawing_that_breaks_nothing() {
    let ground = ground();
    for seed in 0..10_usize {
        // A cell and its ring, less one.
        let middle = (seed * 37) % ground.cells.len();
        let mut drawn: Vec<usize> = ground.neighbors.of(middle).iter().map(|n| *n as usize).skip(1).collect();
        drawn.push(middle);
        let score = search(2.5).score(&ground.input(), &drawn).expect("a score");
        let best = search(2.5).best_of_same_size(&ground.input(), &drawn).expect("the best");
        assert!(best.harm + 1e-9 >= score.harm && best.catchments[0].area_km2 <= score.area_km2 * (1.0 + 1e-6));
    }
}

#[test]
fn every_bound_that_a_drawing_breaks_is_named() {
    let mut ground = ground();
    let drawn = [0, ground.cells.len() - 1, 5];
    ground.allowed[5] = false;
    let score = search(0.25).score(&ground.input(), &drawn).expect("a score");
    assert!(!score.connected() && !score.compact());
    let kinds: Vec<&str> = score
        .breaks
        .iter()
        .map(|b| match b {
            Broken::Area { .. } => "area",
            Broken::Pieces { .. } => "pieces",
            Broken::Radius { .. } => "radius",
            Broken::NotAllowed { cells: 1 } => "allowed",
            _ => "other",
        })
        .collect();
    assert_eq!(kinds, ["area", "pieces", "radius", "allowed"]);
    assert!(score.breaks[0].to_string().contains("at most 0.250 km²"));
    let json = serde_json::to_value(score.breaks[1]).expect("JSON");
    assert_eq!(json["bound"], "pieces");
}

#[test]
fn a_ring_about_a_hole_breaks_the_bound_on_the_outline_and_its_filling_does_not() {
    let ground = ground();
    let round = |area_km2: f64| {
        CatchmentParams { k: 1, area_km2, outline_factor: Some(1.4), ..CatchmentParams::default() }
            .check()
            .expect("parameters")
    };
    let middle = ground.cells.len() / 2;
    let mut drawn: Vec<usize> = ground.neighbors.of(middle).iter().map(|n| *n as usize).collect();
    assert_eq!(drawn.len(), 6);
    let area_km2 = ground.area_km2[middle] * 7.2;
    let ring = round(area_km2).score(&ground.input(), &drawn).expect("a score");
    assert!(matches!(ring.breaks[..], [Broken::Outline { .. }]) && !ring.compact(), "{:?}", ring.breaks);
    drawn.push(middle);
    let filled = round(area_km2).score(&ground.input(), &drawn).expect("a score");
    assert!(filled.breaks.is_empty() && filled.compact());
    // 18 edges outside; the hole had 6 more.
    assert!((ring.outline_m / filled.outline_m - 24.0 / 18.0).abs() < 1e-12);
}

#[test]
fn a_drawing_of_no_cell_or_of_unknown_or_repeated_ones_is_refused() {
    let ground = ground();
    let refused = |drawn: &[usize]| search(1.0).score(&ground.input(), drawn).unwrap_err();
    assert_eq!(refused(&[]), CatchmentError::NothingDrawn);
    assert_eq!(refused(&[3, 3]), CatchmentError::RepeatedCell(3));
    assert!(matches!(refused(&[9_999]), CatchmentError::UnknownCell { cell: 9_999, .. }));
}
