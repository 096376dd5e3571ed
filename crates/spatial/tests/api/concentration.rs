//! Concentration, stability and accuracy against published values and what chance is known to do.

use catchment_spatial::{
    AccuracyError, ConcentrationError, accuracy, concentration, concentration_by_chance, jaccard, sppt, stability,
    top_cells,
};

use crate::support::{close, pick, uniform, with_threads};

#[test]
fn the_coefficients_of_bernasco_and_steenbeek_are_met() {
    let found = concentration(&[5, 2, 1, 0, 0, 0, 0, 0, 0, 0]).unwrap();
    close(found.gini, 0.80, 1e-12);
    close(found.generalized_gini, 0.75, 1e-12);
    close(found.in_hottest, 5.0 / 8.0, 1e-12);
    // Thirty cells: one and a half of them is a twentieth, which rounds to two.
    let thirty: Vec<u32> = (1..=30).collect();
    close(concentration(&thirty).unwrap().in_hottest, 59.0 / 465.0, 1e-12);
    // 5 of 8 are more than half, and more than a quarter.
    assert_eq!((found.half, found.quarter), (0.1, 0.1));
}

#[test]
fn equal_counts_have_no_concentration_and_one_cell_has_all() {
    let equal = concentration(&[7; 20]).unwrap();
    assert!(equal.gini.abs() < 1e-12 && equal.generalized_gini.abs() < 1e-12);
    assert_eq!((equal.half, equal.quarter), (0.5, 0.25));
    let single = concentration(&[0, 0, 0, 100]).unwrap();
    close(single.gini, 0.75, 1e-12);
    // One event in each of 5 of 10 cells: as even as it can be.
    close(concentration(&[1, 1, 1, 1, 1, 0, 0, 0, 0, 0]).unwrap().generalized_gini, 0.0, 1e-12);
}

#[test]
fn chance_alone_concentrates_few_events_and_not_many() {
    let few = concentration_by_chance(300, 1000, None, 199, 1).unwrap();
    let many = concentration_by_chance(100_000, 1000, None, 49, 1).unwrap();
    assert!(few.half.mean < 0.15 && many.half.mean > 0.45, "{} {}", few.half.mean, many.half.mean);
    assert!(few.gini.mean > 0.7 && many.gini.mean < 0.1);
    for c in [few.half, few.quarter, few.gini, few.generalized_gini] {
        assert!(c.low <= c.mean && c.mean <= c.high);
    }
    // For Poisson counts of mean 100, G = E|X − Y| ÷ (2 · 100) = √(2 · 100) · √(2/π) ÷ 200 nearly.
    assert!(
        (many.gini.mean - 200.0_f64.sqrt() * (2.0 / std::f64::consts::PI).sqrt() / 200.0).abs() < 0.002,
        "{}",
        many.gini.mean
    );
}

#[test]
fn weights_move_chance_to_heavy_cells() {
    let mut weights = vec![1.0; 100];
    weights[0] = 300.0;
    let heavy = concentration_by_chance(4000, 100, Some(&weights), 49, 1).unwrap();
    assert!((heavy.half.mean - 0.01).abs() < 1e-12);
    let threads = |n| with_threads(n, || concentration_by_chance(4000, 100, Some(&weights), 49, 3).unwrap());
    assert_eq!(threads(1), threads(4));
}

#[test]
fn counts_from_one_pattern_are_as_stable_as_chance_allows_and_moved_ones_are_not() {
    let rate = |i: usize| if i.is_multiple_of(7) { 9 } else { 1 };
    let draw = |seed: u64, shift: usize| -> Vec<u32> {
        let cells: Vec<usize> = (0..300).flat_map(|i| std::iter::repeat_n((i + shift) % 300, rate(i))).collect();
        let mut counts = vec![0; 300];
        (0..2000).for_each(|k| counts[cells[pick(uniform(seed, k), cells.len())]] += 1);
        counts
    };
    let (a, b, moved) = (draw(1, 0), draw(2, 0), draw(3, 3));
    let same = stability(&a, &b, 40, 199, 1).unwrap();
    assert!(same.jaccard >= same.unchanged.low && same.jaccard <= same.unchanged.high, "{same:?}");
    let other = stability(&a, &moved, 40, 199, 1).unwrap();
    assert!(other.jaccard < other.unchanged.low, "{other:?}");
    assert!(same.unrelated > 0.05 && same.unrelated < 0.10, "{}", same.unrelated);
    let alike = sppt(&a, &b, 0.85, 200, 1).unwrap();
    let unlike = sppt(&a, &moved, 0.85, 200, 1).unwrap();
    assert!(alike.s > unlike.s + 0.1, "{} {}", alike.s, unlike.s);
    assert!(unlike.cells.contains(&1) && unlike.cells.contains(&-1));
    let threads = |n| with_threads(n, || (stability(&a, &b, 40, 49, 9).unwrap(), sppt(&a, &b, 0.85, 49, 9).unwrap()));
    assert_eq!(threads(1), threads(3));
}

#[test]
fn a_pattern_is_like_itself_and_empty_cells_do_not_count_where_left_out() {
    let counts = [50, 30, 20, 0, 0];
    let same = sppt(&counts, &counts, 0.85, 200, 1).unwrap();
    assert_eq!((same.s, same.s_nonzero), (1.0, Some(1.0)));
    let turned = sppt(&counts, &[0, 0, 100, 0, 0], 0.85, 200, 1).unwrap();
    assert_eq!((turned.s, turned.s_nonzero), (0.4, Some(0.0)));
    assert_eq!(turned.cells, [1, 1, -1, 0, 0]);
}

#[test]
fn sets_overlap_by_what_they_share() {
    close(jaccard(&[1, 2, 3], &[3, 2, 9]), 0.5, 1e-12);
    assert_eq!((jaccard(&[], &[]), jaccard(&[1], &[])), (1.0, 0.0));
    assert_eq!(top_cells(&[3, 0, 5, 3], 3), [2, 0, 3]);
    assert_eq!(top_cells(&[3, 0, 5, 3], 9).len(), 3, "cells that hold nothing are no hot spots");
}

#[test]
fn a_prediction_in_the_right_order_has_its_published_indices() {
    let (observed, predicted) = ([6.0, 3.0, 0.0], [3.0, 2.0, 1.0]);
    for (chosen, pai) in [(1, 2.0), (2, 1.5), (3, 1.0)] {
        let hit = accuracy(&observed, &predicted, &[1.0; 3], chosen).unwrap();
        close(hit.pai, pai, 1e-12);
        close(hit.pei.unwrap(), 1.0, 1e-12);
    }
    let wrong = accuracy(&observed, &[0.0, 1.0, 2.0], &[1.0; 3], 2).unwrap();
    close(wrong.pei.unwrap(), 3.0 / 9.0, 1e-12);
    close(wrong.capture, 3.0 / 9.0, 1e-12);
    assert_eq!(accuracy(&[0.0; 3], &predicted, &[1.0; 3], 1).unwrap().pei, None);
}

#[test]
fn what_cannot_be_judged_is_refused() {
    assert_eq!(concentration(&[0, 0]), Err(ConcentrationError::Empty(2)));
    assert_eq!(concentration_by_chance(5, 5, None, 1, 1), Err(ConcentrationError::Simulations(1)));
    assert!(matches!(concentration_by_chance(5, 2, Some(&[0.0, 0.0]), 9, 1), Err(ConcentrationError::Weight { .. })));
    assert!(matches!(stability(&[1], &[1, 2], 1, 9, 1), Err(ConcentrationError::Length { .. })));
    assert_eq!(sppt(&[1], &[1], 0.0, 200, 1), Err(ConcentrationError::Share(0.0)));
    assert!(matches!(accuracy(&[1.0], &[1.0], &[1.0], 2), Err(AccuracyError::Chosen { .. })));
    assert_eq!(accuracy(&[1.0], &[1.0], &[0.0], 1), Err(AccuracyError::Value(0)));
}
